"""A letter before action, from the last rung of the ladder to the customer's inbox (rule 34)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plugin.credit.account import StepState
from plugin.credit.decisions import TaskKind
from plugin.credit.law import Kind, Law
from plugin.credit.policy import DEFAULT_POLICY, Mode, as_document
from plugin.letters.specimen import digest
from plugin.operations import languages, policy, preview, respond, standing
from plugin.store import Store
from plugin.store.messages import Message
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """One customer, 30 days late, in automatic mode; the ladder is one letter before action."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "1000.00", late=30))
    with a_house(store, books([quay])) as house:
        house.connect()
        house.settle()
        house.place()
        document = {
            **as_document(DEFAULT_POLICY),
            "levels": [{"number": 1, "days": 3, "tone": "before_action"}],
        }
        policy.change_policy(
            house.doors, org_id=house.org_id, by=BY, document=document, mode=Mode.DRAFT
        )
        house.start(Mode.AUTOMATIC)
        house.settle()
        yield house


def say(house: House, kind: Kind, law: Law = Law.ENGLAND_WALES) -> None:
    """A person says what the customer is."""
    standing.say(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer("quay"),
        kind=kind,
        law=law,
    )
    house.settle()


def waiting(house: House) -> Message:
    """The one message that waits for a yes."""
    (message,) = house.messages(StepState.PROPOSED)
    return message


def shown(house: House) -> preview.Preview:
    """The card of that message."""
    return preview.preview(house.doors, org_id=house.org_id, message_id=waiting(house).id)


def send(house: House) -> None:
    """Somebody says yes, and a working morning passes."""
    respond.approve(house.doors, org_id=house.org_id, by=BY, message_id=waiting(house).id)
    house.pass_a_day()


def test_it_waits_for_what_the_customer_is_and_then_for_a_yes(house: House) -> None:
    """A task asks; once answered it is proposed even in automatic mode, and nothing has gone."""
    assert house.messages() == ()
    (task,) = house.tasks(TaskKind.SAY_STANDING)
    assert task.names == ("INV-1",)
    say(house, Kind.SOLE_TRADER)
    assert house.tasks(TaskKind.SAY_STANDING) == []
    assert waiting(house).is_final
    house.pass_a_day()
    assert house.mails() == []


def test_a_person_gets_thirty_days_and_the_pages_that_it_names(house: House) -> None:
    """The card says what else to enclose; the mail carries our pages as one PDF."""
    say(house, Kind.SOLE_TRADER)
    card = shown(house)
    assert card.has_enclosures
    assert any("annex 1" in warning for warning in card.warnings)
    send(house)
    (mail,) = house.mails()
    assert mail.subject.startswith("Letter before action, invoice INV-1: £1,000.00")
    assert "30 days from the date of this letter" in " ".join(mail.text.split())
    assert mail.attachments == ("statement-and-reply-form.pdf",)


def test_a_company_gets_fourteen_days_and_no_pages(house: House) -> None:
    """Nothing is attached, and nothing more is asked of the sender."""
    say(house, Kind.COMPANY)
    assert not shown(house).has_enclosures
    send(house)
    (mail,) = house.mails()
    assert "14 days from the date of this letter" in " ".join(mail.text.split())
    assert mail.attachments == ()


def test_in_scotland_and_in_french_it_names_no_court(house: House) -> None:
    """In French once its texts are approved; in English and visibly so before."""
    say(house, Kind.SOLE_TRADER, Law.SCOTLAND)
    customer = house.customer("quay")
    languages.speak(house.doors, org_id=house.org_id, by=BY, customer_id=customer, language="fr-FR")
    house.settle()
    assert any("final texts in French" in each for each in shown(house).warnings)
    seen = digest("fr-FR")
    languages.approve_texts(house.doors, org_id=house.org_id, by=BY, language="fr-FR", seen=seen)
    assert not any("final texts" in each for each in shown(house).warnings)
    send(house)
    (mail,) = house.mails()
    assert mail.subject.startswith("Notre dernière lettre, facture INV-1")
    assert "court" not in mail.text.lower()
    assert mail.attachments == ()
