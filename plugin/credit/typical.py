"""A range for an average of few, uneven numbers: Hartigan's typical values. It assumes no curve.

Rule (J. A. Hartigan, *Using subsample values as typical values*, 1969): take the averages of a
balanced family of part-selections of the numbers. If each number lies as likely so far above the
truth as below it (which a fair coin within each pair makes so), the truth falls with equal
probability between any two neighbours of these averages in order. So the 5 per cent of them at
either end are cut off, and 90 per cent is what is left: exact for any spread, any weights, and as
few as five numbers.

The family is fixed, not drawn: every part-selection where there are at most ten numbers, else the
1,023 of a linear code, which is closed under combination as the rule requires.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

#: with fewer numbers no range is given
NEEDED = 5
_BITS = 10
#: spreads the further numbers over the code; odd and without a factor in common with 1,023
_STRIDE = 617
_FINE = 1000


@dataclass(frozen=True, slots=True)
class Range:
    """An average and the range that holds the truth `percent` times in a hundred."""

    middle: Decimal
    low: Decimal
    high: Decimal
    percent: Decimal

    @property
    def half(self) -> Decimal:
        """Half its width."""
        return (self.high - self.low) / 2

    @property
    def is_off_zero(self) -> bool:
        """Whether zero lies outside."""
        return self.low > 0 or self.high < 0


def typical_range(numbers: Sequence[tuple[Decimal, Decimal]], *, percent: int = 90) -> Range | None:
    """The weighted average of (number, weight) and its range; None where there are too few.

    Weights of nothing are left out. `percent` of the answer is what is really held, at least
    what was asked for; None too where so few numbers cannot hold that.
    """
    kept = [(number, weight) for number, weight in numbers if weight > 0]
    if len(kept) < NEEDED:
        return None
    bits = min(len(kept), _BITS)
    size = 1 << bits
    cut = size * (100 - percent) // 200
    if cut < 1:
        return None
    weights, sums = [0] * size, [0] * size
    for place, (number, weight) in enumerate(kept):
        # whole numbers, so that the order of addition cannot matter
        at, heavy = _code(place), int(weight * _FINE)
        weights[at] += heavy
        sums[at] += int(number * heavy * _FINE)
    whole_weight, whole_sum = sum(weights), sum(sums)
    if whole_weight <= 0:
        return None
    _walsh(weights)
    _walsh(sums)
    # what is selected by k is (whole - transform) / 2; the halves cancel in the quotient
    chosen = [k for k in range(1, size) if whole_weight > weights[k]]
    chosen.sort(key=lambda k: ((whole_sum - sums[k]) / (whole_weight - weights[k]), k))

    def average(k: int) -> Decimal:
        return Decimal(whole_sum - sums[k]) / Decimal((whole_weight - weights[k]) * _FINE)

    return Range(
        Decimal(whole_sum) / Decimal(whole_weight * _FINE),
        average(chosen[cut - 1]),
        average(chosen[-cut]),
        Decimal(100) - Decimal(200 * cut) / size,
    )


def _code(place: int) -> int:
    """Which selections take this number: those whose common bits with it are odd in number."""
    return 1 << place if place < _BITS else place * _STRIDE % ((1 << _BITS) - 1) + 1


def _walsh(row: list[int]) -> None:
    """Walsh and Hadamard's transform in place: every selection's sum in ten passes."""
    step = 1
    while step < len(row):
        for start in range(0, len(row), step * 2):
            for at in range(start, start + step):
                low, high = row[at], row[at + step]
                row[at], row[at + step] = low + high, low - high
        step *= 2
