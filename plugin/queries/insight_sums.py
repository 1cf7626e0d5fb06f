"""The sums of figures for the days, currency and customers that a page asks for. Draws nothing.

Kept days are added up by the database; any other day is counted from the dated ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.kpi_measures import NO_SUMS, Sums, added
from plugin.credit.kpi_sweep import sweep
from plugin.credit.kpis import Position
from plugin.credit.months import end_of_month, months_after
from plugin.deadlines import deadlines
from plugin.store import Tx, kpis
from plugin.store.kpis import LOOKS_BACK
from plugin.store.reading import kpis as read
from plugin.store.reading.kpis import EVERYBODY, Of, Scope
from plugin.store.reading.ledger_past import ledger_past

#: months of a trend
TREND_MONTHS = 24
#: everything in base currency, each document at the rate that the ledger gave it
ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a page is asked for: the day, the currency (or ALL), over whom, against which day."""

    on: date
    currency: str
    base_currency: str
    scope: Scope = EVERYBODY
    against: date | None = None

    @property
    def shown_in(self) -> str:
        """The currency that amounts are shown in."""
        return self.base_currency if self.currency == ALL else self.currency


def months_of(on: date) -> tuple[date, ...]:
    """The ends of the last months before a day, and the day itself, in order."""
    last = on.replace(day=1) - timedelta(days=1)
    ends = {end_of_month(months_after(last, -n)) for n in range(TREND_MONTHS)}
    return tuple(sorted(ends | {on}))


def picked(found: Mapping[Of, Sums], day: date, asked: Asked) -> Sums:
    """The sums of a day in the currency asked for."""
    if asked.currency != ALL:
        return found.get((day, asked.currency, False), NO_SUMS)
    own = found.get((day, asked.base_currency, False), NO_SUMS)
    turned = (sums for (on, _, in_base), sums in found.items() if in_base and on == day)
    return added([own, *turned])


def sums_of(tx: Tx, days: Iterable[date], scope: Scope) -> dict[Of, Sums]:
    """The sums of these days: kept ones as they are, others counted now."""
    wanted = frozenset(days)
    kept = kpis.kept_days(tx) & wanted
    found = read.summed(tx, kept, scope) if kept else {}
    missing = sorted(wanted - kept)
    if missing:
        for each in _counted(tx, missing, scope).values():
            for of, sums in each.items():
                found[of] = added([found[of], sums]) if of in found else sums
    return found


def each_customer(tx: Tx, day: date, scope: Scope) -> dict[str, dict[Of, Sums]]:
    """The sums of one day, customer by customer."""
    if day in kpis.kept_days(tx):
        return read.by_customer(tx, day, scope)
    return _counted(tx, [day], scope)


def _counted(tx: Tx, days: Sequence[date], scope: Scope) -> dict[str, dict[Of, Sums]]:
    past = ledger_past(tx, customer_ids=read.customers_of(tx, scope), since=days[0] - LOOKS_BACK)
    deadline = deadlines(kpis.home_country(tx), past.customers)
    found: dict[str, dict[Of, Sums]] = {}
    for key, by_day in sweep(past, days, deadline).items():
        mine = found.setdefault(key.customer_id, {})
        for day, sums in by_day.items():
            mine[day, key.currency, key.in_base] = sums
    return found


def positions(tx: Tx, asked: Asked, days: Sequence[date]) -> dict[date, Position]:
    """What the figures of each of these days need; `then` only of the day that is asked about."""
    every = {*days, *([asked.against] if asked.against is not None else [])}
    found = sums_of(tx, every, asked.scope)
    then = None if asked.against is None else picked(found, asked.against, asked)
    whole = _sales(tx, asked, max(days))
    placed: dict[date, Position] = {}
    for day in days:
        ends = day == end_of_month(day) or day == max(days)
        sales = whole if ends else _sales(tx, asked, day)
        placed[day] = Position(
            on=day,
            sums=picked(found, day, asked),
            sales={month: sold for month, sold in sales.items() if month <= day},
            currency=asked.shown_in,
            then=then if day == asked.on else None,
        )
    return placed


def _sales(tx: Tx, asked: Asked, on: date) -> Mapping[date, Decimal]:
    """Net sales by calendar month up to a day."""
    found = read.sales_by_month(tx, on=on, scope=asked.scope)
    if asked.currency != ALL:
        return found.get((asked.currency, False), {})
    total: dict[date, Decimal] = dict(found.get((asked.base_currency, False), {}))
    for (_, in_base), months in found.items():
        if in_base:
            for month, amount in months.items():
                total[month] = total.get(month, Decimal(0)) + amount
    return total
