"""Public holidays of the customers' countries, as calendars for the decisions. No clock, no I/O."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import holidays
from babel import Locale

from plugin.credit.account import Calendar

#: what people write into an address, beside the codes and the English names of all countries
_ALSO_CALLED = {
    "uk": "GB",
    "u.k.": "GB",
    "great britain": "GB",
    "britain": "GB",
    "england": "GB-ENG",
    "wales": "GB-WLS",
    "scotland": "GB-SCT",
    "northern ireland": "GB-NIR",
    "usa": "US",
    "u.s.a.": "US",
    "united states of america": "US",
    "the netherlands": "NL",
    "holland": "NL",
    "republic of ireland": "IE",
    "eire": "IE",
    "deutschland": "DE",
    "españa": "ES",
    "italia": "IT",
    "aotearoa": "NZ",
}

#: where the country as a whole keeps fewer days than nearly everybody in it
_USUAL_PART = {"GB": "ENG"}

_WEEKEND = frozenset({6, 7})


def country_code(country: str) -> str:
    """The ISO 3166 code of a country given as code or English name; empty where not known."""
    text = country.strip()
    known = _names()
    if text.upper() in known.values():
        return text.upper()
    return _ALSO_CALLED.get(text.lower()) or known.get(text.lower(), "")


def calendar_for(country: str, years: Iterable[int]) -> Calendar:
    """The working days of a country (code or English name) over these years.

    A country that is not known, or whose holidays nobody lists, has weekends only.
    """
    return _calendar(country_code(country), tuple(sorted(set(years))))


@lru_cache(maxsize=512)
def _calendar(code: str, years: tuple[int, ...]) -> Calendar:
    country, _, part = code.partition("-")
    if not country:
        return Calendar()
    try:
        days = holidays.country_holidays(
            country, subdiv=part or _USUAL_PART.get(country), years=list(years)
        )
    except NotImplementedError:
        # a list of the countries that it knows would load every one of them first: 0.3 s
        return Calendar()
    weekend = frozenset(day + 1 for day in days.weekend) or _WEEKEND
    return Calendar(holidays=frozenset(days), weekend=weekend)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """English name (lower case) to code, of countries only."""
    territories = Locale("en").territories
    return {name.lower(): code for code, name in territories.items() if len(code) == 2}
