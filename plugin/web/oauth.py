"""Sign in with Xero, and the way back from it. Addresses that carry codes are left at once."""

from __future__ import annotations

import logging
from datetime import timedelta

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import connect
from plugin.operations.doors import NotPossible
from plugin.operations.scopes import WORDS
from plugin.ports import LedgerError, Unavailable
from plugin.store import organisations, throttles
from plugin.web.browser_bound import bind, browser, unbind
from plugin.web.doorkeeper import public, sign_in
from plugin.web.house import doors, now
from plugin.web.replies import say

blueprint = Blueprint("oauth", __name__)

_LOG = logging.getLogger(__name__)

_TRIES, _WINDOW = 30, timedelta(minutes=15)
_NOT_SIGNED_IN = {
    "expired": "This sign-in was not started here or has expired. Nothing was changed. "
    "Please start again from the front page.",
    "away": "Xero could not be reached just now, or asked us to wait. Nothing was changed. "
    "Please try again in a minute.",
    "refused": "Xero did not finish this sign-in. Nothing was changed. "
    "Please start again from the front page.",
}


@blueprint.get("/oauth/start")
@public
def start() -> Response:
    """Go to Xero, to sign in or to connect an organisation."""
    _not_too_often()
    purpose = "connect" if request.args.get("purpose") == "connect" else "sign_in"
    reply = Response(status=302)
    reply.headers["Location"] = connect.begin_sign_in(
        doors(),
        purpose=purpose,
        return_to=_inside(request.args.get("back", "")),
        browser=bind(reply),
        user_id=g.person.user_id if g.person is not None else None,
    )
    return reply


@blueprint.get("/oauth/callback")
@public
def callback() -> Response:
    """Come back from Xero: open a session or not, and leave this address, which carries a code."""
    _not_too_often()
    if request.args.get("error"):
        abort(
            400,
            "You did not give consent at Xero, or Xero could not ask for it. Nothing was connected "
            "and nothing was read. Go back to the first page to try again.",
        )
    try:
        signed_in = connect.finish_sign_in(
            doors(),
            state=request.args.get("state", ""),
            code=request.args.get("code", ""),
            browser=browser(),
        )
    except connect.TooLittle as few:
        return redirect(url_for("oauth.too_little", scope=few.scopes), 302)
    except NotPossible:
        return redirect(url_for("oauth.not_signed_in", why="expired"), 302)
    except Unavailable as passing:
        _LOG.warning("a sign-in has to be begun again: %s", passing)
        return redirect(url_for("oauth.not_signed_in", why="away"), 302)
    except LedgerError as problem:
        _LOG.warning("a sign-in was not finished: %s", type(problem).__name__)
        return redirect(url_for("oauth.not_signed_in", why="refused"), 302)
    reply = say(sign_in(redirect(_next(signed_in), 302), signed_in.user.id), _said(signed_in))
    unbind(reply)
    return reply


def _next(signed_in: connect.SignedIn) -> str:
    """Where to go on: into the organisation that was just connected, or where they wanted to."""
    if signed_in.purpose == "connect" and len(signed_in.connected) == 1:
        if signed_in.is_new:
            # leads on to the ledger where there is nothing to carry over
            return url_for("carry.before", org_id=signed_in.connected[0])
        return url_for("overview.overview", org_id=signed_in.connected[0])
    if signed_in.purpose == "connect":
        return url_for("front.home")
    return _inside(signed_in.return_to) or url_for("front.home")


def _said(signed_in: connect.SignedIn) -> str:
    """Which organisation was connected, and as whom one is signed in where that is a surprise."""
    said = []
    if signed_in.connected:
        with doors().store.house() as tx:
            names = [each.name for each in organisations.among(tx, signed_in.connected)]
        said.append(f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} connected.")
        if len(signed_in.org_ids) > 1:
            said.append("Your other organisations stand as they did.")
    if signed_in.is_someone_else:
        name = signed_in.user.name
        said.append(f"You are signed in as {name} now: that was the login at Xero.")
    return " ".join(said)


@blueprint.get("/oauth/too-little")
@public
def too_little() -> str:
    """What a consent lacks, in people's words, at an address without a code."""
    lacking = [WORDS[scope] for scope in request.args.getlist("scope") if scope in WORDS]
    return render_template("consent_lacking.html", lacking=lacking)


@blueprint.get("/oauth/not-signed-in/<why>")
@public
def not_signed_in(why: str) -> Response:
    """Why there is no session, at an address without a code."""
    if why not in _NOT_SIGNED_IN:
        abort(404)
    raise NotPossible(_NOT_SIGNED_IN[why])


def _inside(path: str) -> str:
    """A path of ours, or nothing: never another site.

    Browsers drop tabs and line breaks out of an address and read a backslash as a slash.
    """
    is_ours = path.startswith("/") and not path.startswith("//")
    return path if is_ours and "\\" not in path and path.isprintable() else ""


def _not_too_often() -> None:
    address = request.remote_addr or "unknown"
    with doors().store.house() as tx:
        if not throttles.hit(tx, f"sign-in {address}", limit=_TRIES, window=_WINDOW, now=now()):
            abort(429)
