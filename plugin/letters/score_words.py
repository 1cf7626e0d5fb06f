"""The score in words: what each part is called, its sentence with numbers, what would change it.

For the business's own screens only: no customer and no note in the ledger ever sees a score.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from plugin.credit.loss_budget import LOSS_PER_CENT
from plugin.credit.score_changes import (
    ExposureDown,
    OneMoreLate,
    OnTimeFromNow,
    PayWhatIsLate,
    ScoreChange,
    TimePasses,
)
from plugin.credit.score_parts import (
    MOST_POINTS,
    HistoryDepth,
    LimitUsed,
    OldestDebt,
    PaidLately,
    PaidOnTime,
    PromisesKept,
    ScoreBand,
    ScorePart,
)
from plugin.letters.wording import counted, dated, days, listed, money, sentence

PART_NAMES: Mapping[type[ScorePart], str] = MappingProxyType(
    {
        PaidOnTime: "Paid on time",
        PaidLately: "Lately",
        OldestDebt: "Oldest debt",
        PromisesKept: "Promises",
        HistoryDepth: "History",
        LimitUsed: "Use of the limit",
    }
)

_NO_RATE = "What is owed cannot be compared with the limit: the ledger has used no rate."

#: the published rule of each part, in one sentence
PART_RULES: Mapping[type[ScorePart], str] = MappingProxyType(
    {
        PaidOnTime: (
            "40 × the share of the year’s money that was paid by its due date, or on the next "
            "working day where that is none. Written off counts as never paid; what is disputed "
            "and small residues count on neither side."
        ),
        PaidLately: (
            "15 × the same share of the last 90 days; of the year where nothing fell due or came "
            "in these days."
        ),
        OldestDebt: "20 with nothing late; 15 from one day late, 10 from 15, 5 from 31, 0 from 61.",
        PromisesKept: (
            "10 × the share of the money promised and fallen due in a year that came in time; 10 "
            "where nothing was promised."
        ),
        HistoryDepth: "1 for each invoice due in the last year that money has settled, at most 10.",
        LimitUsed: (
            "5 up to 80 % of the limit, 3 up to 100 %, 0 above it or where it cannot be compared; "
            "5 without a limit, because unset is not zero."
        ),
    }
)


def most_points(part: ScorePart) -> int:
    """What the part could give."""
    return MOST_POINTS[type(part)]


def part_words(part: ScorePart) -> str:
    """The sentence of a part with its numbers."""
    match part:
        case OldestDebt(_, 0, _):
            return "Nothing is late."
        case OldestDebt(_, late, number):
            return f"{number} is {days(late)} late."
        case HistoryDepth(_, settled):
            return f"{sentence(counted(settled, 'invoice'))} of the last year settled by money."
        case LimitUsed(_, percent, has_limit):
            if percent is not None:
                return f"{percent.normalize():f} % of the limit is used."
            return _NO_RATE if has_limit else "No limit is set, so there is nothing to be over."
        case _:
            return _money_words(part)


def _money_words(part: PaidOnTime | PaidLately | PromisesKept) -> str:
    match part:
        case PaidOnTime(_, on_time, in_all, invoices):
            return (
                f"{money(on_time)} of {money(in_all)} in a year was paid on time, over "
                f"{counted(invoices, 'invoice')}."
            )
        case PaidLately(_, _, _, year, True):
            return f"Nothing fell due or came in 90 days, so the year’s {year} % stands."
        case PaidLately(_, on_time, in_all, year, _):
            return (
                f"{money(on_time)} of {money(in_all)} in the last 90 days was paid on time; "
                f"{year} % in the year."
            )
        case PromisesKept(_, _, _, _, 0):
            return "No promise has fallen due in a year."
        case PromisesKept(_, kept, fell_due, whole, promises):
            return (
                f"{money(kept)} of {money(fell_due)} promised in a year came in time; "
                f"{whole} of {counted(promises, 'promise')} kept whole."
            )


def too_little_words(counted_invoices: int, needed: int) -> str:
    """Why there is no score yet."""
    seen = "none" if counted_invoices == 0 else f"only {counted(counted_invoices, 'invoice')}"
    return (
        f"Not enough history yet: of the last year {seen} fell due or was paid, and a score "
        f"needs {needed}."
    )


def change_words(change: ScoreChange) -> str:
    """What would change the score, without its points."""
    match change:
        case PayWhatIsLate(amounts, numbers):
            which = numbers[0] if len(numbers) == 1 else f"the {counted(len(numbers), 'invoice')}"
            owed = listed([money(each) for each in amounts])
            return f"{which}, now late, paid today ({owed})"
        case OnTimeFromNow(count):
            return f"the next {counted(count, 'invoice')} paid on time"
        case ExposureDown(by):
            return f"{money(by)} less owed, so that at most 80 % of the limit is used"
        case OneMoreLate(by_days):
            return f"the next invoice {days(by_days)} late"
        case TimePasses(on):
            return f"nothing but time, by {dated(on)}"


def band_words(band: ScoreBand) -> str:
    """The band with its published share."""
    return f"{band.value}: {LOSS_PER_CENT[band].normalize():f} % expected to be lost in a year"
