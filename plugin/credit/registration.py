"""Numbers that a business is registered under: does one look as such a number must look?

Each country publishes the form of its numbers, and some a check digit; a slip of the keyboard is
found without asking anybody. It says nothing about whether the business exists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle


class NumberVerdict(StrEnum):
    """What the form of a number says."""

    #: as it must look, its check digit included
    RIGHT = "right"
    #: as it must look; the country publishes no check digit, or we know none
    LIKELY = "likely"
    #: not the letters and digits that such a number has
    WRONG_FORM = "wrong_form"
    #: the right form, but its check digit says that something was mistyped
    WRONG_CHECK = "wrong_check"
    #: no rule of that country is known here: a person looks
    NOT_KNOWN = "not_known"

    @property
    def is_wrong(self) -> bool:
        """Whether the number as written cannot be one."""
        return self in {NumberVerdict.WRONG_FORM, NumberVerdict.WRONG_CHECK}


@dataclass(frozen=True, slots=True)
class CheckedNumber:
    """A number in capitals without blanks, and what its form says."""

    number: str
    verdict: NumberVerdict


@dataclass(frozen=True, slots=True)
class _Rule:
    form: re.Pattern[str]
    check: Callable[[str], bool] | None = None


_BETWEEN = re.compile(r"[\s.\-/]")


def check_vat_number(written: str, country: str) -> CheckedNumber:
    """A VAT, GST or business number; `country` (two letters) holds where the number names none.

    Greek numbers begin with EL. Australia's is the ABN, New Zealand's GST number the IRD number.
    """
    number = _BETWEEN.sub("", written).upper()
    home = "EL" if country.upper() == "GR" else country.upper()
    named = number[:2] if number[:2] in _VAT and number[:2].isalpha() else ""
    rule = _VAT.get(named or home)
    if rule is None:
        return CheckedNumber(number, NumberVerdict.NOT_KNOWN)
    return CheckedNumber(number, _judged(rule, number[2:] if named else number))


def check_company_number(written: str, country: str) -> CheckedNumber:
    """The number of a company in its country's public register; `country` has two letters.

    British numbers of fewer than eight digits are written with their leading noughts.
    """
    number = _BETWEEN.sub("", written).upper()
    home = country.upper()
    if home == "GB" and number.isdigit() and len(number) < _BRITISH:
        number = number.zfill(_BRITISH)
    rule = _COMPANY.get(home)
    if rule is None:
        return CheckedNumber(number, NumberVerdict.NOT_KNOWN)
    return CheckedNumber(number, _judged(rule, number))


def _judged(rule: _Rule, number: str) -> NumberVerdict:
    if rule.form.fullmatch(number) is None:
        return NumberVerdict.WRONG_FORM
    if rule.check is None:
        return NumberVerdict.LIKELY
    return NumberVerdict.RIGHT if rule.check(number) else NumberVerdict.WRONG_CHECK


# --- check digits, as each country publishes them -----------------------------------------------

_BRITISH = 8


def _weighed(number: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))


def _gb(number: str) -> bool:
    """Weights 8 to 2 and the last two digits make a multiple of 97; newer numbers are 55 off."""
    if not number.isdigit():
        return True
    found = _weighed(number[:7], (8, 7, 6, 5, 4, 3, 2)) + int(number[7:9])
    return found % 97 == 0 or (found + 55) % 97 == 0


def _de(number: str) -> bool:
    """ISO 7064, mod 11,10."""
    left = 10
    for digit in number[:8]:
        left = ((int(digit) + left) % 10 or 10) * 2 % 11
    return (11 - left) % 10 == int(number[8])


def _fr(number: str) -> bool:
    """The key before the SIREN, where it is digits."""
    if not number[:2].isdigit():
        return True
    return (12 + 3 * (int(number[2:]) % 97)) % 97 == int(number[:2])


def _nl(number: str) -> bool:
    """Eleven-proof of the nine digits, or mod 97 over the whole with its country."""
    found = _weighed(number[:8], (9, 8, 7, 6, 5, 4, 3, 2)) % 11
    if found == int(number[8]):
        return True
    whole = "".join(str(int(each, 36)) for each in f"NL{number}")
    return int(whole) % 97 == 1


def _be(number: str) -> bool:
    return 97 - int(number[:8]) % 97 == int(number[8:])


def _luhn(number: str) -> bool:
    doubled = (
        int(digit) * weight for digit, weight in zip(reversed(number), cycle((1, 2)), strict=False)
    )
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


def _ie(number: str) -> bool:
    """Weights 8 to 2, and nine times the second letter where there is one, name the letter."""
    if not number[:7].isdigit():
        return True
    second = number[8:9]
    found = _weighed(number[:7], (8, 7, 6, 5, 4, 3, 2))
    found += 9 * (ord(second) - 64) if second and second != "W" else 0
    return "WABCDEFGHIJKLMNOPQRSTUV"[found % 23] == number[7]


def _abn(number: str) -> bool:
    """One less in front, weights 10, 1, 3 to 19: a multiple of 89."""
    first = str(int(number[0]) - 1)
    weights = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
    return int(first) >= 0 and _weighed(first + number[1:], weights) % 89 == 0


def _acn(number: str) -> bool:
    return (10 - _weighed(number[:8], (8, 7, 6, 5, 4, 3, 2, 1)) % 10) % 10 == int(number[8])


def _ird(number: str) -> bool:
    """New Zealand's IRD number: mod 11 with a second set of weights where the first says ten."""
    base, check = number[:-1].zfill(8), int(number[-1])
    for weights in ((3, 2, 7, 6, 5, 4, 3, 2), (7, 4, 3, 2, 5, 2, 7, 6)):
        left = _weighed(base, weights) % 11
        found = 11 - left if left else 0
        if found != 10:
            return found == check
    return False


