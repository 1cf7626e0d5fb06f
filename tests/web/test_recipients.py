"""Who is written to, on the customer's page: roles, reasons, and a bounce settled with one tap."""

from __future__ import annotations

from uuid import uuid4

import pytest

from plugin.credit.policy_parts import Channel
from plugin.ports import LedgerPerson
from plugin.store import Store, calls, recipients
from plugin.store.changes import mark_changed
from tests.builders import NOW, House
from tests.builders import a_house as an_empty_house
from tests.web.conftest import Browser

MAYA = LedgerPerson("Maya Okafor", "maya@quay.test", included=True)
OWEN = LedgerPerson("Owen Price", "owen@quay.test", included=False)


@pytest.fixture
def house(store: Store) -> House:
    """A customer with an address of its own and two people."""
    house = an_empty_house(store)
    house.customer(
        "quay", "Quay Bistro", email="pay@quay.test", people=(MAYA, OWEN), phone="07700 900123"
    )
    house.owes("quay", "INV-1012", "2810.00", late=71)
    house.settle()
    return house


def test_a_role_chosen_by_a_person_stands_on_page_and_preview(ann: Browser) -> None:
    """With where each role comes from; the ledger's own word can be chosen again."""
    assert "included in emails in Xero" in ann.get("customers/quay").text
    assert "mail@" not in ann.get("customers/quay").text
    ann.post("customers/quay/role", email="maya@quay.test", role="escalation")
    page = ann.get("customers/quay").text
    assert "Told when it gets serious" in page
    assert "chosen here" in page
    stack = ann.get("reminders").text
    assert "told when it gets serious, with a final notice" in stack
    ann.post("customers/quay/role", email="maya@quay.test", role="ledger")
    assert "chosen here" not in ann.get("customers/quay").text


def test_an_address_of_somebody_else_is_refused(ann: Browser) -> None:
    """A form from elsewhere cannot add an address to the record."""
    said = ann.post("customers/quay/role", email="eve@elsewhere.test", role="to")
    assert "not in this customer's record" in said.text.replace("&#39;", "'")


def test_a_bounce_offers_the_others_and_one_tap_resumes(ann: Browser, house: House) -> None:
    """The task leads to the page; the page names who could be written to instead."""
    with house.doors.store.tenant(house.org_id) as tx:
        recipients.note_bounce(tx, "quay", "pay@quay.test", why="550 no such user", at=NOW)
    house.review()
    assert "Say whom to write to" in ann.get("tasks").text
    page = ann.get("customers/quay").text
    assert "550 no such user" in page
    assert "Write to Maya Okafor instead" in page
    assert "mail to this customer came back" in page.lower()
    said = ann.post("customers/quay/bounced", bounced="pay@quay.test", email="maya@quay.test").text
    assert "maya@quay.test is written to instead." in said
    house.review()
    assert "Say whom to write to" not in ann.get("tasks").text
    assert "came back" not in ann.get("reminders").text


def test_a_number_can_be_taken_out_of_texts(ann: Browser) -> None:
    """And put back by the same person."""
    assert "Texts go to +447700900123" in ann.get("customers/quay").text
    assert "never, as one of you said" in ann.post("customers/quay/texts", texts="no").text
    assert "They may be texted" in ann.get("customers/quay").text
    assert "where the policy sends any" in ann.post("customers/quay/texts", texts="yes").text


def test_the_policy_page_holds_texts_calls_and_escalation(ann: Browser) -> None:
    """They are read back as they were saved; a level by text needs texts switched on."""
    page = ann.get("policy").text
    for name in ("texting_on", "calling_tries", "escalation_from_level", "escalation_reply_to"):
        assert f'name="{name}"' in page
    assert '<option value="sms">text</option>' in page


def test_an_answer_is_read_on_the_customers_page(ann: Browser, house: House) -> None:
    """The task leads there; with one tap the reminders go on."""
    with house.doors.store.tenant(house.org_id) as tx:
        calls.note_reply(
            tx,
            calls.Reply(
                id=uuid4(),
                customer_id="quay",
                channel=Channel.SMS,
                replied_at=NOW,
                replied_on=NOW.date(),
                said="can we split it?",
            ),
        )
        mark_changed(tx, ["quay"])
    house.review()
    assert "Read it" in ann.get("tasks").text
    assert "can we split it?" in ann.get("customers/quay").text
    assert "Noted as read." in ann.post("customers/quay/read").text
    house.review()
    assert "can we split it?" not in ann.get("customers/quay").text.split("timeline")[0]
    assert "Read it" not in ann.get("tasks").text
