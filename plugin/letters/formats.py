"""How one place writes amounts, dates and plurals. It knows no words of letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, get_currency_precision

from plugin.credit.money import Money


@dataclass(frozen=True, slots=True)
class DatePatterns:
    """Patterns of dates: in a sentence, in a table, for the record; with and without the year."""

    day: str
    day_and_year: str
    short: str
    short_and_year: str
    record: str


_DATES = {
    "en": DatePatterns("EEEE d MMMM", "EEEE d MMMM y", "d MMM", "d MMM y", "d MMMM y"),
    "en_US": DatePatterns("EEEE, MMMM d", "EEEE, MMMM d, y", "MMM d", "MMM d, y", "MMMM d, y"),
    "fr": DatePatterns("EEEE d MMMM", "EEEE d MMMM y", "d MMM", "d MMM y", "d MMMM y"),
    # a weekday would need a comma after it, which no sentence bears well
    "de": DatePatterns("d. MMMM", "d. MMMM y", "d. MMM", "d. MMM y", "d. MMMM y"),
    "es": DatePatterns(
        *("EEEE d 'de' MMMM", "EEEE d 'de' MMMM 'de' y"),
        *("d MMM", "d MMM y", "d 'de' MMMM 'de' y"),
    ),
    "nl": DatePatterns("EEEE d MMMM", "EEEE d MMMM y", "d MMM", "d MMM y", "d MMMM y"),
}


@dataclass(frozen=True, slots=True)
class Formats:
    """Amounts, dates and plurals as one locale has them; `tag` is such as "en-GB"."""

    tag: str
    locale: Locale
    dates: DatePatterns
    #: a day and its month, which stay together on one line
    day_and_month: re.Pattern[str]

    def money(self, amount: Money) -> str:
        """An exact amount with its sign of currency: £412.40, 412,40 €."""
        precision = Decimal(1).scaleb(-get_currency_precision(amount.currency))
        exact = amount.amount.quantize(precision, ROUND_HALF_UP)
        return format_currency(exact, amount.currency, locale=self.locale).replace("-", "−")

    def number(self, number: int) -> str:
        """A whole number with its separators: 1,200 or 1.200."""
        return format_decimal(number, locale=self.locale)

    def day(self, on: date, today: date) -> str:
        """A date in a sentence, with the year where it is not this year's."""
        same = on.year == today.year
        return self._date(on, self.dates.day if same else self.dates.day_and_year)

    def short_day(self, on: date, today: date) -> str:
        """A date for a table, with the year where it is not this year's."""
        same = on.year == today.year
        return self._date(on, self.dates.short if same else self.dates.short_and_year)

    def dated(self, on: date) -> str:
        """A date for the record, always with its year."""
        return self._date(on, self.dates.record)

    def is_one(self, number: int) -> bool:
        """Whether this locale's plural rules put `number` in its singular."""
        return bool(self.locale.plural_form(number) == "one")

    def plural(self, number: int, one: str, other: str) -> str:
        """The word that goes with a number, by this locale's plural rules."""
        return one if self.is_one(number) else other

    def kept(self, text: str, space: str) -> str:
        """The text with days and months held together by `space`."""
        return self.day_and_month.sub(lambda found: found.group(0).replace(" ", space), text)

    def _date(self, on: date, pattern: str) -> str:
        written = format_date(on, pattern, locale=self.locale)
        if self.locale.language == "fr" and on.day == 1:
            # the first of a month is an ordinal there
            return re.sub(r"\b1 ", "1er ", written, count=1)
        return str(written)


@lru_cache(maxsize=64)
def formats_for(tag: str) -> Formats:
    """The formats of a tag such as "en-GB". Raises ValueError or LookupError for no locale."""
    locale = Locale.parse(tag, sep="-")
    dates = _DATES.get(str(locale)) or _DATES.get(locale.language) or _DATES["en"]
    wide = locale.months["format"]["wide"].values()
    months = "|".join(re.escape(name) for name in sorted(wide, key=len, reverse=True))
    together = rf"\b\d{{1,2}}(?:er|\.)? (?:de )?(?:{months})\b|\b(?:{months}) \d{{1,2}}\b"
    return Formats(tag, locale, dates, re.compile(together))


BRITISH = formats_for("en-GB")
