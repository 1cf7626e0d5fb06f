"""Feedback: the score by month and the answers it is made of. Nothing here asks anybody."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import feedback as operations
from plugin.queries import feedback as query
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.portal.feedback import WORDS
from plugin.web.replies import done

blueprint = Blueprint("feedback", __name__)


@blueprint.get("/o/<uuid:org_id>/feedback")
@of_organisation
def feedback(org_id: UUID) -> str:
    """Twelve months, chased and not chased apart, then every answer."""
    with reading() as tx:
        page = query.feedback_page(tx, on=today())
    return render_template("feedback.html", page=page, words=WORDS)


@blueprint.post("/o/<uuid:org_id>/feedback/read")
@of_organisation
def note_read(org_id: UUID) -> Response:
    """These were read; they leave the overview."""
    ids = [forms.identity(each) for each in request.form.getlist("answer")]
    count = operations.note_read(doors(), org_id=org_id, by=person().name, ids=ids)
    said = "Noted as read." if count else "They were read before."
    return done(url_for(".feedback", org_id=org_id), said)
