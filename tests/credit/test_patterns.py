"""Patterns and signals: what stands out, what is noise, and each bound of each rule."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.account import Calendar
from plugin.credit.lateness import FellDue
from plugin.credit.patterns import (
    GroupStanding,
    Sold,
    by_month_end,
    by_option,
    by_size,
    by_terms,
    by_weekday,
    groups_by,
    percentile,
    thirds,
)
from plugin.credit.pay_run_kinds import MonthlyRun, WeeklyRun
from plugin.credit.signals import Settled, drift, run_mismatch, safe_to_sell

#: a Monday
MONDAY = date(2026, 3, 2)
ON = date(2026, 10, 1)


def sold(customer: str, due: date, late: int, *, amount: int = 100, terms: int = 30) -> Sold:
    """An invoice paid so many days late."""
    paid = ((due + timedelta(days=late), Decimal(amount)),)
    id_ = f"{customer} {due} {late} {amount}"
    fell = FellDue(id_, customer, due, Decimal(amount), paid)
    return Sold(fell, due - timedelta(days=terms))


def a_year(effect: int, *, customers: int = 12, seed: int = 1) -> list[Sold]:
    """Invoices on every weekday; on Mondays they come `effect` days later."""
    chance = random.Random(seed)
    return [
        sold(
            f"c{n}",
            MONDAY + timedelta(days=place),
            chance.randint(0, 12) + n + (effect if place % 7 == 0 else 0),
        )
        for n in range(customers)
        for place in range(70)
    ]


def standing(found: list[Sold], key: object = 1) -> GroupStanding:
    """How a weekday stands."""
    groups = groups_by(found, by_weekday, within=True)
    return next(each.standing for each in groups if each.key == key)


def test_a_weekday_that_is_later_within_customers_stands_out_and_others_do_not() -> None:
    """Eight days are seen; none are noise; seven customers can tell nothing."""
    assert standing(a_year(8)) is GroupStanding.LATER
    assert standing(a_year(-8)) is GroupStanding.SOONER
    assert standing(a_year(0)) is GroupStanding.NOISE
    assert standing(a_year(8, customers=7)) is GroupStanding.TOO_FEW


def test_a_bad_payer_who_always_buys_on_mondays_does_not_spoil_mondays() -> None:
    """Nobody else's Mondays are later, so nothing is said of Mondays."""
    worst = [sold("worst", MONDAY + timedelta(weeks=n), 44) for n in range(30)]
    assert standing([*a_year(0), *worst]) is GroupStanding.NOISE


