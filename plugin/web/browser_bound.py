"""What binds a sign-in under way to the browser that began it, before anybody is known.

A random cookie; behind https its name binds it to this very host, so that no sibling may plant one.
"""

from __future__ import annotations

import secrets

from flask import request
from werkzeug.wrappers import Response

from plugin.web.house import house

_COOKIE = "goodterms_browser"
_SECONDS = 900


def browser() -> str:
    """The token of this browser; empty where it has none yet."""
    return request.cookies.get(cookie_name(secure=house().secure_cookies), "")


def bind(reply: Response) -> str:
    """Give this browser a token, or go on with the one it has; returns it."""
    token = browser() or secrets.token_urlsafe(24)
    reply.set_cookie(
        cookie_name(secure=house().secure_cookies),
        token,
        max_age=_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=house().secure_cookies,
        path="/",
    )
    return token


def unbind(reply: Response) -> None:
    """What was begun is finished."""
    reply.delete_cookie(
        cookie_name(secure=house().secure_cookies),
        path="/",
        secure=house().secure_cookies,
        httponly=True,
        samesite="Lax",
    )


def cookie_name(*, secure: bool) -> str:
    """The browser's cookie; behind https its name binds it to this very host."""
    return f"__Host-{_COOKIE}" if secure else _COOKIE
