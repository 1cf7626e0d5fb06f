"""Who looks at a customer's page: whoever holds a live link of one customer of one organisation.

There is no password and no account. A link is exchanged for a cookie that carries it, signed; at
every request it is verified and the link read again, so that one taken back opens nothing from that
moment on. Nothing is written down by opening pages (rule 27). What a visitor may do, pages decide.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import ParamSpec, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import portal_codes, portal_links, portal_renewal
from plugin.operations.portal_links import Ids, Lapsed, Opened
from plugin.store import Tx, organisations, throttles
from plugin.store import portal_links as kept_links
from plugin.store.organisations import Organisation
from plugin.store.sealing import Seal
from plugin.web.house import doors, house, now

Asked = ParamSpec("Asked")

#: how long one opening of a link lasts; then the link in the mail is opened again
VISIT = timedelta(hours=12)

#: below which the cookie is sent: never to the console
_BELOW = "/p/"
_COOKIE = "goodterms_visit"
_PURPOSE = "portal visit"
_SIGNED, _SIGNATURE = 56, 16
#: of an address to go on to
_LONGEST = 500
#: pages that one link shows to one address, and forms that it takes, in a window
_PAGES, _FORMS, _WINDOW = 400, 60, timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Whoever holds a link, and of whom; `address` is what the link was sent to.

    `is_proved` is true where a code sent to an address on file was entered in this browser lately.
    """

    org_id: UUID
    customer_id: str
    link_id: UUID
    message_id: UUID | None
    address: str
    is_proved: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """One opening of a link in one browser; `csrf` is what its forms carry."""

    visitor: Visitor
    organisation: Organisation
    #: finds this very visit in the database; the cookie itself is nowhere
    key: str
    csrf: str


def visit() -> Visit:
    """This request's visit; only behind the guard that looked at the link."""
    return cast(Visit, g.visit)


def visitor() -> Visitor:
    """Who looks at this page; only behind the guard that looked at the link."""
    return visit().visitor


@contextmanager
def visiting() -> Iterator[Tx]:
    """One transaction that sees the visitor's organisation only.

    What it reads of a customer, it reads of `visitor().customer_id` alone.
    """
    with doors().store.tenant(visitor().org_id) as tx:
        yield tx


def let_in() -> Response | None:
    """Look at the cookie and the link anew; the page for all that opens nothing, or None."""
    token = request.cookies.get(cookie_name(house().secure_cookies), "")
    read = _read_cookie(doors().store.seal, token, now=now())
    if read is None:
        return nothing_here(None)
    ids, key = read
    found = portal_links.open_link(doors(), ids)
    if not isinstance(found, Opened):
        return nothing_here(found, ids)
    g.visit = Visit(_visitor(found, key), found.organisation, key, form_token(token))
    g.csrf = g.visit.csrf
    g.zone = ZoneInfo(found.organisation.timezone)
    not_too_often(f"pages {request.remote_addr or 'unknown'}", limit=_PAGES, window=_WINDOW)
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        _refuse_forged_form()
        not_too_often("forms", limit=_FORMS, window=_WINDOW)
        with visiting() as tx:
            kept_links.note_acted(tx, visitor().link_id, at=now())
    return None


def _visitor(found: Opened, key: str) -> Visitor:
    link, org_id = found.link, found.organisation.id
    with doors().store.tenant(org_id) as tx:
        is_proved = portal_codes.is_proved(tx, doors(), link.customer_id, link.id, key)
    return Visitor(
        org_id=org_id,
        customer_id=link.customer_id,
        link_id=link.id,
        message_id=link.message_id,
        address=link.address,
        is_proved=is_proved,
    )


def needs_code(
    view: Callable[Asked, str | Response],
) -> Callable[Asked, str | Response]:
    """Only for a visit in which a code from an address on file was entered; else to its page.

    It stands below `of_visitor`.
    """

    @wraps(view)
    def asked(*args: Asked.args, **kwargs: Asked.kwargs) -> str | Response:
        if visitor().is_proved:
            return view(*args, **kwargs)
        onward = request.full_path.rstrip("?") if request.method == "GET" else ""
        return redirect(url_for("portal_code.code", onward=onward or None), 303)

    return asked


