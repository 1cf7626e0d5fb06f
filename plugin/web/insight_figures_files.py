"""The pictures of the page of figures, and its tables as files."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request

from plugin.queries import insight_effort, insight_trend
from plugin.queries import insight_figures as query
from plugin.queries.insight_sums import months_of, positions
from plugin.queries.series import ageing_table
from plugin.queries.tables import Table, text
from plugin.web.doorkeeper import of_organisation
from plugin.web.insight_asked import asked_for, counted, marks
from plugin.web.insight_figures import is_known, opened_figure
from plugin.web.pictures.answer import is_narrow, picture
from plugin.web.pictures.over_time import ageing_svg, dso_svg
from plugin.web.tables.files import offer

blueprint = Blueprint("insight_figures_files", __name__)


@blueprint.get("/o/<uuid:org_id>/insight/figures/dso.svg")
@of_organisation
def dso(org_id: UUID) -> Response:
    """DSO and its parts by month."""
    with counted() as tx:
        asked = asked_for(tx)
        months = insight_trend.dso_months(positions(tx, asked, months_of(asked.on)))
        return picture(dso_svg(months, marks(tx, asked), narrow=is_narrow()))


@blueprint.get("/o/<uuid:org_id>/insight/figures/ageing.svg")
@of_organisation
def ageing(org_id: UUID) -> Response:
    """The ageing by month."""
    with counted() as tx:
        asked = asked_for(tx)
        months = insight_trend.aged_months(positions(tx, asked, months_of(asked.on)))
        svg = ageing_svg(months, asked.shown_in, marks(tx, asked), narrow=is_narrow())
        return picture(svg)


def _opened_table() -> Table | None:
    key = request.args.get("figure", "")
    return opened_figure(key)[0].table if is_known(key) else None


def _by_month_table() -> Table | None:
    key = request.args.get("figure", "")
    if not is_known(key):
        return None
    with counted() as tx:
        asked = asked_for(tx)
        placed = positions(tx, asked, months_of(asked.on))
        took = insight_effort.efforts(tx, asked, placed)
    return insight_trend.figure_by_month(placed, took, key, asked.shown_in)


def _figures_table() -> Table:
    with counted() as tx:
        asked = asked_for(tx)
        placed = positions(tx, asked, [asked.on])
        done = insight_effort.efforts(tx, asked, placed)[asked.on]
        every = {
            **query.lines(placed[asked.on]),
            **insight_effort.effort_lines(done, asked.shown_in),
        }
    rows = [
        (line.name, line.shown, line.formula, line.filled)
        for _, lines in query.grouped(every)
        for line in lines
    ]
    columns = (text("Figure"), text("Value"), text("Formula"), text("With its own amounts"))
    return Table("Figures", columns, rows, f"As of {asked.on:%d %b %Y}, in {asked.shown_in}.")


def _trend_table() -> Table:
    with counted() as tx:
        asked = asked_for(tx)
        placed = positions(tx, asked, months_of(asked.on))
        done = insight_effort.efforts(tx, asked, placed)
        return insight_trend.trend_table(placed, done, marks(tx, asked), asked.shown_in)


def _ageing_table() -> Table:
    with counted() as tx:
        asked = asked_for(tx)
        months = insight_trend.aged_months(positions(tx, asked, months_of(asked.on)))
        return ageing_table(months, asked.shown_in)


def _customers_table() -> Table:
    with counted() as tx:
        return insight_trend.customers_table(tx, asked_for(tx))


def _segments_table() -> Table:
    with counted() as tx:
        return insight_trend.segments_table(tx, asked_for(tx))


offer(blueprint, "figures", _figures_table)
offer(blueprint, "figures-by-month", _trend_table)
offer(blueprint, "figures-ageing", _ageing_table)
offer(blueprint, "figures-by-customer", _customers_table)
offer(blueprint, "figures-by-segment", _segments_table)
offer(blueprint, "figure-invoices", _opened_table)
offer(blueprint, "figure-by-month", _by_month_table)
