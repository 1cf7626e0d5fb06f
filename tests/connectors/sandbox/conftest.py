"""A small world of two organisations, and a local Xero that serves it."""

from collections.abc import Iterator

import pytest

from connectors.sandbox.testing import RunningXero, running
from tests.connectors.sandbox.small import small_world


@pytest.fixture
def xero() -> Iterator[RunningXero]:
    """A local Xero of its own for one test."""
    with running(small_world()) as found:
        yield found


@pytest.fixture
def token(xero: RunningXero) -> str:
    """An access token for the first organisation with every accounting scope."""
    return xero.token()
