"""Leaving, as a person does it: disconnect, leave without waiting, erase what is kept here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import erase as erasing
from plugin.operations import leave
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation, public
from plugin.web.house import doors, person
from plugin.web.replies import asked_for, done

blueprint = Blueprint("leaving", __name__)


@blueprint.post("/o/<uuid:org_id>/settings/disconnect")
@of_organisation
def disconnect(org_id: UUID) -> Response:
    """Disconnect from Xero, and take what is ours out of it unless the person says no."""
    remove = forms.choice("flags", frozenset({"remove", "keep"})) == "remove"
    leave.disconnect(doors(), org_id=org_id, by=person().name, remove_flags=remove)
    return done(
        url_for("settings.settings", org_id=org_id),
        "Disconnecting. No message goes out any more; the last words are written into Xero, then"
        " the connection is deleted. What was done stays readable.",
    )


@blueprint.post("/o/<uuid:org_id>/settings/leave-now")
@of_organisation
def leave_now(org_id: UUID) -> Response:
    """Leave without waiting for Xero."""
    leave.leave_now(doors(), org_id=org_id, by=person().name)
    return done(
        url_for("settings.settings", org_id=org_id),
        "Disconnected. What could not be written into Xero is listed below.",
    )


@blueprint.post("/o/<uuid:org_id>/settings/erase")
@of_organisation
def erase(org_id: UUID) -> Response:
    """Erase everything, at an owner's word who typed the organisation's name."""
    gone = erasing.erase(
        doors(), org_id=org_id, user_id=person().user_id, typed_name=asked_for("name")
    )
    # whoever belonged to these books only is not known here any more, and so not signed in
    told = "yes" if gone.is_connection_ended else "no"
    return redirect(url_for("leaving.erased", ended=told), 303)


@blueprint.get("/erased")
@public
def erased() -> str:
    """What was erased, and what only Xero can still remove."""
    return render_template("erased.html", is_ended=request.args.get("ended") != "no")
