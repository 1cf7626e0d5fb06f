"""The call sheet: who to ring today, with what to say, and one tap for what came of it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.credit.agreements import DisputeReason
from plugin.credit.channels import CallOutcome
from plugin.letters.agreement_words import dispute_reason_words
from plugin.operations import call_sheet
from plugin.operations.call_sheet import Made, Promised
from plugin.queries import call_sheet as query
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, now, person, reading, today
from plugin.web.replies import done

blueprint = Blueprint("call_sheet", __name__)

_SAID_AT_MOST = 500
OTHER = DisputeReason.OTHER
_REASONS = frozenset(each.value for each in DisputeReason)


@blueprint.get("/o/<uuid:org_id>/calls")
@of_organisation
def sheet(org_id: UUID) -> str:
    """Who to ring today, the most worth first; with `customer`, that one on top."""
    asked = request.args.get("customer", "")
    with reading() as tx:
        page = query.call_sheet(tx, g.organisation, on=today(), now=now(), asked=asked)
    reasons = [(each.value, dispute_reason_words(each)) for each in DisputeReason]
    return render_template("calls.html", page=page, reasons=reasons)


@blueprint.post("/o/<uuid:org_id>/calls/<customer_id>")
@of_organisation
def note(org_id: UUID, customer_id: str) -> Response:
    """What came of a call: one tap, or a promise or query with what it is about."""
    outcome = CallOutcome(forms.choice("outcome", frozenset(each.value for each in CallOutcome)))
    currency = forms.text("currency") or g.organisation.base_currency
    written = forms.text("message")
    is_query = outcome is CallOutcome.QUERY
    said = call_sheet.note_call(
        doors(),
        org_id=org_id,
        by=person().name,
        made=Made(
            customer_id=customer_id,
            currency=currency,
            outcome=outcome,
            message_id=forms.identity(written) if written else None,
            promised=_promised(currency) if outcome is CallOutcome.PROMISED else None,
            invoice_ids=tuple(request.form.getlist("invoice")),
            reason=DisputeReason(forms.choice("reason", _REASONS)) if is_query else OTHER,
            contested=forms.money("contested", currency) if is_query else None,
            said=forms.text("said")[:_SAID_AT_MOST],
        ),
    )
    return done(url_for("call_sheet.sheet", org_id=org_id), said)


def _promised(currency: str) -> Promised:
    amount = forms.money("amount", currency)
    if amount is None or not amount:
        abort(400, "How much was promised? Nothing was noted. Go back and write an amount.")
    return Promised(amount, forms.needed_day("due", after=today()))
