"""A CSV file or a spreadsheet that somebody brings in, read into cells of text. It judges nothing.

A formula is marked as one and never worked out. Sizes are held before anything is unpacked.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from plugin.operations.brought_in import MOST_LINES, Cell, Unusable

_MOST_COLUMNS = 30
_MOST_LETTERS = 500
#: what a spreadsheet may unpack to, in bytes: far more than its lines need
_MOST_UNPACKED = 30_000_000
_SEPARATORS = ";,\t"
#: how our own files, and others that take care, write a text that begins like a formula
_QUOTED = re.compile(r"'(?=[=+\-@＝＋－＠])")
#: the ways in which the library fails on what is no workbook
_NO_WORKBOOK = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, EOFError, OSError),
    *(ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError),
)
_FORMULA = re.compile(r"[=@＝＋－＠]|\+|-(?!\s*[\d.,])")


def read_table(name: str, raw: bytes) -> tuple[tuple[Cell, ...], ...]:
    """The rows of a file, the first the heads; empty ones stay, so that lines keep their numbers.

    Raises Unusable, with a sentence, for what is no table that can be read.
    """
    if not raw:
        raise Unusable("The file is empty.")
    rows = _of_workbook(raw) if raw.startswith(b"PK") else _of_csv(_decoded(name, raw))
    found = tuple(islice(rows, MOST_LINES + 2))
    if len(found) > MOST_LINES + 1:
        raise Unusable(f"The file has more than {MOST_LINES:,} lines. Bring it in in parts.")
    return found


def _decoded(name: str, raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unusable(f"“{name[:60]}” is neither a CSV file nor an XLSX spreadsheet.")


def _of_csv(text: str) -> Iterator[tuple[Cell, ...]]:
    head = text.lstrip("\r\n").partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield _row(_texted(each) for each in row)
    except csv.Error as problem:
        raise Unusable(f"The file cannot be read as CSV: {problem}.") from problem


def _texted(text: str) -> Cell:
    text = text.strip()
    if _QUOTED.match(text):
        return Cell(text[1:])
    return Cell(text, is_formula=_FORMULA.match(text) is not None)


def _of_workbook(raw: bytes) -> Iterator[tuple[Cell, ...]]:
    """The rows of the first sheet, read row by row."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(each.file_size for each in packed.infolist()) > _MOST_UNPACKED:
                raise Unusable("The spreadsheet is too large. Bring it in in parts, or as CSV.")
        book = load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
        try:
            for row in book.worksheets[0].iter_rows(max_col=_MOST_COLUMNS):
                yield _row(map(_valued, row))
        finally:
            book.close()
    except _NO_WORKBOOK as problem:
        raise Unusable("The file cannot be read as an XLSX spreadsheet.") from problem


def _valued(cell: Any) -> Cell:
    value = cell.value
    if isinstance(value, datetime):
        value = value.date() if not (value.hour or value.minute or value.second) else value
    if isinstance(value, date):
        return Cell(value.isoformat())
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if cell.data_type == "f" or not isinstance(value, str | int | float | None):
        return Cell(str(value), is_formula=True)
    if isinstance(value, str):
        return Cell(_QUOTED.sub("", value.strip(), count=1))
    return Cell("" if value is None else f"{value:.10f}".rstrip("0").rstrip("."))


def _row(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    found = tuple(cells)
    if len(found) > _MOST_COLUMNS:
        raise Unusable(f"The table has more than {_MOST_COLUMNS} columns.")
    if any(len(each.text) > _MOST_LETTERS for each in found):
        raise Unusable(f"A cell of the table holds more than {_MOST_LETTERS} characters.")
    return found
