"""A table as an XLSX workbook: real numbers and days, the head row frozen. Nothing in it runs.

The only module that knows the library for spreadsheets.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from plugin.queries.tables import Kind
from plugin.web.tables.grid import Grid, Value

_FORMATS = {
    Kind.MONEY: "#,##0.00",
    Kind.NUMBER: "#,##0.##",
    Kind.DAYS: "#,##0.0",
    Kind.PER_CENT: "0.0%",
}
_WHOLE = "#,##0"
_DAY = "yyyy-mm-dd"
_MOMENT = "yyyy-mm-dd hh:mm"
#: the name of a sheet may hold neither these nor more than 31 characters
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
#: of a cell, set by the format
_MOST_CHARACTERS = 32_767
#: the width of a column is that of its first rows
_MEASURED = 200
_NARROW, _WIDE = 8, 60


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself, in a second sheet; `at` is a local time without a zone."""

    title: str
    organisation: str
    at: datetime
    note: str = ""


def workbook(grid: Grid, about: About) -> bytes:
    """The grid as the first sheet of a workbook.

    Every text is written as text: what begins like a formula is shown, not computed, also after
    somebody has edited the cell. Shares of a hundred become shares of one with a format.
    """
    book = Workbook(write_only=True)
    book.properties.title = about.title
    book.properties.creator = "Goodterms"
    book.properties.created = book.properties.modified = about.at
    sheet = book.create_sheet(_sheet_name(about.title))
    # a sheet that is written row by row takes its frame first
    sheet.freeze_panes = "A2"
    for index, width in enumerate(_widths(grid), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.append([_head(sheet, name) for name in grid.heads])
    for row in grid.rows:
        sheet.append(
            [_cell(sheet, value, kind) for value, kind in zip(row, grid.kinds, strict=True)]
        )
    if grid.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(grid.heads))}{len(grid.rows) + 1}"
    beside = book.create_sheet("About")
    beside.column_dimensions["A"].width, beside.column_dimensions["B"].width = 16, _WIDE
    for name, value in _told(about):
        beside.append([_head(beside, name), _cell(beside, value, Kind.TEXT)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _told(about: About) -> tuple[tuple[str, Value], ...]:
    lines: tuple[tuple[str, Value], ...] = (
        ("Table", about.title),
        ("Organisation", about.organisation),
        ("As of", about.at),
    )
    return (*lines, ("Note", about.note)) if about.note else lines


def _head(sheet: WriteOnlyWorksheet, name: str) -> Cell:
    cell = _cell(sheet, name, Kind.TEXT)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Value, kind: Kind) -> Cell:
    if isinstance(value, str):
        return _words(sheet, value)
    if kind is Kind.PER_CENT and value is not None and not isinstance(value, date):
        value = Decimal(value) / 100
    # the library takes more than its stubs know: exact numbers, and days without an hour
    cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]
    if isinstance(value, datetime):
        cell.number_format = _MOMENT
    elif isinstance(value, date):
        cell.number_format = _DAY
    elif value is not None and kind in _FORMATS:
        is_whole = kind in (Kind.NUMBER, Kind.DAYS) and value == int(value)
        cell.number_format = _WHOLE if is_whole else _FORMATS[kind]
    return cell


def _words(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:_MOST_CHARACTERS])
    # the library takes "=…" for a formula; this is what makes it a text, and keeps it one
    cell.data_type = "s"
    cell.quotePrefix = True
    if "\n" in text:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _sheet_name(title: str) -> str:
    words = " ".join(_NOT_IN_A_NAME.sub(" ", title).split())
    return words[:_LONGEST_NAME].strip() or "Table"


def _widths(grid: Grid) -> list[int]:
    widths = [len(head) + 3 for head in grid.heads]
    for row in islice(grid.rows, _MEASURED):
        for index, value in enumerate(row):
            if value is not None:
                widths[index] = max(widths[index], len(str(value)) + 2)
    return [min(max(width, _NARROW), _WIDE) for width in widths]
