"""Accounts reviewed a second: load, decide and save a whole ledger, cold and warm, and an idle day.

The rows are saved through the store's own functions. Cold is the first review right after them,
before anything is in memory that a review left there.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import TypeVar
from uuid import UUID

import psycopg

from bench.figures import Row, Times, repeated, several, timed
from bench.house import HeldClock, House, connect_nowhere, environment, folder, house, settle_down
from bench.ledger import NOW, TODAY, contacts, customers_of, invoice_record, payment_record, sales
from plugin.credit.account import Account
from plugin.credit.covered import review_covered
from plugin.credit.decisions import Review
from plugin.operations.assess import Ground, as_asked, assess, ground
from plugin.store import accounts, assessments, statistics
from plugin.store.contacts import save_contacts
from plugin.store.invoices import save_invoices
from plugin.store.payments import save_payments

T = TypeVar("T")

#: what fell due since is in the ladder, what was late before is opening debt (rule 2)
CONNECTED = NOW - timedelta(days=60)
_PAGE = 1_000
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Seconds of one size of ledger, and its floor: a plain select of its rows, one copied back."""

    invoices: int
    proposals: int
    first: float
    again: Times
    ours: Times
    load: float
    decide: float
    idle: Times
    floor: Times


def rows(sizes: Sequence[int], *, times: int) -> list[Row]:
    """The table's lines for these sizes, each in a database of its own."""
    return [line for size in sizes for line in _lines(measure(size, times=times))]


def measure(invoices: int, *, times: int) -> Reviewed:
    """Measure one size; what is repeated is done `times` times."""
    clock = HeldClock()
    with folder() as data, house(data, environment(), clock=clock) as home:
        org_id = connect_nowhere(home.doors, on=CONNECTED)
        _fill(home, org_id, invoices)
        settle_down(home.doors, org_id)
        first, _ = timed(lambda: assess(home.doors, org_id))
        load, decide = _load_and_decide(home, org_id)
        again, ours = zip(*several(lambda: _again(home, org_id), times), strict=True)
        idle = repeated(lambda: assess(home.doors, org_id), max(times, 3))
        with home.store.tenant(org_id) as tx:
            proposals = tx.sql("select count(*) from messages where org_id = :org").scalar_one()
        floor = repeated(lambda: _floor(home.owner_url, customers_of(invoices)), times)
    return Reviewed(
        invoices, proposals, first, Times(again), Times(ours), load, decide, idle, floor
    )


def _fill(home: House, org_id: UUID, invoices: int) -> None:
    """Save a ledger as a first sync does: page by page, each in a transaction of its own."""
    for page in _pages(contacts(invoices)):
        with home.store.tenant(org_id) as tx:
            save_contacts(tx, page)
        _keep_up(home)
    for some in _pages(sales(invoices)):
        with home.store.tenant(org_id) as tx:
            save_invoices(
                tx, map(invoice_record, some), seen_on=TODAY, first_sync=True, terms_days=30
            )
        with home.store.tenant(org_id) as tx:
            paid = [payment for payment in map(payment_record, some) if payment is not None]
            save_payments(tx, paid, bad_debt_accounts=frozenset())
        _keep_up(home)


def _keep_up(home: House) -> None:
    with home.store.house() as tx:
        statistics.keep_up(tx)


def _pages(records: Iterable[T]) -> Iterator[list[T]]:
    source = iter(records)
    while page := list(islice(source, _PAGE)):
        yield page


def _again(home: House, org_id: UUID) -> tuple[float, float]:
    """Seconds of a review of everybody, when something of everybody has changed.

    And the seconds of our own processor time in it, which a busy machine stretches less.
    """
    with home.store.tenant(org_id) as tx:
        assessments.touch(tx)
    began = time.process_time()
    seconds, _ = timed(lambda: assess(home.doors, org_id))
    return seconds, time.process_time() - began


def _load_and_decide(home: House, org_id: UUID) -> tuple[float, float]:
    """Seconds of loading every account and of deciding on each, without anything else."""
    load = decide = 0.0
    after = ""
    with home.store.tenant(org_id) as tx:
        on = ground(tx, now=home.doors.clock.now())
        while True:
            load_next = partial(
                accounts.load_accounts,
                tx,
                on=on.today,
                calendar_of=on.calendar_of,
                after=after,
                limit=_BATCH,
            )
            seconds, batch = timed(load_next)
            load += seconds
            if not batch:
                return load, decide
            seconds, _ = timed(partial(_decide, on, batch))
            decide += seconds
            after = batch[-1].customer.id


def _decide(on: Ground, batch: Sequence[Account]) -> list[Review]:
    return [
        review_covered(as_asked(account), on.policies.policies, on.today).review
        for account in batch
    ]


def _floor(owner_url: str, customers: int) -> None:
    """Plain SQL for the same: every invoice and payment selected, one row a customer copied in."""
    with psycopg.connect(owner_url) as connection:
        connection.execute(
            "select id, number, contact_id, issued, due, state, currency, total, balance, sent_on,"
            " reference from invoices"
        ).fetchall()
        connection.execute("select document_id, paid_on, amount, currency from payments").fetchall()
        connection.execute("create temporary table plain (customer text, status text, seen date)")
        with connection.cursor().copy("copy plain from stdin") as copy:
            for number in range(customers):
                copy.write_row((str(number), "open", TODAY))
        connection.execute("drop table plain")


def _lines(found: Reviewed) -> list[Row]:
    size, name = found.invoices, f"{found.invoices:,} invoices"
    floor = found.floor.rate(size)
    floor_is = "a plain select of the same rows and one row a customer copied in"
    shares = {
        "customers": customers_of(size),
        "accounts_per_second": found.again.rate(customers_of(size)),
        "invoices_per_processor_second": found.ours.rate(size),
        "messages": found.proposals,
        "runs": len(found.again.seconds),
        "load_share": found.load / found.again.median,
        "decide_share": found.decide / found.again.median,
        "save_share": max(0.0, 1 - (found.load + found.decide) / found.again.median),
    }
    return [
        Row(
            what=f"review, {name}: the first after a sync",
            value=size / found.first,
            unit="invoices/s",
            floor=floor,
            floor_is=floor_is,
        ),
        Row(
            what=f"review, {name}: everybody again",
            value=found.again.rate(size),
            unit="invoices/s",
            spread=found.again.spread,
            floor=floor,
            floor_is=floor_is,
            more=shares,
        ),
        Row(
            what=f"review, {name}: a day with nothing due",
            value=found.idle.median * 1000,
            unit="ms",
            spread=found.idle.spread,
        ),
    ]
