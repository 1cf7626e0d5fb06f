"""What context notes change in the one decision: when a level goes, and on which day it lands.

Slow months shift each level and let no final notice go before they are over; who signs alone is
written to on a day on which they are there; a noted pay run goes before what was counted. A note of
hardship is a silence of its own (`silence`). Nothing here shortens a gap or skips a level.
"""

from __future__ import annotations

from datetime import date, timedelta

from plugin.credit.account import Account
from plugin.credit.context_facts import (
    ContextNote,
    Season,
    SinglePayer,
    noted_payer,
    noted_season,
)

_DAY = timedelta(days=1)


def days_of_context(account: Account, on: date) -> list[date]:
    """Days on which the calendar alone begins or ends a note, or a slow month of one."""
    days: list[date] = []
    for note in account.context:
        days.extend((note.since, note.until))
        if note.holds_on(on) and isinstance(note.fact, Season):
            days.append(_turn_of(note, note.fact, on))
    return days


def not_there_until(account: Account, on: date) -> date | None:
    """The next day on which the one who signs is there; None where nobody has to be waited for."""
    found = noted_payer(account.context, on)
    if found is None or found[1].is_there(on):
        return None
    note, payer = found
    return _there_again(note, payer, on)


def _there_again(note: ContextNote, payer: SinglePayer, on: date) -> date:
    day = on + _DAY
    while day < note.until and not payer.is_there(day):
        day += _DAY
    return day


def is_there_on(account: Account, day: date) -> bool:
    """Whether the one who signs is there on a day; anybody may where no such note holds."""
    found = noted_payer(account.context, day)
    return found is None or found[1].is_there(day)


def in_season(account: Account, on: date) -> bool:
    """Whether a month runs in which they pay slowly: what goes then is a tone gentler."""
    return noted_season(account.context, on) is not None


def rests_until(account: Account, from_day: date, *, is_final: bool, on: date) -> date | None:
    """Until when a level that was reached on `from_day` rests in slow months; None where it goes.

    It is taken so many days later, or when the slow months end, whichever is first; a final notice
    only when they end.
    """
    found = noted_season(account.context, on)
    if found is None:
        return None
    note, season = found
    ends = _turn_of(note, season, on)
    if is_final:
        return ends
    until = min(from_day + timedelta(days=season.later), ends)
    return until if until > on else None


def _turn_of(note: ContextNote, season: Season, on: date) -> date:
    """The first day on which it is no longer as today: a slow month begins or ends, or the note."""
    is_slow = on.month in season.months
    day = _next_month(on)
    while day < note.until and (day.month in season.months) is is_slow:
        day = _next_month(day)
    return min(day, note.until)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
