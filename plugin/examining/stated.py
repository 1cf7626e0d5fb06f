"""What a text states: amounts, dates and document numbers, in any form people usually write.

Whether it is true is for `truth`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

#: a bare dollar is whoever's dollar the books have
_SIGNS = {
    "£": "GBP",
    "€": "EUR",
    "$": "",
    "us$": "USD",
    "a$": "AUD",
    "au$": "AUD",
    "nz$": "NZD",
    "ca$": "CAD",
    "c$": "CAD",
    "pounds": "GBP",
    "euros": "EUR",
    "euro": "EUR",
}
_CODES = "GBP|EUR|USD|AUD|NZD|CAD|CHF|SEK|NOK|DKK|PLN|ZAR|SGD|HKD"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?"
_AMOUNT = re.compile(
    rf"(?P<before>[£€]|\b(?:US|AU?|NZ|CA?)\$|\$|\b(?:{_CODES})\b)\s?(?P<n1>{_NUMBER})(?![\d.]*\d)"
    rf"|(?<![\d.,/-])(?P<n2>{_NUMBER})\s?(?P<after>[£€]|\b(?:{_CODES}|pounds|euros?)\b)(?!\s?\d)"
    r"|(?<![\d.,/£€$-])(?P<n3>\d{1,3}(?:,\d{3})*\.\d{2}|\d+\.\d{2})(?![\d]|\.\d)",
    re.IGNORECASE,
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_MONTH = r"(?P<{}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATES = (
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b"),
    re.compile(r"\b(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4})\b"),
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH.format('month')}"
        r"(?:,?\s+(?P<y>\d{4}))?\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_MONTH.format('month')}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y>\d{{4}}))?\b",
        re.IGNORECASE,
    ),
)
_DOCUMENT = re.compile(r"\b[A-Z]{2,4}-[A-Z]?\d{2,}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as written; `currency` is empty where none was."""

    amount: Decimal
    currency: str = ""

    def says(self, other: Amount) -> bool:
        """Whether this is the other amount; a currency left out is no contradiction."""
        same = not self.currency or not other.currency or self.currency == other.currency
        return same and self.amount == other.amount


@dataclass(frozen=True, slots=True)
class Day:
    """A day as written; `year` is None where it was left out."""

    month: int
    day: int
    year: int | None = None

    def is_day(self, day: date) -> bool:
        """Whether it names this day, in whatever year where none is written."""
        return (self.month, self.day) == (day.month, day.day) and self.year in (None, day.year)

    def is_before(self, day: date) -> bool:
        """Whether it lies before a day; without a year it may always be a coming one."""
        return self.year is not None and (self.year, self.month, self.day) < (
            *(day.year, day.month, day.day),
        )


def plain(text: str) -> str:
    """The text with ordinary spaces and hyphens."""
    return re.sub(r"[\u00a0\u202f\u2009]", " ", text).replace("\u2011", "-").replace("\u2013", "-")


def amounts(text: str) -> Iterator[Amount]:
    """Every amount: with a currency's sign, code or name, or with two decimals."""
    for found in _AMOUNT.finditer(plain(text)):
        written = found["n1"] or found["n2"] or found["n3"]
        sign = (found["before"] or found["after"] or "").lower()
        yield Amount(Decimal(written.replace(",", "")), _SIGNS.get(sign, sign.upper()))


def days(text: str) -> Iterator[Day]:
    """Every date that exists, day before month where both are numbers."""
    for form in _DATES:
        for found in form.finditer(plain(text)):
            parts = found.groupdict()
            named = parts.get("month")
            month = _month(named) if named else int(parts["m"])
            day, year = int(parts["d"]), int(parts["y"]) if parts.get("y") else None
            if 1 <= month <= 12 and 1 <= day <= 31:
                yield Day(month, day, year)


def documents(text: str) -> set[str]:
    """Whatever looks like the number of an invoice or a credit note, in capitals."""
    return {found.group().upper() for found in _DOCUMENT.finditer(plain(text))}


def bare_numbers(text: str) -> set[Decimal]:
    """Every number a customer wrote, whatever it was meant to be."""
    return {Decimal(each.replace(",", "")) for each in re.findall(_NUMBER, plain(text))}


def states(text: str, fact: str) -> bool:
    """Whether a text states a fact: an amount, a day, or words as they stand; `|` is *or*.

    A fact that begins with `re:` is a pattern.
    """
    if fact.startswith("re:"):
        return re.search(fact[3:], plain(text), re.IGNORECASE) is not None
    return any(_states(text, each.strip()) for each in fact.split("|"))


def _states(text: str, fact: str) -> bool:
    wanted = next(amounts(fact), None)
    if wanted is not None:
        return any(wanted.says(each) for each in amounts(text))
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", fact):
        day = date.fromisoformat(fact)
        return any(each.is_day(day) for each in days(text))
    return re.search(rf"(?<!\w){re.escape(fact)}(?!\w)", plain(text), re.IGNORECASE) is not None


def _month(named: str) -> int:
    return 1 + next(i for i, month in enumerate(_MONTHS) if month.startswith(named[:3].lower()))
