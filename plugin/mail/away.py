"""Until when somebody is away, out of the words of an automatic answer in many languages.

Numbers are read in the order of the message's language: 04/12 is the fourth of December to a
Briton and the twelfth of April to an American. It holds nothing: that is for whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "sv", "da", "nb", "fi", "pl")
#: further ahead it is no absence that a reminder waits for, but a person who is gone
_FURTHEST = timedelta(days=370)
_ENDS = re.compile(
    r"until|till?|through|\bto\b|thru|back|return|returning|available again|from|including|"
    r"bis|zurück|\bab\b|wieder|einschließlich|"
    r"jusqu|retour|reviens|de nouveau|inclus|hasta|vuelta|vuelvo|regres|"
    r"fino al?|ritorn|rientr|dal|tot|terug|vanaf|t/m|até|volt|regress|"
    r"till och med|tillbaka|åter|til og med|tilbage|tilbake|asti|saakka|palaan|do dnia|"
    r"wracam|\bdo\b",
    re.IGNORECASE,
)
_ISO = re.compile(r"\b(20\d\d)-(\d{1,2})-(\d{1,2})\b")
_NUMBERS = re.compile(r"(?<![\d.,/-])(\d{1,2})([./-])\s?(\d{1,2})(?:\2\s?(\d{4}|\d{2}))?(?![\d/-])")
_WORDS = re.compile(r"[^\W\d_]+\.?|\d{1,4}", re.UNICODE)
_TOMORROW = re.compile(
    r"\b(?:until |bis |jusqu['’]à )?(?:tomorrow|morgen früh|demain|mañana|domani)\b"
)
#: words of a mail that are looked through
_LOOKED_THROUGH = 4_000
_BESIDE = 60


def away_until(
    text: str, *, written: date, language: str = "", month_first: bool = False
) -> date | None:
    """The last day that an automatic answer names; None where it names none ahead of `written`.

    `language` is that of the message where its headers say so; `month_first` how its numbers are
    ordered where they could be either.
    """
    words = text[:_LOOKED_THROUGH]
    first = month_first or language.lower().replace("_", "-") == "en-us"
    found = [
        (place, day)
        for place, day in _dates(words, written, month_first=first)
        if written <= day <= written + _FURTHEST
    ]
    marked = [day for place, day in found if _ENDS.search(words[max(0, place - _BESIDE) : place])]
    days = marked or [day for _, day in found]
    if days:
        return max(days)
    return _weekday(words, written) or _tomorrow(words, written)


def _dates(text: str, written: date, *, month_first: bool) -> Iterator[tuple[int, date]]:
    """Every date in a text with where it stands."""
    for match in _ISO.finditer(text):
        year, month, day = (int(each) for each in match.groups())
        yield from _at(match.start(), year, month, day, written)
    for match in _NUMBERS.finditer(text):
        if not match[4] and not _is_day(match, text):
            continue
        one, other = int(match[1]), int(match[3])
        is_american = (month_first and match[2] != "." and one <= 12) or other > 12
        month, day = (one, other) if is_american else (other, one)
        yield from _at(match.start(), _year(match[4]), month, day, written)
    yield from _named(text, written)


def _is_day(match: re.Match[str], text: str) -> bool:
    """Whether two numbers without a year are a day at all, and no time, range or 24/7."""
    if match[2] == "/":
        return match.group() != "24/7"
    return match[2] == "." and text[match.end() : match.end() + 1] == "."


def _named(text: str, written: date) -> Iterator[tuple[int, date]]:
    """Dates with the month as a word: 27 November, November 27th, 27. Nov. 2026, 27 de mayo."""
    words = [(each.group().rstrip(".").lower(), each.start()) for each in _WORDS.finditer(text)]
    months = _months()
    for place, (word, at) in enumerate(words):
        month = months.get(word)
        if month is None:
            continue
        before = [each for each, _ in words[max(0, place - 3) : place]]
        after = [each for each, _ in words[place + 1 : place + 4]]
        day = _day_in(list(reversed(before))) or _day_in(after[:2])
        year = next((each for each in after if re.fullmatch(r"20\d\d", each)), None)
        if day is not None:
            yield from _at(at, _year(year), month, day, written)


def _day_in(words: list[str]) -> int | None:
    """The number of a day beside a month; only small words may stand between."""
    for word in words:
        if word.isdigit() and len(word) <= 2 and 1 <= int(word) <= 31:
            return int(word)
        if word not in {"de", "of", "the", "st", "nd", "rd", "th", "er", "den", "le", "el", "il"}:
            return None
    return None


def _at(
    place: int, year: int | None, month: int, day: int, written: date
) -> Iterator[tuple[int, date]]:
    """The date, if there is such a day; without a year it is the next one."""
    try:
        if year is not None:
            yield place, date(year, month, day)
            return
        found = date(written.year, month, day)
        yield (
            place,
            found
            if found >= written - timedelta(days=60)
            else found.replace(year=written.year + 1),
        )
    except ValueError:
        return


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) + 2000 if len(text) == 2 else int(text)


def _weekday(text: str, written: date) -> date | None:
    """The next such day where only a weekday is named: *back on Monday*."""
    names = _weekdays()
    for each in _WORDS.finditer(text.lower()):
        place = names.get(each.group().rstrip("."))
        beside = text[max(0, each.start() - _BESIDE) : each.start()]
        if place is not None and _ENDS.search(beside):
            return written + timedelta(days=(place - written.weekday() - 1) % 7 + 1)
    return None


def _tomorrow(text: str, written: date) -> date | None:
    return written + timedelta(days=1) if _TOMORROW.search(text.lower()) else None


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Months by their names and abbreviations in all the languages; those of two months by none."""
    return _names("months", short=True)


@lru_cache(maxsize=1)
def _weekdays() -> dict[str, int]:
    """Weekdays, Monday 0, by their full names in all the languages."""
    return _names("days", short=False)


def _names(kind: str, *, short: bool) -> dict[str, int]:
    found: dict[str, int] = {}
    twice: set[str] = set()
    for language in LANGUAGES:
        table = getattr(Locale(language), kind)
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated") if short else ("wide",):
                for number, name in table[form][width].items():
                    word = name.rstrip(".").lower()
                    if len(word) < 3 or not word.isalpha():
                        continue
                    if found.setdefault(word, number) != number:
                        twice.add(word)
    return {word: number for word, number in found.items() if word not in twice}
