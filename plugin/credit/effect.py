"""What a trial shows: days and money with a range, or that it cannot tell yet, and how long still.

The effect on a pair is a difference of differences: how much later or sooner than before the one
who had switched paid, less the same of the one who had not. Over all pairs it is averaged, each
weighing as much as its sales, and its range is that of `plugin.credit.typical`: which of the two
switched first was decided as by a coin, so a pair's error is as likely so far up as down.

Until the comparison is complete a change counts as seen only if a range of 99 per cent lies off
zero: who looks every morning at one of 90 would sooner or later see something that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from plugin.credit.lateness import HORIZON, FellDue, Lateness, lateness
from plugin.credit.trials import TrialPlace, baseline, compared
from plugin.credit.typical import Range, typical_range

#: a change of fewer days than this is taken for none
MATTERS = Decimal(2)
#: no waiting time longer than this is named
MOST_WEEKS = 104
PERCENT, EARLY_PERCENT = 90, 99

_YEAR = Decimal(365)
_TENTH = Decimal("0.1")


class Verdict(StrEnum):
    """What may be said of a change by now."""

    SOONER = "sooner"
    LATER = "later"
    NOTHING_SEEN = "nothing_seen"
    CANNOT_TELL = "cannot_tell"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class Side:
    """One of a pair: average days late before, and while the pair was compared."""

    customer_id: str
    before: Lateness | None
    after: Lateness | None

    @property
    def change(self) -> Decimal | None:
        """Days by which they pay later than before, negative = sooner; None where unknown."""
        if self.before is None or self.after is None:
            return None
        return self.after.days - self.before.days


@dataclass(frozen=True, slots=True)
class PairSeen:
    """A pair and what it shows; `sales` of a year, of both, is its weight."""

    pair: int
    first: Side
    second: Side
    sales: Decimal

    @property
    def effect(self) -> Decimal | None:
        """Change of the one who switched less that of the one who had not."""
        first, second = self.first.change, self.second.change
        return None if first is None or second is None else first - second


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialResult:
    """What a trial shows on a day. Days are negative where customers pay sooner.

    `released` is cash in base currency, with its range; `weeks_more` is None where it is complete,
    or where more than `MOST_WEEKS` would be needed.
    """

    verdict: Verdict
    pairs: tuple[PairSeen, ...]
    days: Range | None
    released: Range | None
    daily_sales: Decimal
    is_complete: bool
    weeks_more: int | None

    @property
    def counted(self) -> int:
        """Pairs of which both sides can be compared."""
        return sum(1 for each in self.pairs if each.effect is not None)


def result(places: Sequence[TrialPlace], fallen: Iterable[FellDue], on: date) -> TrialResult:
    """What a trial shows at the end of a civil day; `fallen` are its customers' invoices."""
    by_customer: dict[str, list[FellDue]] = {}
    for each in fallen:
        by_customer.setdefault(each.customer_id, []).append(each)
    pairs = _pairs(places, by_customer, on)
    last = max((place.switch_on for place in places), default=on)
    is_complete = on >= last
    seen = [(pair.effect, pair.sales) for pair in pairs if pair.effect is not None]
    shown = typical_range(seen, percent=PERCENT)
    sure = shown if is_complete else typical_range(seen, percent=EARLY_PERCENT)
    daily = sum((pair.sales for pair in pairs), Decimal(0)) / _YEAR
    verdict = _verdict(shown, sure, is_complete=is_complete)
    return TrialResult(
        verdict=verdict,
        pairs=pairs,
        days=shown,
        released=_released(shown, daily),
        daily_sales=daily,
        is_complete=is_complete,
        weeks_more=_weeks_more(shown, verdict, places, on),
    )


def _verdict(shown: Range | None, sure: Range | None, *, is_complete: bool) -> Verdict:
    if shown is None:
        return Verdict.CANNOT_TELL if is_complete else Verdict.TOO_EARLY
    if sure is not None and sure.is_off_zero:
        return Verdict.SOONER if sure.high < 0 else Verdict.LATER
    return Verdict.NOTHING_SEEN if shown.half <= MATTERS else Verdict.CANNOT_TELL


def _weeks_more(
    shown: Range | None, verdict: Verdict, places: Sequence[TrialPlace], on: date
) -> int | None:
    """How many more weeks would tell, by a stated rule.

    A range narrows as one over the root of what was counted, and that grows evenly with the weeks
    compared. A change of the size seen now (at least `MATTERS`) is told from nothing once half the
    range is no wider than it: the weeks compared so far, times the square of how many times too
    wide it is, less those weeks. With no range yet: until four weeks of every pair are counted.
    """
    if verdict not in (Verdict.CANNOT_TELL, Verdict.TOO_EARLY):
        return None
    spans = [_weeks_compared(first, second, on) for first, second in _dates(places)]
    weeks = sum(spans, Decimal(0)) / len(spans) if spans else Decimal(0)
    if shown is None or not weeks:
        starts = [first + timedelta(weeks=4) for first, second in _dates(places)]
        ready = max((compared_when(day) for day in starts), default=on)
        return max(1, -(-(ready - on).days // 7)) if ready > on else None
    wanted = max(abs(shown.middle), MATTERS)
    more = weeks * ((shown.half / wanted) ** 2 - 1)
    found = int(max(more, Decimal(1)).to_integral_value(ROUND_CEILING))
    return found if found <= MOST_WEEKS else None


def compared_when(due: date) -> date:
    """The day on which an invoice due then can be counted."""
    return due + timedelta(days=HORIZON)


def _dates(places: Sequence[TrialPlace]) -> list[tuple[date, date]]:
    first = {each.pair: each.switch_on for each in places if each.is_first}
    second = {each.pair: each.switch_on for each in places if not each.is_first}
    return [(first[pair], second[pair]) for pair in sorted(first.keys() & second.keys())]


def _weeks_compared(first: date, second: date, on: date) -> Decimal:
    since, until = compared(first, second, on)
    return Decimal((until - since).days) / 7


def _pairs(
    places: Sequence[TrialPlace], by_customer: Mapping[str, Sequence[FellDue]], on: date
) -> tuple[PairSeen, ...]:
    firsts = {each.pair: each for each in places if each.is_first}
    seconds = {each.pair: each for each in places if not each.is_first}
    found: list[PairSeen] = []
    for pair in sorted(firsts.keys() & seconds.keys()):
        first, second = firsts[pair], seconds[pair]
        look = _looking(first.switch_on, second.switch_on, on)
        ours = (first.candidate, second.candidate)
        sides = [look(each.customer_id, by_customer.get(each.customer_id, ())) for each in ours]
        found.append(PairSeen(pair, sides[0], sides[1], ours[0].sales + ours[1].sales))
    return tuple(found)


def _looking(first_on: date, second_on: date, on: date) -> Callable[[str, Sequence[FellDue]], Side]:
    past, now = baseline(first_on), compared(first_on, second_on, on)

    def look(customer_id: str, fallen: Sequence[FellDue]) -> Side:
        return Side(
            customer_id,
            lateness(fallen, since=past[0], until=past[1]),
            lateness(fallen, since=now[0], until=now[1]),
        )

    return look


def _released(days: Range | None, daily: Decimal) -> Range | None:
    """Cash released: days sooner times sales of a day, and so for both ends of the range."""
    if days is None:
        return None
    return Range(-days.middle * daily, -days.high * daily, -days.low * daily, days.percent)


def rounded(days: Decimal) -> Decimal:
    """Days to a tenth, as they are shown."""
    return days.quantize(_TENTH)
