"""Who comes back, chased and not apart."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.buying_again import NEEDED, Buyer, RepeatRate, buying_again, first_span


def test_the_rate_of_each_side_and_none_of_too_few() -> None:
    """Eight of ten who were chased came back; of nine others nothing is said."""
    chased = [Buyer(f"a{n}", n < 8, was_chased=True) for n in range(10)]
    others = [Buyer(f"b{n}", came_back=True, was_chased=False) for n in range(NEEDED - 1)]
    found = buying_again([*others, *chased])
    assert found.chased == RepeatRate(10, 8)
    assert found.chased.percent == Decimal(80)
    assert found.not_chased.percent is None
    assert buying_again([]).chased.percent is None


def test_the_two_half_years_touch_and_end_today() -> None:
    """364 days in all."""
    since, until = first_span(date(2026, 12, 31))
    assert (until - since, date(2026, 12, 31) - until) == (timedelta(182), timedelta(181))
