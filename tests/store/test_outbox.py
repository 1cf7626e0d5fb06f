"""A step is written once: what may have left never goes again, what did not may return."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from plugin.credit.account import StepState
from plugin.credit.decisions import ProposedMessage, ProposedStep
from plugin.credit.money import Money
from plugin.store import outbox
from plugin.store.outbox import Under
from tests.store.facts import NOON, TODAY, Books, a_contact


def asking(*numbers: str) -> ProposedMessage:
    """A first reminder for 10.00 of each of these invoices."""
    return ProposedMessage(
        currency="GBP",
        level=1,
        is_courtesy=False,
        is_final=False,
        chased=tuple(ProposedStep(each, 0, 1, Money.of("10.00", "GBP"), 3) for each in numbers),
        also=(),
        netted=Money.zero("GBP"),
        total=Money.of(10 * len(numbers), "GBP"),
    )


@pytest.mark.parametrize(
    ("outcome", "returns"),
    [
        (StepState.DROPPED, True),
        (StepState.REFUSED, True),
        (StepState.DONE, False),
        (StepState.UNCONFIRMED, False),
    ],
)
def test_a_step_returns_only_where_it_certainly_never_left(
    books: Books, outcome: StepState, returns: bool
) -> None:
    """The next message carries it anew beside a new one; what may have left keeps its place."""
    books.contacts(a_contact())
    first = propose(books, asking("i1"))
    settle(books, first, outcome)

    second = propose(books, asking("i1", "i2"))

    carried = dict(books.all("select invoice_id, message_id from steps where org_id = :org"))
    assert carried == {"i1": second if returns else first, "i2": second}


def test_many_messages_are_rewritten_at_once_and_a_settled_one_stays(books: Books) -> None:
    """Each carries what was proposed last; one that went keeps the words that it went with."""
    books.contacts(a_contact("a"), a_contact("b"), a_contact("c"))
    a, b, c = (propose(books, asking(f"{key}1"), customer=key) for key in "abc")
    settle(books, c, StepState.DONE)

    with books.tx() as tx:
        later = Under("standard", 2)
        fresh = [
            (each, asking(f"{key}2"), later) for key, each in zip("abc", (a, b, c), strict=True)
        ]
        outbox.rewrite_all(tx, fresh, on=TODAY + timedelta(days=1))

    steps = books.all("select invoice_id, message_id from steps where org_id = :org order by 1")
    assert steps == [("a2", a), ("b2", b), ("c1", c)]
    versions = dict(books.all("select id, policy_version from messages where org_id = :org"))
    assert versions == {a: 2, b: 2, c: 1}


def propose(books: Books, message: ProposedMessage, *, customer: str = "acme") -> UUID:
    """Write one proposal; its id."""
    with books.tx() as tx:
        (made,) = outbox.propose(
            tx,
            [(customer, message, StepState.PROPOSED)],
            on=TODAY,
            under={customer: Under("standard", 1)},
            send_after=None,
        )
    return made


def settle(books: Books, message_id: UUID, outcome: StepState) -> None:
    """Let a message end in some way."""
    with books.tx() as tx:
        proposed = (StepState.PROPOSED,)
        assert outbox.move(tx, message_id, to=outcome, frm=proposed, now=NOON, on=TODAY)
