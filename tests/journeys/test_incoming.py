"""Stripe and GoCardless over real HTTP: what is on its way is not chased, what fails is again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from connectors.sandbox import payer
from plugin.credit.account import StepState
from plugin.credit.decisions import AskWhy, TaskKind
from plugin.operations import providers
from plugin.operations.doors import NotPossible
from plugin.operations.incoming import endpoint_of
from plugin.store import Store, incoming
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house, open_to_the_web
from tests.journeys.providers import SECRET, Sender, a_sender


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
    house.pass_a_day()
    assert "INV-1041" in chased(house)
    assert said(house) == [
        "A payment of £412.40 for INV-1041 is on its way",
        "A payment of £412.40 for INV-1041 failed (insufficient funds); reminders may go again",
    ]


@pytest.mark.long
def test_what_failed_after_it_was_on_its_way_is_said_in_the_next_reminder(house: House) -> None:
    """A debit comes back: the next message says that the payment came back (rule 6)."""
    with told_by(house) as sender:
        metadata: dict[str, Any] = {"resource_metadata": {"invoice": "INV-1041"}}
        assert sender.gocardless("submitted", **metadata) == 200
        house.settle()
        assert chased(house) == {"INV-1042", "INV-1043"}
        assert sender.gocardless("failed", details={"cause": "refer_to_payer"}, **metadata) == 200
        house.settle()
    house.pass_a_day()
    assert "INV-1041" in chased(house)
    came_back = "select came_back_on is not null from invoices where org_id = :org and number = :n"
    assert house.sql(came_back, n="INV-1041") == [(True,)]
    assert (
        said(house)[-1] == "A payment for INV-1041 failed (refer to payer); reminders may go again"
    )


@pytest.mark.long
def test_a_received_payment_is_silence_until_the_ledger_shows_it(house: House) -> None:
    """Part of an invoice by card: silent, and once the ledger has it the rest is chased."""
    with told_by(house) as sender:
        sender.stripe("payment_intent.succeeded", amount=10_000, description="Invoice #1041 part")
        house.settle()
        assert "INV-1041" not in chased(house)
        house.pays("INV-1041", "100.00")
        house.catch_up()
    house.pass_a_day()
    assert "INV-1041" in chased(house)


@pytest.mark.long
def test_what_the_ledger_never_shows_asks_a_person_before_it_is_chased(house: House) -> None:
    """Five working days on the silence ends; the reminder waits for a yes and says why."""
    with told_by(house) as sender:
        sender.stripe("payment_intent.succeeded", amount=41_240, metadata={"n": "INV-1041"})
        house.settle()
    for _ in range(8):
        house.pass_a_day()
    (message,) = [
        each for each in house.messages(StepState.PROPOSED) if each.total == Decimal("412.40")
    ]
    assert AskWhy.PAYMENT_SEEN in message.ask


def test_an_amount_alone_is_only_a_suggestion_that_a_person_answers(house: House) -> None:
    """No reference: asked whose it is; with a yes it is silence, with a no it is nothing."""
    with told_by(house) as sender:
        sender.stripe(
            "payment_intent.succeeded", "pi_7", amount=31_000, receipt_email="x@y.example"
        )
        house.settle()
    assert "INV-1042" in chased(house)
    (task,) = house.tasks(TaskKind.MATCH_PAYMENT)
    assert task.names == ("Stripe", "INV-1042")
    quay, payment = house.customer("quay"), UUID(task.subject)
    with pytest.raises(NotPossible):
        providers.say_whose(
            house.doors, org_id=house.org_id, by=BY, payment_id=payment, customer_id=quay,
            invoice_ids=[house.invoice("INV-1041")],
        )  # fmt: skip
    providers.say_whose(
        house.doors, org_id=house.org_id, by=BY, payment_id=payment, customer_id=quay,
        invoice_ids=[house.invoice("INV-1042")],
    )  # fmt: skip
    house.settle()
    assert "INV-1042" not in chased(house)
    assert house.tasks(TaskKind.MATCH_PAYMENT) == []


@pytest.mark.long
def test_a_payer_who_paid_before_is_known_again(house: House) -> None:
    """The second payment of the same Stripe customer names nothing, and theirs is suggested."""
    with told_by(house) as sender:
        sender.stripe(
            "payment_intent.succeeded", amount=31_000, customer="cus_9", metadata={"x": "INV-1042"}
        )
        sender.stripe("payment_intent.processing", "pi_2", amount=12_000, customer="cus_9")
        house.settle()
    (task,) = house.tasks(TaskKind.MATCH_PAYMENT)
    assert task.names == ("Stripe", "INV-1043")


@pytest.mark.long
def test_a_charge_back_of_what_the_ledger_shows_as_paid_is_a_task(house: House) -> None:
    """Nothing is chased that the ledger has as paid: a person takes the payment out there."""
    with told_by(house) as sender:
        paid: dict[str, Any] = {"amount": 41_240, "metadata": {"invoice": "INV-1041"}}
        sender.stripe("payment_intent.succeeded", **paid)
        house.settle()
        house.pays("INV-1041", "412.40")
        house.catch_up()
        assert (
            sender.stripe(
                "charge.dispute.created", object="dispute", id="dp_1", payment_intent="pi_1",
                reason="fraudulent", amount=41_240,
            ) == 200
        )  # fmt: skip
        house.settle()
    (task,) = house.tasks(TaskKind.PAYMENT_BACK)
    assert task.names == ("Stripe", "INV-1041")
    assert said(house)[-1].startswith("A payment of £412.40 for INV-1041 went back (fraudulent)")


def test_events_told_twice_late_or_of_no_interest_change_nothing(house: House) -> None:
    """The same id counts once, an older event moves nothing back, all others leave a record."""
    with told_by(house) as sender:
        paid: dict[str, Any] = {"amount": 41_240, "metadata": {"invoice": "INV-1041"}}
        now = int(house.doors.clock.now().timestamp())
        for _ in range(3):
            sender.stripe("payment_intent.succeeded", key="evt_a", **paid)
        house.settle()
        sender.stripe("payment_intent.processing", created=now - 60, **paid)
        sender.stripe("payment_intent.succeeded", "pi_t", livemode=False, **paid)
        sender.stripe("invoice.created", "in_1", object="invoice")
        house.settle()
    assert len(said(house)) == 1
    assert house.sql("select state, match from provider_payments where org_id = :org") == [
        ("received", "sure")
    ]
    outcomes = house.sql(
        "select kind, outcome, said is null from provider_events where org_id = :org order by kind"
    )
    assert ("invoice.created", "ignored", True) in outcomes
    assert ("payment_intent.succeeded", "a test, ignored", True) in outcomes
    assert len(outcomes) == 4


def test_the_local_sender_walks_the_road_from_a_command_line(house: House) -> None:
    """What a person types: one event, signed by the local Xero's clock, taken and acted on."""
    with told_by(house) as sender:
        with house.doors.store.tenant(house.org_id) as tx:
            known = incoming.provider_of(tx, "gocardless")
        assert known is not None
        path = endpoint_of(house.org_id, known.token)
        url = f"{sender.address}/webhooks/gocardless/{path}"
        clock = f"{house.xero.url}/sandbox/clock"
        said_so = [url, SECRET, "payments.confirmed", "invoice=INV-1041", "--clock", clock]
        assert payer.main(said_so) == 0
        assert payer.main([url, "not the secret", *said_so[2:]]) == 1
        house.settle()
    assert "INV-1041" not in chased(house)
    with pytest.raises(ValueError, match="this machine only"):
        payer.main(["https://goodterms.example/webhooks/stripe/x", SECRET, "charge.failed"])


