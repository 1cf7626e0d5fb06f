"""Do customers who were chased come back to buy? The repeat-purchase rate, chased and not apart.

Rule: of the customers who bought in a half-year, the share who bought again in the next. Chased is
who got a reminder after a due date in the first of the two; a courtesy before it does not count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

#: the first half-year, and the one after it
SPAN = timedelta(days=182)
#: customers on each side, below which no rate is given
NEEDED = 10

_HUNDRED = Decimal(100)


class Buyer(NamedTuple):
    """A customer who bought in the first half-year."""

    customer_id: str
    came_back: bool
    was_chased: bool


@dataclass(frozen=True, slots=True)
class RepeatRate:
    """Of so many customers so many bought again; `percent` is None where they are too few."""

    customers: int
    again: int

    @property
    def percent(self) -> Decimal | None:
        """The rate; None below `NEEDED` customers."""
        if self.customers < NEEDED:
            return None
        return Decimal(self.again) * _HUNDRED / self.customers


@dataclass(frozen=True, slots=True)
class BuyingAgain:
    """Both rates."""

    chased: RepeatRate
    not_chased: RepeatRate


def first_span(on: date) -> tuple[date, date]:
    """The first half-year before a day: from, and up to before. The next ends on the day itself."""
    return on + timedelta(days=1) - 2 * SPAN, on + timedelta(days=1) - SPAN


def buying_again(buyers: Iterable[Buyer]) -> BuyingAgain:
    """The repeat-purchase rate of those who were chased and of those who were not."""
    counts = {True: [0, 0], False: [0, 0]}
    for each in buyers:
        side = counts[each.was_chased]
        side[0] += 1
        side[1] += each.came_back
    return BuyingAgain(RepeatRate(*counts[True]), RepeatRate(*counts[False]))
