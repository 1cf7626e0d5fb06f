"""Promise dates in Xero, in sentences: what is written, what is respected, what is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest

from connectors.sandbox import documents
from plugin.credit.money import Money
from plugin.operations import decide, promised
from plugin.store import Store
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house

FRIDAY = DAY + timedelta(days=10)
LATER = DAY + timedelta(days=17)


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Quay Bistro owes one invoice, 37 days late, and one that falls due in a week."""
    quay = a_customer(
        "quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37), a_debt("INV-2", "80.00", late=-7)
    )
    with a_house(store, books([quay])) as house:
        house.begin()
        house.forget_calls()
        yield house


def promise(house: House, due: date, number: str = "INV-1", amount: str = "250.00") -> UUID:
    """The customer promised on the phone; its id."""
    decide.note_promise(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer("quay"),
        invoice_ids=[house.invoice(number)],
        amount=Money.of(amount, "GBP"),
        due=due,
    )
    house.settle()
    rows = house.sql("select id from promises where org_id = :org order by at desc limit 1")
    return UUID(str(rows[0][0]))


def withdraw(house: House, promise_id: UUID) -> None:
    """The customer took it back."""
    promised.withdraw_promise(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer("quay"),
        promise_id=promise_id,
    )
    house.settle()


def in_xero(house: House, number: str = "INV-1") -> date | None:
    """The expected date that an accountant sees on the invoice."""
    found: date | None = house.ledger.invoice(number).expected
    return found


def dates_sent(house: House) -> int:
    """How often we asked Xero to change an invoice."""
    return len(house.calls("POST", "/Invoices/"))


def test_a_promise_is_entered_once_as_the_expected_date(house: House) -> None:
    """Where the field is empty; and days of catching up with our own echo write nothing more."""
    promise(house, FRIDAY)
    assert in_xero(house) == FRIDAY
    house.pass_a_day()
    house.pass_a_day()
    assert dates_sent(house) == 1
