"""Levels decided a second: everybody late, the whole run of a day, then days with little to do.

Twenty open invoices a customer, each late enough that its first level is due, so that one review
of everybody proposes as many levels as there are invoices. Filling the ledger is told apart.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from uuid import UUID

import psycopg

from bench.figures import Row, Times, repeated, timed
from bench.house import HeldClock, House, connect_nowhere, environment, folder, house, settle_down
from bench.ledger import INVOICES_A_CUSTOMER, NOW, TODAY, contacts, customers_of, record_id
from bench.memory import lanes_peak, our_peak, server_memory
from plugin.credit.account import Account
from plugin.credit.covered import Covered, review_covered
from plugin.engine import QueueBell
from plugin.jobs import What
from plugin.operations.assess import Ground, as_asked, assess, assess_customers, ground
from plugin.operations.doors import Doors
from plugin.operations.lanes import in_lanes, lanes_for
from plugin.ports import LedgerInvoice
from plugin.ports.records import LedgerDocumentKind
from plugin.store import Store, Tx, accounts, assessments, changes, due, statistics
from plugin.store.contacts import save_contacts
from plugin.store.invoices import save_invoices

#: long enough ago that nothing here is opening debt (rule 2)
CONNECTED = NOW - timedelta(days=120)
#: for scale: what a mature open-source ERP's dunning module creates on two such cores
DUNNINGS_A_SECOND = (170, 295)
_TERMS = timedelta(days=30)
_PAGE = 2_000
#: the day on which one customer in a hundred has something new: a debt becomes 60 days late
_HUNDREDTH = 100
_SOME_DUE_AFTER = timedelta(days=2)
#: customers whose review is also taken apart into its shares, and rolled back
_SAMPLE = 1_000


@dataclass(frozen=True, slots=True)
class Shares:
    """Seconds of the parts of one review of some customers, one after the other."""

    load: float
    decide: float
    save: float
    defer: float

    def as_shares(self) -> dict[str, float]:
        """Each part of all of them."""
        whole = self.load + self.decide + self.save + self.defer
        parts = ("load", "decide", "save", "defer")
        return {f"{part}_share": getattr(self, part) / whole for part in parts}


@dataclass(frozen=True, slots=True)
class Decided:
    """What one size of ledger took: seconds, and memory in MB."""

    invoices: int
    filling: float
    run: float
    processor: float
    levels: int
    messages: int
    shares: Shares
    floor: float
    memory: float
    lane_memory: float
    server_memory: float | None
    idle: Times
    idle_tomorrow: float
    some_customers: int
    some: float


def rows(sizes: Sequence[int]) -> list[Row]:
    """The table's lines for these numbers of open invoices, each in a database of its own."""
    return [line for size in sizes for line in _lines(measure(size))]


def measure(invoices: int) -> Decided:
    """Fill a ledger, decide all of it, and ask again on days on which little is due."""
    clock = HeldClock()
    with folder() as data, house(data, environment(), clock=clock) as home, _rung(home) as doors:
        org_id = connect_nowhere(home.doors, on=CONNECTED)
        filling, _ = timed(lambda: _fill(home, org_id, invoices))
        settle_down(home.doors, org_id)
        shares = _taken_apart(doors, org_id)
        before = _processor()
        run, _ = timed(lambda: assess(doors, org_id))
        processor = _processor() - before
        memory, lane_memory = our_peak(), lanes_peak()
        held_by_server = server_memory(home.server_pid)
        levels, messages = _written(home, org_id)
        floor = _floor(home.owner_url)
        idle = repeated(lambda: assess(doors, org_id), 5)
        clock.move(timedelta(days=1))
        idle_tomorrow, _ = timed(lambda: assess(doors, org_id))
        clock.move(_SOME_DUE_AFTER - timedelta(days=1))
        with home.store.tenant(org_id) as tx:
            customers_due = len(
                changes.customers_due(tx, on=TODAY + _SOME_DUE_AFTER, limit=invoices)
            )
        some, _ = timed(lambda: assess(doors, org_id))
    return Decided(
        invoices=invoices,
        filling=filling,
        run=run,
        processor=processor,
        levels=levels,
        messages=messages,
        shares=shares,
        floor=floor,
        memory=memory,
        lane_memory=lane_memory,
        server_memory=held_by_server,
        idle=idle,
        idle_tomorrow=idle_tomorrow,
        some_customers=customers_due,
        some=some,
    )


@contextmanager
def _rung(home: House) -> Iterator[Doors]:
    """The doors with the queue's own bell: what follows a review is deferred as it is for real."""
    bell = QueueBell(home.store.url)
    bell.open()
    try:
        yield replace(home.doors, bell=bell)
    finally:
        bell.close()


def late_invoices(numbers: range) -> Iterator[LedgerInvoice]:
    """Open invoices of these numbers, customer by customer, 20 to 49 days late.

    Each was told at its issue. The last one of every hundredth customer is 58 days late: two days
    later it proposes a stop.
    """
    for number in numbers:
        customer, position = divmod(number, INVOICES_A_CUSTOMER)
        late = 20 + (customer * 7 + position * 11) % 30
        if customer % _HUNDREDTH == 0 and position == INVOICES_A_CUSTOMER - 1:
            late = 60 - _SOME_DUE_AFTER.days
        due_on = TODAY - timedelta(days=late)
        amount = Decimal(2_500 + (number * 104_729) % 250_000) / 100
        yield LedgerInvoice(
            id=record_id("i", number),
            kind=LedgerDocumentKind.SALE,
            number=f"INV-{number}",
            contact_id=record_id("c", customer),
            state="approved",
            issued=due_on - _TERMS,
            due=due_on,
            currency="GBP",
            total=amount,
            balance=amount,
            paid=Decimal(0),
            credited=Decimal(0),
            updated_at=NOW - timedelta(days=1),
            sent=True,
        )


