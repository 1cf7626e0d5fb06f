"""When an invoice will be paid: a range of days and the chance of lateness, by a published rule.

The past of this customer, and of the organisation where there is little, as possible days late,
each with its share; what the invoice's age rules out is taken away. Promises, disputes, plans and
pay runs move it in `forecast_moves`. Every constant is fixed and stands in docs/forecast.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from math import sqrt

from plugin.credit.forecast_habit import PSEUDO, Habit
from plugin.credit.forecast_picture import Picture

#: a customer's own payments outweigh those of customers alike from this weight of past on
OWN_FROM = 20.0
#: of all that is possible this share is kept for what the past does not hold
UNHEARD_OF = 0.02
#: an invoice beyond all of the past waits on as long as it has waited, at even odds: further
#: waiting in parts of the wait so far, in twenty steps of equal odds
_STEPS = 20
_WAITS_ON = tuple((step + 0.5) / (_STEPS - step - 0.5) for step in range(_STEPS))
#: the shortest wait that is doubled, and the longest that is added, in days
_LEAST_WAIT, _LONGEST_WAIT = 7, 365
#: the shares of what is possible that a forecast names
QUANTILES = (0.1, 0.5, 0.8, 0.9)

Possible = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Chances:
    """How many days late a customer's next payment may be, each with its share; the rise of these.

    `habit` is None for a customer whose past is not known: then they are everyone's.
    """

    possible: tuple[tuple[float, float], ...]
    habit: Habit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """When an invoice will be paid, as seen on `as_of`: civil days of the organisation.

    Paid by `p10` in one case of ten, by `p50` as likely as not, by `p80` in four of five, by `p90`
    in nine of ten. `late_probability` is the chance that it is paid after its due date. `why` are
    sentences for the owner.
    """

    as_of: date
    p10: date
    p50: date
    p80: date
    p90: date
    late_probability: float
    why: tuple[str, ...] = ()


def chances(habit: Habit | None, picture: Picture) -> Chances:
    """What is possible for a customer's next payment.

    Their own payments, and how those of customers alike stray around the same level, in the
    proportion weight : 20; a little of everyone's, in the proportion 0.3 : weight. Without a past,
    everyone's.
    """
    if habit is None:
        return Chances(tuple((float(days), share) for days, share in picture.everyone), None)
    weight = habit.weight
    everyone = PSEUDO / (weight + PSEUDO)
    # the level itself is known no better than so many payments allow
    widen = sqrt(1 + 1 / (weight + PSEUDO))
    own = (1 - everyone) * weight / (weight + OWN_FROM)
    alike = 1 - everyone - own
    found = [
        (habit.level + stray * widen, share * alike) for stray, share in picture.strays(habit.level)
    ]
    found += [(habit.level + stray * widen, part / weight * own) for stray, part in habit.strays()]
    found += [(float(days), share * everyone) for days, share in picture.everyone]
    return Chances(tuple(sorted(found)), habit)


def left_possible(chances: Chances, *, issued: date, due: date, on: date) -> Possible:
    """What of the possible days late an open invoice's age leaves; shares sum to 1.

    Nothing before the day of issue, and nothing before `on`: what would lie before the issue falls
    on it, what would lie before today is ruled out. Two parts of a hundred are kept for what the
    past does not hold: that it waits on as long as it has waited since its due date, at even odds.
    """
    floor = float((issued - due).days)
    if on <= issued:
        return [(max(days, floor), share) for days, share in chances.possible]
    age = (on - due).days
    left = [(max(days, float(age)), share) for days, share in chances.possible if days > age - 0.5]
    wait = max(_LEAST_WAIT, age)
    unheard = UNHEARD_OF / len(_WAITS_ON)
    left += [(age + min(part * wait, _LONGEST_WAIT), unheard) for part in _WAITS_ON]
    left.sort()
    total = sum(share for _, share in left)
    return [(days, share / total) for days, share in left]


def quantiles(possible: Possible, shares: Sequence[float] = QUANTILES) -> list[float]:
    """The days late by which these shares of the possible lie; between two, in proportion.

    Each possible day stands at the middle of its share. `possible` and `shares` rise.
    """
    reached = accumulate(share for _, share in possible)
    middles = [end - share / 2 for end, (_, share) in zip(reached, possible, strict=True)]
    found: list[float] = []
    at = 0
    for wanted in shares:
        while at < len(middles) and middles[at] < wanted:
            at += 1
        if at == 0:
            found.append(possible[0][0])
        elif at == len(middles):
            found.append(possible[-1][0])
        else:
            (before, _), (after, _) = possible[at - 1], possible[at]
            part = (wanted - middles[at - 1]) / (middles[at] - middles[at - 1])
            found.append(before + part * (after - before))
    return found


def forecast_of(possible: Possible, *, due: date, on: date, why: tuple[str, ...] = ()) -> Forecast:
    """The forecast that these possible days late make; never before `on`."""
    days = [max(on, due + timedelta(days=_nearest(each))) for each in quantiles(possible)]
    late = 1.0 if on > due else sum(share for days_late, share in possible if days_late > 0.5)
    return Forecast(
        as_of=on,
        p10=days[0],
        p50=days[1],
        p80=days[2],
        p90=days[3],
        late_probability=min(1.0, max(0.0, late)),
        why=why,
    )


def _nearest(days: float) -> int:
    """The nearest whole day; halves go to the later."""
    return int((days + 0.5) // 1)
