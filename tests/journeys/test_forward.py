"""Time runs forward, and what a person writes down is told to the ledger (rules 17 and 32)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plugin.credit.agreements import DisputeReason
from plugin.credit.money import Money
from plugin.operations import assess, decide, disputes
from plugin.store import Store
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, a_house


def test_a_run_dated_before_the_last_run_is_refused(store: Store) -> None:
    """After a review of Tuesday nobody reviews Monday; the same day is fine."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    with a_house(store, books([quay])) as house:
        house.begin()
        with store.tenant(house.org_id) as tx:
            assess.refuse_earlier(tx, DAY)
            with pytest.raises(assess.TimeRunsForward):
                assess.refuse_earlier(tx, DAY - timedelta(days=1))


def test_a_promise_of_one_invoice_is_noted_on_it_and_of_several_on_the_contact(
    store: Store,
) -> None:
    """A promise for one stands on that invoice; for two, one note on the contact names both."""
    one = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=3))
    two = a_customer(
        "heron", "Heron", a_debt("INV-2", "90.00", late=3), a_debt("INV-3", "80.00", late=2)
    )
    with a_house(store, books([one, two])) as house:
        house.begin()
        for key, numbers, amount in (
            ("quay", ["INV-1"], "250.00"),
            ("heron", ["INV-2", "INV-3"], "170.00"),
        ):
            decide.note_promise(
                house.doors,
                org_id=house.org_id,
                by=BY,
                customer_id=house.customer(key),
                invoice_ids=[house.invoice(number) for number in numbers],
                amount=Money.of(amount, "GBP"),
                due=DAY + timedelta(days=10),
            )
        house.settle()
        assert len(house.notes_on_invoice("INV-1")) == 1
        assert house.notes_on_invoice("INV-2") == []
        (note,) = house.notes_on("heron")
        assert "INV-2" in note
        assert "INV-3" in note


def test_a_disputed_invoice_is_noted_without_the_customers_words(store: Store) -> None:
    """The note says number and amount, and that the invoice is in query."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=3))
    with a_house(store, books([quay])) as house:
        house.begin()
        disputes.open_dispute(
            house.doors,
            org_id=house.org_id,
            by=BY,
            customer_id=house.customer("quay"),
            invoice_id=house.invoice("INV-1"),
            amount=Money.of("80", "GBP"),
            reason=DisputeReason.FAULTY,
            words="It arrived broken, and my husband is ill",
        )
        house.settle()
        (note,) = house.notes_on_invoice("INV-1")
        assert "£80.00 of INV-1 is in query and is not chased." in note
        assert "broken" not in note
        assert house.mails() == []
