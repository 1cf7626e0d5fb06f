"""Which telephone numbers can take a text message, and how they are written for the wire.

Mobile ranges as the numbering plans of some countries give them; a number of any other country is
never texted. The United States and Canada are left out on purpose: a text there needs a consent in
writing that nobody has given us. A leaf: it knows no customer and calls nobody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from plugin.calendars import country_code

#: by country: its calling code, what is dialled before a number at home, and its mobile numbers
_PLANS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "GB": ("44", "0", r"7[1-57-9]\d{8}|7624\d{6}"),
        "IE": ("353", "0", r"8[35679]\d{7}"),
        "AU": ("61", "0", r"4\d{8}"),
        "NZ": ("64", "0", r"2\d{7,9}"),
        "DE": ("49", "0", r"1[567]\d{8,9}"),
        "FR": ("33", "0", r"[67]\d{8}"),
        "ES": ("34", "", r"[67]\d{8}"),
        "IT": ("39", "", r"3\d{8,9}"),
        "NL": ("31", "0", r"6\d{8}"),
        "ZA": ("27", "0", r"[678]\d{8}"),
        "SG": ("65", "", r"[89]\d{7}"),
    }
)
_NOT_DIALLED = re.compile(r"[\s().\-/]")


def text_number(written: str, country: str) -> str:
    """The number as +447700900123 where it is a mobile that may be texted, else empty.

    `country` (code or English name) says where a number without a country code is at home.
    """
    number = _NOT_DIALLED.sub("", written)
    if number.startswith("00"):
        number = f"+{number[2:]}"
    if number.startswith("+"):
        return next((found for plan in _PLANS.values() if (found := _abroad(number, plan))), "")
    plan = _PLANS.get(country_code(country))
    if plan is None:
        return ""
    code, trunk, mobile = plan
    at_home = number.removeprefix(trunk) if trunk and number.startswith(trunk) else number
    if trunk and at_home == number:
        return ""
    return f"+{code}{at_home}" if re.fullmatch(mobile, at_home) else ""


def _abroad(number: str, plan: tuple[str, str, str]) -> str:
    code, trunk, mobile = plan
    rest = number[1:]
    if not rest.startswith(code):
        return ""
    # people write +44 (0)7700 900123
    local = rest[len(code) :].removeprefix(trunk)
    return f"+{code}{local}" if re.fullmatch(mobile, local) else ""
