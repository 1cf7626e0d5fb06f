"""What the page of a month says, as plain values: figures that are n/a carry their reason.

All amounts of the page are in its one currency; other currencies have one line each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plugin.credit.money import Money
from plugin.credit.month_end import MonthEnd

#: decisions that are written out; the rest is counted
DECISIONS = 6


@dataclass(frozen=True, slots=True)
class Known:
    """A figure in days, or why there is none."""

    value: Decimal | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class DsoAt:
    """DSO and its parts at the end of one month, in days."""

    on: date
    dso: Known
    best: Known
    delinquent: Known


@dataclass(frozen=True, slots=True)
class Expected:
    """Receipts of a month as forecast on the day before it began; or why there is no forecast.

    The low amount is reached in nine months of ten, the high one in one of ten.
    """

    low: Money | None = None
    likely: Money | None = None
    high: Money | None = None
    why_not: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is a forecast."""
        return self.likely is not None


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision of a person, in words."""

    on: date
    words: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFacts:
    """The page of one month of an organisation.

    `trend` are the ends of the last twelve months, this one last. `is_over` says whether the month
    has ended; before that the page is as of `books.last`. `decided_in_all` counts what `decided`
    writes out the newest of.
    """

    organisation: str
    books: MonthEnd
    is_over: bool
    trend: tuple[DsoAt, ...]
    expected: Expected
    next_month: Expected
    decided: tuple[Decided, ...]
    decided_in_all: int
    others: tuple[MonthEnd, ...] = ()
