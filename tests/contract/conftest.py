"""Houses that several files visit: one with a street before it, one that takes its leave."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plugin.store import Store
from tests.contract.leaving_house import WATCH, comes_back, late_customers
from tests.contract.visitors import Street, a_street
from tests.journeys.books import books
from tests.journeys.house import House, a_house
from tests.kept import Tables


@pytest.fixture(scope="module")
def departing_house(opened_store: Store, tables: Tables) -> Iterator[House]:
    """One house for all tests of a file; not beside tests that empty the store."""
    tables.empty()
    with a_house(opened_store, books(late_customers())) as opened:
        opened.begin()
        yield opened


@pytest.fixture
def flagged_house(departing_house: House) -> House:
    """The house, connected, with both customers flagged and nothing going wrong."""
    comes_back(departing_house)
    assert departing_house.groups_of("quay") == departing_house.groups_of("kettle") == [WATCH]
    return departing_house


@pytest.fixture
def street(store: Store) -> Iterator[Street]:
    """A house with two people before its door, and two organisations at Xero."""
    with a_street(store) as street:
        yield street
