"""A connected organisation for every test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from connectors.sandbox.testing import RunningXero, running
from tests.connectors.xero.connected import Connected, connected, wholesaler


@pytest.fixture(scope="module")
def shared_xero() -> Iterator[RunningXero]:
    """One local Xero per file, its limits lifted: starting one is most of a test's time."""
    with running(wholesaler(), has_limits=False) as xero:
        yield xero


@pytest.fixture
def here(shared_xero: RunningXero) -> Iterator[Connected]:
    """An organisation connected anew, faults, doubts and the list of calls wiped."""
    shared_xero.sandbox.faults.clear()
    shared_xero.sandbox.calls.clear()
    shared_xero.world.doubt(disconnected_is_401=False)
    anew = Connected(shared_xero)
    yield anew
    anew.ledger.close()


@pytest.fixture
def alone() -> Iterator[Connected]:
    """A local Xero that no other test has touched, its limits untouched too."""
    with connected() as fresh:
        yield fresh
