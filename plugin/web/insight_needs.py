"""Insight, needs: what customers needed and did not get, each with what to do."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, render_template

from plugin.queries import insight_needs as query
from plugin.queries.tables import Table
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import reading, today
from plugin.web.tables.files import offer

blueprint = Blueprint("insight_needs", __name__)


@blueprint.get("/o/<uuid:org_id>/insight/needs")
@of_organisation
def page(org_id: UUID) -> str:
    """Every kind of need with its rows and what to do."""
    with reading() as tx:
        found = query.needs(tx, on=today())
    return render_template("insight_needs.html", needs=found)


def _offered(draw: Callable[..., Table]) -> Callable[[], Table]:
    def drawn() -> Table:
        with reading() as tx:
            return draw(tx, on=today())

    return drawn


for _name, _draw in query.TABLES.items():
    offer(blueprint, f"needs-{_name}", _offered(_draw))
