"""Stop everything means everything: no mail, and nothing written into Xero either (rule 28)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from plugin.credit.money import Money
from plugin.operations import decide, limits
from plugin.ports import Ledger
from plugin.store import Store
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house, with_doors

NAMES = ("quay", "bell", "mill")


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Three customers with a debt that is not due yet, at work, no flag written."""
    seed = books([a_customer(name, name.title(), a_debt(f"INV-{name}", "250.00", late=-9))
                  for name in NAMES])  # fmt: skip
    with a_house(store, seed) as house:
        house.begin()
        yield house


def over_the_limit(house: House) -> None:
    for name in NAMES:
        limits.set_limit(
            house.doors, org_id=house.org_id, by=BY, customer_id=house.customer(name),
            limit=Money.of("10", "GBP"), reason="small",
        )  # fmt: skip


def stop(house: House, until: date | None) -> None:
    decide.stop_everything(house.doors, org_id=house.org_id, by=BY, until=until)


def flagged(house: House) -> int:
    return sum(bool(house.groups_of(name)) for name in NAMES)


def written(house: House) -> int:
    return flagged(house) + sum(len(house.notes_on(name)) for name in NAMES)


@pytest.mark.long
def test_while_everything_is_stopped_nothing_is_written_into_xero(house: House) -> None:
    """The page says so; on the first day that goes on, what is true then is written."""
    stop(house, DAY + timedelta(days=2))
    over_the_limit(house)
    house.advance(24, step=6)
    assert written(house) == 0
    house.advance(36, step=6)
    assert (flagged(house), written(house)) == (3, 6)


def test_going_on_at_once_writes_at_once(house: House) -> None:
    """A person who ends the stop waits for no morning."""
    stop(house, DAY + timedelta(days=9))
    over_the_limit(house)
    house.settle()
    assert written(house) == 0
    stop(house, None)
    house.settle()
    assert flagged(house) == 3


@pytest.mark.long
def test_a_stop_in_the_middle_of_writing_takes_one_call_at_most(house: House) -> None:
    """Somebody stops everything while flags are being written: the rest waits."""
    open_books = house.doors.open_books

    class StopsAfterOne:
        """The real books; after the first flag somebody presses stop."""

        def __init__(self, ledger: Ledger) -> None:
            self._ledger = ledger

        def __getattr__(self, name: str) -> object:
            if name == "add_to_group":
                stop(house, DAY + timedelta(days=2))
            return getattr(self._ledger, name)

    over_the_limit(house)
    stopping = with_doors(house, open_books=lambda *asked: StopsAfterOne(open_books(*asked)))
    stopping.settle()
    assert (flagged(house), written(house)) == (1, 1)
    house.advance(60, step=6)
    assert flagged(house) == 3
