"""What the console answers to a form: back to a page, with one sentence of what was done.

The sentence travels in a cookie signed with the session's own secret, and is shown once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from flask import Flask, Response, abort, g, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from plugin.web.house import house

_COOKIE = "goodterms_said"
_MOST = 900


def done(to: str, sentence: str) -> BaseResponse:
    """Go to a page of ours and say there what was done."""
    return say(redirect(to, 303), sentence)


def say(reply: BaseResponse, sentence: str) -> BaseResponse:
    """Say a sentence on the next page, also to whoever signs in with this very reply."""
    if not sentence:
        return reply
    text = base64.urlsafe_b64encode(sentence[:_MOST].encode()).decode()
    reply.set_cookie(
        _COOKIE,
        f"{text}.{_signed(text, g.get('csrf') or g.person.csrf)}",
        max_age=120,
        httponly=True,
        samesite="Lax",
        secure=house().secure_cookies,
    )
    return reply


def back(otherwise: str) -> str:
    """Where a form came from, as far as it is a page of the same organisation."""
    asked = request.form.get("back", "")
    inside = f"/o/{g.org_id}/" if g.get("org_id") else None
    if inside and asked.startswith(inside) and "//" not in asked and "\\" not in asked:
        return asked
    return otherwise


def asked_for(name: str) -> str:
    """A field of the form, trimmed; the page says what is missing where it is empty."""
    return request.form.get(name, "").strip()


def needed(name: str, sentence: str) -> str:
    """A field that has to be there; a page with `sentence` where it is not."""
    value = asked_for(name)
    if not value:
        abort(400, sentence)
    return value


def _signed(text: str, csrf: str) -> str:
    return hmac.new(csrf.encode(), text.encode(), hashlib.sha256).hexdigest()


def _said() -> str:
    text, _, signature = request.cookies.get(_COOKIE, "").rpartition(".")
    whose = g.get("visit") or g.get("person")
    if (
        not text
        or whose is None
        or not hmac.compare_digest(signature.encode(), _signed(text, whose.csrf).encode())
    ):
        return ""
    return base64.urlsafe_b64decode(text).decode()


def carry_sentences(app: Flask) -> None:
    """Show the sentence of the last form on the next page, once."""

    @app.context_processor
    def sentence() -> dict[str, str]:
        said = _said()
        g.sentence_shown = bool(said)
        return {"said": said}

    @app.after_request
    def forget(reply: Response) -> Response:
        if g.get("sentence_shown"):
            reply.delete_cookie(_COOKIE)
        return reply
