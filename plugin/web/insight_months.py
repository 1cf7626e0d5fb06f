"""Insight, months: each month on one page, to read, to print, and by mail to our own people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from flask import Blueprint, Response, abort, g, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from plugin.credit.months import end_of_month, last_whole_month
from plugin.letters import month_words
from plugin.letters.month_facts import MonthFacts
from plugin.letters.month_paper import month_pdf
from plugin.operations import month_letters as operations
from plugin.operations.kpis import bring_up_to_date
from plugin.queries import insight_months as query
from plugin.queries.change_marks import change_marks
from plugin.queries.series import Mark
from plugin.queries.tables import Table
from plugin.store import Tx, month_letters
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.house import org_id as this_org
from plugin.web.pictures.answer import is_narrow, picture
from plugin.web.pictures.over_time import dso_svg
from plugin.web.replies import done
from plugin.web.tables.files import offer

blueprint = Blueprint("insight_months", __name__)

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_OLDEST_YEAR = 1990


@blueprint.get("/o/<uuid:org_id>/insight/months")
@of_organisation
def months(org_id: UUID) -> str:
    """One month with its tables, and the choice of another."""
    month = _asked()
    with _known() as tx:
        choices = query.month_choices(tx, today())
        facts = _facts(tx, month)
        decided = query.decisions_table(tx, facts)
        wants = person().user_id in month_letters.wanted_by(tx)
        marks = _marks(tx, facts)
    return render_template(
        "insight_months.html", facts=facts, choices=choices, words=month_words, decided=decided,
        key=f"{month:%Y-%m}", wants=wants, marks=marks, trend=query.trend_table(facts),
        customers=query.customers_table(facts), buckets=query.ageing_strip(facts),
    )  # fmt: skip


@blueprint.get("/o/<uuid:org_id>/insight/months/<month>.pdf")
@of_organisation
def page_pdf(org_id: UUID, month: str) -> Response:
    """The month on one sheet of A4."""
    with _known() as tx:
        facts = _facts(tx, _month(month))
    return Response(
        month_pdf(facts),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{month}.pdf"'},
    )


@blueprint.get("/o/<uuid:org_id>/insight/months/<month>/dso.svg")
@of_organisation
def trend_svg(org_id: UUID, month: str) -> Response:
    """DSO and its parts over the twelve months that end with this one."""
    with _known() as tx:
        facts = _facts(tx, _month(month))
        marks = _marks(tx, facts)
    return picture(dso_svg(query.dso_series(facts), marks, narrow=is_narrow()))


@blueprint.post("/o/<uuid:org_id>/insight/months/mail")
@of_organisation
def mail(org_id: UUID) -> BaseResponse:
    """The signed-in person wants each month by mail, or no more."""
    on = forms.choice("on", frozenset({"yes", "no"})) == "yes"
    operations.switch(doors(), org_id=org_id, user_id=person().user_id, on=on)
    sentence = "No more mail of months."
    if on:
        sentence = f"Each month comes to {person().email} on the first working day after it."
    return done(url_for(".months", org_id=org_id), sentence)


@contextmanager
def _known() -> Iterator[Tx]:
    """One transaction that sees the sums of figures as true as the ledger is now."""
    with doors().store.tenant(this_org()) as tx:
        bring_up_to_date(tx, on=today())
    with reading() as tx:
        yield tx


def _facts(tx: Tx, month: date) -> MonthFacts:
    return query.month_facts(tx, g.organisation, month, today())


def _marks(tx: Tx, facts: MonthFacts) -> list[Mark]:
    """What was changed for everybody within the trend."""
    first, last = facts.trend[0].on, facts.books.last
    return [Mark(on, words) for on, words in change_marks(tx) if first <= on <= last]


def _asked() -> date:
    """The month in the address; without one the last that is over."""
    asked = request.args.get("month", "")
    return _month(asked) if asked else last_whole_month(today())


def _month(asked: str) -> date:
    """The last day of a month such as 2026-10; not found where it has not begun."""
    found = _MONTH.fullmatch(asked)
    if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < _OLDEST_YEAR:
        abort(404)
    first = date(int(found[1]), int(found[2]), 1)
    if first > today():
        abort(404)
    return end_of_month(first)


def _strip() -> Table:
    with _known() as tx:
        return query.ageing_strip(_facts(tx, _asked()))


def _trend() -> Table:
    with _known() as tx:
        return query.trend_table(_facts(tx, _asked()))


def _customers() -> Table:
    with _known() as tx:
        return query.customers_table(_facts(tx, _asked()))


def _decisions() -> Table:
    with _known() as tx:
        return query.decisions_table(tx, _facts(tx, _asked()))


offer(blueprint, "month-ageing", _strip)
offer(blueprint, "month-dso", _trend)
offer(blueprint, "month-customers", _customers)
offer(blueprint, "month-decisions", _decisions)
