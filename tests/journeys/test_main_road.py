"""The main road, from the consent page to a flag that is cleared again."""

from __future__ import annotations

from decimal import Decimal

from plugin.credit.account import StepState
from plugin.credit.decisions import TaskKind
from plugin.store import Store
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import a_house, hear_everything, open_to_the_web, until


def test_a_late_invoice_is_chased_paid_and_cleared_and_everybody_sees_it(store: Store) -> None:
    """Connect, sync, approve, one mail, a note and a flag; payment by webhook clears both."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    with a_house(store, books([quay])) as house, open_to_the_web(house):
        house.connect()
        house.settle()
        assert [task.kind for task in house.tasks()] == []
        assert house.place() == 1
        house.start()
        house.settle()

        (waiting,) = house.messages(StepState.PROPOSED)
        assert waiting.total == Decimal("250.00")
        assert waiting.level == 1
        assert house.groups_of("quay") == ["Goodterms: watch"]
        assert len(house.notes_on("quay")) == 1

        house.approve_all()
        house.forget_calls()
        house.advance(2)
        assert house.calls("GET", "Invoices"), "the balance was not read again"
        (mail,) = house.mails()
        assert mail.recipients == ("quay@quay.example",)
        assert "£250.00" in mail.text
        assert "£250.00" in mail.html
        assert len(house.proofs()) == 1
        assert [message.state for message in house.messages()] == [StepState.DONE]
        assert len(house.notes_on_invoice("INV-1")) == 1

        until(lambda: house.xero.sandbox.webhooks.shown()["state"] == "ok")
        house.pays("INV-1", "250.00")
        hear_everything(house)
        assert house.groups_of("quay") == []
        assert len(house.notes_on("quay")) == 2
        assert "clear" in house.notes_on("quay")[-1].lower()

        hear_everything(house)
        house.forget_calls()
        house.xero.sandbox.webhooks.replay()
        hear_everything(house, deliveries=1)
        assert [call for call in house.calls() if call.method != "GET"] == []
        assert len(house.mails()) == 1
        assert house.tasks(TaskKind.UNCONFIRMED) == []
