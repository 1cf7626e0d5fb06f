"""What thirteen weeks bring in from what is open today: low, likely and high, by currency.

Nothing that is not invoiced yet is in it. Likely is each part by its chance. Low and high are the
tenth and the ninetieth of a hundred even courses of events, in which all of one customer's
invoices go early or late together, and customers partly follow a common course. Each course is
laid out by a rule, not drawn.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from plugin.credit.outlook import Expected

WEEKS = 13
#: so many courses of events are laid out
COURSES = 100
#: in so many of a hundred courses a customer follows the common one: more, and four of five weeks
#: of the past lie between low and high too often
TOGETHER = 10
_LOW, _HIGH = 9, 89
_GOLDEN = 0.6180339887498949
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Week:
    """The receipts of the seven days from `start`; low and high leave out one course in ten each.

    They are for this week alone: thirteen lows at once are far less likely than one.
    """

    start: date
    low: Decimal
    likely: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class WeeksAhead:
    """Thirteen weeks of one currency; `later` is expected after them, `unknown` not forecast."""

    currency: str
    weeks: tuple[Week, ...]
    later: Decimal
    unknown: Decimal


def weeks_ahead(parts: Iterable[Expected], on: date) -> tuple[WeeksAhead, ...]:
    """The weeks of each currency, from the Monday of this one; of this week, what is left."""
    by_currency: dict[str, list[Expected]] = defaultdict(list)
    for each in parts:
        by_currency[each.amount.currency].append(each)
    return tuple(_weeks(currency, by_currency[currency], on) for currency in sorted(by_currency))


def _weeks(currency: str, parts: Sequence[Expected], on: date) -> WeeksAhead:
    monday = on - timedelta(days=on.weekday())
    starts = [monday + timedelta(days=7 * week) for week in range(WEEKS)]
    known = [each for each in parts if each.days]
    sums = [0.0] * (WEEKS + 1)
    of_customer: dict[str, list[tuple[float, list[float]]]] = defaultdict(list)
    for each in known:
        amount = float(each.amount.amount)
        shares = _by_week(each, monday)
        for week, share in enumerate(shares):
            sums[week] += amount * share
        of_customer[each.invoice.customer_id].append((amount, list(accumulate(shares))))
    courses = _courses(of_customer)
    weeks = []
    for week, start in enumerate(starts):
        brought = sorted(course[week] for course in courses)
        low = brought[_LOW] if brought else 0.0
        high = brought[_HIGH] if brought else 0.0
        likely = sums[week]
        weeks.append(
            Week(start, _cents(min(low, likely)), _cents(likely), _cents(max(high, likely)))
        )
    unknown = sum((each.amount.amount for each in parts if not each.days), Decimal(0))
    return WeeksAhead(currency, tuple(weeks), _cents(sums[WEEKS]), unknown)


def _by_week(part: Expected, monday: date) -> list[float]:
    """The share of a part that each week brings, and after them the rest."""
    first = monday.toordinal()
    shares = [0.0] * (WEEKS + 1)
    for day, share in part.days:
        shares[min((day - first) // 7, WEEKS)] += share
    return shares


def brought_by(chances: Mapping[str, Iterable[tuple[Decimal, float]]]) -> tuple[Decimal, ...]:
    """What comes in by one day: low, likely and high, by the same courses as the weeks.

    `chances` are, by customer, what is left of each invoice and its chance to be paid by that day.
    """
    of_customer = {
        customer: [(float(amount), [chance, 1.0]) for amount, chance in each]
        for customer, each in chances.items()
    }
    likely = sum(amount * reached[0] for each in of_customer.values() for amount, reached in each)
    brought = sorted(course[0] for course in _courses(of_customer, after=1))
    low, high = min(brought[_LOW], likely), max(brought[_HIGH], likely)
    return tuple(_cents(each) for each in (low, likely, high))


def _courses(
    of_customer: Mapping[str, Sequence[tuple[float, list[float]]]], after: int = WEEKS
) -> list[list[float]]:
    """What each week brings in each course of events, and what comes `after` so many of them.

    In a course every customer stands at one place between their earliest and their latest, all
    places equally often; customers' places are set apart by multiples of the golden ratio.
    """
    courses = [[0.0] * (after + 1) for _ in range(COURSES)]
    for index, customer in enumerate(sorted(of_customer)):
        step = (index + 2) * _GOLDEN % 1
        for number, course in enumerate(courses):
            common = (number + 0.5) / COURSES
            own = (number * step + index * _GOLDEN) % 1
            follows = (number * 37 + index * 61) % 100 < TOGETHER
            place = common if follows else own
            for amount, reached in of_customer[customer]:
                course[min(bisect_left(reached, place), after)] += amount
    return courses


def _cents(amount: float) -> Decimal:
    return Decimal(str(amount)).quantize(_CENT, ROUND_HALF_UP)
