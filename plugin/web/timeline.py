"""Everything said and done, searchable, newest first."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request

from plugin.queries import timeline as query
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import reading

blueprint = Blueprint("timeline", __name__)

#: of a row's number; more is no number of a row
_MOST_DIGITS = 15


@blueprint.get("/o/<uuid:org_id>/timeline")
@of_organisation
def timeline(org_id: UUID) -> str:
    """One page of the timeline; `before` leads on to older ones."""
    search = request.args.get("search", "").strip()[:100]
    before = request.args.get("before", "")[:_MOST_DIGITS]
    with reading() as tx:
        page = query.timeline(tx, search=search, before=int(before) if before.isdecimal() else None)
    return render_template("timeline.html", page=page, search=search)
