"""From figures to places on a picture, and the round figures that stand beside its axis."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import get_currency_symbol

_BRITISH = Locale("en", "GB")


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps figures from `low` to `high` onto a stretch of pixels; upwards where `start` > `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, figure: Decimal | float) -> float:
        """Where a figure stands."""
        share = (float(figure) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def rounded_span(low: Decimal | float, high: Decimal | float, most: int = 5) -> list[float]:
    """Round figures in equal steps that reach from `low` to `high`: at most about `most`.

    Zero is always within, and no step is smaller than one; a span of nothing becomes 0 to 1.
    """
    bottom, top = min(0.0, float(low)), max(0.0, float(high))
    if bottom == top:
        top = 1.0
    raw = max((top - bottom) / max(most - 1, 1), 1.0)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= raw)
    first = math.floor(bottom / step)
    last = math.ceil(top / step)
    return [step * each for each in range(first, last + 1)]


def short_amount(figure: Decimal | float, currency: str) -> str:
    """£850, £12k, £1.2m: an amount for an axis, where the exact one stands in the table."""
    number = float(figure)
    size, unit = abs(number), ""
    for least, name in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if size >= least:
            size, unit = size / least, name
            break
    sign = "−" if number < 0 else ""
    digits = f"{size:.1f}".removesuffix(".0") if unit else f"{size:.0f}"
    return f"{sign}{get_currency_symbol(currency, locale=_BRITISH)}{digits}{unit}"


def short_number(figure: float) -> str:
    """12, −3, 2.5."""
    text = f"{abs(figure):.1f}".removesuffix(".0")
    return f"−{text}" if figure < 0 and text != "0" else text


def month_name(on: date) -> str:
    """Nov, and in January the year instead: 2026."""
    return str(on.year) if on.month == 1 else str(format_date(on, "MMM", locale=_BRITISH))


def day_name(on: date) -> str:
    """24 Nov."""
    return str(format_date(on, "d MMM", locale=_BRITISH))


def every_nth(count: int, width: float, each: float) -> int:
    """Every how many-th label fits, where one takes `each` of `width`."""
    return max(1, math.ceil(count * each / max(width, 1)))
