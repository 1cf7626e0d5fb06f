"""The one button that hands an organisation's people everything that is kept of it, as a zip."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g

from plugin.operations.doors import Doors
from plugin.operations.export import note_export
from plugin.queries import export as query
from plugin.web.archive import zipped
from plugin.web.csv_file import quoted
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, now, person, today

blueprint = Blueprint("export", __name__)

#: rows that are written as text at once
_AT_ONCE = 500


@blueprint.post("/o/<uuid:org_id>/settings/export")
@of_organisation
def export(org_id: UUID) -> Response:
    """Everything kept of the organisation, sent while it is being read."""
    note_export(doors(), org_id=org_id, by=person().name)
    name = g.organisation.name
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "organisation"
    return Response(
        zipped(files_of(doors(), org_id, name, now()), at=now()),
        mimetype="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="goodterms-{plain}-{today()}.zip"',
            "Cache-Control": "no-store",
        },
    )


def files_of(
    doors: Doors, org_id: UUID, name: str, at: datetime
) -> Iterator[tuple[str, Iterator[str]]]:
    """Every file with its text in parts, from one transaction in which nothing moves."""
    counted = _Counted()
    with doors.store.still(org_id) as tx:
        for table in query.tables_for_people(tx):
            path = f"to read/{table.name}.csv"
            yield path, _csv(table.heads, counted.rows(path, table.what, table.rows))
        for table_name, rows in query.rows_for_programs(tx):
            path = f"complete/{table_name}.jsonl"
            yield path, _json_lines(counted.rows(path, "all of it, for programs", rows))
    yield "README.txt", iter([query.explained(name, at, counted.files)])


class _Counted:
    """Counts the rows of each file while they pass."""

    def __init__(self) -> None:
        self.files: list[tuple[str, str, int]] = []

    def rows(self, path: str, what: str, rows: Iterator[Any]) -> Iterator[Any]:
        count = 0
        for row in rows:
            count += 1
            yield row
        self.files.append((path, what, count))


def _csv(heads: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out)
    # a byte order mark, so that spreadsheets read names with accents
    out.write("\ufeff")
    writer.writerow(heads)
    for count, row in enumerate(rows, start=1):
        writer.writerow([_cell(each) for each in row])
        if count % _AT_ONCE == 0:
            yield _emptied(out)
    yield _emptied(out)


def _cell(value: Any) -> str:
    """Words are quoted where a spreadsheet would run them; numbers are numbers."""
    text = query.plain(value)
    return quoted(text) if isinstance(value, str | dict | list) else text


def _json_lines(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    out = io.StringIO()
    for count, row in enumerate(rows, start=1):
        out.write(json.dumps(row, default=query.plain, ensure_ascii=False))
        out.write("\n")
        if count % _AT_ONCE == 0:
            yield _emptied(out)
    yield _emptied(out)


def _emptied(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text
