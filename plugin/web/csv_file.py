"""A table as a CSV file that a spreadsheet opens without running any of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

#: a cell that begins like this is a formula to a spreadsheet
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
#: some programs drop these before they look
_DROPPED = " \t\r\n"


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The rows under their heads, to be saved as `name`."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([quoted(cell) for cell in row] for row in rows)
    # a byte order mark, so that spreadsheets read names with accents
    return Response(
        "\ufeff" + out.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def quoted(cell: object) -> str:
    """A cell as text; one that begins like a formula gets a quote before it."""
    text = str(cell)
    begins = text.lstrip(_DROPPED)
    is_formula = begins.startswith(_FORMULA) or text.startswith(("\t", "\r", "\n"))
    return f"'{text}" if isinstance(cell, str) and is_formula else text
