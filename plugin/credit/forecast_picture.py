"""The organisation as a whole on one day, for forecasts: how far it drifts and scatters, where its
middle lies, and how far payments stray from the usual of customers who pay at about the same pace.

Counted from this organisation's own ledger and from no other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from statistics import median

from plugin.credit.forecast_facts import Settled
from plugin.credit.forecast_habit import LAST, STEP_EVERY, Habit, Usual, habit

#: so many of the organisation's last payments give its middle, and the customers who are looked at
LOOKED_AT = 300
#: no drift, as if three hundred payments a hundred days from their customer's middle had shown none
STILL = 300 * 100.0**2
#: in the drift no payment counts as further from its customer's middle than this many days
_FURTHEST = 30.0
#: no step is larger than this many days, and no scatter smaller
LARGEST_STEP, LEAST_SCATTER = 20.0, 2.0
#: customers are alike who pay within about this many days of each other
ALIKE = 8.0
#: the width of a band of customers, in days
_BAND = 2
#: beyond this many times ALIKE a band counts for nothing
_REACH = 3.0
#: payments stray no further than this many days for what is counted here
_BOUND = 180
#: a scatter is 1.4826 times the middle of how far payments stray, as for a bell curve
_BELL = 1.4826
#: without so many settled invoices nothing is forecast
NEEDED = 5

Strays = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The organisation on a day (`on`, an ordinal); `counted` settled invoices were known.

    `drift` is days later (negative: sooner) a quarter, of one and the same customer. `bands` say
    how far payments stray from the usual, each stray with its share, by the band of the level.
    `everyone` are the days late of the last payments of all, moved by the drift to this day.
    """

    on: int
    counted: int
    drift: float
    usual: Usual
    bands: Mapping[int, Strays]
    everyone: Strays

    def strays(self, level: float) -> Strays:
        """How far payments stray among customers who pay at about this level; shares sum to 1."""
        band = round(level / _BAND)
        if band not in self.bands:
            band = min(self.bands, key=lambda each: (abs(each - band), each))
        return self.bands[band]


def picture(past: Sequence[Settled], on: int) -> Picture | None:
    """The picture from what was settled by a day (an ordinal); None with fewer than five.

    `past` is in the order of issue.
    """
    known = [each for each in past if each.paid <= on and each.issued > on - STEP_EVERY]
    if len(known) < NEEDED:
        return None
    own: dict[str, list[Settled]] = defaultdict(list)
    for each in known:
        own[each.customer_id].append(each)
    slope, gaps = _drift(own.values())
    last = sorted(known, key=lambda each: (each.paid, each))[-LOOKED_AT:]
    moved = [each.late + slope * (on - each.issued) for each in last]
    usual = Usual(
        step=max(-LARGEST_STEP, min(LARGEST_STEP, slope * STEP_EVERY)),
        scatter=max(LEAST_SCATTER, _BELL * median(gaps)),
        middle=median(moved),
        first=known[0].issued,
    )
    looked_at = dict.fromkeys(each.customer_id for each in reversed(last))
    found = (habit(own[customer][-LAST:], on, usual) for customer in looked_at)
    bands = _bands([each for each in found if each is not None], usual.middle)
    return Picture(on, len(known), slope * 91, usual, bands, _shares(moved))


def _shares(moved: Iterable[float]) -> Strays:
    counted = Counter(map(_bound, moved))
    total = counted.total()
    return tuple((days, counted[days] / total) for days in sorted(counted))


def _drift(groups: Iterable[Sequence[Settled]]) -> tuple[float, list[float]]:
    """Days later per day that passes, and how far each payment then strays from its customer.

    The average, over every two payments of one customer, of the change in days late per day
    between them; a pair counts by the square of the days between, and each customer's pairs
    together by the number of their payments. It is believed in the measure in which its square
    exceeds what scatter alone would show.
    """
    along: list[tuple[float, float]] = []
    change = length = 0.0
    for theirs in groups:
        count = len(theirs)
        centre = median(each.late for each in theirs)
        late = [max(-_FURTHEST, min(_FURTHEST, each.late - centre)) for each in theirs]
        late_mean = sum(late) / count
        day_mean = sum(each.issued for each in theirs) / count
        for each, days in zip(theirs, late, strict=True):
            apart, strayed = each.issued - day_mean, days - late_mean
            change += apart * strayed
            length += apart * apart
            along.append((apart, strayed))
    slope = change / (length + STILL)
    gaps = [abs(strayed - slope * apart) for apart, strayed in along]
    chance = (_BELL * median(gaps)) ** 2 / (length + STILL)
    believed = slope * max(0.0, 1 - chance / (slope * slope)) if slope else 0.0
    return believed, gaps


def _bands(habits: Sequence[Habit], middle: float) -> dict[int, Strays]:
    """For each band of levels how payments stray there, nearer bands counting more."""
    held = _held(habits, middle)
    reach = int(_REACH * ALIKE / _BAND)
    found: dict[int, Strays] = {}
    for band in sorted({each + by for each in held for by in range(-reach, reach + 1)}):
        near: dict[int, float] = defaultdict(float)
        for other in range(band - reach, band + reach + 1):
            if other in held:
                closeness = exp(-(((other - band) * _BAND / ALIKE) ** 2) / 2)
                for stray, weight in held[other].items():
                    near[stray] += closeness * weight
        total = sum(near.values())
        found[band] = tuple((stray, near[stray] / total) for stray in sorted(near))
    return found


def _held(habits: Sequence[Habit], middle: float) -> dict[int, dict[int, float]]:
    """How far payments stray, with their weight, by the band of the customer's own level."""
    held: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for each in habits:
        # one payment alone says nothing about straying
        if len(each.past) > 1:
            for stray, weight in each.strays():
                held[round(each.level / _BAND)][_bound(stray)] += weight
    if not held:
        # nobody paid twice: how far customers lie from the middle of all is what there is
        for each in habits:
            for late, weight in each.past:
                held[round(middle / _BAND)][_bound(late - middle)] += weight
    return held


def _bound(stray: float) -> int:
    return max(-_BOUND, min(_BOUND, round(stray)))
