"""Pace: how long the next catch-up with the ledger may wait. It reads nothing from the ledger."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from plugin.ports import Urgency
from plugin.store import Tx, budgets
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
