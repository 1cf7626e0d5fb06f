"""Contact hours where clocks change: both changes of a year, on both sides of the world."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.account import Calendar
from plugin.credit.working_days import is_working_day, next_contact_moment

LONDON, SYDNEY, NEW_YORK = "Europe/London", "Australia/Sydney", "America/New_York"
OPENS, CLOSES = time(8), time(18)
MONDAY_TO_FRIDAY = Calendar()
EVERY_DAY = Calendar(weekend=frozenset())
_NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def asked(at: str, zone: str, *, opens: time = OPENS, every_day: bool = False) -> str:
    """The next moment from a UTC time on, as the customer's own clock shows it."""
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    calendar = EVERY_DAY if every_day else MONDAY_TO_FRIDAY
    return next_contact_moment(now, calendar, ZoneInfo(zone), opens, CLOSES).isoformat()


@pytest.mark.parametrize(
    ("zone", "friday", "monday"),
    [
        # clocks go forward on Sunday 29 March 2026, and back on Sunday 25 October
        (LONDON, "2026-03-27T19:00", "2026-03-30T08:00:00+01:00"),
        (LONDON, "2026-10-23T19:00", "2026-10-26T08:00:00+00:00"),
        # back on Sunday 5 April 2026, forward on Sunday 4 October
        (SYDNEY, "2026-04-03T08:00", "2026-04-06T08:00:00+10:00"),
        (SYDNEY, "2026-10-02T09:00", "2026-10-05T08:00:00+11:00"),
        # forward on Sunday 8 March 2026, back on Sunday 1 November
        (NEW_YORK, "2026-03-06T23:30", "2026-03-09T08:00:00-04:00"),
        (NEW_YORK, "2026-10-30T22:30", "2026-11-02T08:00:00-05:00"),
    ],
)
def test_eight_on_monday_is_eight_by_the_clock_after_the_change(
    zone: str, friday: str, monday: str
) -> None:
    """Asked on the Friday evening before a change, in London, Sydney and New York."""
    assert asked(friday, zone) == monday


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        (LONDON, ("2026-03-27T08:30", "08:30"), ("2026-03-30T08:30", "09:30")),
        (LONDON, ("2026-10-23T08:30", "09:30"), ("2026-10-26T08:30", "08:30")),
        (SYDNEY, ("2026-04-03T01:00", "12:00"), ("2026-04-06T01:00", "11:00")),
        (SYDNEY, ("2026-10-02T01:00", "11:00"), ("2026-10-05T01:00", "12:00")),
        (NEW_YORK, ("2026-03-06T15:00", "10:00"), ("2026-03-09T15:00", "11:00")),
        (NEW_YORK, ("2026-10-30T15:00", "11:00"), ("2026-11-02T15:00", "10:00")),
    ],
)
def test_the_same_instant_is_another_hour_after_the_change(
    zone: str, before: tuple[str, str], after: tuple[str, str]
) -> None:
    """Within the hours on both sides, so it goes at once, at what their clock shows."""
    for at, shown in (before, after):
        assert asked(at, zone)[11:16] == shown


def test_an_hour_that_is_closed_before_a_change_may_be_open_after_it() -> None:
    """07:30 UTC is half past seven in London on the Friday, and half past eight on the Monday."""
    assert asked("2026-03-27T07:30", LONDON) == "2026-03-27T08:00:00+00:00"
    assert asked("2026-03-30T07:30", LONDON) == "2026-03-30T08:30:00+01:00"
    assert asked("2026-10-23T17:30", LONDON) == "2026-10-26T08:00:00+00:00"
    assert asked("2026-10-26T17:30", LONDON) == "2026-10-26T17:30:00+00:00"


@pytest.mark.parametrize(
    ("zone", "night", "shown"),
    [
        (LONDON, "2026-03-29T00:10", "2026-03-29T02:30:00+01:00"),
        (SYDNEY, "2026-10-03T15:10", "2026-10-04T03:30:00+11:00"),
        (NEW_YORK, "2026-03-08T06:10", "2026-03-08T03:30:00-04:00"),
    ],
)
def test_an_opening_that_is_left_out_is_an_hour_later(zone: str, night: str, shown: str) -> None:
    """Whoever opens in the hour that the clocks jump over opens when they have jumped."""
    opens = time(1, 30) if zone == LONDON else time(2, 30)
    assert asked(night, zone, opens=opens, every_day=True) == shown


@given(
    st.integers(0, 2 * 365 * 24 * 60).map(lambda n: _NEW_YEAR + timedelta(minutes=n)),
    st.sampled_from([LONDON, SYDNEY, NEW_YORK]),
)
def test_whatever_the_instant_it_is_their_working_hours_and_never_earlier(
    now: datetime, zone: str
) -> None:
    """Every moment found is on a working day between eight and six by the customer's own clock."""
    moment = next_contact_moment(now, MONDAY_TO_FRIDAY, ZoneInfo(zone), OPENS, CLOSES)
    assert moment >= now
    assert moment - now < timedelta(days=4)
    assert is_working_day(moment.date(), MONDAY_TO_FRIDAY)
    assert OPENS <= moment.time() < CLOSES
