"""Who may open which page. Every view carries a guard; one without is never served.

The session is a row in the database, found by the hash of a random token in a cookie. The token
against forged forms is derived from it, so that it needs no row and cannot outlive it.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import connect
from plugin.operations.doors import NotPossible
from plugin.store import organisations, people, team
from plugin.store.organisations import Organisation, OrgState
from plugin.web.browser_bound import browser
from plugin.web.house import Person, doors, house, now
from plugin.web.portal import visitor
from plugin.web.rights import refuse_without_right

View = TypeVar("View", bound=Callable[..., object])

_COOKIE = "goodterms_session"

#: a session ends after so long without use; it is stretched at most once a day
_LASTS = timedelta(days=30)
_STRETCH = timedelta(days=1)


#: what takes forms of an organisation that is not connected any more: leaving it for good, and
#: stopping everything
_TAKES_LEAVE = frozenset({"leaving", "export"})
_STOPS = frozenset({"overview.stop"})


class Guard(StrEnum):
    """What a page asks of who opens it."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    OF_ORGANISATION = "of_organisation"
    #: anybody, but a form only from the browser that opened its page: nobody is known yet
    BROWSER_BOUND = "browser_bound"
    #: a customer with a live link: the portal's own door, no console session
    OF_VISITOR = "of_visitor"
    #: whoever holds a link that we made, live or not: it stands in the address and is the proof,
    #: so that no form token is needed
    OF_LINK = "of_link"


_OF_CUSTOMERS = frozenset({Guard.OF_VISITOR, Guard.OF_LINK})
_OF_ANYBODY = frozenset({Guard.PUBLIC, Guard.BROWSER_BOUND})


def public(view: View) -> View:
    """Anybody may open it."""
    return _guarded(view, Guard.PUBLIC)


def browser_bound(view: View) -> View:
    """Anybody may open it; its form counts only from the browser that it was shown in."""
    return _guarded(view, Guard.BROWSER_BOUND)


def signed_in(view: View) -> View:
    """Somebody has to be signed in."""
    return _guarded(view, Guard.SIGNED_IN)


def of_organisation(view: View) -> View:
    """Only for members of the organisation in the path; for all others it does not exist."""
    return _guarded(view, Guard.OF_ORGANISATION)


def of_visitor(view: View) -> View:
    """Only for whoever holds a live link of a customer (portal/visitor.py)."""
    return _guarded(view, Guard.OF_VISITOR)


def of_link(view: View) -> View:
    """Only for the holder of a link, who shows it in the address; the view looks at it itself."""
    return _guarded(view, Guard.OF_LINK)


def guard_of(view: object) -> Guard | None:
    """The guard of a view; None where it was forgotten."""
    return getattr(view, "guard", None)


def _guarded(view: View, guard: Guard) -> View:
    view.guard = guard  # type: ignore[attr-defined]  # a mark on the function itself
    return view


def keep_the_door(app: Flask, elsewhere: frozenset[str]) -> None:
    """Check every request before its view; blueprints named in `elsewhere` keep their own door."""

    @app.before_request
    def let_in() -> Response | None:
        if request.endpoint is None or request.endpoint == "static":
            return None
        if request.blueprint in elsewhere:
            return None
        guard = guard_of(current_app.view_functions[request.endpoint])
        if guard is None:
            abort(404)
        _refuse_what_no_text_holds()
        if guard in _OF_CUSTOMERS:
            # the customers' own door; who shows a link in the address is looked at by the view
            return visitor.let_in() if guard is Guard.OF_VISITOR else None
        g.person = _person()
        if guard not in _OF_ANYBODY and g.person is None:
            return _ask_to_sign_in()
        if guard is Guard.OF_ORGANISATION:
            _choose_organisation(g.person)
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            _refuse_forged_form(_token_of(guard, g.person))
            if guard is Guard.OF_ORGANISATION:
                _refuse_decisions_on_gone_books(g.organisation)
        return None


def cookie_name(secure: bool) -> str:
    """The session's cookie; behind https its name binds it to this very host."""
    return f"__Host-{_COOKIE}" if secure else _COOKIE


