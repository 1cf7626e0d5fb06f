"""Trials: fair pairs, honest lateness of what is still open, and verdicts at their nominal rate."""

from __future__ import annotations

import random
import zlib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.effect import TrialResult, Verdict, result
from plugin.credit.history import Cover, CoverKind
from plugin.credit.lateness import HORIZON, FellDue, counts_from, fell_due, lateness, weighted_days
from plugin.credit.ledger_past import DatedInvoice
from plugin.credit.trials import Candidate, TrialDates, TrialPlace, allot, balance, compared

STARTS = date(2026, 3, 2)
DATES = TrialDates(STARTS, weeks=26)
DUE = date(2026, 1, 10)


def draw(text: str) -> int:
    """Some fixed number of a text."""
    return zlib.crc32(text.encode())


def after(days: int) -> date:
    """Some days after the due date."""
    return DUE + timedelta(days=days)


def owed(*paid: tuple[int, int], amount: int = 100) -> FellDue:
    """An invoice with money so many days after its due date."""
    return FellDue("i", "c", DUE, Decimal(amount), tuple((after(d), Decimal(a)) for d, a in paid))


@pytest.mark.parametrize(
    ("fell", "days"),
    [
        (owed((10, 100)), 10),
        (owed((-4, 100)), -4),
        (owed((-90, 100)), -30),
        (owed((10, 60), (40, 40)), 22),
        (owed(), HORIZON),
        (owed((10, 50)), Decimal(10 + HORIZON) / 2),
        (owed((HORIZON + 100, 100)), HORIZON),
        (owed((5, 150)), 5),
    ],
)
def test_lateness_is_counted_within_its_horizon(fell: FellDue, days: Decimal) -> None:
    """What is unpaid by then counts all of it, whenever it is paid afterwards."""
    assert weighted_days(fell) / fell.amount == days


def test_what_is_still_open_counts_once_its_horizon_has_passed_and_not_before() -> None:
    """On the forty-fifth day it is 45 days late for good; on the day before it is not counted."""
    for passed, expected in ((HORIZON - 1, None), (HORIZON, 1)):
        until = counts_from(after(passed)) + timedelta(days=1)
        found = lateness([owed()], since=DUE, until=until)
        assert (None if found is None else found.count) == expected


def test_a_write_off_is_no_payment_and_a_credit_note_makes_the_invoice_smaller() -> None:
    """And a due date that was moved after it had passed does not make anybody punctual."""
    invoice = DatedInvoice(
        id="i", number="INV-1", customer_id="c", currency="EUR", base_per_unit=Decimal("0.5"),
        issued=DUE - timedelta(days=30), due=after(60), total=Decimal(300), balance=Decimal(0),
        dues=((DUE - timedelta(days=30), DUE), (after(5), after(60))),
        covers=(
            Cover(after(3), Decimal(100), CoverKind.CREDIT),
            Cover(after(8), Decimal(120)),
            Cover(after(9), Decimal(80), CoverKind.WRITE_OFF),
        ),
    )  # fmt: skip
    found = fell_due(invoice)
    assert found[2:] == (DUE, Decimal(100), ((after(8), Decimal(60)),))
    agreed = replace(invoice, dues=((DUE - timedelta(days=30), DUE), (after(-5), after(60))))
    assert fell_due(agreed).due == after(60)


candidates = st.lists(
    st.builds(
        Candidate,
        customer_id=st.uuids().map(str),
        segment=st.sampled_from(["good", "poor", "standard"]),
        sales=st.decimals(1, 100_000, places=2),
        late=st.decimals(-30, 45, places=1),
    ),
    max_size=30,
    unique_by=lambda each: each.customer_id,
)


