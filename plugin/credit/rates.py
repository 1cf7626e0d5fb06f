"""Reference rates for interest on late payment, each with its date, source and how sure it is.

Data and its look-up only. A rate that is missing is refused, never guessed and never carried on
from the half-year before; a person may enter one with its source (rule 36).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Reference(StrEnum):
    """Whose rate it is."""

    #: Bank of England, Bank Rate on the last day of the half-year before
    UK_BANK_RATE = "uk_bank_rate"
    #: European Central Bank, main refinancing operations, on the first day of the half-year
    ECB_REFINANCING = "ecb_refinancing"


class Sureness(StrEnum):
    """How well a rate is known: several sources, one of them, or a person's own word."""

    AGREED = "agreed"
    ONE_SOURCE = "one_source"
    ENTERED = "entered"


@dataclass(frozen=True, slots=True)
class ReferenceRate:
    """The rate in per cent a year that is the reference of the half-year beginning `since`."""

    reference: Reference
    since: date
    per_cent: Decimal
    source: str
    sureness: Sureness = Sureness.AGREED


class RateMissing(LookupError):
    """No reference rate is known for a half-year; a person has to enter it with its source."""

    def __init__(self, reference: Reference, since: date) -> None:
        super().__init__(f"no {reference.value} is known for the half-year from {since}")
        self.reference = reference
        self.since = since


def half_year_of(day: date) -> date:
    """1 January or 1 July, whichever began the half-year of a day."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)


def next_half_year(since: date) -> date:
    """The first day of the half-year after the one that began then."""
    return date(since.year, 7, 1) if since.month == 1 else date(since.year + 1, 1, 1)


def rate_for(reference: Reference, day: date, rates: Iterable[ReferenceRate]) -> ReferenceRate:
    """The reference rate of the half-year of a day; what a person entered goes first.

    Raises RateMissing.
    """
    since = half_year_of(day)
    known = [each for each in rates if each.reference is reference and each.since == since]
    if not known:
        raise RateMissing(reference, since)
    return next((each for each in known if each.sureness is Sureness.ENTERED), known[0])


_PAY_ON_TIME = "payontime.co.uk: statutory total less 8 points"


def _uk(year: int, month: int, rate: str, source: str, sureness: Sureness) -> ReferenceRate:
    return ReferenceRate(
        Reference.UK_BANK_RATE, date(year, month, 1), Decimal(rate), source, sureness
    )


#: the house's own list, replaceable rate by rate
PUBLISHED: tuple[ReferenceRate, ...] = (
    _uk(2024, 1, "5.25", _PAY_ON_TIME, Sureness.AGREED),
    _uk(2024, 7, "5.25", _PAY_ON_TIME, Sureness.AGREED),
    _uk(2025, 1, "4.75", "Bank Rate on 31 December 2024", Sureness.ONE_SOURCE),
    _uk(2025, 7, "4.25", "Bank Rate on 30 June 2025", Sureness.ONE_SOURCE),
    _uk(2026, 1, "3.75", "streets.uk: 3.75 % from 18 December 2025", Sureness.AGREED),
    _uk(2026, 7, "3.75", "Bank Rate in June 2026, one secondary source", Sureness.ONE_SOURCE),
    ReferenceRate(
        Reference.ECB_REFINANCING,
        date(2026, 1, 1),
        Decimal("2.15"),
        "getinvoicepdf.com: 10.15 % less 8 points",
        Sureness.ONE_SOURCE,
    ),
    ReferenceRate(
        Reference.ECB_REFINANCING,
        date(2026, 7, 1),
        Decimal("2.40"),
        "getinvoicepdf.com: 10.40 % less 8 points",
        Sureness.ONE_SOURCE,
    ),
)
