"""Who of a customer is written to: roles, a bounce settled with one tap, and texts or none."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from plugin.credit.recipients import Role
from plugin.operations import recipients, text_answers
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person
from plugin.web.replies import back, done, needed

blueprint = Blueprint("recipients", __name__)

_NO_ADDRESS = "Which address? Nothing was changed. Go back and choose one."
_LEDGER = "ledger"


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/role")
@of_organisation
def role(org_id: UUID, customer_id: str) -> Response:
    """Give somebody of the customer a role, or the one that Xero gives."""
    chosen = forms.choice("role", frozenset({_LEDGER, *(each.value for each in Role)}))
    recipients.choose_role(
        doors(),
        org_id=org_id,
        by=person().name,
        customer_id=customer_id,
        email=needed("email", _NO_ADDRESS),
        role=None if chosen == _LEDGER else Role(chosen),
    )
    return done(_here(org_id, customer_id), "Noted. The next message goes by it.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/bounced")
@of_organisation
def bounced(org_id: UUID, customer_id: str) -> Response:
    """Mail came back: write to somebody else of the same record, or there again."""
    was, instead = needed("bounced", _NO_ADDRESS), forms.text("email")
    if instead:
        recipients.write_instead(
            doors(), org_id=org_id, by=person().name, customer_id=customer_id, bounced=was,
            email=instead,
        )  # fmt: skip
        return done(back(_here(org_id, customer_id)), f"{instead} is written to instead.")
    recipients.write_again(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, bounced=was
    )
    return done(back(_here(org_id, customer_id)), "It is written to again.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/texts")
@of_organisation
def texts(org_id: UUID, customer_id: str) -> Response:
    """Whether this customer may be texted."""
    yes = forms.choice("texts", frozenset({"yes", "no"})) == "yes"
    recipients.text_or_not(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, yes=yes
    )
    return done(_here(org_id, customer_id), "May be texted." if yes else "Never texted.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/read")
@of_organisation
def read(org_id: UUID, customer_id: str) -> Response:
    """A person has read what the customer answered."""
    text_answers.read_answers(doors(), org_id=org_id, by=person().name, customer_id=customer_id)
    return done(_here(org_id, customer_id), "Noted as read. The reminders go on in their time.")


def _here(org_id: UUID, customer_id: str) -> str:
    return f"{url_for('customers.customer', org_id=org_id, customer_id=customer_id)}#people"
