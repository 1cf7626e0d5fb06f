"""How amounts, dates and counts are written in British English, for the business's own screens.

It knows nothing of letters; those are worded in the customer's language, see `languages`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from plugin.credit.money import Money
from plugin.letters.formats import BRITISH

_BREAKS = re.compile(r"[ \t\r\n\f\v]+")
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def money(amount: Money) -> str:
    """An exact amount with its sign of currency: £412.40, €1,200.00, US$5.00."""
    return BRITISH.money(amount)


def day(on: date, today: date) -> str:
    """A date in words: Thursday 26 November, with the year where it is not this year's."""
    return BRITISH.day(on, today)


def short_day(on: date, today: date) -> str:
    """A date for a table: 26 Nov, with the year where it is not this year's."""
    return BRITISH.short_day(on, today)


def dated(on: date) -> str:
    """A date for the record, always with its year: 26 November 2026."""
    return BRITISH.dated(on)


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
    # of blanks only those that may break a line: "412,40 €" is held together
    return " ".join(part for part in _BREAKS.split(text) if part)


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]
