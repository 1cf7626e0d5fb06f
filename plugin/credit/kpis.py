"""The figures of a day, each a published formula over sums: its terms, its value, or why it is n/a.

Nothing is fitted. What a formula's terms count is said in `kpi_measures`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from plugin.credit.kpi_measures import (
    BUCKET_MEASURES,
    PERIOD_DAYS,
    ROLLED_MEASURES,
    WAS_MEASURES,
    Measure,
    Sums,
)
from plugin.credit.metrics import Figure, NotAvailable, dso_countback
from plugin.credit.money import Money

_NOTHING = Decimal(0)
_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)


class Unit(StrEnum):
    """What a figure is counted in."""

    DAYS = "days"
    PER_CENT = "per_cent"
    MONEY = "money"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class Term:
    """One amount that formulas name: measures added, and measures taken off."""

    name: str
    plus: tuple[Measure, ...]
    less: tuple[Measure, ...] = ()

    def of(self, sums: Sums) -> Decimal:
        """Its amount."""
        return sums.total(*self.plus) - sums.total(*self.less)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """All that the figures of a day need, in one currency.

    `sales` are net sales by the first day of each calendar month, from the first sale on, up to
    the day; of its own month only the days so far. `then` are the sums of an earlier day, against
    which cash released is counted.
    """

    on: date
    sums: Sums
    sales: Mapping[date, Decimal] = field(default_factory=dict)
    currency: str = ""
    period: int = PERIOD_DAYS
    then: Sums | None = None


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure: what it is counted in, the terms of its formula, and how it comes of them.

    `formula` names terms in braces; with their amounts put in it is the figure's own sum.
    """

    key: str
    unit: Unit
    formula: str
    terms: tuple[Term, ...]
    value: Callable[[Position], Figure]


AR = Term("receivables", BUCKET_MEASURES, (Measure.SPARE,))
AR_THEN = Term("receivables at the start", (Measure.OPEN_THEN,), (Measure.SPARE_THEN,))
CURRENT = Term("not yet due", (Measure.CURRENT,))
LATE = Term("late, less unallocated credit", BUCKET_MEASURES[1:], (Measure.SPARE,))
SALES = Term("sales", (Measure.SOLD,), (Measure.NOTED,))
LOST = Term("written off", (Measure.LOST,))
PAID = Term("money received", (Measure.PAID,))
PAID_DAYS = Term("money × days since issue", (Measure.PAID_DAYS,))
PAID_TERMS = Term("money × days of terms", (Measure.PAID_TERMS,))
PAID_OVER = Term("money × days late", (Measure.PAID_OVER,))
FELL_DUE = Term("fell due", (Measure.FELL_DUE,))
ON_TIME = Term("paid on time", (Measure.ON_TIME,))
BILLED = Term("billed in the month", (Measure.BILLED,))
RISKED = Term("unpaid 90 days late", (Measure.RISKED,))
SALES_YEAR = Term("sales of 365 days", (Measure.SOLD_YEAR,), (Measure.NOTED_YEAR,))
LOST_YEAR = Term("written off in 365 days", (Measure.LOST_YEAR,))


def _over(
    above: Term, below: Term, times: Decimal | None, why: NotAvailable
) -> Callable[[Position], Figure]:
    """One term over another, times a constant, or times the days of the period."""

    def value(position: Position) -> Figure:
        divisor = below.of(position.sums)
        if divisor <= 0:
            return Figure(None, why)
        factor = Decimal(position.period) if times is None else times
        return shown(above.of(position.sums) * factor / divisor)

    return value


def shown(value: Decimal) -> Figure:
    """A value to the second decimal, half up."""
    return Figure(value.quantize(_CENT, ROUND_HALF_UP))


def _late_by(position: Position) -> Figure:
    paid = PAID.of(position.sums)
    if paid <= 0:
        return Figure(None, NotAvailable.NO_PAYMENTS)
    late = PAID_DAYS.of(position.sums) - PAID_TERMS.of(position.sums)
    return shown(late / paid)


