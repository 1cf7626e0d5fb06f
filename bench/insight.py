"""All figures and forecasts of an organisation over three years: cold, and after one payment.

The rows are saved through the store's own functions, the measured work is what the pages do. Memory
is the most that our process had held by then, and what the database server's hold.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

import psycopg

from bench.figures import Row, Times, repeated, timed
from bench.house import HeldClock, House, connect_nowhere, environment, folder, house, settle_down
from bench.ledger import (
    NOW,
    TODAY,
    Sale,
    contacts,
    customers_of,
    invoice_record,
    payment_record,
    sales,
)
from bench.memory import our_peak, server_memory
from plugin.credit.kpis import figures
from plugin.credit.months import last_whole_month
from plugin.credit.receipts import weeks_ahead
from plugin.operations.assess import ground
from plugin.operations.kpis import bring_up_to_date, days_kept
from plugin.queries.forecasts import Standing, outlook
from plugin.queries.insight_months import month_facts
from plugin.queries.insight_sums import Asked, months_of, positions
from plugin.queries.insight_trend import customers_table
from plugin.store import Tx, organisations, statistics
from plugin.store.contacts import save_contacts
from plugin.store.invoices import save_invoices
from plugin.store.payments import save_payments

T = TypeVar("T")

CONNECTED = NOW - timedelta(days=60)
#: of the ledger's sales
_YEARS = 3
_CURRENCY = "GBP"
_NOTHING: Mapping[str, float] = MappingProxyType({})
_PAGE = 1_000

#: what is owed at the end of each day, what of it is late, what was sold in 90 days: no history of
#: due dates, no credits, no roll rates, no working days, no customers apart
_BARE_SUMS = (
    "select day, (select sum(total) from invoices where issued <= day)"
    " - (select sum(amount) from payments where paid_on <= day),"
    " (select sum(i.total - coalesce(p.paid, 0)) from invoices i left join (select document_id,"
    "  sum(amount) as paid from payments where paid_on <= day group by 1) p on p.document_id = i.id"
    "  where i.issued <= day and i.due < day and i.total > coalesce(p.paid, 0)),"
    " (select sum(total) from invoices where issued > day - 90 and issued <= day)"
    " from unnest(%s::date[]) as day"
)
_READ_ALL = (
    "select id, number, contact_id, issued, due, state, currency, total, balance from invoices",
    "select document_id, paid_on, amount, currency from payments",
)


@dataclass(frozen=True, slots=True)
class Held:
    """Memory in MB: the most of ours so far, and the server's now (None where nobody says)."""

    ours: float
    server: float | None

    def as_more(self) -> dict[str, float]:
        """For a line of the table."""
        told = {"peak_mb": self.ours}
        return told if self.server is None else told | {"server_mb": self.server}


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of the same work done several times, and of our processor time in them.

    A busy machine stretches the second less; the server's own is not in it.
    """

    wall: Times
    ours: Times


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Seconds and memory of each part, and of its floor."""

    invoices: int
    open_invoices: int
    before: Held
    figures: Taken
    figures_held: Held
    figures_again: Taken
    figures_paid: Taken
    sums: Times
    forecasts: Taken
    forecasts_held: Held
    forecasts_paid: Taken
    reading: Times
    month: Taken
    month_held: Held


def rows(invoices: int, *, times: int) -> list[Row]:
    """The table's lines of a ledger of this size."""
    return _lines(measure(invoices, times=times))


def measure(invoices: int, *, times: int) -> Seen:
    """Measure one ledger; what is repeated is done `times` times."""
    with folder() as data, house(data, environment(), clock=HeldClock()) as home:
        org_id = connect_nowhere(home.doors, on=CONNECTED)
        spare = _fill(home, org_id, invoices, keep=2 * times)
        settle_down(home.doors, org_id)
        before = _held(home)

        def pay() -> None:
            _pay(home, org_id, next(spare))

        cold, _ = _taken(lambda: _figures(home, org_id))
        figures_held = _held(home)
        again, _ = _taken(lambda: _figures(home, org_id), times)
        paid, _ = _taken(lambda: _figures(home, org_id), times, pay)
        ahead, open_invoices = _taken(lambda: _forecasts(home, org_id))
        forecasts_held = _held(home)
        moved, _ = _taken(lambda: _forecasts(home, org_id), times, pay)
        month, _ = _taken(lambda: _month(home, org_id))
        month_held = _held(home)
        sums = repeated(lambda: _bare_sums(home.owner_url), times)
        reading = repeated(lambda: _read_all(home.owner_url), times)
    return Seen(
        invoices=invoices, open_invoices=open_invoices, before=before, figures=cold,
        figures_held=figures_held, figures_again=again, figures_paid=paid, sums=sums,
        forecasts=ahead, forecasts_held=forecasts_held, forecasts_paid=moved,
        reading=reading, month=month, month_held=month_held,
    )  # fmt: skip


def _taken(
    work: Callable[[], T], times: int = 1, before: Callable[[], None] = lambda: None
) -> tuple[Taken, T]:
    """Do it several times, each time after something that is not counted; what it gave last."""
    wall, ours = [], []
    for _ in range(times):
        before()
        began = time.process_time()
        seconds, found = timed(work)
        ours.append(time.process_time() - began)
        wall.append(seconds)
    return Taken(Times(tuple(wall)), Times(tuple(ours))), found


def _held(home: House) -> Held:
    return Held(our_peak(), server_memory(home.server_pid))