def test_what_came_to_light_after_a_yes_asks_again(house: House) -> None:
    """A payment that may be theirs, seen after somebody approved: nothing goes unlooked at."""
    house.approve_all()
    with told_by(house) as sender:
        sender.stripe("payment_intent.succeeded", amount=31_000)
        house.settle()
        house.advance(2)
    (message,) = [each for each in house.messages(StepState.PROPOSED) if each.steps]
    assert message.customer_id == house.customer("quay")
    assert AskWhy.PAYMENT_SEEN in message.ask
    assert [mail.recipients for mail in house.mails()] == [("kettle@kettle.example",)]


def test_books_that_turn_stale_hold_what_only_the_policy_approved(house: House) -> None:
    """A yes of a person stands; one of the policy waits for the answer (rule 21)."""
    house.approve_all()
    quay = house.customer("quay")
    with house.doors.store.tenant(house.org_id) as tx:
        tx.sql("update payments set paid_on = paid_on - 40 where org_id = :org")
        tx.sql(
            "update messages set approved_by = 'policy' where org_id = :org and customer_id = :id",
            id=quay,
        )
    house.advance(2)
    (message,) = house.messages(StepState.PROPOSED)
    assert (message.customer_id, AskWhy.STALE_BOOKS in message.ask) == (quay, True)
    assert [mail.recipients for mail in house.mails()] == [("kettle@kettle.example",)]
