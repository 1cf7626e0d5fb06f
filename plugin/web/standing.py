"""What customers are before the law: said of one on their page, or of many in one table."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.credit.claims import Regime
from plugin.credit.law import Kind, Law
from plugin.operations import standing as operations
from plugin.queries import standing as query
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading
from plugin.web.replies import done

blueprint = Blueprint("standing", __name__)

_KINDS = frozenset(value for value, _ in query.KINDS)
_LAWS = frozenset(value for value, _ in query.LAWS)
_REGIMES = frozenset(value for value, _ in query.REGIMES)


@blueprint.get("/o/<uuid:org_id>/kinds")
@of_organisation
def kinds(org_id: UUID) -> str:
    """The table of those of whom nobody has said what they are, those who owe most first."""
    with reading() as tx:
        page = query.kinds_page(tx)
    return render_template("kinds.html", page=page, kinds=query.KINDS, laws=query.LAWS)


@blueprint.post("/o/<uuid:org_id>/kinds")
@of_organisation
def say_for_many(org_id: UUID) -> Response:
    """Save what was chosen in the table, or say yes to all guesses on it.

    The first answer is also the law under which the organisation sells.
    """
    law = _law()
    chosen = {
        name.removeprefix("kind-"): value
        for name, value in request.form.items()
        if name.startswith("kind-") and value
    }
    if request.form.get("say") == "guessed":
        chosen = dict.fromkeys(request.form.getlist("guessed"), Kind.COMPANY.value)
    if any(value not in _KINDS for value in chosen.values()):
        abort(400, "One of the kinds is none that is known. Nothing was changed. Go back.")
    with reading() as tx:
        is_known = query.law_of_organisation(tx) is not None
    if not is_known:
        operations.choose_law(doors(), org_id=org_id, by=person().name, law=law)
    said = operations.say_for_many(
        doors(), org_id=org_id, by=person().name,
        standings={key: (Kind(value), law) for key, value in chosen.items()},
    )  # fmt: skip
    return done(url_for("standing.kinds", org_id=org_id), operations.said_of(said))


@blueprint.post("/o/<uuid:org_id>/kinds/law")
@of_organisation
def choose_law(org_id: UUID) -> Response:
    """Say under which law the organisation sells."""
    operations.choose_law(doors(), org_id=org_id, by=person().name, law=_law())
    return done(url_for("standing.kinds", org_id=org_id), "The law of your terms is noted.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/standing")
@of_organisation
def say(org_id: UUID, customer_id: str) -> Response:
    """Say what one customer is."""
    operations.say(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id,
        kind=Kind(forms.choice("kind", _KINDS)), law=_law(),
    )  # fmt: skip
    return done(_here(org_id, customer_id), "It is noted, with your name beside it.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/agreed")
@of_organisation
def agree(org_id: UUID, customer_id: str) -> Response:
    """Note accepted terms, and by what this customer's late money earns interest."""
    regime = forms.choice("regime", _REGIMES)
    operations.agree(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id,
        accepted_on=forms.day("accepted_on"), regime=Regime(regime) if regime else None,
    )  # fmt: skip
    return done(_here(org_id, customer_id), "It is noted. What it changes is shown below.")


def _law() -> Law:
    if not forms.text("law"):
        abort(400, "Under which law? Nothing was changed. Go back and choose one.")
    return Law(forms.choice("law", _LAWS))


def _here(org_id: UUID, customer_id: str) -> str:
    return url_for("customers.customer", org_id=org_id, customer_id=customer_id) + "#standing"
