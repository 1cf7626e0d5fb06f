"""When the morning letter leaves: 07:30 of a civil day, whatever the clocks did in the night.

Pure: instants, a zone and a calendar in, instants and days out.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from plugin.credit.account import Calendar
from plugin.credit.working_days import is_working_day, next_working_day

#: when it leaves, and from when on none leaves any more that day, on the organisation's own clock
AT, TOO_LATE = time(7, 30), time(12)
#: from so long after its time on, it says that it is late
LATE_AFTER = timedelta(minutes=30)

_DAY = timedelta(days=1)


def at(day: date, zone: ZoneInfo) -> datetime:
    """Half past seven of a civil day."""
    return datetime.combine(day, AT, zone)


def midnight_after(day: date, zone: ZoneInfo) -> datetime:
    """The end of a civil day."""
    return datetime.combine(day + _DAY, time(), zone)


def leaves(now: datetime, zone: ZoneInfo, calendar: Calendar) -> datetime:
    """When the letter of the first morning that is not over leaves: to come, or just gone by.

    Today's as long as it is before noon of a working day, else the next working day's.
    """
    local = now.astimezone(zone)
    if local.time() < TOO_LATE and is_working_day(local.date(), calendar):
        return at(local.date(), zone)
    return at(next_working_day(local.date(), calendar), zone)


def leaves_after(day: date, zone: ZoneInfo, calendar: Calendar) -> datetime:
    """When the letter of the first working day after a civil day leaves."""
    return at(next_working_day(day, calendar), zone)


def is_late(now: datetime, zone: ZoneInfo) -> bool:
    """Whether a letter that goes now comes later than it should have."""
    return now >= at(now.astimezone(zone).date(), zone) + LATE_AFTER


def working_day_before(day: date, calendar: Calendar) -> date:
    """The last working day before a civil day."""
    before = day - _DAY
    while not is_working_day(before, calendar):
        before -= _DAY
    return before


def begins_a_week(day: date, calendar: Calendar) -> bool:
    """Whether a weekend lies between the working day before and this one."""
    before = working_day_before(day, calendar)
    between = ((before + _DAY * n) for n in range(1, (day - before).days))
    return any(each.isoweekday() in calendar.weekend for each in between)
