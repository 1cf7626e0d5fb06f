"""Pace: how long what can wait does wait, by the calls that are left. It reads no ledger."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from plugin.ports import Urgency
from plugin.store import Tx, budgets, inbox
from plugin.store.organisations import Organisation

#: the catch-up that makes webhooks an optimisation
EVERY: Final = timedelta(hours=1)
#: At night, in the organisation's own zone, nobody looks at a flag and no reminder leaves; notices
#: are drained as they come all the same.
AT_NIGHT: Final = timedelta(hours=3)
MORNING, EVENING = time(6), time(20)
#: the longest that a lost notice may go unseen, however few calls are left
AT_MOST: Final = timedelta(hours=6)

#: readings of a catch-up in which nothing changed
_CALLS: Final = 6
#: of the calls that readings may still use today, so much is for catching up
_SHARE: Final = 0.5


def next_catch_up(tx: Tx, organisation: Organisation, *, now: datetime) -> datetime:
    """When what changed is read again: an hour by day, three by night, more where calls run low."""
    state = budgets.read_state(tx)
    spare = budgets.spare(state, Urgency.SOON, now=now)
    afforded = timedelta(0)
    if spare is not None:
        times = spare.calls * _SHARE / _CALLS
        afforded = spare.left / times if times >= 1 else AT_MOST
    usual = _by_the_clock(organisation, now)
    return max(usual, now + min(afforded, AT_MOST))


def _by_the_clock(organisation: Organisation, now: datetime) -> datetime:
    """An hour from now by day; by night three, but no later than the morning."""
    zone = ZoneInfo(organisation.timezone)
    local = now.astimezone(zone)
    if MORNING <= local.time() < EVENING:
        return now + EVERY
    day = local.date() + timedelta(days=1 if local.time() >= EVENING else 0)
    morning = datetime.combine(day, MORNING, zone)
    return max(now + EVERY, min(now + AT_NIGHT, morning))


#: calls that a drain of notices costs where payments moved: the documents, then the payments
_OF_A_DRAIN: Final = 2
#: what of the readings' calls drains may use once they have to share
_SHARE_OF_DRAINS: Final = 0.5
#: drains share calls once less is left than this part of what an even day would leave
_SCARCE: Final = 0.5
#: and then wait no longer than a catch-up would
_LONGEST_DRAIN: Final = timedelta(hours=1)


def next_drain(tx: Tx, *, now: datetime) -> datetime | None:
    """When notices that wait may be drained, where that is not at once.

    The first notice drains at once. On a day on which calls run low those that follow wait for
    each other, so that one call fetches forty documents instead of one.
    """
    state = budgets.read_state(tx)
    spare = budgets.spare(state, Urgency.SOON, now=now)
    if spare is None or state.day_limit is None:
        return None
    even = state.day_limit * (spare.left / timedelta(days=1))
    if spare.calls >= even * _SCARCE:
        return None
    times = spare.calls * _SHARE_OF_DRAINS / _OF_A_DRAIN
    gap = min(spare.left / times, _LONGEST_DRAIN) if times >= 1 else _LONGEST_DRAIN
    last = inbox.last_handled(tx)
    return last + gap if last is not None and last + gap > now else None


#: what a flood waits for, so that it gets on when it goes on
WORTH_WHILE: Final = 20
_LOOK_AGAIN: Final = timedelta(hours=1)


def flood_rests_until(tx: Tx, *, now: datetime) -> datetime | None:
    """When work that can wait and comes in a flood is looked at again; None where it may go on."""
    spare = budgets.spare(budgets.read_state(tx), Urgency.LATER, now=now)
    if spare is None or spare.calls >= WORTH_WHILE:
        return None
    return now + min(_LOOK_AGAIN, spare.left)
