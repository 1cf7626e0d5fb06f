"""Answers by mail: the address, the pause until read, absences, bounces, copies, own mail."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest

from connectors.sandbox.seed import SeedPerson
from plugin.credit.account import HoldKind, StepState
from plugin.credit.decisions import TaskKind
from plugin.operations import conversations, mail_answers, mail_reading
from plugin.operations.doors import NotPossible
from plugin.queries import mail as shown
from plugin.store import Store, holds
from plugin.store import conversations as addresses
from plugin.store import mail as mails
from tests.journeys.books import DAY, a_customer, a_debt
from tests.journeys.house import BY, OWNER, House
from tests.journeys.mail_of import (
    QUAY,
    a_house_with_replies,
    a_mail,
    arrives,
    chased,
    kept,
    reply_address,
)
from tests.mail import letters


def events(house: House, kind: str) -> list[str]:
    """What the timeline says of a kind, oldest first."""
    rows = house.sql(
        "select summary from events where org_id = :org and kind = :kind order by id", kind=kind
    )
    return [row[0] for row in rows]


@pytest.mark.long
def test_a_reply_pauses_until_a_person_has_read_it(store: Store) -> None:
    """Told once however often it arrives, its words sealed; once read, the ladder goes on."""
    with a_house_with_replies(store) as house:
        address = chased(house)
        (mail,) = house.mails()
        assert mail.header("Reply-To") == f"{address}, {OWNER}"
        assert arrives(house, a_mail("Can we split it?", to=address)) == 1
        assert arrives(house, a_mail("Can we split it?", to=address)) == 0
        assert [task.kind for task in house.tasks()] == [TaskKind.ANSWERED]
        ((content,),) = house.sql("select content from mails where org_id = :org")
        assert b"split" not in bytes(content)
        found = kept(house)
        assert (found.on_file, found.waits, found.content.said) == (True, True, "Can we split it?")
        house.advance(14 * 24, step=14 * 24)
        assert house.messages(StepState.PROPOSED) == ()
        with house.doors.store.tenant(house.org_id) as tx:
            waits = shown.people_waiting(tx, on=DAY + timedelta(days=15))
        assert waits is not None
        assert (waits.count, waits.days, waits.customer) == (1, 14, "Quay Bistro")
        mail_reading.read_mail(house.doors, org_id=house.org_id, by=BY, mail_id=found.id)
        house.settle()
        assert house.tasks(TaskKind.ANSWERED) == []
        assert len(house.messages(StepState.PROPOSED)) == 1


@pytest.mark.long
def test_an_answer_goes_in_the_conversation_by_the_person_and_once(store: Store) -> None:
    """Held for ten minutes, taken back or sent; it counts as no contact, and answers no machine."""
    with a_house_with_replies(store) as house:
        address = chased(house)
        arrives(house, a_mail("Can we split it?", to=address, message_id="<q1@quay.example>"))
        found = kept(house)

        def answer(words: str) -> None:
            mail_answers.write_answer(
                house.doors, org_id=house.org_id, by=BY, mail_id=found.id, text=words
            )

        answer("No.")
        with house.doors.store.tenant(house.org_id) as tx:
            ((held,), _) = (shown.conversation(tx, found.customer_id)[1], None)
        assert held.may_take_back
        mail_answers.take_back(house.doors, org_id=house.org_id, by=BY, answer_id=held.id)
        answer("Half now and half in December is fine.")
        house.settle()
        assert len(house.mails()) == 1
        house.advance(0.5, step=0.5)
        sent = house.mails()[1]
        assert sent.recipients == (QUAY,)
        assert sent.header("In-Reply-To") == "<q1@quay.example>"
        assert reply_address(sent) == address
        assert (sent.subject, sent.header("Auto-Submitted")) == ("Re: Invoice INV-1041", "")
        assert BY in sent.header("From")
        assert "Half now" in sent.text
        assert "> Can we split it?" in sent.text
        assert not kept(house).waits
        with pytest.raises(NotPossible, match="left already"):
            mail_answers.take_back(house.doors, org_id=house.org_id, by=BY, answer_id=held.id)
        house.advance(24, step=24)
        assert len(house.mails()) == 2
        arrives(house, letters.away("Away").replace(b"reply+abc@reply.example", address.encode()))
        with pytest.raises(NotPossible, match="machine"):
            mail_answers.write_answer(
                house.doors, org_id=house.org_id, by=BY, mail_id=kept(house).id, text="Hello?"
            )


def test_an_address_nobody_was_given_leads_nowhere(store: Store) -> None:
    """One letter changed, made up, of another domain, or ended: nothing is written down."""
    with a_house_with_replies(store) as house:
        house.begin()
        with house.doors.store.tenant(house.org_id) as tx:
            customer = house.customer("quay")
            address = addresses.address_of(
                tx, customer, house.doors.reply_domain, at=house.doors.clock.now()
            )
        local, _, domain = address.partition("@")
        last = "0" if local[-1] != "0" else "1"
        made_up = f"reply+{secrets.token_hex(18)}@{domain}"
        for wrong in (f"{local[:-1]}{last}@{domain}", f"{local}@else.example", made_up,
                      f"copy{local.removeprefix('reply')}@{domain}", f"x{address}"):  # fmt: skip
            assert arrives(house, a_mail("Hello", to=wrong)) == 0
        assert house.sql("select id from mails where org_id = :org") == []
        assert arrives(house, a_mail("Hello", to=address.upper())) == 1
        # a stranger who has the address is heard, and shown as a stranger
        arrives(house, a_mail("Who are you?", to=address, sender="mallory@else.example"))
        assert not kept(house).on_file
        assert "not on file" in events(house, "replied")[-1]


@pytest.mark.long
def test_away_holds_until_the_day_after_and_nobody_has_to_read_it(store: Store) -> None:
    """Without a day it is a short hold; who is gone for months is read by a person."""
    with a_house_with_replies(store) as house:
        address = chased(house)

        def says(words: str, number: int) -> list[tuple[HoldKind, object]]:
            raw = letters.away(words).replace(b"reply+abc@reply.example", address.encode())
            arrives(house, raw.replace(b"ooo-1", b"ooo-%d" % number))
            with house.doors.store.tenant(house.org_id) as tx:
                found = holds.holds(tx, house.customer("quay"), on=DAY)
            return [(each.kind, each.until) for each in found]

        short = says("I am out of the office.", 1)
        assert short == [(HoldKind.AWAY, DAY + timedelta(days=7))]
        long = says("I am out of the office until 4 December.", 2)
        assert long == [(HoldKind.AWAY, DAY.replace(month=12, day=5))]
        assert house.tasks() == []
        house.advance(9 * 24, step=24)
        assert house.messages(StepState.PROPOSED) == ()
        house.advance(3 * 24, step=24)
        assert len(house.messages(StepState.PROPOSED)) == 1
        says("I am on maternity leave until 1 September 2027. Ask Paul.", 3)
        assert [task.kind for task in house.tasks()] == [TaskKind.ANSWERED]
        mail_reading.read_mail(house.doors, org_id=house.org_id, by=BY, mail_id=kept(house).id)
        house.settle()
        # one absence after the other is no way to be left alone: a person reads that too
        says("I am out of the office until 10 January 2027.", 4)
        assert [task.kind for task in house.tasks()] == [TaskKind.ANSWERED]


@pytest.mark.long
def test_mail_that_comes_back_marks_the_address_and_gives_the_level_back(store: Store) -> None:
    """For good it pauses and asks a person; for now it is told, and only the third time marks."""
    maya = SeedPerson("Maya", "Okafor", "maya@quay.example", include_in_emails=False)
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1041", "250.00", late=37), people=(maya,))
    with a_house_with_replies(store, quay) as house:
        address = chased(house)
        sent = house.mails()[0].header("Message-ID").encode()

        def comes_back(raw: bytes, number: int) -> None:
            raw = raw.replace(b"reply+abc@reply.example", address.encode())
            raw = raw.replace(b"maya@quay.example", QUAY.encode()).replace(
                b"<1111@harbour.example>", sent
            )
            arrives(house, raw.replace(b"<b1@", b"<b%d@" % number))

        # the address in a report is the customer's own or nothing happens: anybody may write one
        paul = letters.POSTFIX.replace(b"maya@quay.example", b"paul@else.example")
        comes_back(paul, 9)
        assert house.tasks() == []
        comes_back(letters.DELAYED, 1)
        comes_back(letters.FULL, 2)
        assert house.tasks() == []
        assert len(events(house, "mail_came_back")) == 3
        comes_back(letters.POSTFIX, 3)
        assert [task.kind for task in house.tasks()] == [TaskKind.BOUNCED]
        (refused,) = house.messages(StepState.REFUSED)
        assert house.messages(StepState.DONE) == ()
        (why,) = house.sql(
            "select said from events where org_id = :org and kind = 'mail_came_back'"
            " order by id desc limit 1"
        )[0]
        assert b"User unknown" not in bytes(why)
        house.advance(8 * 24, step=24)
        assert house.messages(StepState.PROPOSED) == ()
        assert refused.level == 1


@pytest.mark.long
def test_a_copy_is_sent_by_rule_to_the_address_on_file_that_asked(store: Store) -> None:
    """The invoice it names as PDF, rationed, never to a stranger or a machine, and on record."""
    quay = a_customer(
        "quay",
        "Quay Bistro",
        a_debt("INV-1041", "250.00", late=37),
        a_debt("INV-1055", "90.00", late=-9),
    )
    with a_house_with_replies(store, quay) as house:
        address = chased(house)
        asks = "Can you send me a copy of INV-1055?"
        arrives(house, a_mail(asks, to=address, sender="mallory@else.example", message_id="<1@x>"))
        arrives(house, a_mail(asks, to=address, message_id="<2@x>", Auto_Submitted="auto-replied"))
        assert len(house.mails()) == 1
        for each in house.sql("select id from mails where org_id = :org and kind = 'reply'"):
            mail_reading.read_mail(house.doors, org_id=house.org_id, by=BY, mail_id=each[0])
        house.settle()
        arrives(house, a_mail(asks, to=address, message_id="<3@x>"))
        sent = house.mails()[1]
        assert (sent.recipients, sent.attachments) == ((QUAY,), ("INV-1055.pdf",))
        assert sent.header("Auto-Submitted") == "auto-replied"
        assert house.tasks() == []
        # without a number, what the message asked for; with a complaint beside it, a person reads
        both = "Please resend the invoice. One box was damaged."
        in_answer = house.mails()[0].header("Message-ID")
        arrives(house, a_mail(both, to=address, message_id="<4@x>", In_Reply_To=in_answer))
        assert house.mails()[2].attachments == ("INV-1041.pdf",)
        assert [task.kind for task in house.tasks()] == [TaskKind.ANSWERED]
        arrives(house, a_mail(asks, to=address, message_id="<5@x>"))
        assert len(house.mails()) == 3
        assert "once too often" in events(house, "copies")[-1]


@pytest.mark.long
def test_own_mail_that_is_blind_copied_counts_as_contact(store: Store) -> None:
    """It joins the timeline of whom it went to; the gap counts from it; no stranger's does."""
    with a_house_with_replies(store) as house:
        house.begin()
        copy = conversations.copy_address(house.doors, org_id=house.org_id)
        own = a_mail("Hello Maya, all well?", to=QUAY, sender=OWNER, subject="Hello")
        assert arrives(house, own, copy) == 1
        assert kept(house).kind == "own"
        assert events(house, "own_mail") == ["Wrote from their own mailbox"]
        house.approve_all()
        for _ in range(6):
            house.pass_a_day()
        assert house.mails() == []
        house.pass_a_day()
        house.pass_a_day()
        assert len(house.mails()) == 1
        stranger = a_mail("Hello", to=QUAY, sender="mallory@else.example", message_id="<9@x>")
        assert arrives(house, stranger, copy) == 1
        with house.doors.store.tenant(house.org_id) as tx:
            (nobody,) = mails.of_nobody(tx)
        customer = mail_reading.belongs_to(
            house.doors, org_id=house.org_id, by=BY, mail_id=nobody.id, named="quay bistro"
        )
        assert customer == "Quay Bistro"
        conversations.new_copy_address(house.doors, org_id=house.org_id, by=BY)
        again = a_mail("Again", to=QUAY, sender=OWNER, message_id="<10@x>")
        assert arrives(house, again, copy) == 0


@pytest.mark.long
def test_whoever_answers_from_their_own_mailbox_has_read_it(store: Store) -> None:
    """With the blind copy: the ladder goes on, and an answer counts as no contact."""
    with a_house_with_replies(store) as house:
        address = chased(house)
        arrives(house, a_mail("Which bank?", to=address, message_id="<q@quay.example>"))
        assert house.tasks(TaskKind.ANSWERED) != []
        answers = {"sender": OWNER, "In_Reply_To": "<q@quay.example>"}
        # at the address that they know too, anybody could write it: it is shown, and no more
        aloud = a_mail("The one below.", to=f"{QUAY}, {address}", message_id="<a@x>", **answers)
        assert arrives(house, aloud) == 1
        assert house.tasks(TaskKind.ANSWERED) != []
        copy = conversations.copy_address(house.doors, org_id=house.org_id)
        blind = a_mail("The one below.", to=QUAY, message_id="<b@x>", **answers)
        assert arrives(house, blind, copy) == 1
        assert kept(house).kind == "own_answer"
        assert house.tasks(TaskKind.ANSWERED) == []
