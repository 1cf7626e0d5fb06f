"""How a customer would like to be written to, and how they pay: behind a code, theirs alone."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, url_for
from werkzeug.wrappers import Response

from plugin.letters.languages import LANGUAGES
from plugin.operations import portal_wishes
from plugin.queries.portal_wishes import preferences_of
from plugin.store.wishes import read_run
from plugin.web import forms
from plugin.web.doorkeeper import of_visitor
from plugin.web.house import doors
from plugin.web.portal.visitor import needs_code, visiting, visitor
from plugin.web.replies import done

blueprint = Blueprint("portal_preferences", __name__)

_CHANNELS = frozenset({"mail", "texts"})


@blueprint.get("/p/preferences")
@of_visitor
@needs_code
def preferences() -> str:
    """What is known, ready to be changed."""
    with visiting() as tx:
        shown = preferences_of(tx, visitor().customer_id)
    return render_template("portal/preferences.html", shown=shown)


@blueprint.post("/p/preferences/language")
@of_visitor
@needs_code
def language() -> Response:
    """In which language letters come."""
    portal_wishes.choose_language(
        doors(),
        org_id=visitor().org_id,
        customer_id=visitor().customer_id,
        language=forms.choice("language", frozenset(LANGUAGES)),
    )
    return done(url_for(".preferences"), "Kept. The next letter comes in that language.")


@blueprint.post("/p/preferences/channel")
@of_visitor
@needs_code
def channel() -> Response:
    """Mail alone, or texts too."""
    yes = forms.choice("channel", _CHANNELS) == "texts"
    portal_wishes.choose_texts(
        doors(), org_id=visitor().org_id, customer_id=visitor().customer_id, yes=yes
    )
    said = "Kept. Texts may come too." if yes else "Kept. No text comes any more."
    return done(url_for(".preferences"), said)


@blueprint.post("/p/preferences/paying")
@of_visitor
@needs_code
def paying() -> Response:
    """When they pay, and how order numbers come about."""
    written = forms.text("pay_run")
    run = read_run(written)
    if written and run is None:
        abort(400, "That is not one of the days. Nothing was changed. Go back and choose one.")
    portal_wishes.say_how_we_pay(
        doors(),
        org_id=visitor().org_id,
        customer_id=visitor().customer_id,
        pay_run=run,
        order_route=forms.text("order_route"),
    )
    return done(url_for(".preferences"), "Kept. We write with your days in mind.")
