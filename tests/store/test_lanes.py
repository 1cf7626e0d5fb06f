"""Many customers in several processes: the same is decided, and nobody's death loses anything."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from plugin.operations.assess import assess_batch, ground
from plugin.operations.lanes import LaneLost, in_lanes, lanes_for
from plugin.store import Store, assessments, changes, organisations, timeline
from tests.connecting import connect
from tests.store.facts import NOON, TODAY, Books, a_contact, a_sale

_CUSTOMERS = 24


class NoGood(Exception):
    """A batch that does not succeed."""


def refuse_the_second(store: Store, org_id: UUID, batch: Sequence[str]) -> str:
    """Mark the customers of a batch as changed; the batch that holds *c1* fails."""
    with store.tenant(org_id) as tx:
        assessments.touch(tx, batch)
        if "c1" in batch:
            raise NoGood("not this one")
    return batch[0]


def die_in_the_second(store: Store, org_id: UUID, batch: Sequence[str]) -> str:
    """As above; the process that has *c1* is gone in the middle of its transaction."""
    with store.tenant(org_id) as tx:
        assessments.touch(tx, batch)
        if "c1" in batch:
            os._exit(3)
    return batch[0]


@pytest.mark.long
def test_two_lanes_decide_what_one_decides(store: Store) -> None:
    """Every message, step, task and status is the same, and the chain of the timeline is whole."""
    alone, spread = a_late_ledger(store, "Alone"), a_late_ledger(store, "Spread")

    review_all(alone, lanes=1)
    review_all(spread, lanes=2)

    for columns, table in (
        ("customer_id, currency, level, state, total, ask", "messages"),
        ("invoice_id, level, cycle, amount, days_late", "steps"),
        ("customer_id, kind, subject, amount", "tasks"),
        ("customer_id, status, look_again_on, decision, assessed_seq", "assessments"),
    ):
        query = f"select {columns} from {table} where org_id = :org order by 1, 2, 3"
        assert spread.all(query) == alone.all(query)
    assert len(spread.all("select 1 from messages where org_id = :org")) == _CUSTOMERS
    with spread.tx() as tx:
        assert timeline.broken_link(tx) is None
        assert changes.customers_due(tx, on=TODAY) == ()


@pytest.mark.long
def test_an_error_in_a_lane_is_raised_where_the_work_was_asked_for(store: Store) -> None:
    """The failed batch changed nothing; what the others had committed stays."""
    books = a_late_ledger(store, "Failing")
    before = books.changed_seq("c1")

    with pytest.raises(NoGood, match="not this one"):
        list(in_lanes(refuse_the_second, store, books.org, [["c0"], ["c1"]], lanes=2))

    assert books.changed_seq("c1") == before


@pytest.mark.long
def test_a_lane_that_dies_leaves_its_batch_undone_and_says_so(store: Store) -> None:
    """Its transaction is rolled back, and nothing pretends that the work was done."""
    books = a_late_ledger(store, "Dying")
    before = books.changed_seq("c1")

    with pytest.raises(LaneLost):
        list(in_lanes(die_in_the_second, store, books.org, [["c0"], ["c1"]], lanes=2))

    assert books.changed_seq("c1") == before


def test_a_small_review_starts_no_process() -> None:
    """A process of its own is worth its start only with enough batches before it."""
    assert lanes_for(1, each_at_least=4) == 1
    assert lanes_for(7, each_at_least=4) == 1
    assert lanes_for(10_000, each_at_least=4) <= 4


def a_late_ledger(store: Store, name: str) -> Books:
    """A settled organisation whose every customer has two late invoices."""
    books = Books(store, connect(store, name).id)
    books.contacts(*(a_contact(f"c{n}") for n in range(_CUSTOMERS)))
    late = [
        a_sale(f"i{n}-{part}", contact_id=f"c{n}", due=TODAY - timedelta(days=10 + 9 * part))
        for n in range(_CUSTOMERS)
        for part in range(2)
    ]
    books.invoices(*late, first_sync=True)
    with books.tx() as tx:
        organisations.note_settled(tx, books.org, now=NOON)
    return books


def review_all(books: Books, *, lanes: int) -> None:
    """Review every customer, five at a time."""
    with books.tx() as tx:
        on = ground(tx, now=NOON)
        ids = changes.customers_due(tx, on=on.today)
    batches = [ids[start : start + 5] for start in range(0, len(ids), 5)]
    assert len(list(in_lanes(assess_batch, books.store, on, batches, lanes=lanes))) == len(batches)
