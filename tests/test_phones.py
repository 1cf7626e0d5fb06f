"""Which numbers may be texted, and how they are written for the wire."""

from __future__ import annotations

import pytest

from plugin.phones import text_number


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("07700 900123", "GB", "+447700900123"),
        ("+44 (0)7700 900 123", "", "+447700900123"),
        ("0044 7700 900123", "France", "+447700900123"),
        ("07700.900-123", "United Kingdom", "+447700900123"),
        ("0412 345 678", "Australia", "+61412345678"),
        ("021 123 4567", "New Zealand", "+64211234567"),
        ("085 123 4567", "Ireland", "+353851234567"),
        ("612345678", "Spain", "+34612345678"),
        ("0151 23456789", "DE", "+4915123456789"),
    ],
)
def test_a_mobile_is_written_with_its_country_code(written: str, country: str, number: str) -> None:
    """However people typed it, and wherever a number without a code is at home."""
    assert text_number(written, country) == number


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("020 7946 0018", "GB"),
        ("07012 345678", "GB"),
        ("7700 900123", "GB"),
        ("07700 900123", ""),
        ("07700 900123", "Japan"),
        ("+1 212 555 0100", "US"),
        ("212 555 0100", "US"),
        ("07700 900123 or 020 7946 0018", "GB"),
        ("ask Maya", "GB"),
        ("", "GB"),
    ],
)
def test_any_other_number_is_never_texted(written: str, country: str) -> None:
    """Landlines, personal numbers, countries without a known plan, and the United States."""
    assert text_number(written, country) == ""
