"""Working days and contact hours of a customer, by a calendar that is handed in.

It knows no country's holidays and reads no clock.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from plugin.credit.account import Calendar

_DAY = timedelta(days=1)
#: no country closes for longer; a calendar without working days is a fault, not a long holiday
_LONGEST_CLOSURE = 400


class NoWorkingDay(ValueError):
    """A calendar has no working day in more than a year."""


def is_working_day(day: date, calendar: Calendar) -> bool:
    """True unless `day` is a weekend or a holiday of the calendar."""
    return day.isoweekday() not in calendar.weekend and day not in calendar.holidays


def roll_forward(day: date, calendar: Calendar) -> date:
    """`day` itself where it is a working day, else the first one after it (rule 24).

    Raises NoWorkingDay for a calendar that never opens.
    """
    candidate = day
    for _ in range(_LONGEST_CLOSURE):
        if is_working_day(candidate, calendar):
            return candidate
        candidate += _DAY
    raise NoWorkingDay(f"no working day within {_LONGEST_CLOSURE} days of {day.isoformat()}")


def next_working_day(day: date, calendar: Calendar) -> date:
    """The first working day after `day`."""
    return roll_forward(day + _DAY, calendar)


def add_working_days(day: date, count: int, calendar: Calendar) -> date:
    """The `count`-th working day after `day`; with 0, `day` rolled forward."""
    if count <= 0:
        return roll_forward(day, calendar)
    for _ in range(count):
        day = next_working_day(day, calendar)
    return day


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """How many working days lie after `start` up to and including `end`."""
    days = (end - start).days
    return sum(is_working_day(start + timedelta(days=n), calendar) for n in range(1, days + 1))


def next_contact_moment(
    now: datetime, calendar: Calendar, zone: ZoneInfo, opens: time, closes: time
) -> datetime:
    """The first moment from `now` on at which the customer may be written to, in their zone.

    `now` must know its zone; `closes` is no longer within the hours. A wall-clock time that a
    change to summer time leaves out becomes the moment an hour later that the clocks then show.
    """
    if now.tzinfo is None:
        raise ValueError("the moment must know its time zone")
    local = now.astimezone(zone)
    today = local.date()
    if is_working_day(today, calendar):
        if opens <= local.time() < closes:
            return local
        if local.time() < opens:
            return _at(today, opens, zone)
    return _at(next_working_day(today, calendar), opens, zone)


def _at(day: date, opens: time, zone: ZoneInfo) -> datetime:
    wall = datetime.combine(day, opens, tzinfo=zone)
    # there and back through UTC turns a time that does not exist into one that does
    return wall.astimezone(ZoneInfo("UTC")).astimezone(zone)
