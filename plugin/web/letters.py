"""A message as the customer sees it, at an address of its own and with nothing else allowed."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, render_template

from plugin.operations import preview
from plugin.queries import letters as query
from plugin.queries import reminders
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, reading
from plugin.web.security import LETTER_POLICY

blueprint = Blueprint("letters", __name__)


@blueprint.get("/o/<uuid:org_id>/reminders/<uuid:message_id>/letter")
@of_organisation
def letter(org_id: UUID, message_id: UUID) -> Response:
    """The HTML part alone, for the frame on the card: as sent, or as it would be sent now."""
    with reading() as tx:
        sent = query.sent_letter(tx, message_id)
    html = (
        sent.html
        if sent
        else preview.preview(doors(), org_id=org_id, message_id=message_id).letter.html
    )
    return Response(html, mimetype="text/html", headers={"Content-Security-Policy": LETTER_POLICY})


@blueprint.get("/o/<uuid:org_id>/reminders/<uuid:message_id>")
@of_organisation
def message(org_id: UUID, message_id: UUID) -> str:
    """One message: what it says, to whom, about which invoices, and what became of it."""
    with reading() as tx:
        line = reminders.message(tx, message_id)
        if line is None:
            abort(404)
        lines = reminders.chased(tx, message_id)
        sent = query.sent_letter(tx, message_id)
    return render_template("message.html", line=line, lines=lines, sent=sent)