def effectiveness(
    begin: Decimal, sales: Decimal, end: Decimal, current: Decimal, lost: Decimal = _NOTHING
) -> Figure:
    """The collection effectiveness index: what was collected of what could have been, in per cent.

    (begin + sales − end − written off) over (begin + sales − not yet due). What was written off
    in the period has left the receivables and was not collected (rule 5).
    """
    due = begin + sales - current
    if due <= 0:
        return Figure(None, NotAvailable.NOTHING_DUE)
    return shown((begin + sales - end - lost) / due * _HUNDRED)


def _effectiveness(position: Position) -> Figure:
    sums = position.sums
    return effectiveness(
        *(AR_THEN.of(sums), SALES.of(sums), AR.of(sums), CURRENT.of(sums)), LOST.of(sums)
    )


def months_back(position: Position) -> tuple[tuple[date, Decimal, int], ...]:
    """Each calendar month of sales, newest first: its first day, net sales, and its days so far."""
    if not position.sales:
        return ()
    found: list[tuple[date, Decimal, int]] = []
    month, last = position.on.replace(day=1), position.on
    oldest = min(position.sales)
    while month >= oldest:
        found.append((month, position.sales.get(month, _NOTHING), last.day))
        last = month - timedelta(days=1)
        month = last.replace(day=1)
    return tuple(found)


def _countback(position: Position) -> Figure:
    owed = Money(AR.of(position.sums), position.currency)
    if owed.amount <= 0:
        return Figure(_NOTHING.quantize(_CENT)) if position.sales else _no_sales()
    months = [(Money(sold, position.currency), days) for _, sold, days in months_back(position)]
    found = dso_countback(owed, months)
    if found.value is None:
        why = NotAvailable.OLDER_THAN_SALES if months else NotAvailable.NO_SALES
        return Figure(None, why)
    return found


def _no_sales() -> Figure:
    return Figure(None, NotAvailable.NO_SALES)


def _true_dso(position: Position) -> Figure:
    """Every open invoice by its age, weighted by its share of the sales of its own month."""
    if not position.sums.aged:
        return Figure(None, NotAvailable.NOTHING_OPEN)
    total = _NOTHING
    for month, aged in position.sums.aged.items():
        sold = position.sales.get(month, _NOTHING)
        if sold <= 0:
            return Figure(None, NotAvailable.NO_SALES_OF_MONTH)
        total += aged / sold
    return shown(total)


def released(before: Figure, after: Figure, sales: Decimal, days: int) -> Figure:
    """The cash that a shorter DSO set free: the days less, times the sales of a day.

    Negative where DSO grew: so much more is tied up.
    """
    if before.value is None or after.value is None:
        return Figure(None, before.why_not or after.why_not)
    return shown((before.value - after.value) * sales / days)


def _released(position: Position) -> Figure:
    if position.then is None:
        return Figure(None, NotAvailable.NOTHING_TO_COMPARE)
    sales = SALES.of(position.sums)
    then_sales = SALES.of(position.then)
    if sales <= 0 or then_sales <= 0:
        return _no_sales()
    # of the unrounded days, so that the pounds are right
    before = AR.of(position.then) / then_sales * position.period
    after = AR.of(position.sums) / sales * position.period
    return shown((before - after) * sales / position.period)


_BUCKETS = tuple(
    Term(name, (measure,))
    for name, measure in zip(
        ("not yet due", "1–30 days late", "31–60 days late", "61–90 days late", "over 90 days"),
        BUCKET_MEASURES,
        strict=True,
    )
)
_SPARE = Term("credit not used", (Measure.SPARE,))

_PERIOD_SALES = "{receivables} ÷ {sales} × {days}"

