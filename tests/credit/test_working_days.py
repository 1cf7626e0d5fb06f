"""Working days and contact hours, across holidays and changes to summer time."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from plugin.credit.account import Calendar
from plugin.credit.working_days import (
    NoWorkingDay,
    add_working_days,
    is_working_day,
    next_contact_moment,
    next_working_day,
    roll_forward,
    working_days_between,
)

LONDON = ZoneInfo("Europe/London")
CHRISTMAS = Calendar(holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
EVE = date(2026, 12, 24)


def test_weekends_and_holidays_are_days_off() -> None:
    """Christmas Day 2026 is a Friday; Monday is the day in lieu of Boxing Day."""
    assert is_working_day(EVE, CHRISTMAS)
    assert not is_working_day(date(2026, 12, 25), CHRISTMAS)
    assert not is_working_day(date(2026, 12, 27), CHRISTMAS)
    assert next_working_day(EVE, CHRISTMAS) == date(2026, 12, 29)
    assert roll_forward(EVE, CHRISTMAS) == EVE
    assert roll_forward(date(2026, 12, 26), CHRISTMAS) == date(2026, 12, 29)


def test_working_days_are_counted_forward_and_between() -> None:
    """Two working days after Christmas Eve is the 30th; counted back it is two."""
    assert add_working_days(EVE, 2, CHRISTMAS) == date(2026, 12, 30)
    assert add_working_days(date(2026, 12, 26), 0, CHRISTMAS) == date(2026, 12, 29)
    assert working_days_between(EVE, date(2026, 12, 30), CHRISTMAS) == 2
    assert working_days_between(EVE, EVE, CHRISTMAS) == 0


def test_another_weekend_is_another_calendar() -> None:
    """Where Friday and Saturday are off, Sunday works."""
    gulf = Calendar(weekend=frozenset({5, 6}))
    assert is_working_day(date(2026, 11, 22), gulf)
    assert not is_working_day(date(2026, 11, 20), gulf)


def test_a_calendar_that_never_opens_is_refused() -> None:
    """Rather than searched for ever."""
    with pytest.raises(NoWorkingDay):
        roll_forward(EVE, Calendar(weekend=frozenset(range(1, 8))))


def moment(text: str) -> datetime:
    """The next contact moment of a London customer, asked at this UTC time."""
    now = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("UTC"))
    return next_contact_moment(now, CHRISTMAS, LONDON, time(8), time(18))


def test_within_the_hours_is_now_and_outside_is_the_next_opening() -> None:
    """Before eight waits for eight; from six in the evening waits for the next working day."""
    assert moment("2026-11-24T09:30").isoformat() == "2026-11-24T09:30:00+00:00"
    assert moment("2026-11-24T05:00").isoformat() == "2026-11-24T08:00:00+00:00"
    assert moment("2026-11-24T18:00").isoformat() == "2026-11-25T08:00:00+00:00"
    assert moment("2026-12-24T19:00").isoformat() == "2026-12-29T08:00:00+00:00"


def test_eight_o_clock_is_local_on_both_sides_of_a_clock_change() -> None:
    """The clocks go forward on 29 March and back on 25 October 2026."""
    assert moment("2026-03-27T20:00").isoformat() == "2026-03-30T08:00:00+01:00"
    assert moment("2026-10-23T19:00").isoformat() == "2026-10-26T08:00:00+00:00"
    assert moment("2026-03-30T07:30").isoformat() == "2026-03-30T08:30:00+01:00"


def test_an_opening_that_the_clocks_leave_out_becomes_the_hour_they_show() -> None:
    """A Sunday worker who opens at 01:30 on the night of the change starts at 02:30."""
    every_day = Calendar(weekend=frozenset())
    now = datetime(2026, 3, 28, 23, tzinfo=ZoneInfo("UTC"))
    found = next_contact_moment(now, every_day, LONDON, time(1, 30), time(18))
    assert found.isoformat() == "2026-03-29T02:30:00+01:00"


def test_a_moment_without_a_zone_is_refused() -> None:
    """Nobody can know which morning it means."""
    with pytest.raises(ValueError, match="time zone"):
        next_contact_moment(
            datetime(2026, 11, 24, 9),  # noqa: DTZ001  # the fault under test
            CHRISTMAS,
            LONDON,
            time(8),
            time(18),
        )
