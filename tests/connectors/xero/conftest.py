"""A connected organisation for every test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.connectors.xero.connected import Connected, connected


@pytest.fixture
def here() -> Iterator[Connected]:
    """A fresh local Xero with one connected organisation."""
    with connected() as fresh:
        yield fresh
