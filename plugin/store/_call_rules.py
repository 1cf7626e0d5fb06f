"""Which call may go now: what the ledger says remains, what is kept back for whom, pauses.

PURE: rows and answers come in, verdicts come out. It reads no clock and no table. All instants are
business time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from plugin.ports import Limit, Spent, Urgency

#: the ledger allows five calls at once per organisation
SLOTS: Final = 5
MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)

#: Calls a day by tier: Starter, and every one from Core up. The ledger never says which it is;
#: what it says remains does.
TIERS: Final = (1_000, 5_000)

#: Of the minute's 60 calls, so many are left alone: the comparison that runs by the page takes half
#: a minute's calls, the readings and writes of every day five sixths, a send all of them.
MINUTE_KEPT: Final[Mapping[Urgency, int]] = {Urgency.NOW: 0, Urgency.SOON: 10, Urgency.LATER: 30}

#: The share of a whole day's calls that is left alone while a whole day is still to come. It
#: shrinks as the day passes, for what was kept and not needed is lost when the ledger counts anew.
#: On Starter 100 calls are a thousand balances re-read at the start of a day; 500 are three days'
#: hourly readings of a ledger in which nothing changes. On Core it is five times as much.
DAY_KEPT: Final[Mapping[Urgency, float]] = {
    Urgency.NOW: 0.0,
    Urgency.SOON: 0.10,
    Urgency.LATER: 0.50,
}

#: Of the 10,000 calls that all organisations share in a minute. A send leaves alone what others
#: may have under way at this moment.
APP_MINUTE_KEPT: Final[Mapping[Urgency, int]] = {
    Urgency.NOW: 50,
    Urgency.SOON: 500,
    Urgency.LATER: 2_000,
}

#: How long to pause where the ledger does not say, the first time and at most, in seconds. Each
#: refusal without a success between doubles it.
BACK_OFF: Final[Mapping[Limit, tuple[float, float]]] = {
    Limit.AT_ONCE: (2.0, 60.0),
    Limit.MINUTE: (60.0, 480.0),
    Limit.DAY: (3_600.0, 21_600.0),
    Limit.APP_MINUTE: (60.0, 480.0),
    Limit.UNNAMED: (60.0, 900.0),
}

#: nobody knows when the ledger's day begins until it was seen to; once an hour one call looks
_LOOK_AGAIN = timedelta(hours=1)
#: answers of calls under way together arrive in any order within this time
_TOGETHER = timedelta(seconds=15)
#: a day that begins says nearly all of its calls
_NEARLY_ALL = 0.9
#: never be asked again sooner than this by work that waits for a reserve
_SHORTEST = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class CallState:
    """What the ledger last said of one organisation's calls; None = not said."""

    minute_remaining: int | None = None
    #: when an answer of this window was first seen: it is certainly over a minute later
    minute_began: datetime | None = None
    day_remaining: int | None = None
    day_began: datetime | None = None
    #: calls a day that the ledger seems to allow
    day_limit: int | None = None
    last_call_at: datetime | None = None
    paused_until: datetime | None = None
    paused_by: Limit | None = None
    #: refusals since a call was last let through
    refusals: int = 0
    #: in the ledger's own words
    last_error: str | None = None
    last_error_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AppState:
    """What the ledger last said of the whole app's calls."""

    minute_remaining: int | None = None
    minute_began: datetime | None = None
    noted_at: datetime | None = None
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a call may not go, and how long it has to wait.

    `is_brief` = calls under way may make room in a moment, so that it is worth while to stand by.
    """

    why: str
    wait: timedelta
    is_brief: bool = False


def stop(
    state: CallState, app: AppState, urgency: Urgency, *, in_flight: int, now: datetime
) -> Stop | None:
    """What keeps a call of this urgency from going now; None where it may go.

    `in_flight` are the organisation's calls under way: what remains may not know of them yet.
    """
    return (
        _paused(state, app, now)
        or _day(state, urgency, in_flight, now)
        or _minute(state, urgency, in_flight, now)
        or _app_minute(app, urgency, now)
    )


def _paused(state: CallState, app: AppState, now: datetime) -> Stop | None:
    until = max(
        (each for each in (state.paused_until, app.paused_until) if each is not None), default=now
    )
    return Stop("the ledger asked us to pause", until - now) if until > now else None


def day_kept(state: CallState, urgency: Urgency, *, now: datetime) -> int:
    """How many of the day's calls work of this urgency leaves alone now."""
    if state.day_began is None or state.day_limit is None:
        return 0
    left = max(state.day_began + DAY - now, timedelta(0)) / DAY
    return math.ceil(state.day_limit * DAY_KEPT[urgency] * left)


@dataclass(frozen=True, slots=True)
class Spare:
    """Calls that work of some urgency may still use, and for how long they have to last."""

    calls: int
    left: timedelta


def spare(state: CallState, urgency: Urgency, *, now: datetime) -> Spare | None:
    """What the ledger's day has left for work of this urgency; None where nothing is known."""
    remaining, began = state.day_remaining, state.day_began
    if remaining is None or began is None or now >= began + DAY:
        return None
    return Spare(max(0, remaining - day_kept(state, urgency, now=now)), began + DAY - now)


