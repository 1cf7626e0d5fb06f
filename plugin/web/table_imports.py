"""Bring a table in: choose a file, look at each line, say yes or no, undo."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import table_imports
from plugin.operations.brought_in import Unusable
from plugin.operations.doors import NotPossible
from plugin.queries.table_imports import import_shown, imports_made, lines_table, to_fill_in
from plugin.queries.tables import Table
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.replies import done
from plugin.web.tables.bring_in import read_table
from plugin.web.tables.files import offer

blueprint = Blueprint("table_imports", __name__)


@blueprint.get("/o/<uuid:org_id>/bring-in")
@of_organisation
def choose(org_id: UUID) -> str:
    """Choose a file; and what was brought in before."""
    with reading() as tx:
        made = imports_made(tx)
    return render_template("bring_in.html", made=made)


@blueprint.post("/o/<uuid:org_id>/bring-in")
@of_organisation
def show(org_id: UUID) -> Response:
    """Read the file and show what each line would change. Nothing is changed by it."""
    file = request.files.get("table")
    if file is None or not file.filename:
        abort(400, "No file was chosen. Go back and choose a CSV file or an XLSX spreadsheet.")
    try:
        rows = read_table(file.filename, file.read())
    except Unusable as problem:
        raise NotPossible(f"Nothing was read. {problem}") from problem
    import_id, unknown = table_imports.preview(
        doors(),
        org_id=org_id,
        by=person().name,
        file_name=file.filename,
        reason=forms.text("reason"),
        rows=rows,
    )
    left = ", ".join(f"“{each[:40]}”" for each in unknown[:5])
    said = f"These columns are not understood and are left alone: {left}." if unknown else ""
    return done(url_for("table_imports.shown", org_id=org_id, import_id=import_id), said)


@blueprint.get("/o/<uuid:org_id>/bring-in/<uuid:import_id>")
@of_organisation
def shown(org_id: UUID, import_id: UUID) -> str:
    """Each line: what stands, what it would become, or why it cannot be used."""
    asked = request.args.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    with reading() as tx:
        found = import_shown(tx, import_id, page=page)
    if found is None:
        abort(404)
    return render_template("bring_in_lines.html", table=found)


@blueprint.post("/o/<uuid:org_id>/bring-in/<uuid:import_id>/apply")
@of_organisation
def apply(org_id: UUID, import_id: UUID) -> Response:
    """Yes: exactly what was shown, or nothing."""
    found = table_imports.apply(doors(), org_id=org_id, by=person().name, import_id=import_id)
    if found.moved:
        lines = "1 line has" if found.moved == 1 else f"{found.moved:,} lines have"
        return _done(
            org_id,
            import_id,
            f"Nothing was changed: {lines} moved since you looked. Here is how it stands now; "
            "look at what is marked and say yes again.",
        )
    were = "1 customer is" if found.customers == 1 else f"{found.customers:,} customers are"
    return _done(org_id, import_id, f"{were} changed, exactly as shown. You can undo it below.")


@blueprint.post("/o/<uuid:org_id>/bring-in/<uuid:import_id>/undo")
@of_organisation
def undo(org_id: UUID, import_id: UUID) -> Response:
    """Put back what stood before."""
    found = table_imports.undo(doors(), org_id=org_id, by=person().name, import_id=import_id)
    left = ""
    if found.left:
        names = ", ".join(found.left[:5]) + (" and others" if len(found.left) > 5 else "")
        left = f" Changed by somebody since, and left as they are: {names}."
    were = "1 customer stands" if found.customers == 1 else f"{found.customers:,} customers stand"
    return _done(org_id, import_id, f"{were} as before.{left}")


@blueprint.post("/o/<uuid:org_id>/bring-in/<uuid:import_id>/drop")
@of_organisation
def drop(org_id: UUID, import_id: UUID) -> Response:
    """No: nothing is changed."""
    table_imports.drop(doors(), org_id=org_id, by=person().name, import_id=import_id)
    here = url_for("table_imports.choose", org_id=org_id)
    return done(here, "Dropped. Nothing was changed.")


def _done(org_id: UUID, import_id: UUID, sentence: str) -> Response:
    return done(url_for("table_imports.shown", org_id=org_id, import_id=import_id), sentence)


def _to_fill_in() -> Table:
    with reading() as tx:
        return to_fill_in(tx, on=today())


def _lines() -> Table | None:
    try:
        import_id = UUID(request.args.get("table", ""))
    except ValueError:
        return None
    with reading() as tx:
        return lines_table(tx, import_id)


offer(blueprint, "customers-to-fill-in", _to_fill_in)
offer(blueprint, "brought-in-lines", _lines)
