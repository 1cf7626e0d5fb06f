"""Insight, limits: what is suggested within the loss budget, one tap to answer, and the log."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.credit.money import Money
from plugin.credit.score import NEEDED
from plugin.letters.score_words import PART_NAMES, PART_RULES
from plugin.operations import limit_answers, limit_suggestions
from plugin.operations import loss_budget as budgets
from plugin.operations.ground import ground
from plugin.queries import insight_limits as query
from plugin.queries.decision_log import all_decisions
from plugin.queries.limit_choice import limit_choice
from plugin.queries.tables import Table
from plugin.store import Tx, limit_refusals
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, now, person, reading, today
from plugin.web.replies import done
from plugin.web.tables.files import offer

blueprint = Blueprint("insight_limits", __name__)

_RULE = {
    "parts": [(PART_NAMES[part], PART_RULES[part]) for part in PART_NAMES],
    "needed": NEEDED,
}


@blueprint.get("/o/<uuid:org_id>/insight/limits")
@of_organisation
def limits(org_id: UUID) -> str:
    """The budget as a bar, what is suggested and what rests, and what became of decisions."""
    with reading() as tx:
        found = limit_suggestions.suggestions(tx, ground(tx, now=now()))
        page = query.limits_insight(tx, found, on=today(), base=_base())
        bands = query.bands_table(found.book, base=_base())
    return render_template("insight_limits.html", page=page, bands=bands, rule=_RULE)


@blueprint.post("/o/<uuid:org_id>/insight/limits/budget")
@of_organisation
def budget(org_id: UUID) -> Response:
    """Set what the whole book may be expected to lose in a year; empty takes the bound away."""
    amount = forms.money("amount", _base())
    budgets.set_loss_budget(
        doors(), org_id=org_id, by=person().name, why=forms.text("why"),
        amount=amount.amount if amount is not None else None,
    )  # fmt: skip
    sentence = "The loss budget is set." if amount is not None else "There is no loss budget now."
    return done(url_for("insight_limits.limits", org_id=org_id), sentence)


@blueprint.post("/o/<uuid:org_id>/insight/limits/accept")
@of_organisation
def accept(org_id: UUID) -> Response:
    """Accept one suggestion, or the ticked ones, each as it was shown."""
    one = forms.text("one")
    subjects = [one] if one else request.form.getlist("subject")
    if not subjects:
        abort(400, "No line was ticked, so no limit was changed. Go back and tick some.")
    result = limit_answers.accept_suggestions(
        doors(), org_id=org_id, by=person().name,
        asked={each: _shown(f"to:{each}") for each in subjects},
    )  # fmt: skip
    said = [f"{result.set:,} {'limit is' if result.set == 1 else 'limits are'} set."]
    if result.thanked:
        said.append("Thanks are drafted for your yes, as soon as the customer is reviewed.")
    said.extend(f"Not {name}: {why}." for name, why in result.refused)
    return done(url_for("insight_limits.limits", org_id=org_id), " ".join(said))


@blueprint.get("/o/<uuid:org_id>/insight/limits/<subject>")
@of_organisation
def choose(org_id: UUID, subject: str) -> str:
    """One customer: every fact, and what each limit would mean, side by side."""
    typed = request.args.get("amount", "").strip().replace(",", "").lstrip("£$€")
    tried = Money(_amount(typed), _base()).rounded() if typed else None
    with reading() as tx:
        on = ground(tx, now=now())
        looked = limit_suggestions.look_at(tx, on, subject)
        if looked is None:
            abort(404)
        book = limit_suggestions.as_looked(budgets.book_of(tx, on), [looked])
        page = limit_choice(book, looked, limit_refusals.loss_budget(tx), tried=tried, on=on.today)
    return render_template("insight_limit_choice.html", page=page)


@blueprint.post("/o/<uuid:org_id>/insight/limits/<subject>/set")
@of_organisation
def set_another(org_id: UUID, subject: str) -> Response:
    """Set another limit than the suggested one, with a reason."""
    amount = forms.money("amount", _base())
    if amount is None:
        abort(400, "No amount was given, so no limit was changed. Go back and write one.")
    limit_answers.set_another(
        doors(), org_id=org_id, by=person().name, subject=subject, amount=amount.amount,
        why=forms.text("why"),
    )  # fmt: skip
    return done(url_for("insight_limits.limits", org_id=org_id), "The limit is set.")


@blueprint.post("/o/<uuid:org_id>/insight/limits/<subject>/refuse")
@of_organisation
def refuse(org_id: UUID, subject: str) -> Response:
    """Refuse what is suggested, with a reason that is remembered."""
    limit_answers.refuse_suggestion(
        doors(), org_id=org_id, by=person().name, subject=subject, why=forms.text("why")
    )
    return done(
        url_for("insight_limits.limits", org_id=org_id),
        "Refused. It is not suggested again until the facts have changed materially.",
    )


def _base() -> str:
    return str(g.organisation.base_currency)


def _shown(name: str) -> Decimal:
    """The amount that stood on the page, exact."""
    return _amount(forms.text(name))


def _amount(written: str) -> Decimal:
    try:
        found = Decimal(written)
    except InvalidOperation:
        abort(400, "That is not an amount. Nothing was changed. Go back and try again.")
    if not found.is_finite() or not 0 <= found < Decimal(10) ** 9:
        abort(400, "An amount is zero or more, and below a billion. Nothing was changed.")
    return found


def _suggested(tx: Tx) -> Table:
    found = limit_suggestions.suggestions(tx, ground(tx, now=now()))
    return query.suggestions_table(found, base=_base())


def _suggestions_file() -> Table:
    with reading() as tx:
        return _suggested(tx)


def _bands_file() -> Table:
    with reading() as tx:
        on = ground(tx, now=now())
        return query.bands_table(budgets.book_of(tx, on), base=_base())


def _log_file() -> Table:
    with reading() as tx:
        return all_decisions(tx)


offer(blueprint, "suggested-limits", _suggestions_file)
offer(blueprint, "expected-loss", _bands_file)
offer(blueprint, "credit-decisions", _log_file)
