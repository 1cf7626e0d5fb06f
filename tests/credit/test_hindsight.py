"""Rules tried on the past: what each would have flagged, and that none of them sees the future."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.hindsight import (
    TRIED,
    Flagging,
    FlagRule,
    Hindsight,
    is_good_payer,
    losses_of,
    tried,
)
from plugin.credit.hindsight_spans import CustomerPast, PromiseSeen, Span
from plugin.credit.hindsight_spans import spans_by as spans_by_bounds
from plugin.credit.history import Cover, CoverKind
from plugin.credit.ledger_past import DatedInvoice
from plugin.credit.money import Money

TODAY = date(2026, 11, 24)
FIVE = Decimal(5)


def spans_by(
    rule: str, bound: int, past: CustomerPast, tolerance: Decimal, until: date
) -> tuple[Span, ...]:
    """The spans of one bound."""
    (found,) = spans_by_bounds(rule, [bound], past, tolerance, until)
    return found


def day(ago: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=ago)


def sold(number: str, amount: str, *, due: int, covers: tuple[Cover, ...] = ()) -> DatedInvoice:
    """An invoice that fell due so many days ago, issued thirty days before."""
    return DatedInvoice(
        id=number, number=number, customer_id="quay", currency="GBP", base_per_unit=Decimal(1),
        issued=day(due + 30), due=day(due), total=Decimal(amount), balance=Decimal(0),
        covers=covers,
    )  # fmt: skip


def money(amount: str, ago: int, kind: CoverKind = CoverKind.PAYMENT) -> Cover:
    """Something that took so much off, so many days ago."""
    return Cover(day(ago), Decimal(amount), kind)


def lost(amount: str, ago: int) -> Cover:
    """A write-off."""
    return money(amount, ago, CoverKind.WRITE_OFF)


def a_past(*invoices: DatedInvoice, name: str = "quay", **more: object) -> CustomerPast:
    """A customer of these invoices."""
    facts: dict[str, object] = {"customer_id": name, "base_currency": "GBP", "invoices": invoices}
    return CustomerPast(**{**facts, **more})  # type: ignore[arg-type]


def tell(rule: FlagRule, bound: int, *pasts: CustomerPast) -> Hindsight:
    """What one rule would have done."""
    (found,) = tried([Flagging(rule, bound)], pasts, tolerance=FIVE, on=TODAY)
    return found


#: late since day 300, and 400 more were sold to them on day 210; all written off on day 60
LOSER = a_past(
    sold("A", "1000", due=300, covers=(lost("1000", 60),)),
    sold("B", "400", due=180, covers=(lost("400", 60),)),
)
#: eight invoices, each paid on its day, but for one that took forty days
PAYER = a_past(
    *(sold(f"P{n}", "100", due=40 * n + 50, covers=(money("100", 40 * n + 50),)) for n in range(9)),
    sold("LATE", "100", due=45, covers=(money("100", 5),)),
    name="lisa",
)


def test_a_write_off_is_flagged_in_time_while_something_was_still_sold() -> None:
    """Thirty days late on day 269, and B was issued on day 210: 400 could have been kept back."""
    found = tell(FlagRule.DAYS_LATE, 30, LOSER, PAYER)
    (loss,) = found.caught
    assert (loss.on, loss.amount) == (day(60), Decimal(1400))
    assert loss.flagged_on == day(269)
    assert loss.sold_after == 400
    assert found.good_flagged == ("lisa",)
    later = tell(FlagRule.DAYS_LATE, 90, LOSER, PAYER)
    assert [each.flagged_on for each in later.caught] == [day(209)]
    assert later.in_time == ()
    assert later.good_spared == ("lisa",)


def test_each_rule_holds_on_the_days_that_its_words_say() -> None:
    """From the day after the bound is passed to the day on which it is not any more."""
    one = a_past(sold("A", "100", due=100, covers=(money("60", 90), money("40", 20))))
    assert spans_by("days_late", 30, one, FIVE, TODAY) == ((day(69), day(20)),)
    two = a_past(*one.invoices, sold("B", "100", due=-20))
    # all of 40 late until B is issued for 100 on day 10, and A is paid before that
    assert spans_by("late_share", 50, two, FIVE, TODAY) == ((day(99), day(20)),)
    limited = replace(one, limits=((day(120), Money.of(50, "GBP")), (day(95), None)))
    assert spans_by("over_limit", 100, limited, FIVE, TODAY) == ((day(120), day(95)),)
    in_euro = replace(one, limits=((day(120), Money.of(50, "EUR")),))
    assert spans_by("over_limit", 100, in_euro, FIVE, TODAY) == ()
    promised = replace(
        one,
        promises=(
            PromiseSeen(
                made_on=day(99), deadline=day(95), amount=Money.of(60, "GBP"), invoice_ids=("A",)
            ),
            PromiseSeen(
                made_on=day(92), deadline=day(85), amount=Money.of(60, "GBP"), invoice_ids=("A",)
            ),
        ),
    )
    assert spans_by("broken_promises", 1, promised, FIVE, TODAY) == (
        (day(94), TODAY + timedelta(days=1)),
    )
    assert spans_by("broken_promises", 2, promised, FIVE, TODAY) == ()
    scored = replace(one, scores=((day(55), 70), (day(24), 40), (day(3), None)))
    assert spans_by("score_below", 50, scored, FIVE, TODAY) == ((day(24), day(3)),)


def test_a_write_off_is_no_good_payers_and_no_kept_promise() -> None:
    """Rule 5: what was written off was not paid, and a credit note is no punctuality."""
    assert is_good_payer(PAYER, FIVE, TODAY)
    spoilt = replace(
        PAYER, invoices=(*PAYER.invoices, sold("W", "50", due=90, covers=(lost("50", 80),)))
    )
    assert not is_good_payer(spoilt, FIVE, TODAY)
    kept = a_past(
        sold("A", "100", due=100, covers=(lost("100", 97),)),
        promises=(
            PromiseSeen(
                made_on=day(99), deadline=day(95), amount=Money.of(100, "GBP"), invoice_ids=("A",)
            ),
        ),
    )
    assert spans_by("broken_promises", 1, kept, FIVE, TODAY) != ()
    small = a_past(sold("A", "4", due=100, covers=(lost("4", 90),)))
    assert losses_of(small, FIVE, TODAY) == ()


@st.composite
def pasts(draw: st.DrawFn) -> CustomerPast:
    """Any small past: invoices with part payments, write-offs and moved dates, promises, limits."""
    invoices = []
    for number in range(draw(st.integers(1, 5))):
        issued = draw(st.integers(1, 700))
        due = issued - draw(st.integers(0, 60))
        left, covers = draw(st.integers(10, 500)), []
        total = left
        for _ in range(draw(st.integers(0, 3))):
            part = draw(st.integers(1, left))
            left -= part
            kind = draw(st.sampled_from(CoverKind))
            covers.append(Cover(day(draw(st.integers(0, issued))), Decimal(part), kind))
            if not left:
                break
        moved = draw(st.none() | st.integers(0, issued))
        dues: tuple[tuple[date, date], ...] = ()
        if moved is not None:
            dues = ((day(issued), day(due)), (day(moved), day(draw(st.integers(0, issued)))))
        invoices.append(
            replace(
                sold(f"I{number}", str(total), due=due),
                issued=day(issued),
                dues=dues,
                covers=tuple(sorted(covers, key=lambda each: each.on)),
            )
        )
    promises = tuple(
        PromiseSeen(
            made_on=day(made), deadline=day(made) + timedelta(days=draw(st.integers(1, 20))),
            amount=Money.of(draw(st.integers(1, 300)), "GBP"), invoice_ids=("I0",),
        )
        for made in draw(st.lists(st.integers(1, 600), max_size=3))
    )  # fmt: skip
    days = sorted(draw(st.sets(st.integers(0, 700), max_size=3)), reverse=True)
    limits = tuple(
        (day(ago), draw(st.none() | st.integers(0, 400).map(lambda n: Money.of(n, "GBP"))))
        for ago in days
    )
    return a_past(*invoices, promises=promises, limits=limits)


def as_known_on(past: CustomerPast, on: date) -> CustomerPast:
    """The same past with everything taken out that a day could not know."""
    invoices = tuple(
        replace(
            each,
            covers=tuple(cover for cover in each.covers if cover.on <= on),
            dues=tuple(due for due in each.dues if due[0] <= on) or each.dues[:1],
            due=each.due if not each.dues else each.due_on(on),
        )
        for each in past.invoices
        if each.issued <= on
    )
    return replace(
        past,
        invoices=invoices,
        promises=tuple(each for each in past.promises if each.made_on <= on),
        limits=tuple(each for each in past.limits if each[0] <= on),
    )


RULES = [
    (FlagRule.DAYS_LATE, 14, 60),
    (FlagRule.LATE_SHARE, 25, 75),
    (FlagRule.OVER_LIMIT, 100, 125),
    (FlagRule.BROKEN_PROMISES, 1, 2),
]


def holds(spans: tuple[tuple[date, date], ...], on: date) -> bool:
    """Whether a day lies in one of them."""
    return any(first <= on < last for first, last in spans)


@settings(max_examples=60, deadline=None)
@given(past=pasts(), ago=st.integers(0, 650), which=st.sampled_from(TRIED))
def test_no_rule_sees_the_future(past: CustomerPast, ago: int, which: Flagging) -> None:
    """Whether it held on a day is the same when all that came later is taken out of the books."""
    on = day(ago)
    rule = which.rule.value
    now = spans_by(rule, which.bound, past, FIVE, TODAY)
    then = spans_by(rule, which.bound, as_known_on(past, on), FIVE, on)
    assert holds(now, on) == holds(then, on)


@settings(max_examples=40, deadline=None)
@given(found=st.lists(pasts(), min_size=1, max_size=4), which=st.sampled_from(RULES))
def test_a_harder_bound_flags_no_more_and_everybody_is_counted_once(
    found: list[CustomerPast], which: tuple[FlagRule, int, int]
) -> None:
    """Each customer stands in one group; what the harder bound flags, the softer one did too."""
    named = [replace(each, customer_id=f"c{place}") for place, each in enumerate(found)]
    soft, hard = tried(
        [Flagging(which[0], which[1]), Flagging(which[0], which[2])],
        named, tolerance=FIVE, on=TODAY,
    )  # fmt: skip
    for each in (soft, hard):
        groups = [{loss.customer_id for loss in each.losses}, set(each.good_flagged)]
        groups += [set(each.good_spared), set(each.others_flagged)]
        assert sum(map(len, groups)) == len(set.union(*groups))
    assert {(e.customer_id, e.on) for e in hard.caught} <= {
        (e.customer_id, e.on) for e in soft.caught
    }
    for mine, other in (("good_flagged", "good_flagged"), ("still", "still")):
        assert set(getattr(hard, mine)) <= set(getattr(soft, other))
    assert sum((e.sold_after for e in soft.losses), Decimal(0)) <= sum(
        (e.amount for e in soft.losses), Decimal(0)
    )
    turned = tried([Flagging(*which[:2])], reversed(named), tolerance=FIVE, on=TODAY)[0]
    assert set(turned.good_flagged) == set(soft.good_flagged)


@pytest.mark.parametrize("which", TRIED, ids=lambda each: f"{each.rule.value}-{each.bound}")
def test_a_customer_without_a_past_is_flagged_by_nothing(which: Flagging) -> None:
    """Nothing sold, nothing promised, no limit set (rule 10)."""
    assert spans_by(which.rule.value, which.bound, a_past(), FIVE, TODAY) == ()