@settings(max_examples=40, deadline=None)
@given(candidates, st.integers(1, 4), st.randoms())
def test_pairs_are_of_one_segment_and_nobody_stands_twice(
    those: list[Candidate], groups: int, chance: random.Random
) -> None:
    """At most one of a segment is left over, the second follows the first, and the order in which
    customers come changes nothing."""
    dates = TrialDates(STARTS, weeks=12, groups=groups)
    places = allot(those, dates, draw)
    ids = [each.candidate.customer_id for each in places]
    assert len(ids) == len(set(ids))
    pairs: dict[int, list[TrialPlace]] = {}
    for each in places:
        pairs.setdefault(each.pair, []).append(each)
    for first, second in pairs.values():
        assert (first.is_first, second.is_first) == (True, False)
        assert first.candidate.segment == second.candidate.segment
        assert second.switch_on - first.switch_on == timedelta(weeks=12)
        assert (first.switch_on - STARTS).days in range(0, 14 * groups, 14)
    for segment in {each.segment for each in those}:
        of_segment = sum(each.segment == segment for each in those)
        assert of_segment - sum(each.candidate.segment == segment for each in places) in (0, 1)
    shuffled = list(those)
    chance.shuffle(shuffled)
    assert allot(shuffled, dates, draw) == places


def test_the_draw_says_who_is_first_and_both_sides_come_out_alike() -> None:
    """Over many keys each of a pair is first about as often as the other."""
    those = [
        Candidate(f"c{n}", "good", Decimal(1000 * (1 + n // 2)), Decimal(n % 2)) for n in range(12)
    ]
    firsts = 0
    for key in range(200):
        places = allot(those, DATES, lambda text, key=key: draw(f"{key} {text}"))  # type: ignore[misc]
        firsts += sum(each.is_first for each in places if each.candidate.customer_id == "c0")
    assert 75 <= firsts <= 125
    first, second = balance(allot(those, DATES, draw))
    assert first.customers == second.customers == 6
    assert abs(first.sales - second.sales) < 700


def test_only_what_could_pass_its_horizon_before_the_second_switched_is_compared() -> None:
    """And of that only what has passed it by now."""
    second = STARTS + timedelta(weeks=12)
    late = second + timedelta(days=300)
    assert compared(STARTS, second, late) == (STARTS, second - timedelta(days=HORIZON))
    early = STARTS + timedelta(days=HORIZON + 9)
    assert compared(STARTS, second, early) == (STARTS, STARTS + timedelta(days=10))
    assert compared(STARTS, second, STARTS) == (STARTS, STARTS)


def a_trial(
    chance: random.Random, *, pairs: int, effect: int, weeks: int = 26, on: date | None = None
) -> TrialResult:
    """What such a trial shows on a day, or once it is complete."""
    places, fallen = a_ledger(chance, pairs=pairs, effect=effect, weeks=weeks)
    return result(places, fallen, on or STARTS + timedelta(weeks=weeks))


def a_ledger(
    chance: random.Random, *, pairs: int, effect: int, weeks: int = 26
) -> tuple[list[TrialPlace], list[FellDue]]:
    """Customers of their own habits, a coin for each pair, and whoever switched pays otherwise."""
    places: list[TrialPlace] = []
    fallen: list[FellDue] = []
    dates = TrialDates(STARTS, weeks=weeks)
    for pair in range(pairs):
        sales = Decimal(f"{chance.lognormvariate(9, 1):.2f}")
        habit = chance.uniform(4, 20)
        heads = chance.random() < 0.5
        for side in (0, 1):
            id_ = f"{pair}-{side}"
            is_first = (side == 0) == heads
            day = dates.first_of(0) if is_first else dates.second_of(0)
            candidate = Candidate(id_, "good", sales, Decimal(round(habit)))
            places.append(TrialPlace(candidate, pair, is_first, day))
            own = habit + chance.gauss(0, 3)
            for n in range(26):
                due = STARTS - timedelta(days=220) + timedelta(days=14 * n)
                late = round(own + chance.expovariate(1 / 8) - 8)
                late += effect if is_first and due >= STARTS else 0
                amount = Decimal(f"{chance.lognormvariate(6, 0.7):.2f}")
                paid = ((due + timedelta(days=late), amount),)
                fallen.append(FellDue(f"{id_}-{n}", id_, due, amount, paid))
    places.sort(key=lambda each: (each.pair, not each.is_first))
    return places, fallen


def test_six_days_sooner_are_found_with_their_money() -> None:
    """Twenty pairs and half a year; the cash is days times sales of a day."""
    found = a_trial(random.Random(4), pairs=24, effect=-6)
    assert found.verdict is Verdict.SOONER
    assert found.days is not None
    assert found.released is not None
    assert found.days.low <= -6 <= found.days.high
    assert found.released.middle == pytest.approx(-found.days.middle * found.daily_sales)
    assert found.released.low <= found.released.middle <= found.released.high
    assert found.is_complete
    assert found.weeks_more is None


def test_before_anything_can_be_counted_it_says_how_long_still() -> None:
    """Four weeks of due dates and their horizon; then by how much too wide the range is."""
    chance = random.Random(6)
    first = a_trial(chance, pairs=8, effect=0, on=STARTS)
    assert first.verdict is Verdict.TOO_EARLY
    assert first.weeks_more == 11  # 28 + 45 days, in whole weeks
    some = a_trial(chance, pairs=24, effect=0, on=STARTS + timedelta(days=HORIZON + 40))
    assert some.verdict is Verdict.CANNOT_TELL
    assert some.days is not None
    wanted = max(abs(some.days.middle), Decimal(2))
    weeks = Decimal(41) / 7
    more = weeks * ((some.days.half / wanted) ** 2 - 1)
    assert some.weeks_more is not None
    assert some.weeks_more - 1 <= more <= some.weeks_more


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 250))
def test_a_result_knows_nothing_of_the_future_and_of_no_order(seed: int, day: int) -> None:
    """Money that came after the day, and the order in which invoices stand, change nothing."""
    chance, on = random.Random(seed), STARTS + timedelta(days=day)
    places, fallen = a_ledger(chance, pairs=7, effect=-3)
    found = result(places, fallen, on)
    known = [
        each._replace(paid=tuple((at, money) for at, money in each.paid if at <= on))
        for each in fallen
        if each.due <= on
    ]
    chance.shuffle(known)
    assert result(places, known, on) == found
    later = {each.candidate.customer_id for each in places if each.is_first}
    moved = [_later(each, 2) if each.customer_id in later else each for each in fallen]
    shifted = result(places, moved, on)
    for was, now in zip(found.pairs, shifted.pairs, strict=True):
        # by two days, or less where the horizon cuts some off
        if was.effect is not None and now.effect is not None:
            assert was.effect <= now.effect <= was.effect + 2 + Decimal("1e-12")


def _later(fell: FellDue, days: int) -> FellDue:
    """The same, paid later where it fell due in the trial."""
    if fell.due < STARTS:
        return fell
    return fell._replace(paid=tuple((at + timedelta(days=days), part) for at, part in fell.paid))


@pytest.mark.long
def test_who_looks_every_other_week_is_not_told_of_what_is_not_there() -> None:
    """With no effect, so many looks find one in at most about one trial in seven."""
    chance = random.Random("looks")
    times, seen = 250, 0
    for _ in range(times):
        places, fallen = a_ledger(chance, pairs=16, effect=0)
        seen += any(
            result(places, fallen, STARTS + timedelta(weeks=week)).verdict
            in (Verdict.SOONER, Verdict.LATER)
            for week in (*range(8, 26, 2), 26)
        )
    assert seen / times <= 0.16


@pytest.mark.long
@pytest.mark.parametrize("effect", [0, -6])
def test_nine_trials_in_ten_hold_the_true_effect(effect: int) -> None:
    """From invoices to the range, end to end; with none there is one in ten that sees one."""
    chance = random.Random(f"trials {effect}")
    times, held, seen = 800, 0, 0
    for _ in range(times):
        found = a_trial(chance, pairs=20, effect=effect)
        assert found.days is not None
        held += found.days.low <= effect <= found.days.high
        seen += found.verdict in (Verdict.SOONER, Verdict.LATER)
    assert 0.87 <= held / times <= 0.93
    if effect:
        assert seen / times > 0.85
    else:
        assert 0.07 <= seen / times <= 0.13
