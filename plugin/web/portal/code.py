"""The page that asks for a code, before what a forwarded link must not open."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import portal_codes
from plugin.web import forms
from plugin.web.doorkeeper import of_visitor
from plugin.web.house import doors
from plugin.web.portal.visitor import inside, visit, visiting, visitor
from plugin.web.replies import done

blueprint = Blueprint("portal_code", __name__)


@blueprint.get("/p/code")
@of_visitor
def code() -> str | Response:
    """Where the code shall go, or the field that takes it."""
    onward = inside(request.args.get("onward", ""))
    if visitor().is_proved:
        return redirect(onward, 303)
    with visiting() as tx:
        sent = portal_codes.code_sent(tx, doors(), visit().key)
        known = portal_codes.addresses(tx, visitor().customer_id)
    return render_template("portal/code.html", sent=sent, addresses=known, onward=onward)


@blueprint.post("/p/code/send")
@of_visitor
def send() -> Response:
    """Mail a code to the chosen address on file."""
    onward = inside(forms.text("onward"))
    portal_codes.send_code(
        doors(),
        org_id=visitor().org_id,
        customer_id=visitor().customer_id,
        link_id=visitor().link_id,
        visit=visit().key,
        key=forms.text("address"),
    )
    return done(url_for(".code", onward=onward), "The code is on its way.")


@blueprint.post("/p/code")
@of_visitor
def enter() -> Response:
    """Try the code, and go on where one wanted to go."""
    onward = inside(forms.text("onward"))
    right = portal_codes.enter_code(
        doors(),
        org_id=visitor().org_id,
        link_id=visitor().link_id,
        visit=visit().key,
        code=forms.text("code"),
    )
    if not right:
        said = "That was not the code. Look at the newest mail, or have another one sent."
        return done(url_for(".code", onward=onward), said)
    return redirect(onward, 303)
