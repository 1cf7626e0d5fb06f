"""Stripe and GoCardless over real HTTP: what is on its way is not chased, what fails is again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from plugin.credit.account import StepState
from plugin.credit.decisions import AskWhy, TaskKind
from plugin.operations import providers
from plugin.store import Store
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house, open_to_the_web
from tests.journeys.providers import Sender, a_sender


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Copper Kettle owes 412.40, Quay Bistro 310 and 120; all four days late."""
    seed = books(
        [
            a_customer("kettle", "The Copper Kettle Café", a_debt("INV-1041", "412.40", late=4)),
            a_customer(
                "quay",
                "Quay Bistro",
                a_debt("INV-1042", "310.00", late=4),
                a_debt("INV-1043", "120.00", late=4),
            ),
        ]
    )
    with a_house(store, seed) as house:
        house.begin()
        yield house


@contextmanager
def told_by(house: House) -> Iterator[Sender]:
    """The house is on the web, and both providers are connected."""
    with open_to_the_web(house) as address:
        yield a_sender(house, address)


def chased(house: House) -> set[str]:
    """The numbers of the invoices that a proposed or approved reminder asks for."""
    numbers = dict(house.sql("select id, number from invoices where org_id = :org"))
    return {
        str(numbers[step.invoice_id])
        for message in house.messages(StepState.PROPOSED, StepState.APPROVED)
        for step in message.steps
    }


def said(house: House) -> list[str]:
    """The lines that providers wrote on the timeline, oldest first."""
    rows = house.sql(
        "select summary from events where org_id = :org and kind = 'payment_seen' order by id"
    )
    return [row[0] for row in rows]


def test_a_payment_on_its_way_holds_the_reminder_until_it_fails(house: House) -> None:
    """Approved already: dropped when the money is seen, proposed again when the bank says no."""
    assert chased(house) == {"INV-1041", "INV-1042", "INV-1043"}
    house.approve_all()
    with told_by(house) as sender:
        paid: dict[str, Any] = {"amount": 41_240, "metadata": {"invoice": "inv 1041"}}
        assert sender.stripe("payment_intent.processing", **paid) == 200
        house.settle()
        house.advance(2)
        assert [mail.subject for mail in house.mails() if "412.40" in mail.subject] == []
        ((outcome,),) = house.sql(
            "select m.outcome from messages m where m.org_id = :org and m.state = 'dropped'"
        )
        assert outcome == "in_flight"
        error: dict[str, Any] = {"last_payment_error": {"code": "insufficient_funds"}}
        assert sender.stripe("payment_intent.payment_failed", **paid, **error) == 200
        house.settle()
    assert "INV-1041" in chased(house)
    assert said(house) == [
        "A payment of £412.40 for INV-1041 is on its way",
        "A payment of £412.40 for INV-1041 failed (insufficient funds); reminders may go again",
    ]