def sign_in(reply: Response, user_id: UUID) -> Response:
    """Open a session and put its token into the cookie of a reply; the one before it ends."""
    before = request.cookies.get(cookie_name(house().secure_cookies))
    with doors().store.house() as tx:
        if before:
            people.close_session(tx, before)
        token = people.open_session(tx, user_id, now=now(), expires_at=now() + _LASTS)
    secure = house().secure_cookies
    g.csrf = form_token(token)
    reply.set_cookie(
        cookie_name(secure),
        token,
        max_age=int(_LASTS.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=secure,
        path="/",
    )
    return reply


def sign_out(reply: Response) -> Response:
    """Close the session of this request and take its cookie away."""
    secure = house().secure_cookies
    token = request.cookies.get(cookie_name(secure))
    if token:
        with doors().store.house() as tx:
            people.close_session(tx, token)
    reply.delete_cookie(cookie_name(secure), path="/", secure=secure, httponly=True, samesite="Lax")
    return reply


def _person() -> Person | None:
    token = request.cookies.get(cookie_name(house().secure_cookies))
    if not token:
        return None
    with doors().store.house() as tx:
        session = people.read_session(tx, token, now=now())
    if session is None:
        return None
    if not connect.may_stay(doors(), user_id=session.user_id, signed_in_at=session.signed_in_at):
        with doors().store.house() as tx:
            people.close_session(tx, token)
        return None
    with doors().store.house() as tx:
        user = people.read_user(tx, session.user_id)
        if user is None:
            return None
        if session.expires_at < now() + _LASTS - _STRETCH:
            people.extend_session(tx, token, expires_at=now() + _LASTS)
        return Person(
            user_id=user.id,
            name=user.name,
            email=user.email,
            csrf=form_token(token),
            signed_in_at=session.signed_in_at,
            roles=team.roles_of(tx, user.id),
        )


def form_token(session_token: str) -> str:
    """The token that every form of a session carries."""
    return hmac.new(session_token.encode(), b"goodterms form", hashlib.sha256).hexdigest()


def _ask_to_sign_in() -> Response:
    back = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("front.front", back=back or None), 302)


def _choose_organisation(person: Person) -> None:
    asked: UUID = (request.view_args or {})["org_id"]
    if asked not in person.org_ids:
        abort(404)
    with doors().store.tenant(asked) as tx:
        organisation = organisations.read(tx, asked)
    if organisation is None:
        abort(404)
    g.org_id = asked
    g.organisation = organisation
    g.zone = ZoneInfo(organisation.timezone)
    refuse_without_right(person.roles[asked])


def _refuse_what_no_text_holds() -> None:
    """A null character has no place in any field, and no database keeps it."""
    fields = (*request.args.items(multi=True), *request.form.items(multi=True))
    texts = [str(value) for value in (request.view_args or {}).values()]
    if any("\0" in text for text in (*texts, *(part for pair in fields for part in pair))):
        abort(400, "There is a character in it that no text can hold. Nothing was changed.")


def _refuse_decisions_on_gone_books(organisation: Organisation) -> None:
    """Books that Xero does not connect with us are read, exported and erased, and no more.

    Nobody's consent vouches any longer for who may decide here, and what is decided would be
    carried out with the next connection: by whoever reconnects, who may be somebody else.
    """
    if organisation.state is not OrgState.DISCONNECTED:
        return
    if request.blueprint in _TAKES_LEAVE or request.endpoint in _STOPS:
        return
    raise NotPossible(
        f"{organisation.name} is not connected to Xero, so nothing can be decided here: its books "
        "may have moved on. Nothing was changed. Connect to Xero first."
    )


def browser_form_token() -> str:
    """What a form carries before anybody is known: it is of this browser alone."""
    return form_token(f"browser {browser()}") if browser() else ""


def _token_of(guard: Guard, person: Person | None) -> str:
    """What a form of this page has to carry; empty where none can be right."""
    if guard is Guard.BROWSER_BOUND:
        return browser_form_token()
    return person.csrf if person is not None else ""


def _refuse_forged_form(token: str) -> None:
    given = request.form.get("csrf", "")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        abort(
            403,
            "This form was not sent from a page of yours, or the page was open for too long. "
            "Nothing was changed. Go back, load the page again and send it once more.",
        )
