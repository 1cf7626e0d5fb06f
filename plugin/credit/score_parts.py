"""The parts of a score as values: points, most points, and the numbers of each part's sentence.

How they are found is in `score`; what they are called to whom is for letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from plugin.credit.account import Rate
from plugin.credit.money import Money


@dataclass(frozen=True, slots=True)
class PaidOnTime:
    """Of the year's money in the base currency, what was paid by its due date."""

    points: int
    on_time: Money
    counted: Money
    invoices: int


@dataclass(frozen=True, slots=True)
class PaidLately:
    """The same of the last 90 days beside the year's; `is_of_year` where these had none."""

    points: int
    on_time: Money
    counted: Money
    year_percent: Decimal
    is_of_year: bool = False


@dataclass(frozen=True, slots=True)
class OldestDebt:
    """How many days late the oldest undisputed debt above tolerance is; 0 = nothing is late."""

    points: int
    days: int
    number: str


@dataclass(frozen=True, slots=True)
class PromisesKept:
    """Of the money promised and fallen due in a year, what came in time; all points without any."""

    points: int
    kept: Money
    fell_due: Money
    whole: int
    counted: int


@dataclass(frozen=True, slots=True)
class HistoryDepth:
    """How many invoices due in the last year were settled by money."""

    points: int
    settled: int


@dataclass(frozen=True, slots=True)
class LimitUsed:
    """Exposure in per cent of the limit; None without a limit, or where it cannot be compared."""

    points: int
    percent: Decimal | None
    has_limit: bool


ScorePart = PaidOnTime | PaidLately | OldestDebt | PromisesKept | HistoryDepth | LimitUsed

#: what each part can give; one hundred together
MOST_POINTS: Mapping[type[ScorePart], int] = {
    PaidOnTime: 40,
    PaidLately: 15,
    OldestDebt: 20,
    PromisesKept: 10,
    HistoryDepth: 10,
    LimitUsed: 5,
}


class ScoreBand(StrEnum):
    """Scores that are expected to lose the same share of what they could owe."""

    BEST = "80 to 100"
    GOOD = "65 to 79"
    FAIR = "50 to 64"
    WEAK = "35 to 49"
    POOR = "0 to 34"
    NONE = "no score yet"


#: from which score on each band begins
BAND_FROM = (
    (80, ScoreBand.BEST),
    (65, ScoreBand.GOOD),
    (50, ScoreBand.FAIR),
    (35, ScoreBand.WEAK),
    (0, ScoreBand.POOR),
)


def band_of(total: int | None) -> ScoreBand:
    """The band of a score; of none where there is not enough history yet."""
    if total is None:
        return ScoreBand.NONE
    return next(band for least, band in BAND_FROM if total >= least)


@dataclass(frozen=True, slots=True)
class Score:
    """The points with their parts; `total` None = not enough history yet, from `counted` invoices.

    `rates` are those that were used, `left_out` the currencies without one (rule 9).
    """

    total: int | None
    parts: tuple[ScorePart, ...]
    counted: int = 0
    look_again_on: date | None = None
    rates: tuple[Rate, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def band(self) -> ScoreBand:
        """Where the score stands among the published bands."""
        return band_of(self.total)
