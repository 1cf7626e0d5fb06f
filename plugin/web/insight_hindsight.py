"""Insight, hindsight: what a flag would have done, every number of it open into its customers."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, g, render_template, request

from plugin.queries import hindsight as query
from plugin.queries.tables import Table
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import reading, today
from plugin.web.tables.files import offer

blueprint = Blueprint("insight_hindsight", __name__)


@blueprint.get("/o/<uuid:org_id>/insight/hindsight")
@of_organisation
def page(org_id: UUID) -> str:
    """Every rule tried on two years of the own past, with the one that is asked for in front."""
    found = _page()
    return render_template(
        "insight_hindsight.html",
        page=found,
        table=query.as_table(found),
        asked=query.asked(request.args.get("rule", ""), request.args.get("bound", "")),
    )


@blueprint.get("/o/<uuid:org_id>/insight/hindsight/<rule>/<bound>/<group>")
@of_organisation
def group(org_id: UUID, rule: str, bound: str, group: str) -> str:
    """The customers behind one number."""
    table = _group(rule, bound, group)
    if table is None:
        abort(404)
    return render_template(
        "insight_hindsight_group.html", table=table, rule=rule, bound=bound, group=group
    )


def _page() -> query.HindsightPage:
    extra = query.asked(request.args.get("rule", ""), request.args.get("bound", ""))
    with reading() as tx:
        return query.hindsight_page(tx, g.organisation, on=today(), extra=extra)


def _group(rule: str, bound: str, group: str) -> Table | None:
    flagging = query.asked(rule, bound)
    if flagging is None:
        return None
    with reading() as tx:
        return query.group_table(tx, g.organisation, flagging, group, on=today())


def _group_asked() -> Table | None:
    args = request.args
    return _group(args.get("rule", ""), args.get("bound", ""), args.get("group", ""))


offer(blueprint, "hindsight", lambda: query.as_table(_page()))
offer(blueprint, "hindsight-customers", _group_asked)
