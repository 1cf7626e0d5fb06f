"""What the figures of a day are sums of: the measures, and which part of each one invoice is.

Every measure is a plain sum over invoices and credits, so that a customer, a segment and the
organisation are added up in the same way, in any order. No figure is computed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from plugin.credit.account import CreditKind
from plugin.credit.ageing import bucket_of
from plugin.credit.history import CoverKind
from plugin.credit.ledger_past import DatedCredit, DatedInvoice, LedgerPast
from plugin.credit.months import end_of_month

#: the days of sales and payments that a figure looks back on, as on the overview
PERIOD_DAYS = 90
#: of bad debts
YEAR_DAYS = 365
#: a bucket is thirty days wide, so what stays unpaid rolls into the next within thirty days
ROLL_DAYS = 30
#: an invoice is at risk that is still unpaid so many days after its due date
RISK_DAYS = 90
#: the month that the at-risk rate looks at ended so long ago: sixty days, the longest usual terms,
#: and RISK_DAYS
COHORT_DAYS = 150

_NOTHING = Decimal(0)

#: customer and due date to the last day that counts as paid on time (rule 1)
Deadline = Callable[[str, date], date]


class Measure(StrEnum):
    """One sum. A stock is as at the end of the day; a flow is of the days up to it."""

    # that of an enumeration is written in Python, and members are looked up by the million
    __hash__ = str.__hash__

    CURRENT = "current"
    LATE_1 = "late_1"
    LATE_31 = "late_31"
    LATE_61 = "late_61"
    LATE_91 = "late_91"
    #: unallocated credit notes, overpayments and deposits
    SPARE = "spare"
    #: open interest and fees, outside all other measures (rule 36)
    CHARGED = "charged"
    #: open, and unallocated, when the period began
    OPEN_THEN = "open_then"
    SPARE_THEN = "spare_then"
    #: invoiced in the period, and credit notes of it
    SOLD = "sold"
    NOTED = "noted"
    #: money of the period; and times the days from issue to payment, from issue to due date, and
    #: from due date to payment where that was later
    PAID = "paid"
    PAID_DAYS = "paid_days"
    PAID_TERMS = "paid_terms"
    PAID_OVER = "paid_over"
    #: written off in the period
    LOST = "lost"
    #: invoices whose last day to pay on time lay in the period, less credit; and paid by that day
    FELL_DUE = "fell_due"
    ON_TIME = "on_time"
    #: of 365 days
    SOLD_YEAR = "sold_year"
    NOTED_YEAR = "noted_year"
    LOST_YEAR = "lost_year"
    #: billed in the month that is old enough, and unpaid of it ninety days after the due date
    BILLED = "billed"
    RISKED = "risked"
    #: open thirty days before by bucket, and what of it is now in the next one
    WAS_CURRENT = "was_current"
    WAS_1 = "was_1"
    WAS_31 = "was_31"
    WAS_61 = "was_61"
    ROLLED_CURRENT = "rolled_current"
    ROLLED_1 = "rolled_1"
    ROLLED_31 = "rolled_31"
    ROLLED_61 = "rolled_61"


BUCKET_MEASURES = (
    *(Measure.CURRENT, Measure.LATE_1, Measure.LATE_31, Measure.LATE_61, Measure.LATE_91),
)
WAS_MEASURES = (Measure.WAS_CURRENT, Measure.WAS_1, Measure.WAS_31, Measure.WAS_61)
ROLLED_MEASURES = (
    *(Measure.ROLLED_CURRENT, Measure.ROLLED_1, Measure.ROLLED_31, Measure.ROLLED_61),
)


@dataclass(frozen=True, slots=True)
class Sums:
    """The measures of some customers on a day, all in one currency.

    `aged` is what is open times its days since issue, by the first day of its month of issue.
    """

    by: Mapping[Measure, Decimal] = field(default_factory=dict)
    aged: Mapping[date, Decimal] = field(default_factory=dict)

    def of(self, measure: Measure) -> Decimal:
        """One measure; nothing where nothing was counted."""
        return self.by.get(measure, _NOTHING)

    def total(self, *measures: Measure) -> Decimal:
        """Several measures added up."""
        return sum((self.of(each) for each in measures), _NOTHING)


NO_SUMS = Sums()


def added(parts: Iterable[Sums]) -> Sums:
    """The sums of all of these together."""
    by: dict[Measure, Decimal] = {}
    aged: dict[date, Decimal] = {}
    for part in parts:
        for measure, amount in part.by.items():
            by[measure] = by.get(measure, _NOTHING) + amount
        for month, amount in part.aged.items():
            aged[month] = aged.get(month, _NOTHING) + amount
    return Sums({m: a for m, a in by.items() if a}, {m: a for m, a in aged.items() if a})


def cohort_of(on: date) -> date:
    """The first day of the newest month that ended COHORT_DAYS or more before a day."""
    last = on - timedelta(days=COHORT_DAYS)
    first = last.replace(day=1)
    return first if last == end_of_month(last) else (first - timedelta(days=1)).replace(day=1)


def shares_of(
    invoice: DatedInvoice, on: date, deadline: Deadline, period: int = PERIOD_DAYS
) -> Sums:
    """Which part of each measure one invoice is at the end of a civil day, in its currency.

    Nothing dated after the day is seen, and the due date is the one in force then.
    """
    if invoice.issued > on:
        return NO_SUMS
    balance = invoice.balance_on(on)
    if invoice.is_charge:
        return added([Sums({Measure.CHARGED: balance})])
    due = invoice.due_on(on)
    by = {BUCKET_MEASURES[bucket_of((on - due).days)]: balance}
    began = on - timedelta(days=period)
    by[Measure.OPEN_THEN] = invoice.balance_on(began)
    if invoice.issued > began:
        by[Measure.SOLD] = invoice.total
    if invoice.issued > on - timedelta(days=YEAR_DAYS):
        by[Measure.SOLD_YEAR] = invoice.total
    last = deadline(invoice.customer_id, due)
    if began <= last < on:
        credit = _covered(invoice, on, CoverKind.CREDIT)
        by[Measure.FELL_DUE] = invoice.total - credit
        by[Measure.ON_TIME] = _covered(invoice, last, CoverKind.PAYMENT)
    _add_covers(by, invoice, on, due, period)
    _add_risk(by, invoice, on, due)
    _add_rolled(by, invoice, on, balance)
    aged = {invoice.issued.replace(day=1): balance * (on - invoice.issued).days}
    return added([Sums(by, aged)])


def credit_shares(credit: DatedCredit, on: date, period: int = PERIOD_DAYS) -> Sums:
    """Which part of each measure one credit is at the end of a civil day, in its currency."""
    if credit.on > on:
        return NO_SUMS
    began = on - timedelta(days=period)
    by = {Measure.SPARE: credit.remaining_on(on), Measure.SPARE_THEN: credit.remaining_on(began)}
    if credit.kind is CreditKind.CREDIT_NOTE:
        if credit.on > began:
            by[Measure.NOTED] = credit.amount
        if credit.on > on - timedelta(days=YEAR_DAYS):
            by[Measure.NOTED_YEAR] = credit.amount
    return added([Sums(by)])


def sums_on(
    ledger: LedgerPast, on: date, deadline: Deadline, period: int = PERIOD_DAYS
) -> dict[str, Sums]:
    """The sums of a whole ledger on a day, per currency: the plain definition of every figure."""
    found: dict[str, list[Sums]] = {}
    for invoice in ledger.invoices:
        found.setdefault(invoice.currency, []).append(shares_of(invoice, on, deadline, period))
    for credit in ledger.credits:
        found.setdefault(credit.currency, []).append(credit_shares(credit, on, period))
    whole = {currency: added(parts) for currency, parts in sorted(found.items())}
    return {currency: sums for currency, sums in whole.items() if sums != NO_SUMS}


def _covered(invoice: DatedInvoice, by: date, kind: CoverKind) -> Decimal:
    return sum(
        (each.amount for each in invoice.covers if each.kind is kind and each.on <= by), _NOTHING
    )


def _add_covers(
    by: dict[Measure, Decimal], invoice: DatedInvoice, on: date, due: date, period: int
) -> None:
    """Money and write-offs of the period; a write-off is not money (rule 5)."""
    terms = (due - invoice.issued).days
    for cover in invoice.covers:
        days_ago = (on - cover.on).days
        if days_ago < 0:
            continue
        if cover.kind is CoverKind.WRITE_OFF:
            if days_ago < period:
                by[Measure.LOST] = by.get(Measure.LOST, _NOTHING) + cover.amount
            if days_ago < YEAR_DAYS:
                by[Measure.LOST_YEAR] = by.get(Measure.LOST_YEAR, _NOTHING) + cover.amount
        elif cover.kind is CoverKind.PAYMENT and days_ago < period:
            for measure, times in (
                (Measure.PAID, 1),
                (Measure.PAID_DAYS, (cover.on - invoice.issued).days),
                (Measure.PAID_TERMS, terms),
                (Measure.PAID_OVER, max(0, (cover.on - due).days)),
            ):
                by[measure] = by.get(measure, _NOTHING) + cover.amount * times


def _add_risk(by: dict[Measure, Decimal], invoice: DatedInvoice, on: date, due: date) -> None:
    """What of the month that is old enough was unpaid ninety days after its due date."""
    ripe = due + timedelta(days=RISK_DAYS)
    if invoice.issued.replace(day=1) != cohort_of(on) or ripe > on:
        return
    by[Measure.BILLED] = invoice.total
    paid = _covered(invoice, ripe, CoverKind.PAYMENT)
    by[Measure.RISKED] = invoice.total - paid - _covered(invoice, ripe, CoverKind.CREDIT)


def _add_rolled(
    by: dict[Measure, Decimal], invoice: DatedInvoice, on: date, balance: Decimal
) -> None:
    then = on - timedelta(days=ROLL_DAYS)
    if invoice.issued > then:
        return
    before = bucket_of((then - invoice.due_on(then)).days)
    if before == len(BUCKET_MEASURES) - 1:
        return
    by[WAS_MEASURES[before]] = invoice.balance_on(then)
    if bucket_of((on - invoice.due_on(on)).days) == before + 1:
        by[ROLLED_MEASURES[before]] = balance
