"""What binds a customer to the house, as it is read from the ledger and their answers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from plugin.credit.check_in_facts import CheckIn
from plugin.credit.context_facts import SinglePayer
from plugin.credit.feedback import ClosedCase
from plugin.credit.kind_word_facts import Bond
from plugin.credit.money import Money
from plugin.credit.policy import Channel
from plugin.store import check_ins, context_notes, feedback, never_asked
from plugin.store.carried_relationship import all_between
from tests.store.facts import BAD_DEBTS, NOON, TODAY, Books, a_contact, a_payment, a_sale


def bought(
    books: Books, id_: str, issued: date, *, amount: str, paid_on: date, **more: Any
) -> None:
    """An invoice of *acme*, paid in full on a day."""
    books.invoices(
        a_sale(
            id_, amount=amount, issued=issued, due=issued + timedelta(days=30), state="paid",
            balance=Decimal(0), paid=Decimal(amount), fully_paid_on=paid_on,
        )
    )  # fmt: skip
    books.payments(a_payment(f"p-{id_}", document_id=id_, amount=amount, on=paid_on, **more))


def bond(books: Books) -> Bond | None:
    """What is known of acme."""
    return books.account("acme").kind.bond


@pytest.fixture
def acme(books: Books) -> Books:
    """A customer without a past."""
    books.contacts(a_contact())
    return books


def test_what_was_ever_paid_is_known_where_something_was_paid_these_weeks(acme: Books) -> None:
    """Years back, in the base currency, without what was written off; else nothing is asked."""
    assert bond(acme) is None
    bought(acme, "old", date(2022, 1, 5), amount="9000", paid_on=date(2022, 2, 1))
    assert bond(acme) is None
    bought(acme, "lost", date(2024, 1, 5), amount="500", paid_on=date(2024, 9, 1),
           account_id=BAD_DEBTS)  # fmt: skip
    bought(acme, "new", date(2026, 1, 20), amount="1200", paid_on=TODAY - timedelta(days=2))
    found = bond(acme)
    assert found is not None
    assert found.paid_before == Money.of(9000, "GBP")
    assert found.paid_since == TODAY - timedelta(days=21)
    assert found.first_on is None


def test_the_first_invoice_is_known_about_a_year_later_and_only_where_it_is_the_first(
    acme: Books,
) -> None:
    """An older one in the ledger says that they are no new customer."""
    issued = TODAY - timedelta(days=364)
    bought(acme, "first", issued, amount="50", paid_on=TODAY - timedelta(days=300))
    found = bond(acme)
    assert found is not None
    assert found.first_on == issued
    bought(acme, "older", date(2023, 1, 5), amount="50", paid_on=date(2023, 2, 1))
    assert bond(acme) == Bond()


def test_a_good_answer_makes_happy_until_a_worse_one_and_a_no_is_kept(acme: Books) -> None:
    """The newest answer counts; 4 is good, 3 is not."""
    with acme.tx() as tx:
        _answered(tx, 4, days_ago=9)
    assert bond(acme) == Bond(happy_on=TODAY - timedelta(days=9))
    with acme.tx() as tx:
        never_asked.refuse(tx, "acme", by="customer", at=NOON)
    assert bond(acme) == Bond(happy_on=TODAY - timedelta(days=9), never_ask=True)
    with acme.tx() as tx:
        _answered(tx, 3, days_ago=2)
    assert bond(acme) is None


def _answered(tx: Any, score: int, *, days_ago: int) -> None:
    on = TODAY - timedelta(days=days_ago)
    at = NOON - timedelta(days=days_ago)
    id_ = feedback.add_question(tx, "acme", ClosedCase(on, False), via="portal", at=at, on=on)
    feedback.answer(tx, id_, score=score, at=at, on=on)


def test_what_stands_between_comes_to_the_winner_of_a_merge(acme: Books) -> None:
    """Notes and calls of the loser are the winner's; its own choice of calls stands, a no holds."""
    acme.contacts(a_contact("loser"))
    maya = SinglePayer("Maya", frozenset({4}))
    with acme.tx() as tx:
        context_notes.keep(
            tx, "loser", maya, since=TODAY, until=TODAY + timedelta(days=9), words="ask first",
            by="Ann", at=NOON,
        )  # fmt: skip
        for customer, weeks in (("acme", 4), ("loser", 9)):
            check_ins.choose(tx, customer, every_weeks=weeks, next_on=TODAY, by="Ann", at=NOON)
        never_asked.refuse(tx, "loser", by="customer", at=NOON)
    acme.contacts(a_contact("loser", merged_into="acme"))
    found = acme.account("acme")
    assert [each.fact for each in found.context] == [maya]
    assert found.check_in == CheckIn(4, TODAY)
    with acme.tx() as tx:
        assert all_between(tx).keys() == {"acme"}
        assert never_asked.refused_by(tx, "acme") == "customer"


def test_an_erased_contact_leaves_no_note_and_no_word(acme: Books) -> None:
    """Who signs and what was said goes; that nobody is to be asked stays."""
    maya = SinglePayer("Maya", frozenset({4}))
    with acme.tx() as tx:
        context_notes.keep(
            tx, "acme", maya, since=TODAY, until=TODAY + timedelta(days=9), words="", by="Ann",
            at=NOON,
        )  # fmt: skip
        check_ins.note(
            tx, "acme", outcome=check_ins.SPOKE, words="her mother is ill", on=TODAY,
            next_on=TODAY, by="Ann", at=NOON,
        )  # fmt: skip
        never_asked.refuse(tx, "acme", by="customer", at=NOON)
    acme.contacts(a_contact(status="erase"))
    with acme.tx() as tx:
        assert context_notes.every(tx) == ()
        (call,) = check_ins.past(tx, "acme")
        assert call.words == ""
        assert never_asked.has_refused(tx, "acme")


def test_a_call_in_which_they_spoke_counts_as_a_contact(acme: Books) -> None:
    """So that no reminder follows it by another channel that day, nor inside the gap (rule 23)."""
    for outcome, counted in ((check_ins.NO_ANSWER, 0), (check_ins.SPOKE, 1)):
        with acme.tx() as tx:
            check_ins.note(
                tx, "acme", outcome=outcome, words="", on=TODAY, next_on=TODAY, by="Ann", at=NOON
            )
        messages = acme.account("acme").messages
        assert [(each.on, each.channel) for each in messages] == [(TODAY, Channel.CALL)] * counted
