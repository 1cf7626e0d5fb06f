"""Payment providers: connected in the settings, and whose payment one is."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import providers
from plugin.queries import providers as query
from plugin.store import Tx
from plugin.store.incoming import provider_name
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person
from plugin.web.replies import back, done, needed

blueprint = Blueprint("providers", __name__)

_MOST_SECRETS = frozenset("012")


def lines(tx: Tx, org_id: UUID) -> tuple[query.ProviderLine, ...]:
    """The providers of the settings page."""

    def address(provider: str, token: str) -> str:
        return providers.address_of(doors(), org_id, provider, token)

    return query.provider_lines(tx, providers.PROVIDERS, address)


@blueprint.post("/o/<uuid:org_id>/settings/providers/<provider>/address")
@of_organisation
def make_address(org_id: UUID, provider: str) -> Response:
    """Make the address that a person enters with the provider."""
    name = _known(provider)
    providers.prepare(doors(), org_id=org_id, by=person().name, provider=provider)
    return done(_here(org_id), f"Here is the address for {name}. Its signing secret comes next.")


@blueprint.post("/o/<uuid:org_id>/settings/providers/<provider>")
@of_organisation
def connect(org_id: UUID, provider: str) -> Response:
    """Keep a signing secret."""
    name = _known(provider)
    providers.connect(
        doors(), org_id=org_id, by=person().name, provider=provider, secret=forms.text("secret")
    )
    return done(_here(org_id), f"Saved. What {name} tells with this secret is believed.")


@blueprint.post("/o/<uuid:org_id>/settings/providers/<provider>/take-away")
@of_organisation
def take_away(org_id: UUID, provider: str) -> Response:
    """Let go of one secret."""
    name = _known(provider)
    place = int(forms.choice("place", _MOST_SECRETS))
    providers.take_away(doors(), org_id=org_id, by=person().name, provider=provider, place=place)
    return done(_here(org_id), f"Taken away. What {name} signs with that secret is refused.")


@blueprint.post("/o/<uuid:org_id>/payments-seen/<uuid:payment_id>/whose")
@of_organisation
def whose(org_id: UUID, payment_id: UUID) -> Response:
    """Say which of a customer's invoices a payment is for, or that it is for none here."""
    customer_id = forms.text("customer") or None
    providers.say_whose(
        doors(),
        org_id=org_id,
        by=person().name,
        payment_id=payment_id,
        customer_id=customer_id,
        invoice_ids=request.form.getlist("invoice"),
    )
    sentence = "Noted: it is for none of your invoices. Reminders go as the policy says."
    if customer_id is not None:
        sentence = "Noted. Nothing about what it pays goes to them while it is on its way."
    return done(back(url_for("tasks.tasks", org_id=org_id)), sentence)


@blueprint.post("/o/<uuid:org_id>/payments-seen/<uuid:payment_id>/pays")
@of_organisation
def pays(org_id: UUID, payment_id: UUID) -> Response:
    """Say by its number which invoice a payment is for that nothing else names."""
    number = needed("number", "No number was given. Nothing was changed. Go back and write one.")
    named = providers.say_which(
        doors(), org_id=org_id, by=person().name, payment_id=payment_id, number=number[:60]
    )
    return done(_here(org_id), f"Noted: it pays {named}, and nobody is chased for that meanwhile.")


def _known(provider: str) -> str:
    if provider not in providers.PROVIDERS:
        abort(404)
    return provider_name(provider)


def _here(org_id: UUID) -> str:
    return url_for("settings.settings", org_id=org_id) + "#providers"
