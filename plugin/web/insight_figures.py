"""Insight, figures: every figure as of any day, over whom is chosen, opened into its invoices."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, abort, g, render_template, request

from plugin.credit.kpi_measures import PERIOD_DAYS
from plugin.credit.segment_held import Segment
from plugin.letters.segment_words import segment_name
from plugin.operations.kpis import KEPT_MONTHS, bring_up_to_date
from plugin.queries import insight_figures as query
from plugin.queries import insight_trend
from plugin.queries.change_marks import change_marks
from plugin.queries.insight_opened import Opened, opened
from plugin.queries.insight_sums import ALL, Asked, months_of, positions
from plugin.queries.series import Mark, ageing_table
from plugin.queries.tables import Table, text
from plugin.store import Tx
from plugin.store.reading import customers
from plugin.store.reading import kpis as read
from plugin.store.reading.kpis import Scope
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, reading, today
from plugin.web.house import org_id as this_org
from plugin.web.pictures.answer import is_narrow, picture
from plugin.web.pictures.over_time import ageing_svg, dso_svg
from plugin.web.tables.files import offer

blueprint = Blueprint("insight_figures", __name__)

_SEGMENTS = frozenset(each.value for each in Segment)


@blueprint.get("/o/<uuid:org_id>/insight/figures")
@of_organisation
def figures(org_id: UUID) -> str:
    """Every figure of a day, its ageing, its trend, and whom it is made of."""
    _up_to_date()
    with reading() as tx:
        asked = _asked(tx)
        placed = positions(tx, asked, months_of(asked.on))
        here = placed[asked.on]
        every = query.lines(here)
        marks = _marks(tx, asked)
        page = {
            "groups": query.grouped(every),
            "aged": query.aged(here.sums, asked.shown_in),
            "trend": insight_trend.trend_table(placed, marks),
            "rates": read.rates_used(tx, on=asked.on) if asked.currency == ALL else (),
            "customer": _name(tx, asked.scope),
            "currencies": _currencies(tx),
        }
        if asked.scope.customer_id is None:
            page["customers"] = insight_trend.customers_table(tx, asked)
            page["segments"] = insight_trend.segments_table(tx, asked)
    return render_template(
        "insight_figures.html",
        asked=asked,
        over=query.over(asked.on, PERIOD_DAYS),
        names=[(each.value, segment_name(each)) for each in Segment],
        marks=marks,
        link=_link(asked),
        kept=KEPT_MONTHS,
        last=today(),
        page=page,
    )


@blueprint.get("/o/<uuid:org_id>/insight/figures/<key>")
@of_organisation
def figure(org_id: UUID, key: str) -> str:
    """One figure with its formula, and every document that it is made of."""
    found, asked, name = _opened(key)
    return render_template(
        "insight_figure.html",
        opened=found,
        asked=asked,
        link=_link(asked),
        customer=name,
        over=query.over(asked.on, PERIOD_DAYS),
    )


@blueprint.get("/o/<uuid:org_id>/insight/figures/dso.svg")
@of_organisation
def dso(org_id: UUID) -> Response:
    """DSO and its parts by month."""
    with reading() as tx:
        asked = _asked(tx)
        months = insight_trend.dso_months(positions(tx, asked, months_of(asked.on)))
        return picture(dso_svg(months, _marks(tx, asked), narrow=is_narrow()))


@blueprint.get("/o/<uuid:org_id>/insight/figures/ageing.svg")
@of_organisation
def ageing(org_id: UUID) -> Response:
    """The ageing by month."""
    with reading() as tx:
        asked = _asked(tx)
        months = insight_trend.aged_months(positions(tx, asked, months_of(asked.on)))
        svg = ageing_svg(months, asked.shown_in, _marks(tx, asked), narrow=is_narrow())
        return picture(svg)


def _up_to_date() -> None:
    """Count what changed since the sums were last made, in a transaction of its own."""
    with doors().store.tenant(this_org()) as tx:
        bring_up_to_date(tx, on=today())


def _asked(tx: Tx) -> Asked:
    """What the address asks for; 400 for a day that is none, or one that has not come."""
    base: str = g.organisation.base_currency
    currency = request.args.get("currency", "") or base
    if currency != ALL and currency not in _currencies(tx):
        currency = base
    segment = request.args.get("segment", "")
    if segment and segment not in _SEGMENTS:
        abort(404)
    customer = request.args.get("customer", "")
    if customer and read_customer(tx, customer) is None:
        abort(404)
    on = _day("on") or today()
    return Asked(
        on=on,
        currency=currency,
        base_currency=base,
        scope=Scope(customer or None, segment or None),
        against=_day("against", before=on),
    )


def read_customer(tx: Tx, customer_id: str) -> str | None:
    """The name of a customer of this organisation; None where there is no such."""
    return customers.names(tx, [customer_id]).get(customer_id)


def _name(tx: Tx, scope: Scope) -> str:
    return "" if scope.customer_id is None else read_customer(tx, scope.customer_id) or ""


def _currencies(tx: Tx) -> tuple[str, ...]:
    """The base currency, then every foreign one that was ever invoiced."""
    base: str = g.organisation.base_currency
    return (base, *(each[0] for each in read.rates_used(tx, on=today())))


def _day(name: str, *, before: date | None = None) -> date | None:
    written = request.args.get(name, "").strip()
    if not written:
        return None
    try:
        found = date.fromisoformat(written)
    except ValueError:
        abort(400, f"“{written}” is not a date. Write it as 2026-11-27.")
    if found > today():
        abort(400, "That day has not come yet. Figures look back; the forecast looks ahead.")
    if found.year < 1990:
        abort(400, "Choose a day since 1990.")
    if before is not None and found >= before:
        abort(400, "Compare with a day before the one that is looked at.")
    return found


def _link(asked: Asked) -> dict[str, str]:
    """What goes into every address of the page, so that it keeps to what was asked."""
    named = {
        "on": asked.on.isoformat(),
        "currency": asked.currency,
        "segment": asked.scope.segment or "",
        "customer": asked.scope.customer_id or "",
        "against": asked.against.isoformat() if asked.against else "",
    }
    return {name: value for name, value in named.items() if value}


def _marks(tx: Tx, asked: Asked) -> tuple[Mark, ...]:
    first = months_of(asked.on)[0]
    return tuple(Mark(day, words) for day, words in change_marks(tx) if first <= day <= asked.on)


def _opened(key: str) -> tuple[Opened, Asked, str]:
    if not query.is_known(key):
        abort(404)
    _up_to_date()
    with reading() as tx:
        asked = _asked(tx)
        return opened(tx, asked, key), asked, _name(tx, asked.scope)


def _opened_table() -> Table | None:
    key = request.args.get("figure", "")
    return _opened(key)[0].table if query.is_known(key) else None


def _figures_table() -> Table:
    with reading() as tx:
        asked = _asked(tx)
        every = query.lines(positions(tx, asked, [asked.on])[asked.on])
    rows = [
        (line.name, line.shown, line.formula, line.filled)
        for _, lines in query.grouped(every)
        for line in lines
    ]
    columns = (text("Figure"), text("Value"), text("Formula"), text("With its own amounts"))
    return Table("Figures", columns, rows, f"As of {asked.on:%d %b %Y}, in {asked.shown_in}.")


def _trend_table() -> Table:
    with reading() as tx:
        asked = _asked(tx)
        placed = positions(tx, asked, months_of(asked.on))
        return insight_trend.trend_table(placed, _marks(tx, asked))


def _ageing_table() -> Table:
    with reading() as tx:
        asked = _asked(tx)
        months = insight_trend.aged_months(positions(tx, asked, months_of(asked.on)))
        return ageing_table(months, asked.shown_in)


def _customers_table() -> Table:
    with reading() as tx:
        return insight_trend.customers_table(tx, _asked(tx))


def _segments_table() -> Table:
    with reading() as tx:
        return insight_trend.segments_table(tx, _asked(tx))


offer(blueprint, "figures", _figures_table)
offer(blueprint, "figures-by-month", _trend_table)
offer(blueprint, "figures-ageing", _ageing_table)
offer(blueprint, "figures-by-customer", _customers_table)
offer(blueprint, "figures-by-segment", _segments_table)
offer(blueprint, "figure-invoices", _opened_table)
