"""The sums of many days in one go: each document is walked once, whatever the number of days.

The walk turns a document into stretches of days over which it is the same part of a measure, and
adds it to the days that lie in each. What the measures are is said in `kpi_measures`, and both
agree on every day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plugin.credit.account import CreditKind
from plugin.credit.history import CoverKind
from plugin.credit.kpi_measures import (
    BUCKET_MEASURES,
    COHORT_DAYS,
    PERIOD_DAYS,
    RISK_DAYS,
    ROLL_DAYS,
    ROLLED_MEASURES,
    WAS_MEASURES,
    YEAR_DAYS,
    Deadline,
    Measure,
    Sums,
    shares_of,
)
from plugin.credit.ledger_past import DatedCredit, DatedInvoice, LedgerPast
from plugin.credit.months import end_of_month, months_after

_NOTHING = Decimal(0)
_EVER = date.max.toordinal()
#: where the buckets begin, in days after the due date; the first has no beginning
_EDGES = (1, 31, 61, 91)
#: a row is a list in this order: an enumeration's member costs more to look up than to add
_MEASURES = tuple(Measure)
_AT = {measure: at for at, measure in enumerate(_MEASURES)}
_BUCKETS = tuple(_AT[each] for each in BUCKET_MEASURES)
_WAS = tuple(_AT[each] for each in WAS_MEASURES)
_ROLLED = tuple(_AT[each] for each in ROLLED_MEASURES)
_OPEN_THEN, _CHARGED = _AT[Measure.OPEN_THEN], _AT[Measure.CHARGED]
_SPARE, _SPARE_THEN = _AT[Measure.SPARE], _AT[Measure.SPARE_THEN]
_SOLD, _SOLD_YEAR = _AT[Measure.SOLD], _AT[Measure.SOLD_YEAR]
_NOTED, _NOTED_YEAR = _AT[Measure.NOTED], _AT[Measure.NOTED_YEAR]
_LOST, _LOST_YEAR = _AT[Measure.LOST], _AT[Measure.LOST_YEAR]
_FELL_DUE, _ON_TIME = _AT[Measure.FELL_DUE], _AT[Measure.ON_TIME]
_BILLED, _RISKED = _AT[Measure.BILLED], _AT[Measure.RISKED]
_PAID, _PAID_DAYS = _AT[Measure.PAID], _AT[Measure.PAID_DAYS]
_PAID_TERMS, _PAID_OVER = _AT[Measure.PAID_TERMS], _AT[Measure.PAID_OVER]


@dataclass(frozen=True, slots=True, order=True)
class SumsKey:
    """Whose sums, in which currency; `in_base` where a foreign one was turned into base currency.

    Of a foreign currency there are both: its own, and those in base currency at the rates that the
    ledger gave each document. What an organisation has in base currency is the sum of its own
    base currency and of everything turned into it.
    """

    customer_id: str
    currency: str
    in_base: bool = False


class _Days:
    """The days that are asked for, with a row of sums for each, made when first needed."""

    __slots__ = ("aged", "asked", "ordinals", "rows")

    def __init__(self, asked: Sequence[date], ordinals: Sequence[int]) -> None:
        self.asked = asked
        self.ordinals = ordinals
        self.rows: list[list[Decimal] | None] = [None] * len(asked)
        self.aged: list[dict[date, Decimal]] = [{} for _ in asked]

    def add(self, first: int, end: int, *parts: tuple[int, Decimal]) -> None:
        """Amounts of measures on each day from the first up to, and without, the end."""
        if first >= end:
            return
        ordinals = self.ordinals
        at, many = bisect_left(ordinals, first), len(ordinals)
        while at < many and ordinals[at] < end:
            row = self.rows[at]
            if row is None:
                row = self.rows[at] = [_NOTHING] * len(_MEASURES)
            for measure, amount in parts:
                row[measure] += amount
            at += 1

    def sums(self) -> dict[date, Sums]:
        """What there is, by day; a day without anything is left out."""
        found: dict[date, Sums] = {}
        for day, row, aged in zip(self.asked, self.rows, self.aged, strict=True):
            by = {m: a for m, a in zip(_MEASURES, row, strict=True) if a} if row else {}
            older = {m: a for m, a in aged.items() if a}
            if by or older:
                found[day] = Sums(by, older)
        return found


def sweep(
    ledger: LedgerPast, days: Sequence[date], deadline: Deadline, period: int = PERIOD_DAYS
) -> dict[SumsKey, dict[date, Sums]]:
    """The sums of every customer on each of these days, which are in order.

    A day on which a customer has none is left out. Amounts in base currency are exact: each
    document's own times its rate, not rounded.
    """
    found: dict[SumsKey, _Days] = {}
    ordinals = [day.toordinal() for day in days]
    for invoice in ledger.invoices:
        for key, rate in _keys(invoice, ledger.base_currency):
            mine = found.get(key)
            if mine is None:
                mine = found[key] = _Days(days, ordinals)
            walk_invoice(mine, invoice, rate, deadline, period)
    for credit in ledger.credits:
        for key, rate in _keys(credit, ledger.base_currency):
            mine = found.get(key)
            if mine is None:
                mine = found[key] = _Days(days, ordinals)
            _walk_credit(mine, credit, rate, period)
    return {key: sums for key, mine in found.items() if (sums := mine.sums())}


def _keys(
    document: DatedInvoice | DatedCredit, base: str
) -> Iterator[tuple[SumsKey, Decimal | None]]:
    yield SumsKey(document.customer_id, document.currency), None
    if document.currency != base:
        yield SumsKey(document.customer_id, document.currency, in_base=True), document.base_per_unit


def walk_invoice(
    days: _Days, invoice: DatedInvoice, rate: Decimal | None, deadline: Deadline, period: int
) -> None:
    """Add one invoice to the days on which it is part of anything."""
    if len(invoice.dues) > 1:
        _walk_moved(days, invoice, rate, deadline, period)
        return
    steps = _balances(invoice, rate)
    if invoice.is_charge:
        for first, end, balance in steps:
            days.add(first, end, (_CHARGED, balance))
        return
    due = (invoice.dues[0][1] if invoice.dues else invoice.due).toordinal()
    _add_stocks(days, invoice, steps, due, period)
    issued = invoice.issued.toordinal()
    total = _turned(invoice.total, rate)
    days.add(issued, issued + period, (_SOLD, total))
    days.add(issued, issued + YEAR_DAYS, (_SOLD_YEAR, total))
    last = deadline(invoice.customer_id, date.fromordinal(due)).toordinal()
    _add_due(days, invoice, rate, last, period)
    _add_covers(days, invoice, rate, due, period)
    _add_risk(days, invoice, rate, due)


def _turned(amount: Decimal, rate: Decimal | None) -> Decimal:
    return amount if rate is None else amount * rate


def _balances(invoice: DatedInvoice, rate: Decimal | None) -> list[tuple[int, int, Decimal]]:
    """From which day up to which other what was open."""
    issued, left = invoice.issued.toordinal(), invoice.total
    changes = sorted((max(each.on.toordinal(), issued), each.amount) for each in invoice.covers)
    found: list[tuple[int, int, Decimal]] = []
    since = issued
    for day, amount in changes:
        if day > since and left:
            found.append((since, day, _turned(left, rate)))
        since, left = day, left - amount
    if left:
        found.append((since, _EVER, _turned(left, rate)))
    return found


def _add_stocks(
    days: _Days,
    invoice: DatedInvoice,
    steps: Sequence[tuple[int, int, Decimal]],
    due: int,
    period: int,
) -> None:
    issued, month = invoice.issued.toordinal(), invoice.issued.replace(day=1)
    edges = (0, *(due + edge for edge in _EDGES), _EVER)
    for first, end, balance in steps:
        at = bisect_left(days.ordinals, first)
        for n in range(at, bisect_left(days.ordinals, end)):
            aged = days.aged[n]
            aged[month] = aged.get(month, _NOTHING) + balance * (days.ordinals[n] - issued)
        # no day left that this stretch could be seen from
        if at == len(days.ordinals):
            continue
        days.add(first + period, _later(end, period), (_OPEN_THEN, balance))
        for n, measure in enumerate(_BUCKETS):
            from_, to = max(first, edges[n]), min(end, edges[n + 1])
            if from_ >= to:
                continue
            days.add(from_, to, (measure, balance))
            if n < len(_WAS):
                days.add(from_ + ROLL_DAYS, _later(to, ROLL_DAYS), (_WAS[n], balance))
            if n:
                # in this bucket now, and in the one before thirty days earlier
                low, high = edges[n - 1] + ROLL_DAYS, edges[n] + ROLL_DAYS
                seen = max(from_, low, issued + ROLL_DAYS)
                days.add(seen, min(to, high), (_ROLLED[n - 1], balance))


def _later(day: int, by: int) -> int:
    return day if day == _EVER else day + by


def _add_due(
    days: _Days, invoice: DatedInvoice, rate: Decimal | None, last: int, period: int
) -> None:
    first, end = max(last + 1, invoice.issued.toordinal()), last + period + 1
    days.add(first, end, (_FELL_DUE, _turned(invoice.total, rate)))
    for cover in invoice.covers:
        on = cover.on.toordinal()
        if cover.kind is CoverKind.CREDIT:
            days.add(max(first, on), end, (_FELL_DUE, -_turned(cover.amount, rate)))
        elif cover.kind is CoverKind.PAYMENT and on <= last:
            days.add(first, end, (_ON_TIME, _turned(cover.amount, rate)))


def _add_covers(
    days: _Days, invoice: DatedInvoice, rate: Decimal | None, due: int, period: int
) -> None:
    issued = invoice.issued.toordinal()
    for cover in invoice.covers:
        on, amount = cover.on.toordinal(), _turned(cover.amount, rate)
        first = max(on, issued)
        if cover.kind is CoverKind.WRITE_OFF:
            days.add(first, on + period, (_LOST, amount))
            days.add(first, on + YEAR_DAYS, (_LOST_YEAR, amount))
        elif cover.kind is CoverKind.PAYMENT:
            days.add(
                first,
                on + period,
                (_PAID, amount),
                (_PAID_DAYS, amount * (on - issued)),
                (_PAID_TERMS, amount * (due - issued)),
                (_PAID_OVER, amount * max(0, on - due)),
            )


def _add_risk(days: _Days, invoice: DatedInvoice, rate: Decimal | None, due: int) -> None:
    """On the days whose old month is that of the issue, once it is ninety days past due."""
    month = invoice.issued.replace(day=1)
    ripe = due + RISK_DAYS
    first = max(end_of_month(month).toordinal() + COHORT_DAYS, ripe, invoice.issued.toordinal())
    end = end_of_month(months_after(month, 1)).toordinal() + COHORT_DAYS
    if first >= end:
        return
    unpaid = invoice.total
    for cover in invoice.covers:
        if cover.kind is not CoverKind.WRITE_OFF and cover.on.toordinal() <= ripe:
            unpaid -= cover.amount
    billed = (_BILLED, _turned(invoice.total, rate))
    days.add(first, end, billed, (_RISKED, _turned(unpaid, rate)))


def _walk_moved(
    days: _Days, invoice: DatedInvoice, rate: Decimal | None, deadline: Deadline, period: int
) -> None:
    """An invoice whose due date moved: every day by itself, under the date in force then."""
    for n in range(bisect_left(days.ordinals, invoice.issued.toordinal()), len(days.asked)):
        shares = shares_of(invoice, days.asked[n], deadline, period)
        parts = [(_AT[measure], _turned(amount, rate)) for measure, amount in shares.by.items()]
        days.add(days.ordinals[n], days.ordinals[n] + 1, *parts)
        for month, amount in shares.aged.items():
            aged = days.aged[n]
            aged[month] = aged.get(month, _NOTHING) + _turned(amount, rate)


def _walk_credit(days: _Days, credit: DatedCredit, rate: Decimal | None, period: int) -> None:
    first, left = credit.on.toordinal(), credit.amount
    noted = credit.kind is CreditKind.CREDIT_NOTE
    if noted:
        amount = _turned(credit.amount, rate)
        days.add(first, first + period, (_NOTED, amount))
        days.add(first, first + YEAR_DAYS, (_NOTED_YEAR, amount))
    since = first
    used = sorted((max(day.toordinal(), first), part) for day, part in credit.used)
    for day, part in [*used, (_EVER, _NOTHING)]:
        remaining = _turned(left, rate)
        days.add(since, day, (_SPARE, remaining))
        days.add(since + period, _later(day, period), (_SPARE_THEN, remaining))
        since, left = day, left - part
