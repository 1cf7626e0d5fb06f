"""The pages behind the links of a morning letter: what would happen, the button, what happened.

Nothing happens by opening a page, however often: it asks for a press, in the same browser.
"""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, g, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from plugin.operations import morning_links as operations
from plugin.web import forms
from plugin.web.browser_bound import bind
from plugin.web.doorkeeper import browser_bound, form_token
from plugin.web.house import doors

blueprint = Blueprint("morning_links", __name__)


@blueprint.get("/m/<token>")
@browser_bound
def link(token: str) -> Response:
    """What would happen now, with its button; after its use, what happened."""
    looked = operations.look(doors(), token, signed_in=_signed_in())
    g.zone = ZoneInfo(looked.timezone)
    reply = make_response()
    browser = form_token(f"browser {bind(reply)}")
    reply.set_data(
        render_template("morning_link.html", link=looked, browser_token=browser, me=g.person)
    )
    reply.headers["Referrer-Policy"] = "no-referrer"
    reply.headers["X-Robots-Tag"] = "noindex, nofollow"
    return reply


@blueprint.post("/m/<token>")
@browser_bound
def press(token: str) -> Response:
    """Make the change, once."""
    operations.press(doors(), token, signed_in=_signed_in(), seen=forms.text("seen"))
    return redirect(url_for("morning_links.link", token=token), 303)


def _signed_in() -> UUID | None:
    return g.person.user_id if g.person is not None else None
