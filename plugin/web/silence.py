"""Silences that last: saying that one still holds, and how a customer pays by direct debit."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from plugin.letters.wording import dated
from plugin.operations import silence as operations
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person
from plugin.web.replies import back, done

blueprint = Blueprint("silence", __name__)


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/hold/<uuid:hold_id>/still-so")
@of_organisation
def still_so(org_id: UUID, customer_id: str, hold_id: UUID) -> Response:
    """A silence without an end still holds; it is asked after again later."""
    again = operations.still_so(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, hold_id=hold_id
    )
    return done(
        back(_customer(org_id, customer_id)), f"Noted. It is asked after again on {dated(again)}."
    )


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/direct-debit/end")
@of_organisation
def no_direct_debit(org_id: UUID, customer_id: str) -> Response:
    """The customer pays by direct debit no more."""
    operations.no_direct_debit(doors(), org_id=org_id, by=person().name, customer_id=customer_id)
    return done(_customer(org_id, customer_id), "Noted: they pay by direct debit no more.")


def _customer(org_id: UUID, customer_id: str) -> str:
    return url_for("customers.customer", org_id=org_id, customer_id=customer_id)
