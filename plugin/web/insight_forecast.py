"""Insight, forecast: what comes in when, how good such forecasts were, whom to chase for Friday.

It forecasts nothing itself and changes nothing.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from flask import Blueprint, Response, abort, g, render_template, request

from plugin.credit import forecast_habit, forecast_picture, receipts
from plugin.credit.cash_gap import answers_of, cash_gap
from plugin.credit.forecast import OWN_FROM, UNHEARD_OF
from plugin.credit.money import Money
from plugin.operations.ground import ground
from plugin.queries import insight_forecast as query
from plugin.queries.forecasts import Outlook, Standing, asked, outlook
from plugin.queries.tables import Table
from plugin.store import Tx
from plugin.store.reading import forecasting
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import now, reading, today
from plugin.web.pictures.answer import is_narrow, picture
from plugin.web.pictures.over_time import receipts_svg
from plugin.web.tables.files import offer

blueprint = Blueprint("insight_forecast", __name__)

_CURRENCY = re.compile(r"[A-Z]{3}")
_MOST = Decimal(10) ** 9
#: so many parts of invoices are written out; the files have them all
_SHOWN = 200
#: a payment of ours further away than this is nobody's to chase for today
_FURTHEST = 91
#: what the page prints beside its figures
_RULE = {
    "every": forecast_habit.STEP_EVERY,
    "last": forecast_habit.LAST,
    "half": int(forecast_habit.HALF_LIFE),
    "pull": int(forecast_habit.PULL),
    "pseudo": forecast_habit.PSEUDO,
    "looked": forecast_picture.LOOKED_AT,
    "alike": int(forecast_picture.ALIKE),
    "own": int(OWN_FROM),
    "unheard": round(UNHEARD_OF * 100),
    "courses": receipts.COURSES,
    "together": receipts.TOGETHER,
}


@blueprint.get("/o/<uuid:org_id>/insight/forecast")
@of_organisation
def forecast(org_id: UUID) -> str:
    """Thirteen weeks, the chases that would cover a payment, and every open invoice."""
    with reading() as tx:
        found = _outlook(tx)
        gap = _gap(tx, found)
    return render_template(
        "insight_forecast.html",
        error=query.error_words(found.counted),
        held=query.weeks_words(found.counted),
        scores=query.scores_table(found.counted.scores) if found.counted.scores else None,
        receipts=query.receipts_shown(found),
        invoices=query.invoices_table(found) if found.parts else None,
        parts=found.parts,
        names=found.names,
        most=_SHOWN,
        gap=gap,
        gap_table=query.gap_table(gap) if gap is not None and gap.chases else None,
        currencies=_currencies(found),
        asked=request.args,
        rule=_RULE,
    )


@blueprint.get("/o/<uuid:org_id>/insight/forecast/receipts.svg")
@of_organisation
def receipts_picture(org_id: UUID) -> Response:
    """The fan of the weeks ahead in one currency."""
    with reading() as tx:
        shown = query.receipts_shown(_outlook(tx))
    asked_for = request.args.get("currency", "")
    weeks = next((each.weeks for each in shown if each.currency == asked_for), None)
    if weeks is None:
        abort(404)
    return picture(receipts_svg(weeks, asked_for, narrow=is_narrow()))


def standing(tx: Tx) -> Standing:
    """On what the forecasts of this page's organisation stand today."""
    on = ground(tx, now=now())
    home = on.organisation.country
    return Standing(
        on=on.today,
        calendar_of=lambda country: on.calendar_of(country or home),
        policy_of=on.policy_of,
        residue=on.house.tolerance_for(on.organisation.base_currency).residue,
    )


def _outlook(tx: Tx) -> Outlook:
    return outlook(tx, standing(tx))


def _currencies(found: Outlook) -> list[str]:
    """The currencies that anything is owed in, the organisation's own first."""
    base: str = g.organisation.base_currency
    others = {each.amount.currency for each in found.parts} - {base}
    return [base, *sorted(others)]


def _gap(tx: Tx, found: Outlook) -> query.GapShown | None:
    """The answer to what the address asks; None where it asks nothing."""
    if not request.args.get("by"):
        return None
    by = _day(request.args["by"])
    currency = request.args.get("currency", "") or str(g.organisation.base_currency)
    if _CURRENCY.fullmatch(currency) is None:
        abort(400, f"“{currency}” is not a currency. Write it as GBP. Go back and choose one.")
    residue = standing(tx).residue
    days = max((by - found.on).days, 1)
    gap = cash_gap(
        found.parts,
        on=found.on,
        by=by,
        needed=_amount("needed", currency),
        cash=_amount("cash", currency),
        answers=answers_of(asked(tx, found.on, residue), days),
        silent=forecasting.silent_customers(tx, found.on),
    )
    return query.gap_shown(gap, found.names)


def _day(written: str) -> date:
    try:
        found = date.fromisoformat(written)
    except ValueError:
        abort(400, f"“{written}” is not a date. Write it as 2026-11-27. Go back and choose one.")
    if not 0 <= (found - today()).days <= _FURTHEST:
        abort(400, "Choose a day from today up to thirteen weeks ahead. Go back and choose one.")
    return found


def _amount(name: str, currency: str) -> Money:
    written = request.args.get(name, "").strip()
    plain = written.replace(",", "").replace(" ", "").lstrip("£$€")
    try:
        amount = Decimal(plain or "0")
    except InvalidOperation:
        abort(400, f"“{written}” is not an amount. Write it as 2500.00. Go back and change it.")
    if not amount.is_finite() or not 0 <= amount < _MOST:
        abort(400, "An amount is zero or more, and below a billion. Go back and change it.")
    return Money(amount.quantize(Decimal("0.01")), currency)


def _receipts_table() -> Table | None:
    with reading() as tx:
        shown = query.receipts_shown(_outlook(tx))
    return next((e.table for e in shown if e.currency == request.args.get("currency", "")), None)


def _invoices_table() -> Table:
    with reading() as tx:
        return query.invoices_table(_outlook(tx))


def _gap_table() -> Table | None:
    with reading() as tx:
        shown = _gap(tx, _outlook(tx))
    return None if shown is None else query.gap_table(shown)


def _scores_table() -> Table | None:
    with reading() as tx:
        scores = _outlook(tx).counted.scores
    return None if scores is None else query.scores_table(scores)


offer(blueprint, "expected-receipts", _receipts_table)
offer(blueprint, "expected-invoices", _invoices_table)
offer(blueprint, "cash-gap", _gap_table)
offer(blueprint, "forecast-error", _scores_table)
