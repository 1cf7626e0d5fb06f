"""What the record says was chased is what stood in the letter and in the books as it left."""

from __future__ import annotations

from decimal import Decimal

import pytest

from connectors.sandbox import credits as credit_verbs
from plugin.credit.account import StepState
from plugin.store import Store
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import a_house


@pytest.mark.long
def test_a_credit_that_moves_within_an_unchanged_total_moves_in_the_record_too(
    store: Store,
) -> None:
    """Money on account is set against one of two invoices after the yes: the sum is the same."""
    quay = a_customer(
        "quay",
        "Quay Bistro",
        a_debt("INV-1", "305.11", late=5),
        a_debt("INV-2", "100.00", late=5),
    )
    with a_house(store, books([quay])) as house:
        credit = credit_verbs.raise_credit(
            house.ledger, "quay", Decimal("98.00"), kind="overpayment"
        )
        house.begin()
        house.approve_all()
        credit_verbs.allocate(house.ledger, credit.id, "INV-1", Decimal("98.00"))
        house.advance(3)
        (sent,) = house.messages(StepState.DONE)
        assert sent.total == Decimal("307.11")
        assert {step.invoice_id: step.amount.amount for step in sent.steps} == {
            house.invoice("INV-1"): Decimal("207.11"),
            house.invoice("INV-2"): Decimal("100.00"),
        }
        assert sent.netted == 0