def test_of_salespeople_only_ranges_clear_of_each_other_count() -> None:
    """Two clearly apart; two alike are noise; too few are not compared."""
    sellers = {f"c{n}": ("Maya", "Tom")[n % 2] for n in range(24)}

    def stands(gap: int, customers: int) -> dict[Any, GroupStanding]:
        found = [
            sold(f"c{n}", MONDAY + timedelta(days=d), d % 5 + (gap if n % 2 else 0))
            for n in range(customers)
            for d in range(5 + n // 2)
        ]
        return {e.key: e.standing for e in groups_by(found, by_option(sellers), within=False)}

    assert stands(9, 24) == {"Maya": GroupStanding.SOONER, "Tom": GroupStanding.LATER}
    assert set(stands(0, 24).values()) == {GroupStanding.NOISE}
    assert set(stands(9, 8).values()) == {GroupStanding.TOO_FEW}


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.builds(
            sold,
            st.sampled_from("abcdefghij"),
            st.integers(0, 200).map(lambda n: MONDAY + timedelta(days=n)),
            st.integers(-20, 80),
            amount=st.integers(1, 10_000),
            terms=st.integers(0, 90),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_every_invoice_stands_in_exactly_one_group_of_each_kind(found: list[Sold]) -> None:
    """Counts and amounts of the groups add up to the whole, however they are cut."""
    bounds = thirds(found)
    keys: list[Any] = [by_weekday, by_month_end, by_terms]
    if bounds is not None:
        keys.append(by_size(bounds))
    for key in keys:
        groups = groups_by(found, key, within=key is not by_terms)
        assert sum(each.invoices for each in groups) == len(found)
        assert sum(each.amount for each in groups) == sum(each.fell.amount for each in found)
        assert all(0 <= each.late <= 100 for each in groups)
        assert all(-30 <= each.days <= 45 for each in groups)


def test_the_groups_of_terms_and_of_month_ends_have_their_edges() -> None:
    """Seven days are the first group and eight the second; the third last day is a month end."""
    assert [by_terms(sold("a", MONDAY, 0, terms=n)) for n in (0, 7, 8, 30, 31, 61)] == [
        *(0, 0, 1, 2, 3, 4)
    ]
    ends = [by_month_end(sold("a", date(2026, 2, day), 0)) for day in (25, 26, 28)]
    assert ends == [0, 1, 1]


@pytest.mark.parametrize(
    ("values", "share", "found"),
    [([], "0.5", None), ([7], "0.8", 7), ([1, 2, 3, 4, 5], "0.8", 4), ([5, 1, 3, 2], "0.5", 2)],
)
def test_a_percentile_is_a_value_that_was_seen(
    values: list[int], share: str, found: int | None
) -> None:
    """The smallest that so large a share does not exceed."""
    assert percentile(values, Decimal(share)) == found


def settled(*late: int | None) -> list[Settled]:
    """Invoices due ten days apart, paid so many days late; None is still open."""
    first = ON - timedelta(days=10 * len(late))
    dues = [first + timedelta(days=10 * n) for n in range(len(late))]
    return [
        Settled(f"i{n}", due, None if days is None else due + timedelta(days=days))
        for n, (due, days) in enumerate(zip(dues, late, strict=True))
    ]


@pytest.mark.parametrize(
    ("late", "drifts"),
    [
        ((0, 1, 2, 0, 1, 2, 9, 10, 8, 9), True),
        ((0, 1, 2, 0, 1, 2, 4, 5, 4, 5), False),
        ((0, 1, 2, 0, 1, 2, 30, 0, 0, 30), False),
        ((20, 21, 22, 20, 21, 22, 40, 41, 40, 42), False),
        ((0, 1, 2, 0, 1, 9, 10, 8, 9), False),
        ((0, 14, 0, 14, 0, 14, 15, 16, 15, 16), False),
        ((0, 1, 2, 0, 1, 2, None, None, None, 9), True),
    ],
)
def test_a_drift_is_a_good_payers_newest_four_clearly_later(
    late: tuple[int | None, ...], drifts: bool
) -> None:
    """Small, single, habitual or too short a history is none; open ones count as late as today."""
    found = drift(settled(*late), ON)
    assert (found is not None) is drifts
    if found is not None:
        assert len(found.invoice_ids) == 4


def test_late_only_because_of_the_pay_run_is_told_from_late() -> None:
    """All paid on the 28th with the first run after the due date; one run too late is no such."""
    run = MonthlyRun(28, 6, 6)
    theirs = [
        Settled(f"i{month}", date(2026, month, 5), date(2026, month, 28)) for month in range(1, 7)
    ]
    found = run_mismatch(theirs, run, Calendar())
    assert found is not None
    assert (found.explained, found.late) == (6, 6)
    assert 22 < found.wait < 25
    skipped = [each._replace(paid_on=date(2026, each.due.month + 1, 28)) for each in theirs]
    assert run_mismatch(skipped, run, Calendar()) is None
    assert run_mismatch(theirs[:3], run, Calendar()) is None
    assert run_mismatch(theirs, None, Calendar()) is None
    # a weekly run is never far from a due date: it explains three days, not three weeks
    weekly = WeeklyRun(4, 6, 6)
    fridays = [
        Settled(f"i{n}", MONDAY + timedelta(weeks=n), MONDAY + timedelta(weeks=n, days=3))
        for n in range(6)
    ]
    assert run_mismatch(fridays, weekly, Calendar()) is None


SAFE: dict[str, Any] = {
    "used_percent": Decimal(50),
    "on_time": 9,
    "counted": 10,
    "sales": Decimal(1100),
    "sales_before": Decimal(1000),
    "is_clear": True,
}


@pytest.mark.parametrize(
    "changes",
    [
        {"used_percent": Decimal("50.1")},
        {"used_percent": None},
        {"on_time": 8},
        {"on_time": 5, "counted": 5},
        {"sales": Decimal(1099)},
        {"sales_before": Decimal(0)},
        {"is_clear": False},
    ],
)
def test_each_bound_of_safe_to_sell_holds_by_itself(changes: dict[str, Any]) -> None:
    """On every bound it is safe, beyond any one it is not."""
    found = safe_to_sell(**SAFE)
    assert found is not None
    assert found == replace(found, growth_percent=Decimal(10))
    assert safe_to_sell(**{**SAFE, **changes}) is None
