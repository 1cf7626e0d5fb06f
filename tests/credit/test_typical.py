"""The range of an average by typical values: what it is made of, and how often it holds."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.typical import NEEDED, typical_range

numbers = st.lists(
    st.tuples(
        st.decimals(-90, 90, places=1),
        st.decimals(Decimal("0.01"), 10_000, places=2),
    ),
    min_size=6,
    max_size=16,
)


def brute(kept: list[tuple[Decimal, Decimal]]) -> list[Decimal]:
    """The weighted average of every part-selection, in order."""
    found = []
    for size in range(1, len(kept) + 1):
        for chosen in combinations(kept, size):
            weight = sum(w for _, w in chosen)
            found.append(sum((n * w for n, w in chosen), Decimal(0)) / weight)
    return sorted(found)


def test_of_few_numbers_every_part_selection_is_taken() -> None:
    """Of six there are 63; three are cut off at either end, which leaves 90.6 per cent."""
    kept = [(Decimal(n), Decimal(w)) for n, w in ((1, 5), (-3, 2), (7, 1), (0, 9), (4, 4), (2, 3))]
    found = typical_range(kept)
    assert found is not None
    every = brute(kept)
    assert len(every) == 63
    assert (found.low, found.high) == pytest.approx((every[2], every[-3]))
    assert found.percent == Decimal("90.625")


def test_with_too_few_numbers_there_is_no_range() -> None:
    """Four of them hold nothing; six cannot hold 99 per cent."""
    few = [(Decimal(n), Decimal(1)) for n in range(NEEDED - 1)]
    assert typical_range(few) is None
    assert typical_range([*few, (Decimal(9), Decimal(0))]) is None
    assert typical_range([*few, (Decimal(9), Decimal(1))]) is not None
    assert (
        typical_range([*few, (Decimal(8), Decimal(1)), (Decimal(9), Decimal(1))], percent=99)
        is None
    )


@settings(max_examples=25, deadline=None)
@given(numbers, st.integers(-50, 50))
def test_a_range_moves_with_its_numbers_and_holds_their_average(
    kept: list[tuple[Decimal, Decimal]], by: int
) -> None:
    """Everything a day later moves both ends by a day; the surer range holds the other."""
    found = typical_range(kept)
    assert found is not None
    assert found.low <= found.middle <= found.high
    moved = typical_range([(number + by, weight) for number, weight in kept])
    assert moved is not None
    assert (moved.low, moved.high) == pytest.approx((found.low + by, found.high + by))
    surer = typical_range(kept, percent=97)
    if surer is not None:
        assert surer.low <= found.low <= found.high <= surer.high


@settings(max_examples=25, deadline=None)
@given(numbers)
def test_a_mirrored_range_is_the_range_of_mirrored_numbers(
    kept: list[tuple[Decimal, Decimal]],
) -> None:
    """Sooner and later are treated alike."""
    found = typical_range(kept)
    mirrored = typical_range([(-number, weight) for number, weight in kept])
    assert found is not None
    assert mirrored is not None
    assert (mirrored.low, mirrored.high) == pytest.approx((-found.high, -found.low))


@pytest.mark.long
@pytest.mark.parametrize("count", [7, 14, 45])
@pytest.mark.parametrize("spread", ["even", "heavy"])
def test_nine_ranges_in_ten_hold_the_truth(count: int, spread: str) -> None:
    """Uneven weights and wild numbers as well as tame ones; seven in a hundred either way."""
    chance = random.Random(f"{count} {spread}")
    held = 0
    times = 1_500
    for _ in range(times):
        kept = []
        for _ in range(count):
            error = chance.uniform(-9, 9) if spread == "even" else chance.gauss(0, 1) ** 3 * 6
            weight = chance.lognormvariate(7, 1)
            kept.append((Decimal(f"{-6 + error:.3f}"), Decimal(f"{weight:.2f}")))
        found = typical_range(kept)
        assert found is not None
        held += found.low <= -6 <= found.high
    assert 0.87 <= held / times <= 0.93
