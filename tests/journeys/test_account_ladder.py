"""An account that climbs one ladder by its oldest debt, through the outbox and back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from plugin.credit.account import StepState
from plugin.credit.policy import DEFAULT_POLICY, LadderOn, Mode, as_document
from plugin.operations import policy
from plugin.store import Store
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house


def _carried(house: House, state: StepState) -> list[tuple[str, int, bool]]:
    """Number, level and whether it only went along, of every step in this state."""
    return [
        (number, level, cycle < 0)
        for number, level, cycle in house.sql(
            "select i.number, s.level, s.cycle from steps s join invoices i on i.org_id = :org"
            " and i.id = s.invoice_id where s.org_id = :org and s.state = :state order by 1, 2",
            state=state.value,
        )
    ]


@pytest.mark.long
def test_the_oldest_debt_carries_the_others_until_it_is_paid(store: Store) -> None:
    """A late by 4 and B by 1: both are asked for in one mail; A is paid, B begins at level one."""
    lisa = a_customer(
        "lisa",
        "Lisa's Deli",
        a_debt("A", "500.00", late=4),
        a_debt("B", "200.00", late=1),
    )
    with a_house(store, books([lisa])) as house:
        house.connect()
        house.settle()
        by_account = replace(DEFAULT_POLICY, ladder_on=LadderOn.ACCOUNT)
        policy.change_policy(
            house.doors,
            org_id=house.org_id,
            by=BY,
            document=as_document(by_account),
            mode=Mode.ASK_FIRST,
        )
        house.place()
        house.start()
        house.settle()
        house.pass_a_day()
        assert _carried(house, StepState.PROPOSED) == [("A", 1, False), ("B", 1, True)]
        house.approve_all()
        house.pass_a_day()
        (mail,) = house.mails()
        assert "£700.00" in mail.text
        assert _carried(house, StepState.DONE) == [("A", 1, False), ("B", 1, True)]

        house.pays("A", "500.00")
        house.catch_up()
        house.advance(9 * 24, step=12)
        (waiting,) = house.messages(StepState.PROPOSED)
        assert (waiting.level, waiting.total) == (1, Decimal(200))
        assert _carried(house, StepState.PROPOSED) == [("B", 1, False)]