def _gln(number: str) -> bool:
    """The check digit of a GS1 number, as the NZBN is one."""
    odd_even = zip(number[:-1], cycle((1, 3)), strict=False)
    return (10 - sum(int(digit) * weight for digit, weight in odd_even) % 10) % 10 == int(
        number[-1]
    )


def _rule(form: str, check: Callable[[str], bool] | None = None) -> _Rule:
    return _Rule(re.compile(form, re.ASCII), check)


_VAT: Mapping[str, _Rule] = {
    "GB": _rule(r"\d{9}(\d{3})?|GD[0-4]\d\d|HA[5-9]\d\d", _gb),
    "XI": _rule(r"\d{9}(\d{3})?|GD[0-4]\d\d|HA[5-9]\d\d", _gb),
    "IE": _rule(r"\d{7}[A-W][A-IW]?|\d[A-Z+*]\d{5}[A-W]", _ie),
    "DE": _rule(r"[1-9]\d{8}", _de),
    "FR": _rule(r"[A-HJ-NP-Z0-9]{2}\d{9}", _fr),
    "NL": _rule(r"\d{9}B\d{2}", _nl),
    "BE": _rule(r"[01]\d{9}", _be),
    "IT": _rule(r"\d{11}", _luhn),
    "AT": _rule(r"U\d{8}"),
    "BG": _rule(r"\d{9,10}"),
    "CY": _rule(r"\d{8}[A-Z]"),
    "CZ": _rule(r"\d{8,10}"),
    "DK": _rule(r"[1-9]\d{7}"),
    "EE": _rule(r"\d{9}"),
    "EL": _rule(r"\d{9}"),
    "ES": _rule(r"[A-Z0-9]\d{7}[A-Z0-9]"),
    "FI": _rule(r"\d{8}"),
    "HR": _rule(r"\d{11}"),
    "HU": _rule(r"\d{8}"),
    "LT": _rule(r"\d{9}|\d{12}"),
    "LU": _rule(r"\d{8}"),
    "LV": _rule(r"\d{11}"),
    "MT": _rule(r"\d{8}"),
    "PL": _rule(r"\d{10}"),
    "PT": _rule(r"\d{9}"),
    "RO": _rule(r"\d{2,10}"),
    "SE": _rule(r"\d{10}01"),
    "SI": _rule(r"\d{8}"),
    "SK": _rule(r"\d{10}"),
    "AU": _rule(r"\d{11}", _abn),
    "NZ": _rule(r"\d{8,9}", _ird),
}

_COMPANY: Mapping[str, _Rule] = {
        "GB": _rule(r"\d{8}|(AC|FC|GE|GS|IC|IP|LP|NC|NF|NI|NL|NO|NP|NR|NZ|OC|OE|PC|R0|RC|RS|SA|SC"
                    r"|SE|SF|SG|SI|SL|SO|SP|SR|SZ|ZC)\d{6}"),
        "IE": _rule(r"\d{5,6}"),
        "AU": _rule(r"\d{9}", _acn),
        "NZ": _rule(r"\d{13}", _gln),
        "FR": _rule(r"\d{9}", _luhn),
        "NL": _rule(r"\d{8}"),
        "BE": _rule(r"[01]\d{9}", _be),
        "DE": _rule(r"HR[AB]\d{1,6}[A-Z]{0,2}"),
}  # fmt: skip
