"""Kind words from the ledger to the customer's inbox: an apology, thanks, a welcome."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from connectors.sandbox import contacts, documents
from plugin.credit.account import StepState
from plugin.operations import respond
from plugin.store import Store
from plugin.store.messages import Message
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Copper Kettle owes 412.40, four days late; Quay Bistro owes 310, not due yet."""
    seed = books(
        [
            a_customer("kettle", "The Copper Kettle Café", a_debt("INV-1041", "412.40", late=4)),
            a_customer("quay", "Quay Bistro", a_debt("INV-1042", "310.00", late=-9)),
        ]
    )
    with a_house(store, seed) as house:
        house.begin()
        yield house


def waiting(house: House, kind: str) -> list[Message]:
    """The messages of a kind that wait for a yes."""
    return [each for each in house.messages(StepState.PROPOSED) if each.kind == kind]


def reminded(house: House) -> None:
    """The first reminder has reached Copper Kettle on the first day."""
    assert house.approve_all() == 1
    house.advance(3)
    assert [mail.recipients for mail in house.mails()] == [("kettle@kettle.example",)]


def pays(house: House, number: str, amount: str, on: date) -> None:
    """The ledger gets to know of a payment of that day."""
    documents.record_payment(house.ledger, number, Decimal(amount), on=on, is_reconciled=True)
    house.catch_up()


@pytest.mark.long
def test_a_payment_dated_before_a_reminder_brings_an_apology_to_approve(house: House) -> None:
    """Drafted, never sent by itself; after a yes one line goes, and nothing is said twice."""
    reminded(house)
    pays(house, "INV-1041", "412.40", DAY - timedelta(days=1))
    (draft,) = waiting(house, "apology")
    house.advance(3)
    assert len(house.mails()) == 1
    respond.approve(house.doors, org_id=house.org_id, by=BY, message_id=draft.id)
    house.advance(2)
    mail = house.mails()[-1]
    assert mail.subject == "Our message and your payment crossed: invoice INV-1041"
    assert "about this amount, and accept our apologies" in " ".join(mail.text.split())
    house.pass_a_day()
    assert waiting(house, "apology") == []
    assert house.sql("select count(*) from crossings where org_id = :org") == [(1,)]


@pytest.mark.long
def test_who_paid_after_a_reminder_is_thanked_once_and_rarely(house: House) -> None:
    """Drafted when the gap after the reminder has passed; no second one follows."""
    reminded(house)
    pays(house, "INV-1041", "412.40", DAY + timedelta(days=1))
    assert waiting(house, "thanks") == []
    for _ in range(7):
        house.pass_a_day()
    (draft,) = waiting(house, "thanks")
    respond.add_sentence(
        house.doors, org_id=house.org_id, by=BY, message_id=draft.id, sentence="It helped us."
    )
    respond.approve(house.doors, org_id=house.org_id, by=BY, message_id=draft.id)
    house.advance(2)
    mail = house.mails()[-1]
    assert mail.subject == "Thank you for your payment of £412.40"
    assert "Nothing on your account is late now" in " ".join(mail.text.split())
    assert "It helped us." in mail.text
    assert "How did it go with us? One tap tells us" in " ".join(mail.text.split())
    assert "?to=feedback" in mail.text
    asked = "select via, is_chased, score from feedback where org_id = :org"
    assert house.sql(asked) == [("mail", True, None)]
    house.pass_a_day()
    assert waiting(house, "thanks") == []


@pytest.mark.long
def test_a_first_invoice_brings_a_welcome_that_waits_for_its_own_yes(house: House) -> None:
    """How to pay, terms, the order number, whom to ask; approving all leaves it standing."""
    contacts.add_contact(house.ledger, "New Café", email="new@cafe.example", number="new")
    documents.raise_invoice(
        house.ledger, "new", Decimal("75.00"), number="INV-N", due=DAY + timedelta(days=30)
    )
    house.catch_up()
    (draft,) = waiting(house, "welcome")
    assert respond.approve_all(house.doors, org_id=house.org_id, by=BY) == 0
    respond.approve(house.doors, org_id=house.org_id, by=BY, message_id=draft.id)
    house.advance(3)
    (mail,) = house.mails()
    text = " ".join(mail.text.split())
    assert mail.subject == "How we work with you: your first invoice, INV-N"
    for said in (
        "£75.00",
        "It is due on 24 December 2026, 30 days after its date.",
        "Sort code 12-34-56",
        "an order number of yours",
        "write to Lisa Harding at lisa@harbour.example, or call 01234 567",
    ):
        assert said in text
    house.pass_a_day()
    assert waiting(house, "welcome") == []


@pytest.mark.long
def test_a_welcome_that_nobody_wants_is_not_asked_for_again(house: House) -> None:
    """*Not this time* is an answer; the customers of before are never welcomed."""
    contacts.add_contact(house.ledger, "New Café", email="new@cafe.example", number="new")
    documents.raise_invoice(house.ledger, "new", Decimal("75.00"), number="INV-N")
    house.catch_up()
    (draft,) = waiting(house, "welcome")
    respond.not_this_time(house.doors, org_id=house.org_id, by=BY, message_id=draft.id)
    house.pass_a_day()
    assert waiting(house, "welcome") == []
    assert house.sql("select state from messages where org_id = :org and kind = 'welcome'") == [
        ("refused",)
    ]
