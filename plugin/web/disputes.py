"""Disputes: all open ones by deadline; opening, deciding and handing on one."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, render_template, url_for
from werkzeug.wrappers import Response

from plugin.credit.agreements import DisputeOutcome, DisputeReason
from plugin.operations import disputes as operations
from plugin.queries import disputes as query
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.replies import back, done

blueprint = Blueprint("disputes", __name__)

_REASONS = frozenset(each.value for each in DisputeReason)
_OUTCOMES = frozenset(each.value for each in DisputeOutcome)
_SAID = {
    DisputeOutcome.CREDIT_DUE: "Decided: write the credit note in Xero; until then that part is "
    "not chased.",
    DisputeOutcome.IN_PART: "Decided: write the credit note for that part in Xero; the rest is "
    "chased again.",
    DisputeOutcome.NOT_UPHELD: "Decided: it is owed, and it is chased again in its place.",
}
_MOST_WORDS = 2000


@blueprint.get("/o/<uuid:org_id>/disputes")
@of_organisation
def disputes(org_id: UUID) -> str:
    """Every open dispute, the nearest deadline first."""
    with reading() as tx:
        found = query.open_disputes(tx, on=today())
        form = query.dispute_form(tx, on=today())
    return render_template("disputes.html", found=found, form=form)


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/dispute")
@of_organisation
def open_dispute(org_id: UUID, customer_id: str) -> Response:
    """Note that a customer contests an invoice, or a part of it."""
    invoice_id = forms.text("invoice")
    if not invoice_id:
        abort(400, "Which invoice is contested? Nothing was noted. Go back and choose one.")
    operations.open_dispute(
        doors(),
        org_id=org_id,
        by=person().name,
        customer_id=customer_id,
        invoice_id=invoice_id,
        reason=DisputeReason(forms.choice("reason", _REASONS)),
        amount=forms.money("amount", forms.text("currency")) if forms.text("amount") else None,
        words=forms.text("words")[:_MOST_WORDS],
        owner=forms.text("owner")[:200],
        deadline=forms.day("deadline"),
    )
    return done(
        _customer(org_id, customer_id),
        "Noted: that part is not chased until somebody decides. The rest is.",
    )


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/dispute/<uuid:dispute_id>/decide")
@of_organisation
def decide(org_id: UUID, customer_id: str, dispute_id: UUID) -> Response:
    """Decide who is right, in whole or in part."""
    outcome = DisputeOutcome(forms.choice("outcome", _OUTCOMES))
    is_part = outcome is DisputeOutcome.IN_PART
    operations.decide_dispute(
        doors(),
        org_id=org_id,
        by=person().name,
        customer_id=customer_id,
        dispute_id=dispute_id,
        outcome=outcome,
        upheld=forms.money("upheld", forms.text("currency")) if is_part else None,
    )
    return done(back(_customer(org_id, customer_id)), _SAID[outcome])


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/dispute/<uuid:dispute_id>/put-off")
@of_organisation
def put_off(org_id: UUID, customer_id: str, dispute_id: UUID) -> Response:
    """Hand a dispute to somebody, with another day by which it is answered."""
    operations.put_off(
        doors(),
        org_id=org_id,
        by=person().name,
        customer_id=customer_id,
        dispute_id=dispute_id,
        owner=forms.text("owner")[:200],
        deadline=forms.needed_day("deadline"),
    )
    return done(back(_customer(org_id, customer_id)), "Noted, with its new day.")


def _customer(org_id: UUID, customer_id: str) -> str:
    return url_for("customers.customer", org_id=org_id, customer_id=customer_id) + "#disputes"
