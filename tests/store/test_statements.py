"""Statements in the store: one a customer, currency and month; merged, forgotten, sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from plugin.credit.account import Account, StepState
from plugin.credit.decisions import ProposedStatement
from plugin.credit.money import Money
from plugin.credit.statements import StatementFate, StatementKind, StatementWish
from plugin.credit.terms import Terms, TermsKind
from plugin.ports import LedgerAddress
from plugin.store import Store, carrying, contacts, messages, outbox, statements
from plugin.store.outbox import Under
from tests.connecting import connect
from tests.store.facts import NOON, TODAY, Books, a_contact


@pytest.fixture
def books(store: Store) -> Iterator[Books]:
    """An organisation with two customers."""
    books = Books(store, connect(store, "Acme", on=TODAY).id)
    books.contacts(a_contact("acme"), a_contact("other"))
    yield books


def a_statement(amount: str = "100.00", period: str = "2026-03") -> ProposedStatement:
    """One of March."""
    zero = Money.zero("GBP")
    return ProposedStatement(
        currency="GBP",
        period=period,
        kind=StatementKind.OPEN_ITEMS,
        since=None,
        listed=("i1",),
        total=Money.of(amount, "GBP"),
        late=zero,
        credit=zero,
    )


def propose(books: Books, customer: str = "acme", period: str = "2026-03") -> list[UUID]:
    """Propose it; the messages there are afterwards, of whatever state."""
    with books.tx() as tx:
        statements.propose(
            tx,
            [(customer, a_statement(period=period), StepState.PROPOSED)],
            on=TODAY,
            under={customer: Under("standard", 1)},
            send_after=NOON,
        )
        return [each.id for each in messages.in_state(tx, *StepState)]


def move(books: Books, message: UUID, to: StepState) -> None:
    """Move it from wherever it stands."""
    with books.tx() as tx:
        assert outbox.move(tx, message, to=to, frm=tuple(StepState), now=NOON, on=TODAY)


@pytest.mark.parametrize(
    ("state", "again"),
    [
        (StepState.PROPOSED, False),
        (StepState.APPROVED, False),
        (StepState.CLAIMED, False),
        (StepState.DONE, False),
        (StepState.UNCONFIRMED, False),
        (StepState.REFUSED, False),
        (StepState.DROPPED, True),
    ],
)
def test_one_of_a_month_and_currency_never_comes_twice(
    books: Books, state: StepState, again: bool
) -> None:
    """Only one that was dropped before it left may be proposed anew; the key says so."""
    (first,) = propose(books)
    if state is not StepState.PROPOSED:
        move(books, first, state)
    assert len(propose(books)) == (2 if again else 1)
    if not again and state not in (StepState.PROPOSED, StepState.APPROVED, StepState.CLAIMED):
        assert len(propose(books, period="2026-04")) == 2


def test_an_account_knows_its_statements_its_wish_and_its_terms(books: Books) -> None:
    """A proposal is decided afresh and is none; what went, waits or was skipped is known."""
    (message,) = propose(books)
    assert not _account(books, "acme").statements.past
    fates = {
        StepState.APPROVED: StatementFate.UNDER_WAY,
        StepState.REFUSED: StatementFate.SKIPPED,
        StepState.DONE: StatementFate.WENT,
    }
    for state, fate in fates.items():
        move(books, message, state)
        ((past),) = _account(books, "acme").statements.past
        assert (past.period, past.fate, past.on) == ("2026-03", fate, TODAY)
    books.contacts(
        a_contact("acme", sales_terms=(20, "of_next_month"), updated_at=NOON + timedelta(hours=1))
    )
    with books.tx() as tx:
        statements.wish(tx, "acme", StatementWish.NEVER, by="Ann", at=NOON)
    known = _account(books, "acme").statements
    assert known.wish is StatementWish.NEVER
    assert known.pays_by == Terms(20, TermsKind.OF_NEXT_MONTH)
    with books.tx() as tx:
        statements.wish(tx, "acme", StatementWish.AS_POLICY, by="Ann", at=NOON)
    assert _account(books, "acme").statements.wish is StatementWish.AS_POLICY


def test_what_went_to_a_merged_contact_went_to_the_winner(books: Books) -> None:
    """Both had one of March: neither is lost, and none goes again; the winner's wish stands."""
    for customer in ("acme", "other"):
        for message in propose(books, customer)[-1:]:
            move(books, message, StepState.DONE)
    with books.tx() as tx:
        ids = [each.id for each in messages.in_state(tx, StepState.PROPOSED)]
    for message in ids:
        move(books, message, StepState.DONE)
    with books.tx() as tx:
        statements.wish(tx, "other", StatementWish.ALWAYS, by="Ann", at=NOON)
    later = NOON + timedelta(hours=1)
    books.contacts(a_contact("other", merged_into="acme", updated_at=later))
    with books.tx() as tx:
        assert len(statements.sent_to(tx, "acme")) == 2
        assert statements.wish_of(tx, "acme") is StatementWish.ALWAYS
        assert not statements.sent_to(tx, "other")
    known = _account(books, "acme").statements
    assert known.of("GBP", "2026-03") is not None
    before = len(propose(books))
    assert len(propose(books)) == before


def test_a_forgotten_customer_leaves_no_paper_and_no_address(books: Books) -> None:
    """Amounts and the month stay; the words and where they live do not."""
    home = LedgerAddress(lines=("12 Quay Street",), city="Harwich")
    later = NOON + timedelta(hours=1)
    books.contacts(a_contact("acme", address=home, updated_at=later))
    (message,) = propose(books)
    with books.tx() as tx:
        statements.keep_paper(tx, message, {"customer": "Acme", "on": "2026-03-02"})
        assert statements.kept_paper(tx, message) == {"customer": "Acme", "on": "2026-03-02"}
        (sealed,) = tx.sql("select paper from statements where org_id = :org").scalars()
        assert b"Acme" not in sealed
        found = contacts.contact(tx, "acme")
        assert found is not None
        assert found.address == home
    gone = replace(a_contact("acme"), status="erase", updated_at=later + timedelta(hours=1))
    books.contacts(gone)
    with books.tx() as tx:
        assert statements.kept_paper(tx, message) is None
        found = contacts.contact(tx, "acme")
        assert found is not None
        assert found.address == LedgerAddress()
        row = statements.read(tx, message)
        assert row is not None
        assert row.period == "2026-03"


def test_a_changed_address_has_the_customer_reviewed_anew(books: Books) -> None:
    """A level by letter may go from then on."""
    home = LedgerAddress(lines=("12 Quay Street",), city="Harwich")
    later = NOON + timedelta(hours=1)
    saved = books.contacts(a_contact("acme", address=home, updated_at=later))
    assert saved.changed == {"acme"}
    assert _account(books, "acme").customer.reach.may_post
    again = books.contacts(a_contact("acme", address=home, updated_at=later + timedelta(hours=1)))
    assert not again.changed


def _account(books: Books, customer: str) -> Account:
    return books.account(customer, on=TODAY)


def test_a_wish_is_carried_over_with_what_else_was_decided(books: Books) -> None:
    """Even of a customer of whom nothing else was."""
    with books.tx() as tx:
        assert not carrying.chosen_terms(tx)
        statements.wish(tx, "acme", StatementWish.ALWAYS, by="Ann", at=NOON)
        (chosen,) = carrying.chosen_terms(tx)
    assert chosen.contact.id == "acme"
    assert chosen.statements is StatementWish.ALWAYS
