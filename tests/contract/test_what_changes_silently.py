"""What Xero changes without saying so is found by comparing what is open, counted and put right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from connectors.sandbox import documents
from plugin.jobs import What
from plugin.store import Store, comparisons
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import House, a_house


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """One customer with a part-paid invoice, another with one that nobody touched."""
    quay = a_customer("quay", "Quay Bistro", a_debt("Q-1", "500.00", late=5))
    kettle = a_customer("kettle", "Copper Kettle", a_debt("K-1", "90.00", late=-20))
    with a_house(store, books([quay, kettle])) as house:
        house.begin()
        house.pays("Q-1", "100.00")
        house.catch_up()
        house.advance(2.1)
        house.forget_calls()
        yield house


def differences(house: House) -> list[tuple[object, ...]]:
    """What was found to differ: number, field, ours, theirs, why."""
    return house.sql(
        "select number, field, ours, theirs, why from differences where org_id = :org order by id"
    )


def compare(house: House) -> None:
    """Let a whole round be made now."""
    house.xero.advance(24)
    house.work(What.COMPARE)


def test_a_due_date_that_moved_on_a_part_paid_invoice_is_found_and_put_right(
    house: House,
) -> None:
    """UpdatedDateUTC stays as it was, so that every reading by change misses it."""
    later = DAY + timedelta(days=30)
    documents.set_due_date(house.ledger, "Q-1", later)
    house.catch_up()
    due = "select due from invoices where org_id = :org and number = 'Q-1'"
    assert house.sql(due) == [(DAY - timedelta(days=5),)], "the reading by change saw it"
    compare(house)
    assert house.sql(due) == [(later,)]
    assert differences(house) == [
        ("Q-1", "due", str(DAY - timedelta(days=5)), str(later), "silent")
    ]
