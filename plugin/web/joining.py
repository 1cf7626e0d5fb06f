"""Joining by invitation, and signing in by a code that is mailed.

Nothing happens by opening a page: each asks for a press of its button, in the same browser.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, g, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from plugin.operations import mail_sign_in, team
from plugin.operations.doors import NotPossible
from plugin.operations.roles import MAY_DO, ROLE_NAMES
from plugin.store import organisations
from plugin.web import forms
from plugin.web.browser_bound import bind, browser, unbind
from plugin.web.doorkeeper import browser_bound, form_token, sign_in
from plugin.web.house import doors
from plugin.web.replies import say

blueprint = Blueprint("joining", __name__)

_MOST_LETTERS = 320


@blueprint.get("/join/<uuid:books>/<token>")
@browser_bound
def invitation(books: UUID, token: str) -> Response:
    """Who asks whom to join what, as what; and the button."""
    _known(books)
    asked = team.asked(doors(), org_id=books, token=token)
    role = asked.invitation.role
    return _page("join.html", asked=asked, role=ROLE_NAMES[role], may_do=MAY_DO[role], me=g.person)


@blueprint.post("/join/<uuid:books>/<token>")
@browser_bound
def join(books: UUID, token: str) -> Response:
    """Join, as whoever is signed in here or else by the address that was invited."""
    _known(books)
    user_id = g.person.user_id if g.person is not None else None
    joined = team.join(doors(), org_id=books, token=token, user_id=user_id)
    reply = redirect(url_for("front.home"), 303)
    if user_id is None:
        sign_in(reply, joined)
        unbind(reply)
    return say(reply, "You have joined. This is where you start from.")


@blueprint.get("/sign-in")
@browser_bound
def by_mail() -> Response:
    """Ask for a code."""
    return _page("sign_in_by_mail.html", email="")


@blueprint.post("/sign-in")
@browser_bound
def ask_code() -> Response:
    """Mail a code, where this is somebody of a team; the page is the same where it is not."""
    email = forms.text("email")
    if len(email) > _MOST_LETTERS or "@" not in email.strip("@") or " " in email:
        abort(400, "That is not an email address. No code was sent. Go back and write it again.")
    mail_sign_in.ask(doors(), email=email, browser=browser())
    return _page("sign_in_by_mail.html", email=email)


@blueprint.post("/sign-in/code")
@browser_bound
def enter_code() -> Response:
    """Sign in with the code."""
    user_id = mail_sign_in.enter(doors(), browser=browser(), code=forms.text("code"))
    reply = sign_in(redirect(url_for("front.home"), 303), user_id)
    unbind(reply)
    return reply


def _known(org_id: UUID) -> None:
    """A link to an organisation that never was says what any dead invitation says."""
    with doors().store.house() as tx:
        if organisations.read(tx, org_id) is None:
            raise NotPossible(team.NO_INVITATION)


def _page(template: str, **shown: object) -> Response:
    """A page whose form counts only from the browser that it is shown in."""
    reply = make_response()
    token = bind(reply)
    reply.set_data(render_template(template, browser_token=form_token(f"browser {token}"), **shown))
    return reply
