"""When the morning letter leaves: half past seven on working days, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.calendars import calendar_for
from plugin.credit.working_days import is_working_day
from plugin.operations.morning_hours import (
    AT,
    TOO_LATE,
    begins_a_week,
    is_late,
    leaves,
    leaves_after,
    midnight_after,
)

LONDON, CAIRO = ZoneInfo("Europe/London"), ZoneInfo("Africa/Cairo")
BRITISH = calendar_for("GB", (2025, 2026, 2027))
ZONES = ("Europe/London", "America/New_York", "Pacific/Auckland", "Australia/Lord_Howe",
         "Africa/Cairo", "Asia/Kathmandu", "America/St_Johns")  # fmt: skip


def test_it_is_half_past_seven_on_both_sides_of_a_change_of_the_clocks() -> None:
    """Friday in winter time, Monday in summer time: 71 hours lie between, and in autumn 73."""
    friday = leaves_after(date(2026, 3, 26), LONDON, BRITISH)
    monday = leaves_after(date(2026, 3, 27), LONDON, BRITISH)
    assert (friday.astimezone(UTC).hour, monday.astimezone(UTC).hour) == (7, 6)
    assert monday.astimezone(UTC) - friday.astimezone(UTC) == timedelta(hours=71)
    before = leaves_after(date(2026, 10, 22), LONDON, BRITISH).astimezone(UTC)
    after = leaves_after(date(2026, 10, 23), LONDON, BRITISH).astimezone(UTC)
    assert after - before == timedelta(hours=73)


def test_clocks_that_change_in_the_night_before_a_working_day_change_nothing() -> None:
    """Cairo goes forward on a Friday at midnight; that Friday's letter leaves at 07:30 there."""
    thursday = leaves_after(date(2026, 4, 22), CAIRO, BRITISH)
    friday = leaves_after(date(2026, 4, 23), CAIRO, BRITISH)
    assert (friday.date(), friday.hour, friday.minute) == (date(2026, 4, 24), 7, 30)
    assert friday.astimezone(UTC) - thursday.astimezone(UTC) == timedelta(hours=23)
    midnight = midnight_after(date(2026, 4, 23), CAIRO)
    assert midnight.astimezone(CAIRO).date() == date(2026, 4, 24)


def test_weekends_and_holidays_have_no_letter() -> None:
    """After Christmas Eve comes Tuesday 29 December: Monday is the day in lieu."""
    assert leaves_after(date(2026, 12, 24), LONDON, BRITISH).date() == date(2026, 12, 29)


@pytest.mark.parametrize(
    ("now", "leaves_on", "late"),
    [
        ("2026-11-24 03:00", "2026-11-24", False),
        ("2026-11-24 07:30", "2026-11-24", False),
        ("2026-11-24 07:59", "2026-11-24", False),
        ("2026-11-24 08:00", "2026-11-24", True),
        ("2026-11-24 11:59", "2026-11-24", True),
        ("2026-11-24 12:00", "2026-11-25", True),
        ("2026-11-28 09:00", "2026-11-30", True),
    ],
)
def test_a_morning_lasts_until_noon(now: str, leaves_on: str, late: bool) -> None:
    """Whatever kept it back, it comes that morning or not at all that day."""
    instant = datetime.fromisoformat(now).replace(tzinfo=LONDON)
    assert leaves(instant, LONDON, BRITISH).date().isoformat() == leaves_on
    assert is_late(instant, LONDON) is late


def test_a_week_begins_after_its_weekend_however_long_that_was() -> None:
    """Monday; Tuesday after a bank holiday; Sunday where Friday and Saturday are the weekend."""
    begin = [day for day in (date(2026, 5, n) for n in range(1, 32))
             if is_working_day(day, BRITISH) and begins_a_week(day, BRITISH)]  # fmt: skip
    assert begin == [date(2026, 5, each) for each in (5, 11, 18, 26)]
    egyptian = calendar_for("EG", (2026,))
    assert begins_a_week(date(2026, 11, 22), egyptian)
    assert not begins_a_week(date(2026, 11, 23), egyptian)


@given(
    st.sampled_from(ZONES),
    st.integers(0, 344 * 24 * 60),
)
def test_each_working_day_has_one_letter_and_no_other_day_has_any(zone: str, minute: int) -> None:
    """From any minute of the year, the next ten leave at 07:30 of ten working days in a row."""
    where = ZoneInfo(zone)
    now = datetime(2026, 1, 10, tzinfo=UTC) + timedelta(minutes=minute)
    found = leaves(now, where, BRITISH)
    assert found > now or now.astimezone(where).time() < TOO_LATE
    days = []
    for _ in range(10):
        local = found.astimezone(where)
        assert (local.time(), is_working_day(local.date(), BRITISH)) == (AT, True)
        days.append(local.date())
        found = leaves_after(local.date(), where, BRITISH)
    between = (days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days + 1))
    assert days == [day for day in between if is_working_day(day, BRITISH)]
