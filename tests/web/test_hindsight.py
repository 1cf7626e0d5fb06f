"""Hindsight on a page: a write-off that a rule would have caught, each number open."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.builders import CONNECTED, TODAY, House
from tests.store.facts import BAD_DEBTS, a_payment, a_sale
from tests.web.conftest import Browser


@pytest.fixture
def house(settled_house: House) -> House:
    """Quay Bistro bought twice more after it was late, and all of it was written off; Lisa pays."""
    house = settled_house
    for number, due, lost in (("INV-0700", 300, 60), ("INV-0701", 150, 60)):
        on = TODAY - timedelta(days=lost)
        house.books.invoices(
            a_sale(
                number, contact_id="quay", number=number, amount="500.00", state="paid",
                due=TODAY - timedelta(days=due), issued=TODAY - timedelta(days=due + 30),
                balance=Decimal(0), paid=Decimal(500), fully_paid_on=on,
            ),
            seen_on=CONNECTED, first_sync=True,
        )  # fmt: skip
        house.books.payments(
            a_payment(
                f"w-{number}", document_id=number, amount="500.00", on=on, account_id=BAD_DEBTS
            )
        )
    for n in range(7):
        house.paid("lisa", f"INV-08{n:02}", "120.00", ago=40 + 30 * n, days_late=0)
    house.review()
    return house


def test_each_number_opens_into_its_customers(ann: Browser, house: House) -> None:
    """One of one write-off, in time for the second sale, no good payer; and whose they are."""
    page = ann.get("insight/hindsight?rule=days_late&bound=45").get_data(as_text=True)
    assert (
        "“An invoice more than 45 days late” would have flagged 1 of your 1 write-off, 1 of them "
        "while you were still selling (£500.00 of what was lost came after), and 0 of your 1 good "
        "payer." in page
    )
    caught = ann.get("insight/hindsight/days_late/45/caught").get_data(as_text=True)
    assert "Quay Bistro" in caught
    assert "£1,000.00" in caught
    assert "Lisa’s Deli" in ann.get("insight/hindsight/days_late/45/spared").get_data(as_text=True)
    now = ann.get("insight/hindsight/days_late/45/now").get_data(as_text=True)
    assert "Quay Bistro" in now
    assert "Lisa’s Deli" not in now
    for odd in ("days_late/0/now", "days_late/45/nobody", "mood/45/now", "days_late/x/now"):
        assert ann.get(f"insight/hindsight/{odd}").status_code == 404
    assert ann.get("insight/hindsight?rule=mood&bound=1e9").status_code == 200
