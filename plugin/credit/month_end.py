"""What a month's page says of the books, as of its last day: owed, late, received, who stands out.

One currency, from the dated ledger alone; figures and forecasts of the month are found elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from plugin.credit.decisions import BUCKETS
from plugin.credit.history import CoverKind
from plugin.credit.ledger_past import DatedInvoice, LedgerPast

#: customers who are named on the page
STAND_OUT = 5
_NOTHING = Decimal(0)
_LAST_DAYS = (0, 30, 60, 90)


@dataclass(frozen=True, slots=True)
class StandsOut:
    """A customer to look at: late at the month's end, and what changed since the month before.

    `weight` is what is late times the days it is late, by which they are ordered.
    """

    customer_id: str
    name: str
    late: Decimal
    oldest_days: int
    late_before: Decimal
    paid: Decimal
    weight: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthEnd:
    """The books of one currency at the end of a civil day, and the money of its month.

    `owed` is gross of `unused` credit, and with interest and fees; `buckets` are in the order of
    the ageing. `received` is money paid on invoices in the month; write-offs are none (rule 5), and
    what was paid of interest and fees stands outside (rule 36).
    """

    first: date
    last: date
    currency: str
    owed: Decimal
    late: Decimal
    buckets: tuple[Decimal, ...]
    unused: Decimal
    owed_before: Decimal
    late_before: Decimal
    received: Decimal
    written_off: Decimal
    stand_out: tuple[StandsOut, ...]


@dataclass(slots=True)
class _Sum:
    """What is being added up of one customer."""

    late: Decimal = _NOTHING
    late_before: Decimal = _NOTHING
    paid: Decimal = _NOTHING
    weight: Decimal = _NOTHING
    oldest: int = 0


@dataclass(slots=True)
class _Count:
    """What is being added up of all."""

    owed: Decimal = _NOTHING
    owed_before: Decimal = _NOTHING
    received: Decimal = _NOTHING
    written_off: Decimal = _NOTHING
    buckets: list[Decimal] = field(default_factory=lambda: [_NOTHING] * len(BUCKETS))
    customers: dict[str, _Sum] = field(default_factory=dict)


def month_end(past: LedgerPast, *, before: date, last: date, currency: str) -> MonthEnd:
    """The month that ends on `last` and begins on the day after `before`, in one currency.

    Late from the day after the due date then in force (rule 1). Customers stand out by what is
    late times the days it is late; nobody does who owes nothing late.
    """
    count = _Count()
    for invoice in past.invoices:
        if invoice.currency == currency and invoice.issued <= last:
            _add(count, invoice, before, last)
    unused = sum(
        (each.remaining_on(last) for each in past.credits if each.currency == currency), _NOTHING
    )
    return MonthEnd(
        first=date.fromordinal(before.toordinal() + 1),
        last=last,
        currency=currency,
        owed=count.owed,
        late=sum(count.buckets[1:], _NOTHING),
        buckets=tuple(count.buckets),
        unused=unused,
        owed_before=count.owed_before,
        late_before=sum((each.late_before for each in count.customers.values()), _NOTHING),
        received=count.received,
        written_off=count.written_off,
        stand_out=_stand_out(count.customers, past),
    )


def _add(count: _Count, invoice: DatedInvoice, before: date, last: date) -> None:
    money = written_off = _NOTHING
    for cover in invoice.covers:
        if before < cover.on <= last:
            if cover.kind is CoverKind.PAYMENT:
                money += cover.amount
            elif cover.kind is CoverKind.WRITE_OFF:
                written_off += cover.amount
    now, then = invoice.balance_on(last), invoice.balance_on(before)
    if not (money or written_off or now or then):
        return
    if not invoice.is_charge:
        count.received += money
    count.written_off += written_off
    count.owed += now
    count.owed_before += then
    theirs = count.customers.setdefault(invoice.customer_id, _Sum())
    theirs.paid += money
    days = (last - invoice.due_on(last)).days
    count.buckets[_bucket(days)] += now
    if days > 0 and now > 0:
        theirs.late += now
        theirs.weight += now * days
        theirs.oldest = max(theirs.oldest, days)
    if then > 0 and invoice.due_on(before) < before:
        theirs.late_before += then


def _bucket(days_late: int) -> int:
    return next((at for at, last in enumerate(_LAST_DAYS) if days_late <= last), len(_LAST_DAYS))


def _stand_out(customers: dict[str, _Sum], past: LedgerPast) -> tuple[StandsOut, ...]:
    known = past.customers or {}
    found = (
        StandsOut(
            customer_id=id_,
            name=known[id_].name if id_ in known else id_,
            late=each.late,
            oldest_days=each.oldest,
            late_before=each.late_before,
            paid=each.paid,
            weight=each.weight,
        )
        for id_, each in customers.items()
        if each.late > 0
    )
    return _heaviest(found)


def _heaviest(found: Iterable[StandsOut]) -> tuple[StandsOut, ...]:
    return tuple(sorted(found, key=lambda each: (-each.weight, each.name)))[:STAND_OUT]


def currencies_open(past: LedgerPast, last: date) -> tuple[str, ...]:
    """The currencies in which anything was open at the end of a day, the base currency first."""
    found = {
        each.currency
        for each in past.invoices
        if each.issued <= last and each.balance_on(last) != 0
    }
    others = sorted(found - {past.base_currency})
    return (past.base_currency, *others)
