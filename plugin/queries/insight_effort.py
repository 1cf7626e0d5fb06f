"""Promises kept, touches and what collecting cost: as lines of the page, by month, and opened.

It counts what the store reads; the rules are those of `plugin.credit.kpi_effort`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plugin.calendars import calendar_for
from plugin.credit.kpi_effort import (
    Effort,
    PromiseMade,
    came_in_time,
    fell_due_by,
    within,
)
from plugin.credit.kpi_measures import PERIOD_DAYS
from plugin.credit.kpis import PAID, Position, Unit
from plugin.credit.ledger_past import LedgerPast
from plugin.credit.metrics import Figure
from plugin.credit.money import Money
from plugin.credit.promises import deadline
from plugin.queries.insight_figures import Line, written
from plugin.queries.insight_opened import Opened
from plugin.queries.insight_sums import ALL, Asked
from plugin.queries.insight_words import NAMES
from plugin.queries.tables import Cell, Named, Table, amount, day, number, text
from plugin.store import Tx, touch_costs
from plugin.store.kpis import home_country
from plugin.store.reading import Record, customers, effort
from plugin.store.reading import kpis as read
from plugin.store.reading.kpis import Scope
from plugin.store.reading.ledger_past import ledger_past

KEYS = ("promises", "touches", "cost")
_PERIOD = timedelta(days=PERIOD_DAYS)
#: promises whose working days of grace end so much later than the day promised are still found
_GRACE = timedelta(days=60)
_NOTHING = Decimal(0)
_UNITS = {"promises": Unit.PER_CENT, "touches": Unit.TIMES, "cost": Unit.MONEY}
_FORMULAS = {
    "promises": "promised money that came by its last day ÷ promised money whose last day passed"
    " × 100",
    "touches": "reminders and calls about the invoices paid off ÷ invoices paid off",
    "cost": "(reminders × their cost + minutes ÷ 60 × an hour) ÷ money received × 1,000",
}


@dataclass(frozen=True, slots=True)
class _Promises:
    """Promises with what of each came in time, and the rate of each currency."""

    made: tuple[PromiseMade, ...]
    came: Mapping[str, Decimal]
    rates: Mapping[str, Decimal]


def efforts(tx: Tx, asked: Asked, placed: Mapping[date, Position]) -> dict[date, Effort]:
    """What was done up to each of these days, and what came of it."""
    days = sorted(placed)
    first, last = days[0] - _PERIOD, days[-1]
    takes = _takes(asked)
    promises = _promises(tx, asked, first, last)
    costs = touch_costs.newest(tx) if asked.shown_in == asked.base_currency else None
    scope = asked.scope
    by_day = effort.paid_off_by_day(tx, after=first, on=last, scope=scope)
    paid = [each for each in by_day if takes(each)]
    sent = effort.reminders_by_day(tx, after=first, on=last, scope=scope)
    called = effort.calls_by_day(tx, after=first, on=last, scope=scope)
    found: dict[date, Effort] = {}
    for on in days:
        promised, came = _promised(promises, on)
        found[on] = Effort(
            promised=promised,
            came=came,
            paid_off=within([(each.day, each.n) for each in paid], on),
            touches=within([(each.day, each.touches) for each in paid], on),
            messages=within([(each.day, each.n) for each in sent if takes(each)], on),
            calls=within([(each.day, each.n) for each in called if takes(each)], on),
            collected=PAID.of(placed[on].sums),
            costs=costs,
        )
    return found


def _takes(asked: Asked) -> Callable[[Record], bool]:
    return lambda row: asked.currency in (ALL, row.currency)


def _promises(tx: Tx, asked: Asked, first: date, last: date) -> _Promises:
    """Those that stood on their last day, with the money of their invoices up to the last day."""
    scope = asked.scope
    rows = effort.promises_made(tx, since=first - _GRACE, on=last, scope=scope)
    takes = _takes(asked)
    ids = {row.customer_id for row in rows if takes(row)}
    past = ledger_past(tx, customer_ids=ids) if ids else LedgerPast(asked.base_currency)
    home = home_country(tx)
    made = tuple(
        each
        for row in rows
        if takes(row) and (each := _made(row, past, home)) is not None and each.last >= first
    )
    turned = read.rates_used(tx, on=last) if asked.currency == ALL else ()
    rates = {each[0]: each[3] for each in turned}
    return _Promises(made, came_in_time(made, past.invoices), rates)


def _made(row: Record, past: LedgerPast, home: str) -> PromiseMade | None:
    customer = (past.customers or {}).get(row.customer_id)
    country = (customer.country if customer is not None else "") or home
    calendar = calendar_for(country, (row.due.year, row.due.year + 1))
    last = deadline(row.due, row.grace_days, calendar)
    if row.withdrawn_on is not None and row.withdrawn_on <= last:
        return None
    return PromiseMade(
        id=str(row.id),
        customer_id=row.customer_id,
        amount=row.amount,
        currency=row.currency,
        made_on=row.made_on,
        last=last,
        invoice_ids=tuple(row.invoice_ids),
    )


def _promised(promises: _Promises, on: date) -> tuple[Decimal, Decimal]:
    promised = came = _NOTHING
    for each in fell_due_by(promises.made, on):
        rate = promises.rates.get(each.currency, Decimal(1))
        promised += each.amount * rate
        came += promises.came[each.id] * rate
    return promised, came


def effort_lines(found: Effort, currency: str) -> dict[str, Line]:
    """The three figures as lines of the page."""
    figures = found.figures()
    return {key: _line(key, figures[key], found, currency) for key in KEYS}


def _line(key: str, figure: Figure, found: Effort, currency: str) -> Line:
    name, says = NAMES[key]
    shown = written(figure, _UNITS[key], currency)
    filled = "" if figure.value is None else f"{_filled(key, found)} = {shown}"
    return Line(
        key=key,
        name=name,
        says=says,
        shown=shown,
        formula=_FORMULAS[key],
        filled=filled,
        figure=figure,
    )


def _filled(key: str, found: Effort) -> str:
    if key == "promises":
        return f"{found.came:,.2f} ÷ {found.promised:,.2f} × 100"
    if key == "touches":
        return f"{found.touches} ÷ {found.paid_off}"
    assert found.costs is not None
    costs = found.costs
    minutes = found.messages * costs.message_minutes + found.calls * costs.call_minutes
    return (
        f"({found.messages} × {costs.per_message:,.2f} + {minutes.normalize():f} ÷ 60"
        f" × {costs.per_hour:,.2f}) ÷ {found.collected:,.2f} × 1,000"
    )


def effort_opened(tx: Tx, asked: Asked, position: Position, key: str) -> Opened:
    """What one of the three is made of. KeyError for another."""
    found = efforts(tx, asked, {asked.on: position})[asked.on]
    rows = {"promises": _each_promise, "touches": _each_paid, "cost": _each_cost}[key]
    table, count = rows(tx, asked, found)
    return Opened(effort_lines(found, asked.shown_in)[key], table, count)


def _each_promise(tx: Tx, asked: Asked, found: Effort) -> tuple[Table, int]:
    promises = _promises(tx, asked, asked.on - _PERIOD, asked.on)
    shown = fell_due_by(promises.made, asked.on)
    named = customers.names(tx, [each.customer_id for each in shown])
    total = (Money(value, asked.shown_in) for value in (found.promised, found.came))
    cells: list[tuple[Cell, ...]] = [("All of them", None, None, *total)]
    for each in shown:
        sums = (each.amount, promises.came[each.id])
        money = (Money(value, each.currency) for value in sums)
        who = Named(named.get(each.customer_id, each.customer_id), each.customer_id)
        cells.append((who, each.made_on, each.last, *money))
    columns = (
        *(text("Customer"), day("Made on"), day("Last day")),
        *(amount(name, own_currency=True) for name in ("Promised", "Came in time")),
    )
    return Table("Promises", columns, cells, _as_of(asked)), len(shown)


def _each_paid(tx: Tx, asked: Asked, found: Effort) -> tuple[Table, int]:
    scope: Scope = asked.scope
    every = effort.paid_off(tx, after=asked.on - _PERIOD, on=asked.on, scope=scope)
    takes = _takes(asked)
    rows = [row for row in every if takes(row)]
    named = customers.names(tx, [row.customer_id for row in rows])
    cells: list[tuple[Cell, ...]] = [("All of them", None, None, None, found.touches)]
    cells += [
        (
            row.number,
            Named(named.get(row.customer_id, row.customer_id), row.customer_id),
            row.day,
            Money(row.total, row.currency),
            row.touches,
        )
        for row in sorted(rows, key=_by_touches)
    ]
    columns = (
        *(text("Invoice"), text("Customer"), day("Paid off")),
        *(amount("Total", own_currency=True), number("Touches")),
    )
    return Table("Invoices paid off", columns, cells, _as_of(asked)), len(rows)


def _by_touches(row: Record) -> tuple[int, date, str]:
    return (-row.touches, row.day, row.number)


def _each_cost(tx: Tx, asked: Asked, found: Effort) -> tuple[Table, int]:
    costs = found.costs
    cells: list[tuple[Cell, ...]] = []
    if costs is not None:
        for name, count, reminders, calls in (
            ("Reminders", found.messages, found.messages, 0),
            ("Calls", found.calls, 0, found.calls),
        ):
            cells.append((name, count, Money(costs.of(reminders, calls), asked.shown_in)))
        cells.append(("All of them", found.messages + found.calls, _cost(found, asked)))
    cells.append(("Money received", None, Money(found.collected, asked.shown_in)))
    columns = (text("What"), number("How many"), amount("Amount"))
    return Table("Cost of collecting", columns, cells, _as_of(asked)), len(cells)


def _cost(found: Effort, asked: Asked) -> Money:
    return Money(found.cost or _NOTHING, asked.shown_in)


def _as_of(asked: Asked) -> str:
    return f"As of {asked.on:%d %b %Y}, of the {PERIOD_DAYS} days before."
