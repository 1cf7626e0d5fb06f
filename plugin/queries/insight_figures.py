"""The page of figures: each with its value, its formula, and the formula with its own amounts.

It counts nothing itself: sums come from `insight_sums`, formulas from `plugin.credit.kpis`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plugin.credit.decisions import BUCKETS
from plugin.credit.kpi_measures import BUCKET_MEASURES, Measure, Sums
from plugin.credit.kpis import AR, BY_KEY, KPIS, SALES, Kpi, Position, Unit, figures, months_back
from plugin.credit.metrics import Figure
from plugin.credit.money import Money
from plugin.letters.wording import dated, money
from plugin.queries.insight_words import GROUPS, NAMES, why_not

_NOTHING = Decimal(0)
_UNITS = {Unit.DAYS: " days", Unit.PER_CENT: " %", Unit.TIMES: "", Unit.MONEY: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure as the page shows it; `filled` is its formula with this figure's own amounts.

    `key` opens it into the invoices that it is made of.
    """

    key: str
    name: str
    says: str
    shown: str
    formula: str
    filled: str
    figure: Figure
    opens: bool = True


def written(figure: Figure, unit: Unit, currency: str) -> str:
    """A figure in words: 43.8 days, 81.8 %, £13,699.00, or n/a with its reason."""
    if figure.value is None:
        return f"n/a: {why_not(figure.why_not)}"
    if unit is Unit.MONEY:
        return money(Money(figure.value, currency))
    places = 2 if unit is Unit.TIMES else 1
    return f"{figure.value:,.{places}f}{_UNITS[unit]}"


def lines(position: Position) -> Mapping[str, Line]:
    """Every figure of a day that comes from the ledger, by its key."""
    found = figures(position)
    return {each.key: _line(each, found[each.key], position) for each in KPIS}


def _line(kpi: Kpi, figure: Figure, position: Position) -> Line:
    name, says = NAMES[kpi.key]
    return Line(
        key=kpi.key,
        name=name,
        says=says,
        shown=written(figure, kpi.unit, position.currency),
        formula=_in_words(kpi),
        filled="" if figure.value is None else _filled(kpi, figure, position),
        figure=figure,
    )


_FORMULAS = {
    "countback": "receivables less the sales of each month, newest first, while they cover it: the"
    " days of those months, and of the last one the part that is left ÷ its sales × its days",
    "true_dso": "for every month of issue: sum of (open × days since issue) ÷ sales of that month;"
    " all months added",
    "cash_released": "(DSO then − DSO now) × sales ÷ days",
}


def _in_words(kpi: Kpi) -> str:
    return _FORMULAS.get(kpi.key) or kpi.formula.replace("{", "").replace("}", "")


def _filled(kpi: Kpi, figure: Figure, position: Position) -> str:
    result = written(figure, kpi.unit, position.currency)
    special = {"countback": _countback, "true_dso": _true_dso, "cash_released": _released}
    if kpi.key in special:
        return f"{special[kpi.key](position)} = {result}"
    amounts = {each.name: each.of(position.sums) for each in kpi.terms}
    text = kpi.formula.replace("{days}", str(position.period))
    for name, value in amounts.items():
        text = text.replace(f"{{{name}}}", _number(value))
    return f"{text} = {result}"


def _number(value: Decimal) -> str:
    text = f"{value:,.2f}"
    return f"({text.replace('-', '−')})" if value < 0 else text


def _countback(position: Position) -> str:
    """Each month that is covered whole, and the part of the last."""
    left, days = AR.of(position.sums), 0
    parts: list[str] = []
    if left <= 0:
        return f"receivables are {_number(left)}"
    for month, sold, length in months_back(position):
        name = f"{month:%b %Y}"
        if left < sold:
            last = f"{_number(left)} ÷ {_number(sold)} × {length} days of {name}"
            return " + ".join([*parts, last])
        parts.append(f"{length} days of {name} ({_number(sold)})")
        left, days = left - sold, days + length
    return " + ".join(parts)


def _true_dso(position: Position) -> str:
    parts = [
        f"{_number(aged)} ÷ {_number(position.sales[month])} of {month:%b %Y}"
        for month, aged in sorted(position.sums.aged.items(), reverse=True)
    ]
    more = len(parts) - 6
    return " + ".join(parts[:6]) + (f" + {more} older months" if more > 0 else "")


def _released(position: Position) -> str:
    assert position.then is not None
    before, after = (
        AR.of(sums) / SALES.of(sums) * position.period for sums in (position.then, position.sums)
    )
    sales = _number(SALES.of(position.sums))
    return f"({before:.2f} − {after:.2f}) × {sales} ÷ {position.period}"


@dataclass(frozen=True, slots=True)
class Aged:
    """The ageing of a day, credits in their own column; all together they are the receivables."""

    buckets: Mapping[str, Money]
    credit: Money
    receivables: Money
    #: interest and fees, outside every figure (rule 36)
    charged: Money


def aged(sums: Sums, currency: str) -> Aged:
    """The ageing in one currency."""
    by = zip(BUCKETS, BUCKET_MEASURES, strict=True)
    return Aged(
        {name: Money(sums.of(measure), currency) for name, measure in by},
        Money(-sums.of(Measure.SPARE), currency),
        Money(AR.of(sums), currency),
        Money(sums.of(Measure.CHARGED), currency),
    )


def grouped(every: Mapping[str, Line]) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The lines as the page sets them together."""
    return tuple(
        (title, tuple(every[key] for key in keys if key in every)) for title, keys in GROUPS
    )


def cell(figure: Figure) -> Decimal | str:
    """A figure as a cell of a table."""
    return f"n/a: {why_not(figure.why_not)}" if figure.value is None else figure.value


def is_known(key: str) -> bool:
    """Whether there is such a figure of the ledger."""
    return key in BY_KEY


def over(on: date, period: int) -> str:
    """The days that the flows of a figure are of, in words."""
    return f"the {period} days up to {dated(on)}"


def trend_keys() -> Sequence[str]:
    """The figures of a trend, in the order of the page."""
    return tuple(
        key for _, keys in GROUPS for key in keys if key in BY_KEY and key != "cash_released"
    )
