"""Talks and answers in the store: forgotten with their customer, merged with it, sealed."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from plugin.credit.answering import Answer
from plugin.credit.money import Money
from plugin.credit.negotiation import Side
from plugin.store import portal_answers, talk_words, talks, told
from plugin.store.portal_answers import Result
from plugin.store.talks import TalkKind
from tests.store.facts import Books, a_contact, a_sale

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture
def talk(books: Books) -> UUID:
    """Customer a contests an invoice, wrote about it and sent a picture."""
    books.contacts(a_contact("a"), a_contact("b"))
    books.invoices(a_sale("i", contact_id="a"))
    with books.tx() as tx:
        talk_id = talks.open_talk(
            tx, "a", TalkKind.WRONG, currency="GBP", about={"i": None}, rests=False,
            on=AT.date(), at=AT,
        )  # fmt: skip
        line = talk_words.add_line(
            tx, talk_id, "a", side=Side.CUSTOMER, by="customer", words="Two jars", once="x", at=AT
        )
        assert line is not None
        talk_words.add_paper(
            tx, talk_id, "a", line, name="jars.png", type_="png", content=b"picture", at=AT
        )
        portal_answers.add_answer(
            tx, "a", Answer.WRONG, once="x", covered={"i": Money.of(5, "GBP")},
            amount=Money.of(5, "GBP"), day=AT.date(), result=Result(talk_id=talk_id),
            link_id=None, on=AT.date(), at=AT,
        )  # fmt: skip
        told.put(tx, "a", "answered", talk_id, once="t", at=AT)
        (waits,) = told.waiting(tx)
        assert told.claim(tx, waits.id, {"text": "Two jars"})
        assert not told.claim(tx, waits.id, {"text": "Two jars"}), "somebody has it already"
    return talk_id


def test_words_and_papers_go_with_the_customer_who_asked_to_be_forgotten(
    books: Books, talk: UUID
) -> None:
    """Amounts and days stay, for the chain and the books."""
    books.contacts(a_contact("a", status="erase", updated_at=LATER))
    with books.tx() as tx:
        assert talk_words.lines(tx, talk) == ()
        assert talk_words.kept_bytes(tx, "a") == 0
        assert len(portal_answers.answers(tx, "a")) == 1
    assert books.all("select count(*) from told") == [(0,)]


def test_talks_and_answers_move_with_a_merged_contact(books: Books, talk: UUID) -> None:
    """Everything of the loser is the winner's."""
    books.contacts(a_contact("a", status="archived", merged_into="b", updated_at=LATER))
    with books.tx() as tx:
        kept = talks.read_talk(tx, talk, customer_id="b")
        assert kept is not None
        assert [line.papers[0].name for line in talk_words.lines(tx, talk)] == ["jars.png"]
        assert len(portal_answers.answers(tx, "b")) == 1
        assert portal_answers.answers(tx, "a") == ()


def test_words_and_papers_lie_sealed(books: Books, talk: UUID) -> None:
    """Neither the words nor the name nor the picture can be read in the database."""
    ((words, name, content),) = books.all(
        "select l.words, p.name, p.content from talk_lines l join talk_papers p on p.line_id = l.id"
    )
    for sealed in (words, name, content):
        assert not {b"jars", b"picture"} & set(bytes(sealed).split())
        assert b"jars" not in bytes(sealed)
        assert b"cGljdHVyZQ" not in bytes(sealed)
