"""Rows of cells out of plain text and of tables in files, as a remittance advice has them."""

from __future__ import annotations

import csv
import io
import re

from plugin.mail.parts import decoded, shown

_CELLS = re.compile(r"\t+|\s{2,}|\s*[|;]\s*")
_MOST_LINES = 600
_MOST_LINE = 400
_MOST_BYTES = 300_000
_MOST_CELLS = 40


def rows_of_text(text: str) -> list[tuple[str, ...]]:
    """The lines of a text, each cut into cells at tabs, wide gaps and bars."""
    rows: list[tuple[str, ...]] = []
    for line in text.splitlines()[:_MOST_LINES]:
        cells = tuple(each for each in _CELLS.split(line.strip()[:_MOST_LINE]) if each.strip())
        if cells:
            rows.append(cells[:_MOST_CELLS])
    return rows


def rows_of_csv(content: bytes) -> list[tuple[str, ...]]:
    """The rows of a table in a file, whatever parts its cells; of other text, its lines."""
    text = shown(_text(content[:_MOST_BYTES]))
    mark = _mark(text)
    if not mark:
        return rows_of_text(text)
    try:
        read = csv.reader(io.StringIO(text), delimiter=mark)
        found = [tuple(cell.strip() for cell in row[:_MOST_CELLS]) for row in _some(read)]
    except csv.Error:
        return rows_of_text(text)
    return [row for row in found if any(row)]


def _some(read: object) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in read:  # type: ignore[attr-defined]  # a reader of csv, which has no name of its own
        rows.append(row)
        if len(rows) >= _MOST_LINES:
            break
    return rows


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decoded(content, "utf-16")
    return decoded(content.removeprefix(b"\xef\xbb\xbf"))


def _mark(text: str) -> str:
    """What parts the cells: the mark that most lines have equally often."""
    lines = [line for line in text.splitlines() if line.strip()][:30]
    best, most = "", 0
    for mark in (";", "\t", "|", ","):
        counts = [line.count(mark) for line in lines if line.count(mark)]
        common = max(set(counts), key=counts.count) if counts else 0
        score = counts.count(common) * min(common, 5)
        if common and score > most:
            best, most = mark, score
    return best
