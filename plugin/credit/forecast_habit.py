"""How one customer pays at present: their usual days late, and how far single payments stray.

A published rule with fixed constants over counted days; nothing is trained. In words: people
change how they pay in steps (a new bookkeeper, a direct debit), about once in two years. So every
moment at which this customer may have changed is tried: what was paid before it is moved by the
usual step of the organisation, and the try counts by how little scatter it leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, sqrt

from plugin.credit.forecast_facts import Settled

#: days in which a customer changes how they pay about once; what is older is not looked at
STEP_EVERY = 720
#: so many of a customer's own settled invoices are looked at, the newest
LAST = 45
#: days after which a payment counts half as much as one of today
HALF_LIFE = 365.0
#: the organisation's middle counts as this part of one payment of the customer's own
PSEUDO = 0.3
#: a payment further than this many days from the usual pulls on it no harder than at this distance
PULL = 12.0
#: scatter up to this many times the usual one speaks against a try by its square, beyond by its
#: distance: one odd payment does not prove a change
MISFIT = 1.5
#: the chance that a customer never changed is at least this
NEVER = 0.03
#: a step smaller than this many days is none
LEAST_STEP = 0.5
#: two payments of one day still leave this part of a day in which something may have changed
_LEAST_GAP = 0.3
#: so often the usual is drawn towards the middle of what is pulled at, from one try to the next
_PULLS = 3


@dataclass(frozen=True, slots=True)
class Usual:
    """What a habit is judged beside: the organisation's drift, scatter and middle on a day.

    `step` is the days by which a customer who changed pays later (negative: sooner) than before;
    `scatter` how far a payment usually strays, in days; `middle` the middle days late of all; and
    `first` the ordinal of the first day of which anything is known.
    """

    step: float
    scatter: float
    middle: float
    first: int


@dataclass(frozen=True, slots=True)
class Habit:
    """A customer's usual days late on a day, and their past payments as they would fall today.

    `past` are pairs of days late (moved by the step in the measure in which it is believed to have
    come since) and weight; `changed` is that measure for the oldest of them, from 0 to 1.
    """

    level: float
    past: tuple[tuple[float, float], ...]
    changed: float

    @property
    def weight(self) -> float:
        """How much of a past there is; one payment of today is 1."""
        return sum(weight for _, weight in self.past)

    def strays(self) -> list[tuple[float, float]]:
        """How far each payment lay from the usual, with its weight.

        Widened because the usual was drawn from the same payments: n of them stray from their own
        middle by sqrt((n - 1) / n) too little.
        """
        count = len(self.past)
        widen = sqrt(count / (count - 1)) if count > 1 else 1.0
        return [((late - self.level) * widen, weight) for late, weight in self.past]


def habit(own: Sequence[Settled], on: int, usual: Usual) -> Habit | None:
    """The habit of a customer on a day (an ordinal), from what was settled by then.

    `own` are theirs, oldest issue first. None where nothing of the last two years is known.
    """
    recent = [each for each in own if on - STEP_EVERY < each.issued <= on and each.paid <= on]
    recent = recent[-LAST:]
    if not recent:
        return None
    weights = [0.5 ** ((on - each.issued) / HALF_LIFE) for each in recent]
    late = [float(each.late) for each in recent]
    if abs(usual.step) < LEAST_STEP:
        level = _level(late, weights, usual.middle, _mean(late, weights, usual.middle), 2 * _PULLS)
        return Habit(level, tuple(zip(late, weights, strict=True)), 0.0)
    levels, beliefs = _tries(recent, late, weights, on, usual)
    level = sum(each * belief for each, belief in zip(levels, beliefs, strict=True))
    since, moved = 1.0, []
    for index, days in enumerate(late):
        # the try number `index` holds that the change came before this payment
        since -= beliefs[index]
        moved.append((days + usual.step * max(since, 0.0), weights[index]))
    return Habit(level, tuple(moved), max(1.0 - beliefs[0], 0.0))


def _tries(
    recent: Sequence[Settled], late: list[float], weights: list[float], on: int, usual: Usual
) -> tuple[list[float], list[float]]:
    """For each number of payments before the change: the level it leads to, and its belief."""
    chances = _chances(recent, on, usual.first)
    values = list(late)
    level = _mean(values, weights, usual.middle)
    levels: list[float] = []
    misfits: list[float] = []
    for before in range(len(values) + 1):
        if before:
            values[before - 1] += usual.step
        level = _level(values, weights, usual.middle, level, _PULLS)
        levels.append(level)
        misfits.append(_misfit(values, level, usual.scatter))
    least = min(misfits)
    beliefs = [
        chance * exp(least - misfit) for chance, misfit in zip(chances, misfits, strict=True)
    ]
    total = sum(beliefs)
    return levels, [each / total for each in beliefs]


def _chances(recent: Sequence[Settled], on: int, first: int) -> list[float]:
    """How likely a change is between each two payments, before anything is seen: by the days."""
    edges = [max(min(first, recent[0].issued), on - STEP_EVERY)]
    edges += [each.issued for each in recent]
    edges.append(on)
    chances = [
        max(float(after - before), _LEAST_GAP) / STEP_EVERY for before, after in pairwise(edges)
    ]
    # a change before the first payment, and none at all, look the same
    chances[0] += max(1.0 - sum(chances), NEVER)
    return chances


def _mean(values: Sequence[float], weights: Sequence[float], middle: float) -> float:
    total = sum(value * weight for value, weight in zip(values, weights, strict=True))
    return (total + PSEUDO * middle) / (sum(weights) + PSEUDO)


def _level(
    values: Sequence[float], weights: Sequence[float], middle: float, start: float, pulls: int
) -> float:
    """The middle at which all payments, none pulling harder than at `PULL` days, balance."""
    level = start
    for _ in range(pulls):
        gap = abs(middle - level)
        share = PSEUDO if gap <= PULL else PSEUDO * PULL / gap
        total, weighted = share, share * middle
        for value, weight in zip(values, weights, strict=True):
            gap = abs(value - level)
            share = weight if gap <= PULL else weight * PULL / gap
            total += share
            weighted += share * value
        level = weighted / total
    return level


def _misfit(values: Sequence[float], level: float, scatter: float) -> float:
    """How badly a try explains the past, in halves of squared scatters."""
    bound, misfit = MISFIT * scatter, 0.0
    half = 0.5 * bound * bound
    for value in values:
        gap = abs(value - level)
        misfit += 0.5 * gap * gap if gap < bound else bound * gap - half
    return misfit / (scatter * scatter)