def _fill(home: House, org_id: UUID, invoices: int) -> None:
    """Save a ledger as first syncs do: page by page, each in a transaction of its own."""
    people = contacts(invoices)
    while page := list(islice(people, _PAGE)):
        with home.store.tenant(org_id) as tx:
            save_contacts(tx, page)
        _keep_up(home)
    pages = [range(start, min(start + _PAGE, invoices)) for start in range(0, invoices, _PAGE)]
    for _ in in_lanes(
        _save_page, home.store, org_id, pages, lanes=lanes_for(len(pages), each_at_least=10)
    ):
        _keep_up(home)


def _save_page(store: Store, org_id: UUID, numbers: range) -> None:
    with store.tenant(org_id) as tx:
        save_invoices(tx, late_invoices(numbers), seen_on=TODAY, first_sync=True, terms_days=30)


def _keep_up(home: House) -> None:
    with home.store.house() as tx:
        statistics.keep_up(tx)


class _RolledBack(Exception):
    """Takes a trial back."""


def _taken_apart(doors: Doors, org_id: UUID) -> Shares:
    """The parts of the review of the first customers, the second time; nothing of it stays."""
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        ids = changes.customers_due(tx, on=TODAY, limit=_SAMPLE)
    _once(doors, org_id, on, ids)
    return _once(doors, org_id, on, ids)


def _once(doors: Doors, org_id: UUID, on: Ground, ids: Sequence[str]) -> Shares:
    found: list[Shares] = []
    try:
        with doors.store.tenant(org_id) as tx:
            load, loaded = timed(lambda: _loaded(tx, on, ids))
            decide, _ = timed(lambda: _decided(on, loaded))
            whole, _ = timed(lambda: assess_customers(tx, on, ids))
            defer, _ = timed(lambda: due.put(tx, What.WRITE_BACK, at=on.now))
            ring, _ = timed(lambda: doors.bell.ring(org_id, What.WRITE_BACK))
            found.append(Shares(load, decide, max(0.0, whole - load - decide), defer + ring))
            raise _RolledBack
    except _RolledBack:
        return found[0]


def _loaded(tx: Tx, on: Ground, ids: Sequence[str]) -> tuple[Account, ...]:
    seqs = assessments.lock(tx, ids)
    return accounts.load_accounts(
        tx, on=on.today, customer_ids=list(seqs), calendar_of=on.calendar_of, limit=len(seqs)
    )


def _decided(on: Ground, loaded: Sequence[Account]) -> list[Covered]:
    return [review_covered(as_asked(each), on.policies.policies, on.today) for each in loaded]


def _written(home: House, org_id: UUID) -> tuple[int, int]:
    """Levels and messages that now wait for a person."""
    with home.store.tenant(org_id) as tx:
        levels: int = tx.sql("select count(*) from steps where org_id = :org").scalar_one()
        messages: int = tx.sql("select count(*) from messages where org_id = :org").scalar_one()
    return levels, messages


def _floor(owner_url: str) -> float:
    """Seconds of bare SQL for the same: every open invoice selected, every step written again."""
    with psycopg.connect(owner_url) as connection:
        connection.execute("create table plain_steps (like steps including all)")
        connection.commit()

        def bare() -> None:
            rows = connection.execute(
                "select org_id, id, contact_id, number, issued, due, state, currency, total,"
                " balance, sent_on, reference from invoices order by contact_id"
            ).fetchall()
            with connection.cursor().copy(
                "copy plain_steps (org_id, invoice_id, instalment, level, cycle, customer_id,"
                " state, amount, days_late, stepped_on) from stdin"
            ) as copy:
                for row in rows:
                    late = (TODAY - row[5]).days
                    copy.write_row(
                        (row[0], row[1], 0, 1, 1, row[2], "proposed", row[9], late, TODAY)
                    )
            connection.commit()

        seconds, _ = timed(bare)
        connection.execute("drop table plain_steps")
    return seconds


def _processor() -> float:
    """Seconds of processor time of our own, with processes of ours that have ended."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _lines(found: Decided) -> list[Row]:
    name = f"{found.invoices:,} open invoices"
    per_customer = {
        "customers": customers_of(found.invoices),
        "levels": found.levels,
        "messages": found.messages,
        **{f"times_{rate}_a_second": found.levels / found.run / rate for rate in DUNNINGS_A_SECOND},
        "seconds": found.run,
        "processor_seconds": found.processor,
        **found.shares.as_shares(),
        "peak_mb": found.memory,
        "peak_of_a_lane_mb": found.lane_memory,
        **({} if found.server_memory is None else {"server_mb": found.server_memory}),
        "filled_invoices_per_second": found.invoices / found.filling,
    }
    return [
        Row(
            what=f"levels, {name}: all decided",
            value=found.levels / found.run,
            unit="levels/s",
            floor=found.levels / found.floor,
            floor_is="a plain select of the same invoices and a copy of as many steps",
            more=per_customer,
        ),
        Row(
            what=f"levels, {name}: the same day again",
            value=found.idle.median * 1000,
            unit="ms",
            spread=found.idle.spread,
        ),
        Row(
            what=f"levels, {name}: a day with nothing due",
            value=found.idle_tomorrow * 1000,
            unit="ms",
        ),
        Row(
            what=f"levels, {name}: a day with one customer in a hundred due",
            value=found.some * 1000,
            unit="ms",
            more={"customers": found.some_customers},
        ),
    ]
