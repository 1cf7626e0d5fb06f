"""What the pictures are drawn from, and the same as tables for those who read.

Plain series of exact figures; how they come about is the business of whoever hands them in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.decisions import BUCKETS
from plugin.credit.money import Money
from plugin.letters.wording import sentence
from plugin.queries.figures import bucket_label
from plugin.queries.tables import Cell, Table, amount, day, days, number, text

_WEEK = timedelta(days=6)
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on which something was changed for everybody, in words."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class AgedMonth:
    """The ageing on the last day of a month, or today: amounts of one currency by bucket.

    `unused` is credit that was not yet put against an invoice, zero or more.
    """

    on: date
    buckets: Mapping[str, Decimal]
    unused: Decimal = _NOTHING

    def of(self, bucket: str) -> Decimal:
        """What stood in a bucket."""
        return self.buckets.get(bucket, _NOTHING)


@dataclass(frozen=True, slots=True)
class WeekAhead:
    """The receipts expected in the seven days from `start`, in one currency."""

    start: date
    low: Decimal
    likely: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class DsoMonth:
    """DSO in days at the end of a month as its two parts; None where there is none, with why."""

    on: date
    best: Decimal | None
    delinquent: Decimal | None
    why_not: str = ""

    @property
    def dso(self) -> Decimal | None:
        """The sum of the parts: DSO = BPDSO + ADD."""
        if self.best is None or self.delinquent is None:
            return None
        return self.best + self.delinquent


@dataclass(frozen=True, slots=True)
class PaidInvoice:
    """One invoice of a customer: how many days after its due date it was paid, or stands open.

    `days_late` is negative before the due date. `promise` is "", "kept" or "broken".
    """

    number: str
    due: date
    days_late: int
    is_open: bool = False
    promise: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change did: days, from `low` to `high`; all None where it cannot be told yet."""

    change: str
    days: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    words: str = ""


def ageing_table(months: Sequence[AgedMonth], currency: str) -> Table:
    """The ageing by month: a column a bucket, credits in their own, and what is left."""

    def row(each: AgedMonth) -> tuple[Cell, ...]:
        parts = [each.of(name) for name in BUCKETS]
        sums = (*parts, -each.unused, sum(parts, _NOTHING) - each.unused)
        return (each.on, *(Money(part, currency) for part in sums))

    return Table(
        f"Ageing by month, {currency}",
        (
            day("As of"),
            *(amount(sentence(bucket_label(name))) for name in BUCKETS),
            amount("Credit not used"),
            amount("Owed in all"),
        ),
        tuple(row(each) for each in months),
        "Unpaid at the end of that day, by days past the due date then in force.",
    )


def receipts_table(weeks: Sequence[WeekAhead], currency: str) -> Table:
    """The expected receipts of each week, and their likely sum so far."""
    so_far = _NOTHING
    rows: list[tuple[Cell, ...]] = []
    for each in weeks:
        so_far += each.likely
        sums = (each.low, each.likely, each.high, so_far)
        rows.append((each.start, each.start + _WEEK, *(Money(part, currency) for part in sums)))
    return Table(
        f"Expected receipts by week, {currency}",
        (
            day("From"), day("To"), amount("Low"), amount("Likely"), amount("High"),
            amount("Likely so far"),
        ),
        rows,
    )  # fmt: skip


def dso_table(months: Sequence[DsoMonth], marks: Sequence[Mark] = ()) -> Table:
    """DSO and its parts by month, and what was changed in it."""
    return Table(
        "DSO and its parts, in days",
        (
            day("As of"), days("DSO"), days("Best possible"), days("Average days delinquent"),
            text("Changed in that month"),
        ),
        tuple(
            (
                each.on,
                f"n/a: {each.why_not}" if each.dso is None else each.dso,
                *("n/a" if part is None else part for part in (each.best, each.delinquent)),
                "; ".join(
                    mark.words
                    for mark in marks
                    if (mark.on.year, mark.on.month) == (each.on.year, each.on.month)
                ),
            )
            for each in months
        ),
        "DSO is owed over sales times days; best possible counts only what is not yet due; "
        "average days delinquent is the difference.",
    )  # fmt: skip


def punctuality_table(invoices: Sequence[PaidInvoice]) -> Table:
    """How early or late each invoice was paid."""
    return Table(
        "The last invoices",
        (text("Invoice"), day("Due"), number("Days after due"), text("State"), text("Promise")),
        tuple(
            (each.number, each.due, each.days_late, "open" if each.is_open else "paid",
             each.promise)
            for each in invoices
        ),
        "Days from the due date to payment; before it they are negative. What is open is as of "
        "today.",
    )  # fmt: skip


def effect_table(effects: Sequence[Effect]) -> Table:
    """What each change did in days, with its interval, or why it cannot be told yet."""
    return Table(
        "What changes did",
        (text("Change"), days("Days"), days("From"), days("To"), text("In words")),
        tuple((each.change, each.days, each.low, each.high, each.words) for each in effects),
        "Days later (or, below zero, sooner) that customers pay than they would have.",
    )
