"""Insight, figures: every figure as of any day, over whom is chosen, opened into its invoices."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from uuid import UUID

from flask import Blueprint, abort, render_template, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from plugin.credit.kpi_effort import TouchCosts
from plugin.credit.kpi_measures import PERIOD_DAYS
from plugin.credit.money import Money
from plugin.credit.segment_held import Segment
from plugin.letters.segment_words import segment_name
from plugin.operations import touch_costs as operations
from plugin.operations.kpis import KEPT_MONTHS
from plugin.queries import insight_effort, insight_trend
from plugin.queries import insight_figures as query
from plugin.queries.insight_opened import Opened, opened
from plugin.queries.insight_sums import ALL, Asked, months_of, positions
from plugin.store import Tx, touch_costs
from plugin.store.reading import kpis as read
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.insight_asked import asked_for, counted, currencies, link, marks, name_of
from plugin.web.replies import done

blueprint = Blueprint("insight_figures", __name__)


@blueprint.get("/o/<uuid:org_id>/insight/figures")
@of_organisation
def figures(org_id: UUID) -> str:
    """Every figure of a day, its ageing, its trend, and whom it is made of."""
    with counted() as tx:
        asked = asked_for(tx)
        placed = positions(tx, asked, months_of(asked.on))
        here = placed[asked.on]
        took = insight_effort.efforts(tx, asked, placed)
        every = {
            **query.lines(here),
            **insight_effort.effort_lines(took[asked.on], asked.shown_in),
        }
        changed = marks(tx, asked)
        page = {
            "groups": query.grouped(every),
            "aged": query.aged(here.sums, asked.shown_in),
            "trend": insight_trend.short_trend(
                insight_trend.trend_table(placed, took, changed, asked.shown_in)
            ),
            "costs": touch_costs.newest(tx),
            "rates": read.rates_used(tx, on=asked.on) if asked.currency == ALL else (),
            "ahead": _ahead(tx, asked),
            "customer": name_of(tx, asked.scope),
            "currencies": currencies(tx),
        }
        if asked.scope.customer_id is None:
            page["customers"] = insight_trend.customers_table(tx, asked)
            page["segments"] = insight_trend.segments_table(tx, asked)
    return render_template(
        "insight_figures.html",
        asked=asked,
        over=query.over(asked.on, PERIOD_DAYS),
        names=[(each.value, segment_name(each)) for each in Segment],
        marks=changed,
        link=link(asked),
        kept=KEPT_MONTHS,
        last=today(),
        page=page,
    )


@blueprint.get("/o/<uuid:org_id>/insight/figures/<key>")
@of_organisation
def figure(org_id: UUID, key: str) -> str:
    """One figure with its formula, and every document that it is made of."""
    found, asked, name = opened_figure(key)
    with reading() as tx:
        placed = positions(tx, asked, months_of(asked.on))
        took = insight_effort.efforts(tx, asked, placed)
    return render_template(
        "insight_figure.html",
        opened=found,
        months=insight_trend.figure_by_month(placed, took, key, asked.shown_in),
        asked=asked,
        link=link(asked),
        customer=name,
        over=query.over(asked.on, PERIOD_DAYS),
    )


@blueprint.post("/o/<uuid:org_id>/insight/figures/costs")
@of_organisation
def say_costs(org_id: UUID) -> WerkzeugResponse:
    """Say what a reminder, a call and an hour cost."""
    operations.say_costs(
        doors(),
        org_id=org_id,
        by=person().name,
        costs=TouchCosts(
            per_message=_amount("per_message"),
            message_minutes=_amount("message_minutes"),
            call_minutes=_amount("call_minutes"),
            per_hour=_amount("per_hour"),
        ),
    )
    return done(url_for(".figures", org_id=org_id), "The figures count with these costs now.")


def _amount(name: str) -> Decimal:
    written = forms.text(name).replace(",", "")
    try:
        found = Decimal(written or "0")
    except InvalidOperation:
        abort(400, f"“{written}” is not an amount. Write it as 0.25. Nothing was changed.")
    if not found.is_finite():
        abort(400, "An amount is needed. Nothing was changed.")
    return found


def _ahead(tx: Tx, asked: Asked) -> list[tuple[int, Money]]:
    """Payments dated after today, which the ledger's own balances have in them already."""
    if asked.on != today():
        return []
    found = read.dated_ahead(tx, on=asked.on, scope=asked.scope)
    return [
        (count, Money(amount, currency))
        for currency, (count, amount) in found.items()
        if asked.currency in (ALL, currency)
    ]


def opened_figure(key: str) -> tuple[Opened, Asked, str]:
    """A figure opened as the address asks for, and the name of the customer it is of, if of one."""
    if not is_known(key):
        abort(404)
    with counted() as tx:
        asked = asked_for(tx)
        name = name_of(tx, asked.scope)
        if key in insight_effort.KEYS:
            here = positions(tx, asked, [asked.on])[asked.on]
            return insight_effort.effort_opened(tx, asked, here, key), asked, name
        return opened(tx, asked, key), asked, name


def is_known(key: str) -> bool:
    """Whether there is such a figure."""
    return query.is_known(key) or key in insight_effort.KEYS
