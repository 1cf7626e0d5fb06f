"""Statements on a schedule, lived: proposed on their day, sent at most once, kept word for word."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from plugin.credit.account import StepState
from plugin.credit.policy import DEFAULT_POLICY, Mode, as_document
from plugin.credit.statements import Statements
from plugin.operations import policy, respond
from plugin.store import Store
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house

#: eight days after the first day, so that the proof and the first gap are behind
STATED = 2


def switched_on(house: House, mode: Mode = Mode.AUTOMATIC, **schedule: object) -> None:
    """Put statements into the policy, on the second of the month."""
    plan = Statements(**{"scheduled": True, "day": STATED, **schedule})  # type: ignore[arg-type]
    document = as_document(replace(DEFAULT_POLICY, statements=plan))
    policy.change_policy(house.doors, org_id=house.org_id, by=BY, document=document, mode=mode)
    house.settle()


def until_december(house: House) -> None:
    """From Tuesday 24 November to Wednesday 2 December, ten in the morning."""
    for _ in range(8):
        house.pass_a_day()
    house.advance(2)


def test_a_statement_is_mailed_on_its_day_with_its_pdf(store: Store) -> None:
    """Approved by a person; the PDF shows the figures as they are when it leaves."""
    debts = (a_debt("INV-1", "100.00", late=-25), a_debt("INV-2", "40.50", late=-25))
    seed = books([a_customer("kettle", "Copper Kettle", *debts)])
    with a_house(store, seed) as house:
        house.begin(Mode.ASK_FIRST)
        switched_on(house, Mode.ASK_FIRST)
        until_december(house)
        (message,) = house.messages(StepState.PROPOSED)
        assert (message.kind, message.total) == ("statement", Decimal("140.50"))
        respond.approve(house.doors, org_id=house.org_id, by=BY, message_id=message.id)
        house.pays("INV-2", "40.50")
        house.advance(1)
        assert house.proofs()
        house.advance(1)
        (mail,) = house.mails()
        assert "Statement of account" in mail.subject
        assert "£100.00" in mail.subject
