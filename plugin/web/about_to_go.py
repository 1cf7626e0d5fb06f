"""The one question before what is about to go: is any of it in your bank already?

And the reminders that a payment crossed all the same, with their rate.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import bank_looked
from plugin.queries import about_to_go as query
from plugin.queries import crossings as crossed
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.replies import done

blueprint = Blueprint("about_to_go", __name__)


@blueprint.get("/o/<uuid:org_id>/paid-already")
@of_organisation
def question(org_id: UUID) -> str:
    """Everything that reminders are about to ask for, to be ticked off against the bank."""
    with reading() as tx:
        page = query.question(tx)
    return render_template("paid_already.html", page=page)


@blueprint.post("/o/<uuid:org_id>/paid-already")
@of_organisation
def answer(org_id: UUID) -> Response:
    """What is ticked is paid; the rest goes on."""
    paid = list(dict.fromkeys(request.form.getlist("paid")))
    count = bank_looked.looked_at_bank(doors(), org_id=org_id, by=person().name, paid=paid)
    sentence = "Noted: nothing of it is paid. What waited for that goes on."
    if count:
        noun = "One invoice is" if count == 1 else f"{count} invoices are"
        sentence = f"Noted. {noun} silent until the books show the money; the rest goes on."
    return done(url_for("reminders.stack", org_id=org_id), sentence)


@blueprint.get("/o/<uuid:org_id>/crossings")
@of_organisation
def crossings(org_id: UUID) -> str:
    """The reminders that a payment crossed, and the formula of their rate."""
    with reading() as tx:
        page = crossed.page(tx, on=today())
    return render_template("crossings.html", page=page, days=crossed.WINDOW_DAYS)
