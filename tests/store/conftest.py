"""The organisation's books, for the tests of the ledger side."""

from __future__ import annotations

from uuid import UUID

import pytest

from plugin.store import Store
from tests.store.facts import Books


@pytest.fixture
def books(store: Store, org: UUID) -> Books:
    """Empty books of a connected organisation."""
    return Books(store, org)
