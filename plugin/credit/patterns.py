"""Who pays late when: lateness by weekday due, month end, size, terms and salesperson.

Each group is held against the others. Where a customer has invoices both inside a group and
outside, the two are compared within that customer, so that a bad payer who always buys on Mondays
does not spoil Mondays; of terms and salesperson, which hardly differ within a customer, the ranges
of customers inside and outside must not touch. Whatever else differs is called noise, and with too
few customers nothing is called anything. Nothing here is a cause.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from plugin.credit.lateness import FellDue, weighted_days
from plugin.credit.months import end_of_month
from plugin.credit.typical import Range, typical_range

#: a difference within customers counts only if a range of so many per cent lies off zero: of
#: twenty groups one of 90 per cent would stand out by chance alone twice
SURE = 99
#: due in the last so many days of a month
MONTH_END_DAYS = 3
#: upper ends of the groups of terms, in days from issue to due date
TERMS = (7, 14, 30, 60)

_NOTHING = Decimal(0)
_HUNDRED = Decimal(100)


class Trait(StrEnum):
    """By what invoices are grouped."""

    WEEKDAY = "weekday"
    MONTH_END = "month_end"
    SIZE = "size"
    TERMS = "terms"
    TRACKED = "tracked"


class GroupStanding(StrEnum):
    """How a group stands against the others."""

    LATER = "later"
    SOONER = "sooner"
    NOISE = "noise"
    TOO_FEW = "too_few"


class Sold(NamedTuple):
    """An invoice as patterns look at it; `fell` has its money in base currency.

    A tuple, because a ledger has a hundred thousand of them.
    """

    fell: FellDue
    issued: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternGroup:
    """One group: so many invoices of so many customers over an amount in base currency.

    `late` is the share of invoices not paid by their due date, in per cent; `days` are amount
    weighted. `difference` is in days against the others, within customers, where it is so compared.
    """

    key: Hashable
    invoices: int
    customers: int
    amount: Decimal
    days: Decimal
    late: Decimal
    standing: GroupStanding
    difference: Range | None = None


def groups_by(
    sold: Sequence[Sold], key: Callable[[Sold], Hashable], *, within: bool
) -> tuple[PatternGroup, ...]:
    """Every group with how it stands; `within` compares it inside customers. In order of key."""
    summed: dict[Hashable, dict[str, _Sum]] = defaultdict(lambda: defaultdict(_Sum))
    everything: dict[str, _Sum] = defaultdict(_Sum)
    for each in sold:
        days = weighted_days(each.fell)
        is_late = _is_late(each.fell)
        who = each.fell.customer_id
        for sums in (summed[key(each)][who], everything[who]):
            sums.add(each.fell.amount, days, is_late=is_late)
    return tuple(
        _group(found, summed[found], everything, within=within)
        for found in sorted(summed, key=_order)
        if found is not None
    )


def by_weekday(each: Sold) -> int:
    """The weekday on which it fell due, 1 is Monday."""
    return each.fell.due.isoweekday()


def by_month_end(each: Sold) -> int:
    """1 where it fell due in the last days of a month, else 0."""
    return int((end_of_month(each.fell.due) - each.fell.due).days < MONTH_END_DAYS)


def by_terms(each: Sold) -> int:
    """The group of terms, by its place in `TERMS`; beyond the last its own."""
    days = (each.fell.due - each.issued).days
    return next((place for place, upper in enumerate(TERMS) if days <= upper), len(TERMS))


def by_option(options: Mapping[str, str]) -> Callable[[Sold], str | None]:
    """The option of a tracking category, by customer; None where the ledger names none."""

    def option(each: Sold) -> str | None:
        return options.get(each.fell.customer_id)

    return option


def thirds(sold: Sequence[Sold]) -> tuple[Decimal, Decimal] | None:
    """The amounts below which a third, and two thirds, of the invoices lie; None of too few."""
    amounts = sorted(each.fell.amount for each in sold)
    if len(amounts) < 3 or amounts[0] == amounts[-1]:
        return None
    return amounts[len(amounts) // 3], amounts[2 * len(amounts) // 3]


def by_size(bounds: tuple[Decimal, Decimal]) -> Callable[[Sold], int]:
    """0, 1 or 2: in the smallest, the middle or the largest third."""

    def size(each: Sold) -> int:
        return sum(each.fell.amount >= bound for bound in bounds)

    return size


def percentile(values: Iterable[int], share: Decimal) -> int | None:
    """The smallest value that so large a share of them does not exceed; None of none."""
    ordered = sorted(values)
    if not ordered:
        return None
    place = -(-len(ordered) * share // 1)
    return ordered[max(0, int(place) - 1)]


class _Sum:
    """What one customer adds to a group."""

    __slots__ = ("amount", "count", "days", "late")

    def __init__(self) -> None:
        self.amount = self.days = _NOTHING
        self.count = self.late = 0

    def add(self, amount: Decimal, days: Decimal, *, is_late: bool) -> None:
        """One more invoice."""
        self.amount += amount
        self.days += days
        self.count += 1
        self.late += is_late


def _is_late(fell: FellDue) -> bool:
    """Not all of it was paid by the due date."""
    in_time = sum((part for day, part in fell.paid if day <= fell.due), _NOTHING)
    return in_time < fell.amount


def _order(key: Hashable) -> tuple[int, str]:
    return (key, "") if isinstance(key, int) else (0, str(key))


def _group(
    key: Hashable,
    inside: Mapping[str, _Sum],
    everything: Mapping[str, _Sum],
    *,
    within: bool,
) -> PatternGroup:
    amount = sum((each.amount for each in inside.values()), _NOTHING)
    days = sum((each.days for each in inside.values()), _NOTHING)
    count = sum(each.count for each in inside.values())
    late = sum(each.late for each in inside.values())
    difference = typical_range(_within(inside, everything), percent=SURE) if within else None
    standing = _standing(difference) if within else _apart(inside, everything)
    return PatternGroup(
        key=key,
        invoices=count,
        customers=len(inside),
        amount=amount,
        days=days / amount,
        late=Decimal(late) / count * _HUNDRED,
        standing=standing,
        difference=difference,
    )


def _within(
    inside: Mapping[str, _Sum], everything: Mapping[str, _Sum]
) -> list[tuple[Decimal, Decimal]]:
    """Of each customer with both: days inside less days outside, and what both sides weigh."""
    found = []
    for customer, sums in inside.items():
        whole = everything[customer]
        outside = whole.amount - sums.amount
        if outside > 0:
            gap = sums.days / sums.amount - (whole.days - sums.days) / outside
            found.append((gap, sums.amount * outside / whole.amount))
    return found


def _standing(difference: Range | None) -> GroupStanding:
    if difference is None:
        return GroupStanding.TOO_FEW
    if not difference.is_off_zero:
        return GroupStanding.NOISE
    return GroupStanding.LATER if difference.low > 0 else GroupStanding.SOONER


def _apart(inside: Mapping[str, _Sum], everything: Mapping[str, _Sum]) -> GroupStanding:
    """Whether the ranges of customers inside and outside are clear of each other."""
    ours = typical_range([(each.days / each.amount, each.amount) for each in inside.values()])
    others = typical_range(
        [
            (each.days / each.amount, each.amount)
            for customer, each in everything.items()
            if customer not in inside
        ]
    )
    if ours is None or others is None:
        return GroupStanding.TOO_FEW
    if ours.low > others.high:
        return GroupStanding.LATER
    return GroupStanding.SOONER if ours.high < others.low else GroupStanding.NOISE
