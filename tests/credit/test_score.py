"""The score: named parts that add up, and figures one can argue with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.account import Account, Invoice, InvoiceState, Payment, Rate
from plugin.credit.agreements import Dispute, DisputeReason
from plugin.credit.money import Money
from plugin.credit.score import score_of
from plugin.credit.score_parts import (
    MOST_POINTS,
    HistoryDepth,
    LimitUsed,
    OldestDebt,
    PaidLately,
    PaidOnTime,
    PromisesKept,
    Score,
    ScoreBand,
)
from tests.credit.builders import TODAY, an_account, days, gbp, owes, paid, promised


def settled(n: int, amount: int = 100, *, due: int, after: int = 0) -> tuple[Invoice, Payment]:
    """An invoice due so many days ago, paid so many days after its due date."""
    invoice = owes(amount, late=due, number=f"S-{n}", paid=amount, state=InvoiceState.PAID)
    return invoice, paid(invoice, amount, invoice.due + days(after))


def a_past(*each: tuple[Invoice, Payment], **more: object) -> Account:
    """An account of these."""
    return an_account(*(i for i, _ in each), payments=tuple(p for _, p in each), **more)  # type: ignore[arg-type]


def points(score: Score) -> dict[type, int]:
    """The points by part."""
    return {type(part): part.points for part in score.parts}


def test_twelve_on_time_and_nothing_late_is_a_hundred() -> None:
    """All six parts give what they can, and their points are the total."""
    score = score_of(a_past(*(settled(n, due=20 * n + 5) for n in range(12)), limit=500), TODAY)
    assert score.total == 100
    assert sum(MOST_POINTS.values()) == 100
    assert points(score) == dict(MOST_POINTS)
    assert score.band is ScoreBand.BEST


def test_money_weighs_and_not_the_count_of_invoices() -> None:
    """900 late and three times 100 on time: a quarter of the 1,200, so 10 of 40 points."""
    late = settled(9, 900, due=200, after=9)
    score = score_of(a_past(late, *(settled(n, due=100 + n) for n in range(3))), TODAY)
    part = next(each for each in score.parts if isinstance(each, PaidOnTime))
    assert (part.points, part.on_time, part.counted, part.invoices) == (10, gbp(300), gbp(1200), 4)


def test_too_little_history_is_said_and_not_made_up() -> None:
    """Two invoices are none: no number, and how many there are."""
    score = score_of(a_past(settled(1, due=10), settled(2, due=20)), TODAY)
    assert (score.total, score.parts, score.counted) == (None, (), 2)
    assert score.band is ScoreBand.NONE


def test_a_write_off_is_not_money() -> None:
    """An invoice written off counts as never paid, and gives no depth of history."""
    gone = owes(100, late=60, number="W-1", state=InvoiceState.PAID, balance=gbp(0))
    lost = paid(gone, 100, TODAY - days(2), write_off=True)
    three = [settled(n, due=50 + n) for n in range(3)]
    before, after = (
        score_of(a_past(*three), TODAY),
        score_of(a_past(*three, (gone, lost)), TODAY),
    )
    assert points(before)[PaidOnTime] == 40
    assert points(after)[PaidOnTime] == 30
    assert points(after)[HistoryDepth] == points(before)[HistoryDepth] == 3


def test_a_disputed_part_and_a_residue_spoil_nothing() -> None:
    """Of 1,000 late 1,000 are contested, and 4.99 is left of another: as if neither were there."""
    three = [settled(n, due=50 + n) for n in range(3)]
    contested = owes(1000, late=70, number="D-1", disputed=gbp(1000))
    rest, almost = owes("100.00", late=80, number="R-1", paid="95.01"), "95.01"
    account = a_past(*three)
    said = Dispute(
        id="d",
        invoice_id=contested.id,
        amount=None,
        reason=next(iter(DisputeReason)),
        owner="Lisa",
        opened_on=TODAY,
        deadline=TODAY,
    )
    account = replace(
        account,
        invoices=(*account.invoices, contested, rest),
        payments=(*account.payments, paid(rest, almost, rest.due)),
        disputes=(said,),
    )
    score = score_of(account, TODAY)
    assert points(score)[PaidOnTime] == 40
    assert points(score)[OldestDebt] == 20


def test_each_step_of_the_oldest_debt() -> None:
    """None from the 61st day, 5 from the 31st, 10 from the 15th, 15 from the first, else 20."""
    three = [settled(n, due=200 + n) for n in range(3)]
    found = []
    for late in (0, 1, 14, 15, 30, 31, 60, 61):
        account = a_past(*three)
        account = replace(account, invoices=(*account.invoices, owes(50, late=late)))
        found.append(points(score_of(account, TODAY))[OldestDebt])
    assert found == [20, 15, 15, 10, 10, 5, 5, 0]


def test_promises_by_amount_and_the_use_of_the_limit() -> None:
    """Half of what was promised came in time: 5 of 10; 90 per cent of the limit used: 3 of 5."""
    three = [settled(n, due=200 + n) for n in range(3)]
    owed = owes(190, late=20, paid=100, balance=gbp(90))
    account = a_past(*three, limit=100)
    account = replace(
        account,
        invoices=(*account.invoices, owed),
        payments=(*account.payments, paid(owed, 100, TODAY - days(12))),
        promises=(promised(190, TODAY - days(10), owed.id),),
    )
    score = score_of(account, TODAY)
    assert points(score)[PromisesKept] == 5
    assert points(score)[LimitUsed] == 3


def test_the_last_three_months_stand_by_themselves() -> None:
    """A year on time with three late ones lately: the year's share, and nothing for lately."""
    old = [settled(n, due=200 + n) for n in range(9)]
    late = [settled(20 + n, due=30 + n, after=6) for n in range(3)]
    score = score_of(a_past(*old, *late), TODAY)
    assert (points(score)[PaidOnTime], points(score)[PaidLately]) == (30, 0)
    quiet = score_of(a_past(*old), TODAY)
    part = next(each for each in quiet.parts if isinstance(each, PaidLately))
    assert (part.points, part.is_of_year) == (15, True)