KPIS: tuple[Kpi, ...] = (
    Kpi(
        "receivables",
        Unit.MONEY,
        " + ".join(f"{{{each.name}}}" for each in _BUCKETS) + " − {credit not used}",
        (*_BUCKETS, _SPARE),
        lambda position: shown(AR.of(position.sums)),
    ),
    Kpi(
        "dso", Unit.DAYS, _PERIOD_SALES, (AR, SALES), _over(AR, SALES, None, NotAvailable.NO_SALES)
    ),
    Kpi(
        "best_dso",
        Unit.DAYS,
        "{not yet due} ÷ {sales} × {days}",
        (CURRENT, SALES),
        _over(CURRENT, SALES, None, NotAvailable.NO_SALES),
    ),
    Kpi(
        "add",
        Unit.DAYS,
        "{late, less unallocated credit} ÷ {sales} × {days}",
        (LATE, SALES),
        _over(LATE, SALES, None, NotAvailable.NO_SALES),
    ),
    Kpi("countback", Unit.DAYS, "", (AR,), _countback),
    Kpi("true_dso", Unit.DAYS, "", (Term("open", BUCKET_MEASURES),), _true_dso),
    Kpi(
        "cei",
        Unit.PER_CENT,
        "({receivables at the start} + {sales} − {receivables} − {written off})"
        " ÷ ({receivables at the start} + {sales} − {not yet due}) × 100",
        (AR_THEN, SALES, AR, LOST, CURRENT),
        _effectiveness,
    ),
    Kpi(
        "days_to_pay",
        Unit.DAYS,
        "{money × days since issue} ÷ {money received}",
        (PAID_DAYS, PAID),
        _over(PAID_DAYS, PAID, Decimal(1), NotAvailable.NO_PAYMENTS),
    ),
    Kpi(
        "terms",
        Unit.DAYS,
        "{money × days of terms} ÷ {money received}",
        (PAID_TERMS, PAID),
        _over(PAID_TERMS, PAID, Decimal(1), NotAvailable.NO_PAYMENTS),
    ),
    Kpi(
        "days_late",
        Unit.DAYS,
        "({money × days since issue} − {money × days of terms}) ÷ {money received}",
        (PAID_DAYS, PAID_TERMS, PAID),
        _late_by,
    ),
    Kpi(
        "days_over",
        Unit.DAYS,
        "{money × days late} ÷ {money received}",
        (PAID_OVER, PAID),
        _over(PAID_OVER, PAID, Decimal(1), NotAvailable.NO_PAYMENTS),
    ),
    Kpi(
        "share_current",
        Unit.PER_CENT,
        "{not yet due} ÷ {receivables} × 100",
        (CURRENT, AR),
        _over(CURRENT, AR, _HUNDRED, NotAvailable.NOTHING_OPEN),
    ),
    Kpi(
        "on_time",
        Unit.PER_CENT,
        "{paid on time} ÷ {fell due} × 100",
        (ON_TIME, FELL_DUE),
        _over(ON_TIME, FELL_DUE, _HUNDRED, NotAvailable.NOTHING_DUE),
    ),
    *(
        Kpi(
            f"roll_{n}",
            Unit.PER_CENT,
            f"{{{rolled.name}}} ÷ {{{was.name}}} × 100",
            (rolled, was),
            _over(rolled, was, _HUNDRED, NotAvailable.NOTHING_OPEN_THEN),
        )
        for n, (was, rolled) in enumerate(
            (
                Term(f"{before} thirty days before", (was,)),
                Term(f"of it {after} now", (rolled,)),
            )
            for before, after, was, rolled in zip(
                ("not yet due", "1–30 days late", "31–60 days late", "61–90 days late"),
                ("1–30 days late", "31–60 days late", "61–90 days late", "over 90 days late"),
                WAS_MEASURES,
                ROLLED_MEASURES,
                strict=True,
            )
        )
    ),
    Kpi(
        "at_risk",
        Unit.PER_CENT,
        "{unpaid 90 days late} ÷ {billed in the month} × 100",
        (RISKED, BILLED),
        _over(RISKED, BILLED, _HUNDRED, NotAvailable.NOTHING_BILLED),
    ),
    Kpi(
        "bad_debt",
        Unit.PER_CENT,
        "{written off in 365 days} ÷ {sales of 365 days} × 100",
        (LOST_YEAR, SALES_YEAR),
        _over(LOST_YEAR, SALES_YEAR, _HUNDRED, NotAvailable.NO_SALES),
    ),
    Kpi("cash_released", Unit.MONEY, "", (AR, SALES), _released),
)

BY_KEY: Mapping[str, Kpi] = {each.key: each for each in KPIS}


def figures(position: Position) -> dict[str, Figure]:
    """Every figure of a day by its key."""
    return {each.key: each.value(position) for each in KPIS}
