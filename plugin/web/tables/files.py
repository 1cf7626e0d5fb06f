"""Every table of the console as CSV and as XLSX: one road, and a name for each table.

A room offers its tables by name; a page shows the two links with `files(name, ...)`, and a whole
`Table` with the macro of `_table.html`. Who may see the page may have its files, nobody else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from babel import Locale
from babel.numbers import format_decimal
from flask import Blueprint, Flask, Response, abort, current_app, g, url_for
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup

from plugin.credit.money import Money
from plugin.queries.tables import Cell, Column, Kind, Named, Table
from plugin.web import filters
from plugin.web.csv_file import csv_text
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import now, today, zone
from plugin.web.tables.grid import grid
from plugin.web.tables.workbook import About, workbook

blueprint = Blueprint("tables", __name__)

_KEPT = "goodterms.tables"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BRITISH = Locale("en", "GB")
#: rows of a spreadsheet: the library writes a few thousand a second, and somebody waits for it
MOST_IN_A_SHEET = 50_000

#: reads what the address asks for and the organisation of the request; None where there is no such
Draw = Callable[[], Table | None]


def offer(room: Blueprint, name: str, draw: Draw) -> None:
    """Offer a table of a room under a name of its own, such as "customers" or "insight-ageing".

    `draw` is called within a request of somebody who may see the organisation; it reads
    `request.args` as the page does, so that the file holds what the page was asked for.
    """

    def keep(state: BlueprintSetupState) -> None:
        offered = cast(dict[str, Draw], state.app.extensions.setdefault(_KEPT, {}))
        if offered.setdefault(name, draw) is not draw:
            raise ValueError(f"two tables are called {name}")

    room.record(keep)


def offered(app: Flask) -> dict[str, Draw]:
    """Every table that the rooms of this console offer, by name."""
    return cast(dict[str, Draw], app.extensions.get(_KEPT, {}))


@blueprint.get("/o/<uuid:org_id>/tables/<name>.csv")
@of_organisation
def as_csv(org_id: UUID, name: str) -> Response:
    """A table as CSV."""
    rows = grid(_asked_for(name), zone())
    return _saved(csv_text(rows.heads, rows.rows), "text/csv", name, "csv")


@blueprint.get("/o/<uuid:org_id>/tables/<name>.xlsx")
@of_organisation
def as_xlsx(org_id: UUID, name: str) -> Response:
    """A table as a spreadsheet."""
    table = _asked_for(name)
    if len(table.rows) > MOST_IN_A_SHEET:
        abort(
            400,
            f"This table has {len(table.rows):,} rows, and a spreadsheet is made of at most "
            f"{MOST_IN_A_SHEET:,}. Go back and take the CSV, which has them all.",
        )
    at = now().astimezone(zone()).replace(tzinfo=None, microsecond=0)
    about = About(table.title, g.organisation.name, at, table.note)
    return _saved(workbook(grid(table, zone()), about), _XLSX, name, "xlsx")


def _asked_for(name: str) -> Table:
    draw = offered(current_app).get(name)
    if draw is None:
        abort(404)
    table = draw()
    if table is None:
        abort(404)
    return table


def _saved(content: str | bytes, kind: str, name: str, ending: str) -> Response:
    file_name = f"{name}-{today().isoformat()}.{ending}"
    return Response(
        content,
        mimetype=kind,
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


def files(name: str, what: str = "Save", **asked: Any) -> Markup:
    """The two links of a table, for a template; `asked` goes into their addresses.

    `what` names the table where it does not stand right above.
    """
    if name not in offered(current_app):
        raise LookupError(f"no room offers a table called {name}")
    links = [
        Markup('<a href="{}">{}<span class="unseen"> of {}</span></a>').format(
            url_for(f"tables.as_{ending.lower()}", org_id=g.org_id, name=name, **asked),
            ending,
            name.replace("-", " "),
        )
        for ending in ("CSV", "XLSX")
    ]
    return Markup('<p class="files no-print">{} as {} or {}</p>').format(what, *links)


def cell(value: Cell, column: Column) -> Markup | str:
    """One cell of a Table as a page writes it."""
    match value:
        case Money():
            return filters.money(value)
        case datetime():
            return filters.moment(value)
        case date():
            return filters.day(value)
        case Decimal() | int():
            return _figure(value, column.kind)
        case _:
            return _words(value)


def _words(value: str | Named | None) -> Markup | str:
    if not isinstance(value, Named):
        return value or ""
    href = url_for("customers.customer", org_id=g.org_id, customer_id=value.customer_id)
    return Markup('<a href="{}">{}</a>').format(href, value.words)


def _figure(value: Decimal | int, kind: Kind) -> str:
    written = str(format_decimal(value, locale=_BRITISH, decimal_quantization=False))
    return f"{written} %" if kind is Kind.PER_CENT else written


def teach_tables(app: Flask) -> None:
    """Let every template show a table and link its files."""
    app.jinja_env.globals["files"] = files
    app.jinja_env.filters["cell"] = cell