def _day(state: CallState, urgency: Urgency, in_flight: int, now: datetime) -> Stop | None:
    remaining, began, said_at = state.day_remaining, state.day_began, state.last_call_at
    if remaining is None or began is None or said_at is None or now >= began + DAY:
        return None
    if urgency is not Urgency.LATER and now >= said_at + _LOOK_AGAIN:
        return None
    kept = day_kept(state, urgency, now=now)
    if remaining - in_flight > kept:
        return None
    if remaining > kept:
        return Stop("today's calls to the ledger are nearly used up", _SHORTEST, is_brief=True)
    wait = began + DAY - now
    if remaining and state.day_limit is not None:
        # what is kept shrinks evenly to nothing: from then on it is less than what remains
        wait -= DAY * ((remaining - 1) / (state.day_limit * DAY_KEPT[urgency]))
    looks_at = now if urgency is Urgency.LATER else said_at
    words = "kept for what is more urgent" if remaining else "used up"
    return Stop(
        f"the rest of today's calls to the ledger is {words}",
        max(min(wait, looks_at + _LOOK_AGAIN - now), _SHORTEST),
    )


def _minute(state: CallState, urgency: Urgency, in_flight: int, now: datetime) -> Stop | None:
    return _in_a_minute(
        state.minute_remaining, state.minute_began, MINUTE_KEPT[urgency], in_flight, now
    )


def _app_minute(app: AppState, urgency: Urgency, now: datetime) -> Stop | None:
    return _in_a_minute(app.minute_remaining, app.minute_began, APP_MINUTE_KEPT[urgency], 0, now)


def _in_a_minute(
    remaining: int | None, began: datetime | None, kept: int, in_flight: int, now: datetime
) -> Stop | None:
    if remaining is None or began is None or now >= began + MINUTE or remaining - in_flight > kept:
        return None
    words = "this minute's calls to the ledger are " + (
        "kept for what is more urgent" if remaining else "used up"
    )
    return Stop(words, began + MINUTE - now, is_brief=remaining > kept)


# --- what an answer changes ---------------------------------------------------------------


def after(state: CallState, spent: Spent, *, now: datetime) -> CallState:
    """What is known once a call has been answered, or was sent and never answered."""
    together = state.last_call_at is not None and now - state.last_call_at < _TOGETHER
    minute, minute_began = _noted(
        state.minute_remaining,
        state.minute_began,
        _said(spent.minute_remaining, state.minute_remaining, spent.calls),
        now=now,
        span=MINUTE,
        swing=SLOTS if together else 0,
    )
    day, day_began = _noted(
        state.day_remaining,
        state.day_began,
        _said(spent.day_remaining, state.day_remaining, spent.calls),
        now=now,
        span=DAY,
        swing=SLOTS if together else 0,
    )
    is_through = not spent.refused and spent.day_remaining is not None
    is_resting = state.paused_until is not None and now < state.paused_until
    limit = state.day_limit
    if spent.day_remaining is not None:
        limit = _day_limit(limit, spent.day_remaining, is_new=day_began == now)
    return replace(
        state,
        minute_remaining=minute,
        minute_began=minute_began,
        day_remaining=day,
        day_began=day_began,
        day_limit=limit,
        last_call_at=now,
        # an answer during a pause belongs to a call from before it
        refusals=0 if is_through and not is_resting else state.refusals,
    )


def after_app(app: AppState, remaining: int, *, now: datetime) -> AppState:
    """What is known of the whole app's minute once a call has been answered."""
    together = app.noted_at is not None and now - app.noted_at < _TOGETHER
    swing = APP_MINUTE_KEPT[Urgency.NOW] if together else 0
    left, began = _noted(
        app.minute_remaining, app.minute_began, remaining, now=now, span=MINUTE, swing=swing
    )
    return replace(app, minute_remaining=left, minute_began=began, noted_at=now)


def _said(said: int | None, known: int | None, calls: int) -> int | None:
    """What remains; a call without an answer has cost one all the same."""
    if said is not None or known is None:
        return said
    return max(0, known - calls)


def _noted(
    known: int | None,
    began: datetime | None,
    said: int | None,
    *,
    now: datetime,
    span: timedelta,
    swing: int,
) -> tuple[int | None, datetime | None]:
    """What remains, and since when: more than before means that the ledger counts anew.

    A rise by no more than `swing` is an answer that was overtaken by a later one.
    """
    if said is None:
        return None, None
    if known is None or began is None or now >= began + span:
        return said, now
    if said > known + swing:
        return said, now
    return min(said, known) if swing else said, began


def _day_limit(known: int | None, remaining: int, *, is_new: bool) -> int:
    """The least tier that allows so many; a lower one only when a day begins with its number."""
    fitting = next((tier for tier in TIERS if remaining <= tier), remaining)
    if known is None or fitting > known:
        return fitting
    return fitting if is_new and remaining >= fitting * _NEARLY_ALL else known


def paused(
    state: CallState, limit: Limit, seconds: float | None, *, now: datetime
) -> tuple[CallState, float]:
    """The state after the ledger refused a call for this limit, and for how many seconds.

    `seconds` None = the ledger did not say; then each refusal doubles the pause, but those of
    calls that were under way together count as one.
    """
    is_resting = state.paused_until is not None and now < state.paused_until
    refusals = max(1, state.refusals if is_resting else state.refusals + 1)
    first, most = BACK_OFF[limit]
    chosen = seconds or min(most, first * 2 ** min(refusals - 1, 16))
    until = now + timedelta(seconds=chosen)
    found = replace(state, refusals=refusals)
    if state.paused_until is None or until > state.paused_until:
        found = replace(found, paused_until=until, paused_by=limit)
    # the pause says it now, and after it nobody knows until the next answer
    if limit is Limit.DAY:
        found = replace(found, day_remaining=None, day_began=None)
    if limit is Limit.MINUTE:
        found = replace(found, minute_remaining=None, minute_began=None)
    return found, chosen


def app_paused(app: AppState, seconds: float, *, now: datetime) -> AppState:
    """The whole app's state after the ledger refused one of its calls for the app's minute."""
    until = now + timedelta(seconds=seconds)
    longest = until if app.paused_until is None else max(until, app.paused_until)
    return replace(app, paused_until=longest, minute_remaining=None, minute_began=None)
