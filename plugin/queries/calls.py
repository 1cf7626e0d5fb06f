"""What calls to Xero cost and what of the budget is left, as the settings page shows it.

It calls nobody and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from plugin.ports import Limit, Urgency
from plugin.store import Tx, budgets
from plugin.store.budgets import CallState, DayOfCalls

#: days that are shown, today included
SHOWN: Final = 7

_TIERS: Final[Mapping[int, str]] = {
    1_000: "1,000 calls a day, as on its Starter tier",
    5_000: "5,000 calls a day, as from its Core tier up",
}
_PAUSES: Final[Mapping[Limit, str]] = {
    Limit.AT_ONCE: "Xero had too many calls at once",
    Limit.MINUTE: "Xero’s minute limit is reached",
    Limit.DAY: "Xero’s day limit is reached",
    Limit.APP_MINUTE: "Xero’s limit for all organisations together is reached",
    Limit.UNNAMED: "Xero asked us to wait",
}
_WAITING: Final[Mapping[Urgency, str]] = {
    Urgency.LATER: "Comparing with Xero waits, so that reading and sending can go on",
    Urgency.SOON: "Reading and writing wait, so that sending can go on",
    Urgency.NOW: "Everything that needs Xero waits",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCost:
    """What calls cost by day (UTC), newest first, and what is left of the budget."""

    days: tuple[DayOfCalls, ...]
    #: calls that Xero last said are left, of its own day and of its minute; None = not known now
    left: int | None
    left_this_minute: int | None
    #: what Xero seems to allow; empty where it has not been seen
    tier: str
    #: what of our work waits for the rest of the budget; empty where nothing does
    waiting: str
    paused_until: datetime | None
    paused_why: str


def call_cost(tx: Tx, *, now: datetime) -> CallCost:
    """The call and byte budget of an organisation at this instant."""
    state, pause = budgets.read_state(tx), budgets.pause_now(tx, now=now)
    waits = budgets.waits_now(tx, now=now) if pause is None else None
    return CallCost(
        days=budgets.day_by_day(tx, since=now.date() - timedelta(days=SHOWN - 1), until=now.date()),
        left=_left(state.day_remaining, state.day_began, timedelta(days=1), now),
        left_this_minute=_left(
            state.minute_remaining, state.minute_began, timedelta(minutes=1), now
        ),
        tier=_tier(state),
        waiting=_WAITING[waits] if waits is not None else "",
        paused_until=pause.until if pause is not None else None,
        paused_why=_PAUSES[pause.by] if pause is not None else "",
    )


def _left(said: int | None, began: datetime | None, span: timedelta, now: datetime) -> int | None:
    """What was said holds while its window can last; after it nobody knows."""
    return said if began is not None and now < began + span else None


def _tier(state: CallState) -> str:
    if state.day_limit is None:
        return ""
    return _TIERS.get(state.day_limit, f"{state.day_limit:,} calls a day")