def test_a_currency_without_a_rate_is_left_out_and_named() -> None:
    """With a rate it counts at that rate, with its day; without, its code is named (rule 9)."""
    three = [settled(n, due=50 + n) for n in range(3)]
    abroad = owes(100, late=40, number="E-1", currency="EUR")
    account = a_past(*three)
    account = replace(account, invoices=(*account.invoices, abroad))
    assert score_of(account, TODAY).left_out == ("EUR",)
    rate = Rate("EUR", Decimal("0.5"), TODAY - days(3))
    score = score_of(replace(account, rates=(rate,)), TODAY)
    part = next(each for each in score.parts if isinstance(each, PaidOnTime))
    assert (part.counted, score.rates, score.left_out) == (gbp(350), (rate,), ())


@st.composite
def pasts(draw: st.DrawFn) -> Account:
    """Some invoices of a year and a half, with payments early and late, whole and in part."""
    invoices, payments = [], []
    for n in range(draw(st.integers(3, 7))):
        total = draw(st.integers(1, 1500))
        due = draw(st.integers(-20, 380))
        left = total
        invoice = owes(total, late=due, number=f"P-{n}")
        for _ in range(draw(st.integers(0, 2))):
            amount = draw(st.integers(0, left))
            ago = draw(st.integers(0, max(0, due + 30)))
            if amount:
                payments.append(
                    paid(invoice, amount, TODAY - days(ago), draw(st.integers(0, 9)) == 0)
                )
                left -= amount
        disputed = (
            gbp(draw(st.integers(1, left))) if left and draw(st.integers(0, 4)) == 0 else None
        )
        state = InvoiceState.APPROVED if left else InvoiceState.PAID
        invoices.append(replace(invoice, balance=gbp(left), state=state, disputed=disputed))
    limit = draw(st.sampled_from([None, 0, 500, 2000]))
    promises = tuple(
        promised(
            str(each.total.amount), TODAY - days(draw(st.integers(-10, 300))), each.id, id=each.id
        )
        for each in invoices
        if draw(st.integers(0, 3)) == 0
    )
    promises = tuple(replace(each, made_on=TODAY - days(600)) for each in promises)
    return an_account(*invoices, payments=tuple(payments), limit=limit, promises=promises)


@given(pasts(), st.data())
def test_more_payment_never_lowers_it(account: Account, data: st.DataObject) -> None:
    """Any further payment of an open invoice, on any day up to today."""
    still_open = [each for each in account.invoices if each.is_open]
    if not still_open:
        return
    chosen = data.draw(st.sampled_from(still_open))
    amount = data.draw(st.integers(1, int(chosen.balance.amount)))
    first = (TODAY - chosen.issued).days
    more = paid(chosen, amount, TODAY - days(data.draw(st.integers(0, max(0, first)))))
    left = chosen.balance - gbp(amount)
    state = InvoiceState.APPROVED if left else InvoiceState.PAID
    after = replace(
        account,
        invoices=tuple(
            replace(each, balance=left, state=state) if each is chosen else each
            for each in account.invoices
        ),
        payments=(*account.payments, more),
    )
    _never_lower(score_of(account, TODAY), score_of(after, TODAY))


@given(pasts(), st.data())
def test_the_same_payment_later_never_raises_it(account: Account, data: st.DataObject) -> None:
    """Any payment moved to any later day up to today."""
    money = [each for each in account.payments if not each.is_write_off]
    if not money:
        return
    chosen = data.draw(st.sampled_from(money))
    ago = data.draw(st.integers(0, (TODAY - chosen.on).days))
    later = replace(chosen, on=TODAY - days(ago))
    moved = [later if each is chosen else each for each in account.payments]
    after = replace(account, payments=tuple(moved))
    _never_lower(score_of(after, TODAY), score_of(account, TODAY))


@given(pasts())
def test_it_holds_until_the_day_that_it_names(account: Account) -> None:
    """Up to the day before, nothing but the calendar moved, and so nothing changed."""
    score = score_of(account, TODAY)
    last = score.look_again_on - days(1) if score.look_again_on else TODAY + days(400)
    for on in (TODAY + (last - TODAY) // 2, last):
        assert _said(score_of(account, on)) == _said(score)


def _said(score: Score) -> tuple[int | None, list[int]]:
    return score.total, [part.points for part in score.parts]


def _never_lower(before: Score, after: Score) -> None:
    if before.total is not None and after.total is not None:
        assert after.total >= before.total
    for one, other in zip(before.parts, after.parts, strict=False):
        assert other.points >= one.points, (one, other)


def test_amounts_keep_their_currency() -> None:
    """The sums are in the base currency, to the penny."""
    score = score_of(a_past(*(settled(n, due=50 + n) for n in range(3))), TODAY)
    first = score.parts[0]
    assert isinstance(first, PaidOnTime)
    assert first.counted == Money.of("300.00", "GBP")
    assert isinstance(score.look_again_on, date)
