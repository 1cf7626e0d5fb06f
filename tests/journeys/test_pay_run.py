"""The pay run of a customer: the message is proposed two working days before it, and then goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from connectors.sandbox.seed import SeedPayment
from plugin.credit.account import StepState
from plugin.store import Store
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import a_house


@pytest.mark.long
def test_a_message_lands_two_working_days_before_the_run_and_a_late_yes_still_counts(
    store: Store,
) -> None:
    """They pay on Fridays: proposed on Wednesday, approved on Thursday, sent on Thursday."""
    assert DAY.isoweekday() == 2
    fridays = [DAY - timedelta(days=4 + 7 * n) for n in range(6)]
    paid = [a_debt(f"P-{n}", "40.00", late=(DAY - friday).days) for n, friday in enumerate(fridays)]
    payments = tuple(
        SeedPayment(f"pay-{n}", debt.key, friday, Decimal("40.00"))
        for n, (debt, friday) in enumerate(zip(paid, fridays, strict=True))
    )
    owes = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37), *paid)
    quay = replace(owes, payments=payments)
    with a_house(store, books([quay])) as house:
        house.begin()
        assert house.messages(StepState.PROPOSED) == ()
        house.pass_a_day()
        (message,) = house.messages(StepState.PROPOSED)
        house.pass_a_day()
        assert [each.id for each in house.messages(StepState.PROPOSED)] == [message.id]
        house.approve_all()
        house.pass_a_day()
        assert [each.id for each in house.messages(StepState.DONE)] == [message.id]
        assert len(house.mails()) == 1
