"""By what a customer can be reached, as it lies in the store: loaded, merged, erased."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from plugin.credit.account import PastMessage
from plugin.credit.policy_parts import Channel
from plugin.credit.recipients import Role
from plugin.ports import LedgerPerson
from plugin.store import calls, contacts, recipients, texts
from plugin.store.calls import Call, Reply
from plugin.store.changes import mark_changed
from tests.store.facts import NOON, TODAY, Books, a_contact, later

OWN = "acme@customer.test"
BO = "bo@customer.test"
NUMBER = "+447700900123"


def with_people(books: Books) -> None:
    """A contact with an address, one more person, and a mobile number."""
    person = LedgerPerson("Bo", BO, included=True)
    books.contacts(a_contact(people=(person,), phone="07700 900123", country="GB"))


def chose(books: Books, address: str, role: Role | None, customer: str = "acme") -> None:
    """Ann says what an address gets."""
    with books.tx() as tx:
        recipients.choose(tx, customer, address, role, by="Ann", at=NOON)


def rang(books: Books, customer: str = "acme", *, reached: bool = True) -> None:
    """Ann rings."""
    with books.tx() as tx:
        call = Call(
            id=uuid4(),
            customer_id=customer,
            message_id=None,
            level=None,
            currency="GBP",
            called_at=NOON,
            called_on=TODAY,
            by="Ann",
            outcome="message_left" if reached else "no_answer",
            reached=reached,
            said="back on Friday",
        )
        calls.note_call(tx, call)


def answered(books: Books, customer: str = "acme") -> None:
    """They text back."""
    with books.tx() as tx:
        reply = Reply(
            id=uuid4(),
            customer_id=customer,
            channel=Channel.SMS,
            replied_at=NOON,
            replied_on=TODAY,
            said="can we split it?",
        )
        assert calls.note_reply(tx, reply)


def test_a_number_is_known_by_what_it_can_take(books: Books) -> None:
    """A mobile may be texted and rung, a landline rung, nothing neither."""
    with_people(books)
    reach = books.account().customer.reach
    assert (reach.may_text, reach.may_call) == (True, True)
    books.contacts(a_contact(phone="020 7946 0018", updated_at=later(1)))
    reach = books.account().customer.reach
    assert (reach.may_text, reach.may_call) == (False, True)
    books.contacts(a_contact(phone="", updated_at=later(2)))
    reach = books.account().customer.reach
    assert (reach.may_text, reach.may_call) == (False, False)


def test_a_number_that_said_stop_is_texted_by_nobody(books: Books) -> None:
    """Until it says START; it may still be rung."""
    with_people(books)
    with books.tx() as tx:
        texts.note_texted(tx, NUMBER, at=NOON)
    with books.store.house() as house:
        assert texts.texted_by(house, NUMBER) == (books.org,)
        texts.stop(house, NUMBER, at=NOON)
    reach = books.account().customer.reach
    assert (reach.may_text, reach.may_call) == (False, True)
    with books.store.house() as house:
        texts.start(house, NUMBER)
    assert books.account().customer.reach.may_text


def test_roles_decide_whether_anybody_is_written_to(books: Books) -> None:
    """All taken out is nobody, whatever the ledger says; one left is enough."""
    with_people(books)
    chose(books, OWN, Role.NONE)
    assert books.account().customer.has_email
    chose(books, BO, Role.ESCALATION)
    assert not books.account().customer.has_email
    chose(books, BO, None)
    assert books.account().customer.has_email


def test_a_bounce_pauses_until_it_is_settled_or_the_address_is_gone(books: Books) -> None:
    """One of an address that nobody writes to does not."""
    with_people(books)
    with books.tx() as tx:
        recipients.note_bounce(tx, "acme", OWN, why="550", at=NOON)
    assert books.account().customer.reach.bounced
    chose(books, OWN, Role.NONE)
    assert not books.account().customer.reach.bounced
    with books.tx() as tx:
        recipients.note_bounce(tx, "acme", BO, why="550", at=NOON)
    assert books.account().customer.reach.bounced
    books.contacts(a_contact(updated_at=later(1)))
    assert not books.account().customer.reach.bounced


def test_calls_that_reached_somebody_count_and_answers_are_known(books: Books) -> None:
    """One that nobody answered counts as no contact; an unread answer is a fact of its own."""
    with_people(books)
    rang(books, reached=False)
    assert books.account().messages == ()
    rang(books)
    answered(books)
    account = books.account()
    assert account.messages == (PastMessage(TODAY, "GBP", channel=Channel.CALL),)
    assert account.replied_on == TODAY
    assert account.customer.reach.answered
    with books.tx() as tx:
        assert calls.read_replies(tx, "acme", by="Ann", at=NOON + timedelta(hours=1)) == 1
        mark_changed(tx, ["acme"])
    assert not books.account().customer.reach.answered


def test_a_merge_takes_roles_calls_and_answers_along(books: Books) -> None:
    """The winner's own choice about an address stands; nothing stays behind."""
    with_people(books)
    books.contacts(a_contact("b", people=(LedgerPerson("Bo", BO, included=True),)))
    chose(books, BO, Role.NONE, "acme")
    chose(books, OWN, Role.ESCALATION, "acme")
    chose(books, BO, Role.TO, "b")
    rang(books)
    answered(books)
    books.contacts(a_contact(merged_into="b", status="archived", updated_at=later(1)))
    assert sorted(books.all("select customer_id, role from contact_roles")) == [
        ("b", "escalation"),
        ("b", "to"),
    ]
    assert books.all("select customer_id from calls") == [("b",)]
    assert books.all("select customer_id from replies") == [("b",)]
    assert books.account("b").messages != ()


def test_a_contact_to_be_erased_keeps_no_address_and_no_words(books: Books) -> None:
    """Days and outcomes stay, what was said goes."""
    with_people(books)
    chose(books, BO, Role.ESCALATION)
    rang(books)
    answered(books)
    books.contacts(a_contact(status="erase", updated_at=later(1)))
    assert books.all("select count(*) from contact_roles") == [(0,)]
    assert books.all("select outcome, said from calls") == [("message_left", None)]
    assert books.all("select replied_on, said from replies") == [(TODAY, None)]
    assert books.all("select mobile, mobile_hash, phone_hash from contacts") == [(None, None, None)]


def test_numbers_and_addresses_lie_sealed(books: Books) -> None:
    """What the tables hold is found by its keyed hash and read by nobody else."""
    with_people(books)
    chose(books, BO, Role.ESCALATION)
    ((address, hashed),) = books.all("select address, address_hash from contact_roles")
    assert b"bo@" not in bytes(address)
    assert "bo@" not in hashed
    ((mobile, hashed),) = books.all("select mobile, mobile_hash from contacts")
    assert b"7700" not in bytes(mobile)
    assert "7700" not in hashed
    with books.tx() as tx:
        contact = contacts.contact(tx, "acme")
        assert contact is not None
        assert contact.mobile == NUMBER
