"""What was found on an invoice before it leaves: its place in Xero, and the one answer here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, url_for
from werkzeug.wrappers import Response

from plugin.letters.ledger_links import LedgerLinks
from plugin.operations import before_leaving
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person
from plugin.web.replies import back, done

blueprint = Blueprint("before_leaving", __name__)


@blueprint.app_template_global("invoice_in_xero")
def invoice_in_xero(invoice_id: str) -> str:
    """Where an invoice of this page's organisation stands in Xero; empty where nobody knows."""
    return LedgerLinks(doors().ledger_site, g.organisation.short_code).invoice(invoice_id)


@blueprint.app_template_global("contact_in_xero")
def contact_in_xero(contact_id: str) -> str:
    """Where a contact of this page's organisation stands in Xero; empty where nobody knows."""
    return LedgerLinks(doors().ledger_site, g.organisation.short_code).contact(contact_id)


@blueprint.post("/o/<uuid:org_id>/tasks/<uuid:task_id>/fine")
@of_organisation
def fine(org_id: UUID, task_id: UUID) -> Response:
    """It is fine as it is; remembered."""
    number = before_leaving.let_stand(doors(), org_id=org_id, by=person().name, task_id=task_id)
    said = f"{number} is fine as it is. You are asked again only if what was found changes."
    return done(back(url_for("tasks.tasks", org_id=org_id)), said)
