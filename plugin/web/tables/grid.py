"""A table as the rows of a file: plain values, with currencies in columns of their own.

It writes neither CSV nor a spreadsheet; both are written from the same grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from plugin.credit.money import Money
from plugin.queries.tables import Cell, Column, Kind, Named, Table

#: what a cell of a file may be
Value = Decimal | int | date | datetime | str | None


@dataclass(frozen=True, slots=True)
class Grid:
    """Heads with the kind of each column, and rows of plain values of the same width."""

    heads: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rows: tuple[tuple[Value, ...], ...]


def grid(table: Table, zone: ZoneInfo) -> Grid:
    """The table without Money: each amount as a number and its currency beside it.

    One column *currency* serves all amounts of a row, except those with a currency of their own.
    Instants become local times of `zone`, without a zone, as spreadsheets know them. ValueError
    where the amounts of one row that share a currency do not.
    """
    places = _places(table.columns)
    return Grid(
        heads=tuple(name for name, _, _ in places),
        kinds=tuple(kind for _, kind, _ in places),
        rows=tuple(
            tuple(_value(row, source, table, zone) for _, _, source in places) for row in table.rows
        ),
    )


#: where a value comes from: the index of its cell, or of the cells whose currency it names
_Source = int | tuple[int, ...]
_Place = tuple[str, Kind, _Source]


def _places(columns: Sequence[Column]) -> list[_Place]:
    shared = tuple(
        index
        for index, column in enumerate(columns)
        if column.kind is Kind.MONEY and not column.own_currency
    )
    places: list[_Place] = []
    for index, column in enumerate(columns):
        if shared and index == shared[0]:
            places.append(("Currency", Kind.TEXT, shared))
        places.append((column.name, column.kind, index))
        if column.kind is Kind.MONEY and column.own_currency:
            places.append((f"{column.name}, currency", Kind.TEXT, (index,)))
    return places


def _value(row: Sequence[Cell], source: _Source, table: Table, zone: ZoneInfo) -> Value:
    if isinstance(source, int):
        return _plain(row[source], zone)
    found = {cell.currency for index in source if isinstance(cell := row[index], Money)}
    if len(found) > 1:
        raise ValueError(f"“{table.title}”: {' and '.join(sorted(found))} in one row")
    return found.pop() if found else None


def _plain(cell: Cell, zone: ZoneInfo) -> Value:
    match cell:
        case Money():
            return cell.rounded().amount
        case Named():
            return cell.words
        case datetime():
            return cell.astimezone(zone).replace(tzinfo=None, microsecond=0)
        case _:
            return cell
