"""Public holidays of the customers' countries."""

from __future__ import annotations

from datetime import date

import pytest

from plugin.calendars import calendar_for, country_code
from plugin.credit.account import Calendar


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("GB", "GB"),
        ("gb", "GB"),
        ("United Kingdom", "GB"),
        ("UK", "GB"),
        ("Scotland", "GB-SCT"),
        ("france", "FR"),
        ("USA", "US"),
        ("Atlantis", ""),
        ("", ""),
    ],
)
def test_a_country_is_known_by_code_or_name(written: str, code: str) -> None:
    """Addresses hold either."""
    assert country_code(written) == code


def test_the_united_kingdom_keeps_the_days_of_england_unless_a_part_is_named() -> None:
    """Easter Monday is no holiday in Scotland."""
    easter_monday = date(2026, 4, 6)
    assert easter_monday in calendar_for("GB", (2026,)).holidays
    assert easter_monday not in calendar_for("Scotland", (2026,)).holidays


def test_only_the_years_asked_for_are_there() -> None:
    """Christmas of both years, and of no third one."""
    days = calendar_for("GB", (2026, 2027)).holidays
    assert {date(2026, 12, 25), date(2027, 12, 25)} <= days
    assert date(2028, 12, 25) not in days


def test_a_country_that_nobody_knows_has_weekends_only() -> None:
    """Never a guess."""
    assert calendar_for("Atlantis", (2026,)) == Calendar()
