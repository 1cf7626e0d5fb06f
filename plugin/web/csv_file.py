"""A table as a CSV file that a spreadsheet opens without running any of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

#: a cell that begins like this is a formula to a spreadsheet
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
#: some programs drop these before they look
_DROPPED = " \t\r\n"


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The rows under their heads; days as 2026-11-24, numbers with a point, nothing for None."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([quoted(head) for head in heads])
    writer.writerows([quoted(cell) for cell in row] for row in rows)
    # a byte order mark, so that spreadsheets read names with accents
    return "\ufeff" + out.getvalue()


def quoted(cell: object) -> str:
    """A cell as text; one that begins like a formula gets a quote before it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    text = str(cell)
    begins = text.lstrip(_DROPPED)
    is_formula = begins.startswith(_FORMULA) or text.startswith(("\t", "\r", "\n"))
    return f"'{text}" if isinstance(cell, str) and is_formula else text
