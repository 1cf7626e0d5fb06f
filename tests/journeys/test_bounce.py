"""A message that the mail system refuses: told to a person, and asked again, never lost."""

from __future__ import annotations

from plugin.credit.account import StepState
from plugin.credit.decisions import TaskKind
from plugin.jobs import What
from plugin.store import Store
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import a_house


def test_a_refused_message_is_told_and_its_level_is_asked_again_a_week_later(store: Store) -> None:
    """It certainly never left: the same level stands in a new proposal, with its invoice."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    with a_house(store, books([quay])) as house:
        house.begin()
        house.approve_all()
        house.xero.advance(1.5)
        house.work(What.SEND)
        assert len(house.proofs()) == 1
        house.xero.sandbox.mailbox.refuse("550 No such user")
        house.advance(22.5, step=4.5)
        assert house.mails() == []
        (refused,) = house.messages(StepState.REFUSED)
        assert house.tasks(TaskKind.BOUNCED) != []
        house.xero.sandbox.mailbox.refuse(None)
        house.advance(8 * 24, step=24)
        (again,) = house.messages(StepState.PROPOSED)
        assert [(s.invoice_id, s.level) for s in again.steps] == [
            (s.invoice_id, s.level) for s in refused.steps
        ]
        assert len(again.steps) == 1
        house.approve_all()
        house.pass_a_day()
        assert len(house.mails()) == 1
