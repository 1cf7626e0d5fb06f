"""Which call may go: reserves by urgency, windows that nobody announces, pauses that grow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.ports import Limit, Spent, Urgency
from plugin.store import _call_rules as rules
from plugin.store._call_rules import AppState, CallState, Stop

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NOW, SOON, LATER = Urgency


def said(*, minute: int = 60, day: int = 5_000) -> Spent:
    """An answer that says what remains."""
    return Spent(minute_remaining=minute, day_remaining=day, app_minute_remaining=9_999)


def after(*answers: tuple[float, Spent], state: CallState | None = None) -> CallState:
    """What is known after these answers, each so many seconds after noon."""
    state = state or CallState()
    for seconds, spent in answers:
        state = rules.after(state, spent, now=NOON + timedelta(seconds=seconds))
    return state


def stop(
    state: CallState, urgency: Urgency, *, seconds: float = 0, in_flight: int = 0, **app: object
) -> Stop | None:
    """What keeps a call from going so many seconds after noon."""
    known = AppState(**app)  # type: ignore[arg-type]
    now = NOON + timedelta(seconds=seconds)
    return rules.stop(state, known, urgency, in_flight=in_flight, now=now)


def may(state: CallState, *, seconds: float = 0) -> list[Urgency]:
    """Which calls may go."""
    return [urgency for urgency in Urgency if stop(state, urgency, seconds=seconds) is None]


@pytest.mark.parametrize(
    ("left", "who"),
    [
        (60, [NOW, SOON, LATER]),
        (31, [NOW, SOON, LATER]),
        (30, [NOW, SOON]),
        (11, [NOW, SOON]),
        (10, [NOW]),
        (1, [NOW]),
        (0, []),
    ],
)
def test_half_a_minutes_calls_are_kept_from_what_can_wait(left: int, who: list[Urgency]) -> None:
    """The comparison stops at thirty of the sixty, every day's readings at ten, a send at none."""
    state = after((0, said(minute=left)))
    assert may(state, seconds=1) == who
    assert may(state, seconds=60) == [NOW, SOON, LATER]


@pytest.mark.parametrize(
    ("limit", "left", "hours", "who"),
    [
        (1_000, 501, 0, [NOW, SOON, LATER]),
        (1_000, 500, 0, [NOW, SOON]),
        (1_000, 100, 0, [NOW]),
        (1_000, 251, 12, [NOW, SOON, LATER]),
        (1_000, 250, 12, [NOW, SOON]),
        (1_000, 50, 12, [NOW]),
        (1_000, 22, 23, [NOW, SOON, LATER]),
        (5_000, 2_501, 0, [NOW, SOON, LATER]),
        (5_000, 2_500, 0, [NOW, SOON]),
        (5_000, 500, 0, [NOW]),
        (5_000, 1, 0, [NOW]),
    ],
)
def test_what_is_kept_of_a_day_shrinks_as_the_day_passes(
    limit: int, left: int, hours: float, who: list[Urgency]
) -> None:
    """Starter and Core alike: what was kept and not needed would be lost when the day begins."""
    began = after((0, said(day=limit - 1)))
    assert began.day_limit == limit
    state = after((hours * 3600, said(day=left)), state=began)
    assert may(state, seconds=hours * 3600 + 0.5) == who


def test_who_has_to_wait_is_told_until_when_it_is_so() -> None:
    """At the end of the wait it may go, a little earlier it may not."""
    state = after((0, said(day=999)), (1, said(day=485)))
    found = stop(state, LATER, seconds=2)
    assert found is not None
    assert "more urgent" in found.why
    assert timedelta(minutes=40) < found.wait < timedelta(minutes=50)
    seconds = 2 + found.wait.total_seconds()
    assert stop(state, LATER, seconds=seconds) is None
    assert stop(state, LATER, seconds=seconds - 30) is not None


def test_a_used_up_day_is_asked_once_an_hour_until_xero_says_how_long() -> None:
    """Nobody knows when Xero's day begins; what waits for the reserve does not ask at all."""
    state = after((0, said(day=999)), (1, said(day=0)))
    assert may(state, seconds=1800) == []
    assert may(state, seconds=3601) == [NOW, SOON]
    assert may(state, seconds=86_400) == [NOW, SOON, LATER]


def test_more_than_before_means_that_xero_counts_anew() -> None:
    """Its day begins at an hour of its own; from the first answer on it is known."""
    state = after((0, said(day=999)), (60, said(day=120)), (7_200, said(day=999)))
    assert state.day_began == NOON + timedelta(hours=2)
    assert may(state, seconds=7_201) == [NOW, SOON, LATER]


def test_an_answer_that_was_overtaken_does_not_raise_what_remains() -> None:
    """Five calls under way are answered in any order."""
    state = after((0, said(minute=41, day=900)), (1, said(minute=40, day=899)))
    state = after((1.1, said(minute=44, day=903)), state=state)
    assert (state.minute_remaining, state.day_remaining) == (40, 899)
    assert (state.minute_began, state.day_began) == (NOON, NOON)


def test_calls_under_way_are_not_promised_twice() -> None:
    """With one call left and one under way a second stands by; the answer tells."""
    state = after((0, said(minute=1)))
    found = stop(state, NOW, seconds=1, in_flight=1)
    assert found is not None
    assert found.is_brief
    assert stop(state, NOW, seconds=1) is None


