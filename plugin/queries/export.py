"""Everything that is kept of one organisation, as files that it may take away. It changes nothing.

Two kinds: sheets that a person reads, and every row of every table for programs. What is left out
is named in the file that explains the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from plugin.store import Tx, exporting
from plugin.store.reading import sheets, sheets_team


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the export: its file's name without an ending, heads, and rows as they come."""

    name: str
    what: str
    heads: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


def tables_for_people(tx: Tx) -> Iterator[Table]:
    """The sheets, each to be read whole before the next is begun."""
    yield _sheet(tx, "organisation", "your organisation and your settings", sheets.ORGANISATION)
    yield _sheet(tx, "members", "who may see these books here", sheets.MEMBERS)
    for each in (*sheets.SHEETS, *sheets_team.SHEETS):
        yield _sheet(tx, each.name, each.what, each.statement)


def rows_for_programs(tx: Tx) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    """Every exported table by name, each row with all of its columns, ids included."""
    for name in exporting.exported_tables():
        yield name, exporting.rows_of(tx, name)


def _sheet(tx: Tx, name: str, what: str, statement: str) -> Table:
    heads, rows = exporting.sheet(tx, statement)
    return Table(name, what, tuple(_head(each) for each in heads), rows)


def _head(column: str) -> str:
    """A column's name as a person writes it: `limit_set_by` becomes "Limit set by"."""
    words = column.replace("_", " ")
    return words[:1].upper() + words[1:]


def explained(name: str, at: datetime, files: list[tuple[str, str, int]]) -> str:
    """The file that says what the others are, in plain words."""
    width = max(len(path) for path, _, _ in files)
    listed = "\n".join(f"  {path:<{width}}  {rows:>8,}  {what}" for path, what, rows in files)
    left_out = "\n".join(f"  {table}: {why}" for table, why in exporting.LEFT_OUT.items())
    return f"""{name}: everything that Goodterms keeps of your organisation
as it stood on {_when(at)} (UTC)

The files in "to read" open in any spreadsheet. A cell that begins with = + - or @ has a quote
before it, so that no spreadsheet takes it for a formula.

The files in "complete" hold every row with every column, one JSON object a line, for programs.
Amounts are text, so that no program rounds them; days are 2026-11-24; times are UTC.

What lay sealed (addresses, telephone numbers, the words of messages) is readable in here. Keep
this file as you keep your books.

  file{" " * (width - 4)}      rows  what it holds
{listed}

Not in here, because it is no part of your data:
{left_out}
  your tokens for Xero: whoever holds them could read your books there
  the queue of work, sessions and counters: they hold ids and keyed hashes only
"""


def _when(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M}"


def plain(value: Any) -> str:
    """A value as a cell of a sheet: nothing for what is not there, yes and no for switches."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
