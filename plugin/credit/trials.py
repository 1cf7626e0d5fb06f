"""A trial of a policy: similar customers in pairs, one of each switching first. It sends nothing.

How the pairs are made: within each segment customers stand in order of their sales of a year; from
the top, every four neighbours are put in order of their past lateness, and the first two make a
pair and the last two. So the two of a pair are of one segment, of like size and of like habit.
Who is left over without a partner stays under the old policy and is not counted.

Who of a pair switches first, and in which group the pair starts, says a keyed hash of their ids
that is handed in: the key stands on the page, so that anybody can reckon it again, and nobody
could choose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from plugin.credit.lateness import HORIZON

#: weeks between the two of a pair: more than the horizon, so that something is compared
LEAST_WEEKS, USUAL_WEEKS, MOST_WEEKS = 8, 12, 26
#: groups of pairs that start one after the other, and the days between them
MOST_GROUPS, STAGGER_DAYS = 4, 14
#: pairs without which nothing could ever be told
NEEDED_PAIRS = 6
#: of the past that the change is measured against: due dates in so many days before the horizon
BASELINE_DAYS = 182
#: invoices that must have fallen due in them, or a customer has no past to compare with
NEEDED_INVOICES = 2

_NEIGHBOURS = 4
_NOTHING = Decimal(0)

#: a whole number from a text, always the same for the same text
Draw = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer who may be in a trial: sales of a year in base currency, past days late."""

    customer_id: str
    segment: str
    sales: Decimal
    late: Decimal


@dataclass(frozen=True, slots=True)
class TrialDates:
    """When a trial starts, in how many groups, and how many weeks the second of a pair waits."""

    starts_on: date
    weeks: int = USUAL_WEEKS
    groups: int = 1

    def __post_init__(self) -> None:
        if not LEAST_WEEKS <= self.weeks <= MOST_WEEKS:
            raise ValueError(f"a trial compares for {LEAST_WEEKS} to {MOST_WEEKS} weeks")
        if not 1 <= self.groups <= MOST_GROUPS:
            raise ValueError(f"a trial starts in 1 to {MOST_GROUPS} groups")

    def first_of(self, group: int) -> date:
        """The day on which the first of each pair of a group switches."""
        return self.starts_on + timedelta(days=STAGGER_DAYS * group)

    def second_of(self, group: int) -> date:
        """The day on which the second follows."""
        return self.first_of(group) + timedelta(weeks=self.weeks)


@dataclass(frozen=True, slots=True)
class TrialPlace:
    """Where a customer stands in a trial: the pair, whether they switch first, and on which day."""

    candidate: Candidate
    pair: int
    is_first: bool
    switch_on: date


@dataclass(frozen=True, slots=True)
class Balance:
    """How alike the two sides are: one figure of those who switch first, and of the others."""

    customers: int
    sales: Decimal
    late: Decimal


def allot(candidates: Iterable[Candidate], dates: TrialDates, draw: Draw) -> tuple[TrialPlace, ...]:
    """Every customer's place, pair by pair. The order of the candidates does not matter."""
    pairs = [_in_drawn_order(pair, draw) for pair in _pairs(candidates)]
    places: list[TrialPlace] = []
    for number, ((first, second), group) in enumerate(
        zip(pairs, _groups(pairs, dates.groups, draw), strict=True)
    ):
        places.append(TrialPlace(first, number, True, dates.first_of(group)))
        places.append(TrialPlace(second, number, False, dates.second_of(group)))
    return tuple(places)


def balance(places: Sequence[TrialPlace]) -> tuple[Balance, Balance]:
    """Average sales and average days late of those who switch first, and of those who follow."""
    first = [each.candidate for each in places if each.is_first]
    return _balance(first), _balance([each.candidate for each in places if not each.is_first])


def baseline(switch_on: date) -> tuple[date, date]:
    """Due dates of the past that a pair's change is measured against: from, and up to before.

    Their horizon had passed before the first of the pair switched.
    """
    until = switch_on - timedelta(days=HORIZON)
    return until - timedelta(days=BASELINE_DAYS), until


def compared(first_on: date, second_on: date, on: date) -> tuple[date, date]:
    """Due dates in which a pair is compared, from and up to before, as far as `on` can say.

    From the first one's switch on; their whole horizon passed while the second had not switched.
    """
    ends = min(second_on, on + timedelta(days=1)) - timedelta(days=HORIZON)
    return first_on, max(first_on, ends)


def _pairs(candidates: Iterable[Candidate]) -> list[tuple[Candidate, Candidate]]:
    ordered = sorted(candidates, key=lambda each: (each.segment, -each.sales, each.customer_id))
    pairs: list[tuple[Candidate, Candidate]] = []
    for _, of_segment in groupby(ordered, key=lambda each: each.segment):
        theirs = list(of_segment)
        for start in range(0, len(theirs), _NEIGHBOURS):
            like = sorted(
                theirs[start : start + _NEIGHBOURS], key=lambda each: (each.late, each.customer_id)
            )
            pairs.extend(zip(like[::2], like[1::2], strict=False))
    return pairs


def _in_drawn_order(pair: tuple[Candidate, Candidate], draw: Draw) -> tuple[Candidate, Candidate]:
    one, other = sorted(pair, key=lambda each: each.customer_id)
    odd = draw(f"first {one.customer_id} {other.customer_id}") % 2
    return (other, one) if odd else (one, other)


def _groups(pairs: Sequence[tuple[Candidate, Candidate]], groups: int, draw: Draw) -> list[int]:
    """Neighbouring pairs are dealt out over the groups, so that every group is like the others."""
    found = [0] * len(pairs)
    for start in range(0, len(pairs), groups):
        these = range(start, min(start + groups, len(pairs)))
        drawn: Mapping[int, int] = {
            at: draw(f"group {pairs[at][0].customer_id} {pairs[at][1].customer_id}") for at in these
        }
        for group, at in enumerate(sorted(these, key=lambda place: (drawn[place], place))):
            found[at] = group
    return found


def _balance(those: Sequence[Candidate]) -> Balance:
    if not those:
        return Balance(0, _NOTHING, _NOTHING)
    number = len(those)
    return Balance(
        number,
        sum((each.sales for each in those), _NOTHING) / number,
        sum((each.late for each in those), _NOTHING) / number,
    )