@pytest.mark.parametrize(
    ("left", "who"),
    [(2_001, [NOW, SOON, LATER]), (2_000, [NOW, SOON]), (500, [NOW]), (50, [])],
)
def test_the_apps_minute_is_shared_by_all_and_kept_in_the_same_order(
    left: int, who: list[Urgency]
) -> None:
    """A send leaves alone what other organisations may have under way."""
    app = rules.after_app(AppState(), left, now=NOON)
    now = NOON + timedelta(seconds=1)
    found = [
        urgency
        for urgency in Urgency
        if rules.stop(CallState(), app, urgency, in_flight=0, now=now) is None
    ]
    assert found == who


@pytest.mark.parametrize(
    ("remaining", "limit"),
    [(999, 1_000), (12, 1_000), (1_000, 1_000), (1_001, 5_000), (5_000, 5_000), (9_000, 9_000)],
)
def test_the_tier_is_what_the_remaining_calls_fit_into(remaining: int, limit: int) -> None:
    """Xero never says which tier it is."""
    assert after((0, said(day=remaining))).day_limit == limit


def test_a_tier_is_lost_only_when_a_day_begins_with_its_number() -> None:
    """900 left of 5,000 is no Starter; 999 at the start of a day is."""
    state = after((0, said(day=4_999)), (60, said(day=900)))
    assert state.day_limit == 5_000
    assert after((90_000, said(day=999)), state=state).day_limit == 1_000
    assert after((90_000, said(day=700)), state=state).day_limit == 5_000


# --- pauses -------------------------------------------------------------------------------


def refused(state: CallState, limit: Limit, seconds: float | None, at: datetime) -> CallState:
    """The state after a refusal."""
    return rules.paused(rules.after(state, Spent(refused=True), now=at), limit, seconds, now=at)[0]


def test_unsaid_pauses_double_up_to_a_cap_and_are_forgotten_after_a_success() -> None:
    """2, 4, 8 … 60 seconds, always the same; one call let through, and it starts anew."""
    state, at, found = CallState(), NOON, []
    for _ in range(8):
        state = refused(state, Limit.AT_ONCE, None, at)
        assert state.paused_until is not None
        found.append((state.paused_until - at).total_seconds())
        at = state.paused_until
    assert found == [2, 4, 8, 16, 32, 60, 60, 60]
    state = rules.after(state, said(), now=at)
    state = refused(state, Limit.AT_ONCE, None, at)
    assert state.paused_until == at + timedelta(seconds=2)


def test_five_calls_refused_together_are_one_refusal() -> None:
    """They were all under way before the pause began; so was one that succeeded."""
    state = CallState()
    for tenth in range(5):
        state = refused(state, Limit.AT_ONCE, None, NOON + timedelta(seconds=tenth / 10))
    assert state.refusals == 1
    state = rules.after(state, said(), now=NOON + timedelta(seconds=1))
    assert state.refusals == 1


def test_a_day_limit_of_twenty_hours_is_kept_and_nothing_is_known_after_it() -> None:
    """The live capture: Retry-After 73451, and of the minute's calls none used."""
    state = after((0, said(day=999)), (1, Spent(minute_remaining=60, day_remaining=0)))
    state, seconds = rules.paused(state, Limit.DAY, 73_451, now=NOON)
    assert seconds == 73_451
    assert state.paused_by is Limit.DAY
    found = stop(state, NOW, seconds=73_450)
    assert found is not None
    assert found.wait == timedelta(seconds=1)
    assert not found.is_brief
    assert may(state, seconds=73_451) == [NOW, SOON, LATER]


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    """Whichever was said last."""
    state, _ = rules.paused(CallState(), Limit.DAY, 3_600, now=NOON)
    state, _ = rules.paused(state, Limit.MINUTE, 5, now=NOON)
    assert state.paused_until == NOON + timedelta(hours=1)
    assert state.paused_by is Limit.DAY


# --- properties ---------------------------------------------------------------------------

_STATES = st.builds(
    lambda minute, day, start, hours: after(
        (hours * 3600, said(minute=minute, day=min(day, start))),
        state=after((0, said(day=start))),
    ),
    minute=st.integers(0, 60),
    day=st.integers(0, 4_999),
    start=st.sampled_from([999, 4_999]),
    hours=st.floats(0, 23),
)


@given(state=_STATES, seconds=st.floats(0, 200_000), in_flight=st.integers(0, 5))
def test_what_may_go_at_its_urgency_may_go_at_any_greater(
    state: CallState, seconds: float, in_flight: int
) -> None:
    """And no refusal asks to come back at once, so that no loop hammers."""
    found = [stop(state, each, seconds=seconds, in_flight=in_flight) for each in Urgency]
    for greater, lesser in pairwise(found):
        assert lesser is not None or greater is None
    assert all(each is None or each.wait > timedelta(0) for each in found)


@given(state=_STATES, more=st.integers(1, 3_000), urgency=st.sampled_from(list(Urgency)))
def test_more_calls_left_never_stop_what_fewer_allowed(
    state: CallState, more: int, urgency: Urgency
) -> None:
    """Nor does a wait become longer."""
    assert state.day_remaining is not None
    richer = replace(state, day_remaining=state.day_remaining + more)
    now = (state.last_call_at or NOON) + timedelta(seconds=90)
    poor = rules.stop(state, AppState(), urgency, in_flight=0, now=now)
    rich = rules.stop(richer, AppState(), urgency, in_flight=0, now=now)
    assert rich is None or (poor is not None and rich.wait <= poor.wait)
