"""Figures by month, by customer and by segment, as tables. It counts nothing itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from plugin.credit.decisions import BUCKETS
from plugin.credit.kpi_effort import Effort
from plugin.credit.kpi_measures import BUCKET_MEASURES, Measure, Sums, added
from plugin.credit.kpis import AR, BY_KEY, Kpi, Position, Unit, figures
from plugin.credit.metrics import Figure
from plugin.credit.money import Money
from plugin.credit.segment_held import Segment
from plugin.letters.segment_words import segment_name
from plugin.queries.insight_figures import cell, trend_keys
from plugin.queries.insight_sums import Asked, each_customer, picked
from plugin.queries.insight_words import NAMES, why_not
from plugin.queries.series import AgedMonth, DsoMonth, Mark
from plugin.queries.tables import (
    Cell,
    Column,
    Kind,
    Named,
    Table,
    amount,
    day,
    days,
    number,
    per_cent,
    text,
)
from plugin.store import Tx
from plugin.store.reading import customers
from plugin.store.reading import kpis as read

#: what stands beside each customer and segment; figures that need months of sales are left out
_BESIDE = ("dso", "days_to_pay", "terms", "days_late", "on_time", "share_current", "bad_debt")
_NO_SEGMENT = "none yet"
#: of a trend, on the page itself
_SHOWN = ("dso", "best_dso", "add", "countback", "days_to_pay", "days_late", "on_time", "cei")
_EFFORT_COLUMNS = {
    "promises": per_cent(NAMES["promises"][0]),
    "touches": number(NAMES["touches"][0]),
    "cost": amount(NAMES["cost"][0]),
}


def _column(kpi: Kpi) -> Column:
    name = NAMES[kpi.key][0]
    if kpi.unit is Unit.DAYS:
        return days(name)
    return per_cent(name) if kpi.unit is Unit.PER_CENT else amount(name)


def _column_of(key: str) -> Column:
    return _column(BY_KEY[key]) if key in BY_KEY else _EFFORT_COLUMNS[key]


def _cell(column: Column, figure: Figure, currency: str) -> Cell:
    if column.kind is Kind.MONEY and figure.value is not None:
        return Money(figure.value, currency)
    return cell(figure)


def trend_table(
    placed: Mapping[date, Position],
    done: Mapping[date, Effort],
    marks: Sequence[Mark] = (),
    currency: str = "",
) -> Table:
    """Every figure at the end of each month, with what was changed for everybody in it."""
    keys = trend_keys()
    rows: list[tuple[Cell, ...]] = []
    before: date | None = None
    for on in sorted(placed):
        found = {**figures(placed[on]), **done[on].figures()}
        changed = [
            each.words
            for each in marks
            if each.on <= on and (before is not None and each.on > before)
        ]
        every = [*keys, *_EFFORT_COLUMNS]
        cells = (_cell(_column_of(key), found[key], currency) for key in every)
        rows.append((on, *cells, "; ".join(changed)))
        before = on
    return Table(
        "Figures by month",
        (
            day("As of"),
            *(_column(BY_KEY[key]) for key in keys),
            *_EFFORT_COLUMNS.values(),
            text("Changed for everybody"),
        ),
        rows[::-1],
        "Each as it was known by the dates of the ledger at the end of that day.",
    )


def short_trend(trend: Table) -> Table:
    """The few columns of it that a page shows; the files have every one."""
    names = ("As of", *(NAMES[key][0] for key in _SHOWN), trend.columns[-1].name)
    at = [n for n, column in enumerate(trend.columns) if column.name in names]
    rows = [tuple(row[n] for n in at) for row in trend.rows]
    return Table(trend.title, tuple(trend.columns[n] for n in at), rows, trend.note)


def figure_by_month(
    placed: Mapping[date, Position], done: Mapping[date, Effort], key: str, currency: str
) -> Table:
    """One figure at the end of each month, newest first."""
    column = _column_of(key)
    rows: list[tuple[Cell, ...]] = []
    for on in sorted(placed, reverse=True):
        figure = {**figures(placed[on]), **done[on].figures()}[key]
        rows.append((on, _cell(column, figure, currency)))
    return Table(f"{column.name} by month", (day("As of"), column), rows)


def dso_months(placed: Mapping[date, Position]) -> tuple[DsoMonth, ...]:
    """DSO and its parts by month, for the picture."""
    found: list[DsoMonth] = []
    for on in sorted(placed):
        each = figures(placed[on])
        best, late = each["best_dso"], each["add"]
        why = why_not(best.why_not) if best.value is None else ""
        found.append(DsoMonth(on, best.value, late.value, why))
    return tuple(found)


def aged_months(placed: Mapping[date, Position]) -> tuple[AgedMonth, ...]:
    """The ageing by month, for the picture and its table."""
    return tuple(
        AgedMonth(
            on,
            {
                name: placed[on].sums.of(measure)
                for name, measure in zip(BUCKETS, BUCKET_MEASURES, strict=True)
            },
            placed[on].sums.of(Measure.SPARE),
        )
        for on in sorted(placed)
    )


def customers_table(tx: Tx, asked: Asked) -> Table:
    """The sum of all, then every customer with something to say on the day, who owes most first."""
    found = _sums_by_customer(tx, asked)
    named = customers.names(tx, list(found))
    ordered = sorted(found, key=lambda id_: (-AR.of(found[id_]), named.get(id_, ""), id_))
    rows: list[tuple[Cell, ...]] = [("All of them", *_beside(added(found.values()), asked))]
    rows += [(Named(named.get(id_, id_), id_), *_beside(found[id_], asked)) for id_ in ordered]
    return Table("By customer", (text("Customer"), *_columns()), rows, _as_of(asked))


def segments_table(tx: Tx, asked: Asked) -> Table:
    """Each segment as it is today; which one a customer was in before is not kept."""
    of_customer = read.segments(tx)
    parts: dict[str, list[Sums]] = {}
    for id_, sums in _sums_by_customer(tx, asked).items():
        parts.setdefault(of_customer.get(id_, ("", None))[0], []).append(sums)
    names = {each.value: segment_name(each) for each in Segment}
    rows: list[tuple[Cell, ...]] = [
        (names.get(segment, _NO_SEGMENT), *_beside(added(parts[segment]), asked))
        for segment in [*names, ""]
        if segment in parts
    ]
    note = f"{_as_of(asked)} By the segment that each customer is in today."
    return Table("By segment", (text("Segment"), *_columns()), rows, note)


def _sums_by_customer(tx: Tx, asked: Asked) -> dict[str, Sums]:
    every = each_customer(tx, asked.on, asked.scope)
    found = {id_: picked(sums, asked.on, asked) for id_, sums in every.items()}
    return {id_: sums for id_, sums in found.items() if sums.by}


def _columns() -> tuple[Column, ...]:
    return (amount("Receivables"), amount("Late"), *(_column(BY_KEY[key]) for key in _BESIDE))


def _beside(sums: Sums, asked: Asked) -> tuple[Cell, ...]:
    position = Position(on=asked.on, sums=sums, currency=asked.shown_in)
    late = sums.total(*BUCKET_MEASURES[1:])
    shown = (cell(BY_KEY[key].value(position)) for key in _BESIDE)
    owed: Decimal = AR.of(sums)
    return (Money(owed, asked.shown_in), Money(late, asked.shown_in), *shown)


def _as_of(asked: Asked) -> str:
    return f"As of {asked.on:%d %b %Y}, in {asked.shown_in}."
