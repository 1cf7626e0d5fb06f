"""How amounts, dates and counts are written in British English. It knows nothing of letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, get_currency_precision

from plugin.credit.money import Money

_BRITISH = Locale("en", "GB")

#: a day and its month, which stay together on one line
DAY_AND_MONTH = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]+)")

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def money(amount: Money) -> str:
    """An exact amount with its sign of currency: £412.40, €1,200.00, US$5.00."""
    precision = Decimal(1).scaleb(-get_currency_precision(amount.currency))
    exact = amount.amount.quantize(precision, ROUND_HALF_UP)
    return format_currency(exact, amount.currency, locale=_BRITISH).replace("-", "−")


def day(on: date, today: date) -> str:
    """A date in words: Thursday 26 November, with the year where it is not this year's."""
    pattern = "EEEE d MMMM" if on.year == today.year else "EEEE d MMMM y"
    return format_date(on, pattern, locale=_BRITISH)


def short_day(on: date, today: date) -> str:
    """A date for a table: 26 Nov, with the year where it is not this year's."""
    pattern = "d MMM" if on.year == today.year else "d MMM y"
    return format_date(on, pattern, locale=_BRITISH)


def dated(on: date) -> str:
    """A date for the record, always with its year: 26 November 2026."""
    return format_date(on, "d MMMM y", locale=_BRITISH)


def days(number: int) -> str:
    """1 day, 17 days."""
    return "1 day" if number == 1 else f"{number:,} days"


def ago(on: date, today: date) -> str:
    """today, yesterday, 14 days ago."""
    passed = (today - on).days
    if passed <= 0:
        return "today"
    return "yesterday" if passed == 1 else f"{days(passed)} ago"


def spelled(number: int) -> str:
    """Numbers below ten as words, as a letter has them."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"


def counted(number: int, noun: str) -> str:
    """one invoice, two invoices, 40 invoices."""
    return f"{spelled(number)} {noun}" if number == 1 else f"{spelled(number)} {noun}s"


def listed(names: Sequence[str], most: int | None = None) -> str:
    """A, B and C; where there are more than `most`, the first of them and how many more."""
    if most is not None and len(names) > most:
        shown = max(1, most - 1)
        return f"{', '.join(names[:shown])} and {spelled(len(names) - shown)} more"
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def one_line(text: str) -> str:
    """Text without line breaks or doubled spaces, fit for a subject."""
    return " ".join(text.split())


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]
