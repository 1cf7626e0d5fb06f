"""What people choose about statements: which customers get them, and the head of every paper."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from plugin.credit.statements import StatementWish
from plugin.operations import coming, policy, statements
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person
from plugin.web.replies import back, done

blueprint = Blueprint("statements", __name__)

#: an address on a letterhead
_MOST_LINES = 5
_LONGEST_LINE = 60
_SAID = {
    StatementWish.AS_POLICY: "Statements go as the policy says.",
    StatementWish.ALWAYS: "Statements go to this customer, whatever the policy says of others.",
    StatementWish.NEVER: "No statements go to this customer.",
}


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/statements")
@of_organisation
def choose(org_id: UUID, customer_id: str) -> Response:
    """Statements for this customer: as the policy says, always, or never."""
    chosen = forms.choice("wish", frozenset(each.value for each in StatementWish))
    wish = StatementWish(chosen)
    statements.choose_wish(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, wish=wish
    )
    here = url_for("customers.customer", org_id=org_id, customer_id=customer_id)
    return done(here, f"{_SAID[wish]} The customer is being reviewed.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/statements/call-off")
@of_organisation
def call_off(org_id: UUID, customer_id: str) -> Response:
    """Call a statement of the days ahead off; the next month has its own."""
    coming.call_statement_off(
        doors(),
        org_id=org_id,
        by=person().name,
        customer_id=customer_id,
        currency=forms.text("currency"),
        period=forms.text("period"),
    )
    here = back(url_for("coming.coming", org_id=org_id))
    return done(here, "Called off. The next one comes on its day.")


@blueprint.post("/o/<uuid:org_id>/settings/letterhead")
@of_organisation
def letterhead(org_id: UUID) -> Response:
    """The organisation's own address, as its letters and statements show it."""
    written = request.form.get("letterhead", "").splitlines()
    lines = tuple(line.strip() for line in written if line.strip())
    if len(lines) > _MOST_LINES or any(len(line) > _LONGEST_LINE for line in lines):
        abort(
            400,
            f"An address takes at most {_MOST_LINES} lines of {_LONGEST_LINE} characters. "
            "Nothing was saved. Go back and shorten it.",
        )
    policy.change_settings(doors(), org_id=org_id, by=person().name, letterhead=lines)
    return done(url_for("settings.settings", org_id=org_id), "Saved. Papers carry it from now on.")
