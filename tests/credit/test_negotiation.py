"""Talks about other terms: whatever both sides do in whatever order, what holds of every talk."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.agreements import PlanCover, PlanPart
from plugin.credit.money import Money
from plugin.credit.negotiation import (
    NotYours,
    Side,
    Talk,
    TalkRefusal,
    TalkState,
    accept,
    begin,
    counter,
    covers_of,
    end,
    make_offer,
)
from tests.credit.builders import TODAY, days, gbp

_OVER = {TalkState.AGREED, TalkState.DECLINED, TalkState.WITHDRAWN, TalkState.LAPSED}
WAITS = 14


def covers(*amounts: int) -> tuple[PlanCover, ...]:
    """So much of one invoice each."""
    return tuple(PlanCover(f"i{n}", gbp(amount), gbp(0)) for n, amount in enumerate(amounts))


def parts(first: date, *amounts: int) -> tuple[PlanPart, ...]:
    """These amounts, a week apart."""
    return tuple(PlanPart(first + days(7 * n), gbp(amount)) for n, amount in enumerate(amounts))


def a_talk(by: Side = Side.CUSTOMER, on: date = TODAY) -> Talk:
    """A talk that begins with three payments for two invoices."""
    offer = make_offer(
        1, by, covers(100, 200), parts(on + days(20), 100, 100, 100), on=on, offer_days=WAITS
    )
    return begin("talk", offer)


@st.composite
def moves(draw: st.DrawFn) -> tuple[str, Side, int, int, int, int]:
    """A move, who makes it, which offer they saw, after how many days, the first day, the total."""
    return (
        draw(st.sampled_from(["accept", "counter", "end"])),
        draw(st.sampled_from(list(Side))),
        draw(st.integers(-1, 1)),
        draw(st.integers(0, 20)),
        draw(st.integers(-3, 40)),
        draw(st.sampled_from([300, 300, 300, 299, 120])),
    )


def move(talk: Talk, it: tuple[str, Side, int, int, int, int], on: date) -> Talk:
    """Make a move of a side that may have looked at an older offer. Raises NotYours."""
    what, by, back, _, ahead, total = it
    seen = talk.last.number + back
    if what == "accept":
        return accept(talk, by, seen=seen, on=on)
    if what == "end":
        return end(talk, by, seen=seen, on=on)
    fresh = parts(on + days(ahead), total // 2, total - total // 2)
    return counter(talk, by, covers(100, 200), fresh, seen=seen, on=on, offer_days=WAITS)


@settings(max_examples=50, deadline=None)
@given(st.lists(moves(), max_size=12))
def test_no_talk_waits_for_ever_and_nobody_accepts_what_the_other_did_not_offer(
    steps: list[tuple[str, Side, int, int, int, int]],
) -> None:
    """Amounts always sum to what is covered; a talk that is over stays as it is."""
    talk, on = a_talk(), TODAY
    for step in steps:
        on += timedelta(days=step[3])
        before = talk
        try:
            talk = move(talk, step, on)
        except NotYours:
            talk = before
        else:
            assert before.state_on(on) is TalkState.OPEN
            assert step[2] == 0, "only the offer that stands can be answered"
        _holds(talk, on)
        if before.state_on(on) in _OVER:
            assert talk == before


def _holds(talk: Talk, on: date) -> None:
    for number, offer in enumerate(talk.offers, start=1):
        assert offer.number == number
        assert offer.amount == covers_of(offer.covers)
        assert offer.lapses_on <= offer.parts[0].due + days(1)
    if talk.state is TalkState.AGREED:
        assert talk.agreed == talk.last.number
        assert talk.ended_by is talk.last.by.other, "one side offered, the other said yes"
    if talk.state_on(on) is TalkState.OPEN:
        whose = talk.waits_for(on)
        assert whose is talk.last.by.other
        assert accept(talk, whose, seen=talk.last.number, on=on).state is TalkState.AGREED
        with pytest.raises(NotYours):
            accept(talk, whose.other, seen=talk.last.number, on=on)
        assert talk.state_on(talk.last.lapses_on) is TalkState.LAPSED
    else:
        assert talk.waits_for(on) is None


@pytest.mark.parametrize(
    ("amounts", "first", "why"),
    [
        ((100, 100), 5, TalkRefusal.DOES_NOT_ADD_UP),
        ((400, -100), 5, TalkRefusal.DOES_NOT_ADD_UP),
        ((300, 0), 5, TalkRefusal.DOES_NOT_ADD_UP),
        ((300,), -1, TalkRefusal.BAD_DAYS),
        ((300,), 5000, TalkRefusal.BAD_DAYS),
        ((), 5, TalkRefusal.NO_PARTS),
    ],
)
def test_terms_that_are_none_are_refused(
    amounts: tuple[int, ...], first: int, why: TalkRefusal
) -> None:
    """Too little, a payment of nothing or less, a day that is gone or absurd, no payment."""
    with pytest.raises(NotYours) as refused:
        make_offer(
            1, Side.CUSTOMER, covers(100, 200), parts(TODAY + days(first), *amounts),
            on=TODAY, offer_days=WAITS,
        )  # fmt: skip
    assert refused.value.why is why


def test_terms_in_another_currency_are_refused() -> None:
    """Nothing is added across currencies."""
    euros = (PlanPart(TODAY + days(5), Money(Decimal(300), "EUR")),)
    with pytest.raises(NotYours):
        make_offer(1, Side.CUSTOMER, covers(300), euros, on=TODAY, offer_days=WAITS)


def test_ending_ones_own_offer_is_withdrawing_and_the_others_is_declining() -> None:
    """Each in its own word."""
    assert end(a_talk(), Side.CUSTOMER, seen=1, on=TODAY).state is TalkState.WITHDRAWN
    assert end(a_talk(), Side.BUSINESS, seen=1, on=TODAY).state is TalkState.DECLINED


def test_an_offer_lapses_at_the_latest_when_its_first_day_has_passed() -> None:
    """A day from now: it stands tomorrow and not the day after."""
    offer = make_offer(
        1, Side.CUSTOMER, covers(300), parts(TODAY + days(1), 300), on=TODAY, offer_days=WAITS
    )
    talk = begin("talk", offer)
    assert talk.state_on(TODAY + days(1)) is TalkState.OPEN
    assert talk.state_on(TODAY + days(2)) is TalkState.LAPSED