def _fill(home: House, org_id: UUID, invoices: int, *, keep: int) -> Iterator[Sale]:
    """Save a ledger as a first sync does; hands out open invoices of it, to be paid later."""
    for page in _pages(contacts(invoices)):
        with home.store.tenant(org_id) as tx:
            save_contacts(tx, page)
    unpaid: list[Sale] = []
    for some in _pages(_three_years(invoices)):
        with home.store.tenant(org_id) as tx:
            save_invoices(
                tx, map(invoice_record, some), seen_on=TODAY, first_sync=True, terms_days=30
            )
        with home.store.tenant(org_id) as tx:
            paid = [payment for payment in map(payment_record, some) if payment is not None]
            save_payments(tx, paid, bad_debt_accounts=frozenset())
        unpaid = (unpaid + [each for each in some if each.paid_on is None])[-keep:]
        with home.store.house() as tx:
            statistics.keep_up(tx)
    return iter(unpaid)


def _three_years(invoices: int) -> Iterator[Sale]:
    """The bench's ledger stretched: each sale and its payment as many days apart, further back."""
    for sale in sales(invoices):
        issued = TODAY - (TODAY - sale.issued) * _YEARS * 365 // 540
        paid_on = None if sale.paid_on is None else issued + (sale.paid_on - sale.issued)
        if paid_on is None and (TODAY - issued).days > 365 and sale.number % 50:
            # what the shorter ledger left open for long was paid in the end, but for one in fifty
            paid_on = issued + timedelta(days=120)
        yield replace(sale, issued=issued, paid_on=paid_on)


def _pages(records: Iterable[T]) -> Iterator[list[T]]:
    source = iter(records)
    while page := list(islice(source, _PAGE)):
        yield page


def _figures(home: House, org_id: UUID) -> int:
    """Every figure of every kept month's end and today, and of every customer today."""
    with home.store.tenant(org_id) as tx:
        bring_up_to_date(tx, on=TODAY)
    with home.store.tenant(org_id) as tx:
        asked = Asked(on=TODAY, currency=_CURRENCY, base_currency=_CURRENCY)
        placed = positions(tx, asked, months_of(TODAY))
        found = [figures(each) for each in placed.values()]
        return len(found) + len(customers_table(tx, asked).rows)


def _standing(tx: Tx, home: House) -> Standing:
    on = ground(tx, now=home.doors.clock.now())
    residue = on.house.tolerance_for(_CURRENCY).residue
    return Standing(on.today, on.calendar_of, on.policy_of, residue)


def _forecasts(home: House, org_id: UUID) -> int:
    """Every open invoice's forecast with its back-tested error, and thirteen weeks of receipts."""
    with home.store.tenant(org_id) as tx:
        found = outlook(tx, _standing(tx, home))
        weeks_ahead(found.parts, found.on)
        return len(found.parts)


def _month(home: House, org_id: UUID) -> date:
    """The page of the last month that is over."""
    with home.store.tenant(org_id) as tx:
        organisation = organisations.read(tx, org_id)
        assert organisation is not None
        return month_facts(tx, organisation, last_whole_month(TODAY), TODAY).books.last


def _pay(home: House, org_id: UUID, sale: Sale) -> None:
    """An invoice is paid today, as the ledger would tell of it."""
    paid = replace(sale, paid_on=TODAY)
    payment = payment_record(paid)
    assert payment is not None
    later = NOW + timedelta(minutes=1)
    with home.store.tenant(org_id) as tx:
        invoice = replace(invoice_record(paid), updated_at=later)
        save_invoices(tx, [invoice], seen_on=TODAY, first_sync=False, terms_days=30)
        save_payments(tx, [replace(payment, updated_at=later)], bad_debt_accounts=frozenset())


def _bare_sums(owner_url: str) -> Decimal:
    with psycopg.connect(owner_url) as connection:
        found = connection.execute(_BARE_SUMS, (list(days_kept(TODAY)),)).fetchall()
    return sum((row[1] for row in found if row[1] is not None), Decimal(0))


def _read_all(owner_url: str) -> int:
    with psycopg.connect(owner_url) as connection:
        return sum(len(connection.execute(each).fetchall()) for each in _READ_ALL)


def _lines(found: Seen) -> list[Row]:
    of = f"insight, {found.invoices:,} invoices of {_YEARS} years"
    days = len(days_kept(TODAY))

    def row(
        what: str, taken: Taken, floor: Times, floor_is: str, more: Mapping[str, float] = _NOTHING
    ) -> Row:
        return Row(
            what=f"{of}: {what}", value=taken.wall.median, unit="s", spread=taken.wall.spread,
            floor=floor.median, floor_is=floor_is,
            more={"our_processor_s": taken.ours.median, **more},
        )  # fmt: skip

    summed = (found.sums, f"plain SQL for owed, late and sold at the same {days} days")
    read = (found.reading, "a plain select of every invoice and payment")
    return [
        row(
            "all figures, cold", found.figures, *summed,
            {"days": days, "customers": customers_of(found.invoices)}
            | found.figures_held.as_more() | {"before_mb": found.before.ours},
        ),
        row("all figures, nothing new", found.figures_again, *summed),
        row("all figures, after one payment", found.figures_paid, *summed),
        row(
            "all forecasts, cold", found.forecasts, *read,
            {"open_invoices": found.open_invoices} | found.forecasts_held.as_more(),
        ),
        row("all forecasts, after one payment", found.forecasts_paid, *read),
        row("a month on one page", found.month, *read, found.month_held.as_more()),
    ]  # fmt: skip