def inside(onward: str) -> str:
    """A page of the portal to go on to; the first one where this is none."""
    if not onward.startswith(_BELOW) or "//" in onward or "\\" in onward or len(onward) > _LONGEST:
        return url_for("portal_home.home")
    return onward


def not_too_often(what: str, *, limit: int, window: timedelta) -> None:
    """Count one more of `what` by this link, across processes; a page that says so beyond."""
    key = f"portal {visitor().link_id} {what}"
    with doors().store.house() as tx:
        may = throttles.hit(tx, key, limit=limit, window=window, now=now())
    if not may:
        abort(
            429,
            "That was asked for too often in a short time. Nothing was changed. Wait a while and"
            " try again.",
        )


def holds_a_link() -> bool:
    """Whether this request carries a cookie that we signed; whether it opens is asked elsewhere."""
    token = request.cookies.get(cookie_name(house().secure_cookies), "")
    return _read_cookie(doors().store.seal, token, now=now()) is not None


def nothing_here(found: Lapsed | None, ids: Ids | None = None) -> Response:
    """The one page for links that are altered, expired, taken back or foreign.

    Whom to ask is named only where we made the link ourselves; one that has merely run out is
    replaced by mail, to the address that it went to.
    """
    ask, to = None, ""
    if found is not None:
        with doors().store.tenant(found.organisation.id) as tx:
            ask = organisations.settings(tx)
            link = kept_links.read_link(tx, ids.link_id) if ids is not None else None
            if link is not None and found.organisation.is_connected:
                to = portal_renewal.renews_to(tx, doors(), link)
    page = render_template(
        "portal/nothing.html",
        organisation=found.organisation.name if found is not None else "",
        phone=ask.phone if ask is not None else "",
        reply_to=ask.reply_to if ask is not None else "",
        to=to,
        token=portal_links.token_of(doors().store.seal, ids) if ids is not None and to else "",
    )
    reply = Response(page, 404, mimetype="text/html")
    reply.headers["Referrer-Policy"] = "no-referrer"
    return reply


def begin_visit(reply: Response, ids: Ids) -> Response:
    """Put a link that opens into a cookie of its own, which only pages of the portal get to see."""
    secure = house().secure_cookies
    reply.set_cookie(
        cookie_name(secure),
        _write_cookie(doors().store.seal, ids, at=now()),
        max_age=int(VISIT.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=secure,
        path=_BELOW,
    )
    return reply


def cookie_name(secure: bool) -> str:
    """The visit's cookie; behind https its name keeps it from being set without."""
    return f"__Secure-{_COOKIE}" if secure else _COOKIE


def form_token(token: str) -> str:
    """The token that every form of a visit carries."""
    return hmac.new(token.encode(), b"goodterms portal form", hashlib.sha256).hexdigest()


def _write_cookie(seal: Seal, ids: Ids, *, at: datetime) -> str:
    began = int(at.timestamp()).to_bytes(8)
    signed = ids.org_id.bytes + ids.link_id.bytes + began + secrets.token_bytes(16)
    return base64.urlsafe_b64encode(signed + seal.sign(_PURPOSE, signed)).decode()


def _read_cookie(seal: Seal, token: str, *, now: datetime) -> tuple[Ids, str] | None:
    """The link in a cookie that we signed and that is not too old, and the visit's own key."""
    if not token.isascii() or {"+", "/"} & set(token):
        return None
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except binascii.Error:
        return None
    signed, signature = raw[:_SIGNED], raw[_SIGNED:]
    if len(signature) != _SIGNATURE or not seal.has_signed(_PURPOSE, signed, signature):
        return None
    began = datetime.fromtimestamp(int.from_bytes(signed[32:40]), UTC)
    if not began <= now + timedelta(minutes=1) or now >= began + VISIT:
        return None
    ids = Ids(UUID(bytes=signed[:16]), UUID(bytes=signed[16:32]))
    return ids, seal.fingerprint(signed[40:].hex())


def _refuse_forged_form() -> None:
    given = request.form.get("csrf", "")
    if not hmac.compare_digest(given.encode(), visit().csrf.encode()):
        abort(
            403,
            "This form was not sent from your page, or the page was open for too long. Nothing was"
            " changed. Open the link in your mail again and send it once more.",
        )
