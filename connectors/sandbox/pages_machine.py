"""The pages of what is no bookkeeping: connected apps, and the mail that was sent.

What the buttons do is in `identity` and `server`; nothing is delivered to anybody.
"""

import re

import requests
from flask import Response, abort, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from connectors.sandbox.correspondent import conversation_of
from connectors.sandbox.page_frame import Pages

_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'"
)


def add_machine_pages(local: Pages) -> None:
    """Registers them."""
    _add_apps(local)
    _add_mail(local)
    _add_answers(local)


def _add_apps(local: Pages) -> None:
    @local.get("/apps")
    def apps() -> str:
        around = local.around
        names = {around.world.user_id(one): one.name for one in around.world.users}
        rows = [
            {
                "organisation": around.world.ledger(one.tenant).name,
                "tenant": one.tenant,
                "user": names.get(one.user, "the app itself"),
                "since": one.created.astimezone(around.world.ledger(one.tenant).zone),
            }
            for one in around.identity.connections(around.identity.app.client_id)
            if one.tenant in around.world.ledgers
        ]
        return local.show("apps.html", app=around.identity.app, rows=rows)

    @local.post("/apps/disconnect")
    def disconnect() -> AnyResponse:
        tenant = request.form.get("tenant", "")
        here = url_for("local.apps")
        return local.attempt(
            here,
            lambda: local.around.identity.disconnect(tenant),
            "Disconnected. Xero tells the app nothing: it finds out at its next call.",
        )

    @local.post("/apps/reset")
    def reset() -> AnyResponse:
        tenant = request.form.get("tenant", "")
        return local.attempt(
            url_for("local.apps"),
            lambda: local.around.reset(tenant),
            "Reset: another tenant id, another short code, books as on the first day. The app "
            "must connect again.",
        )


def _add_mail(local: Pages) -> None:
    @local.get("/mail")
    def mail_list() -> str:
        zone = local.around.world.first.zone
        wanted = request.args.get("q", "").strip().lower()
        rows = [
            (mail, mail.received.astimezone(zone))
            for mail in reversed(local.around.mailbox.all())
            if wanted in f"{mail.subject} {' '.join(mail.recipients)} {mail.text}".lower()
        ]
        return local.show("mail.html", rows=rows, search=request.args.get("q", ""))

    @local.get("/mail/<int:place>")
    def letter(place: int) -> str:
        mail = local.around.mailbox.one(place)
        if mail is None:
            abort(404)
        zone = local.around.world.first.zone
        return local.show(
            "letter.html",
            mail=mail,
            at=mail.received.astimezone(zone),
            answers=conversation_of(mail),
        )

    @local.get("/mail/<int:place>/html")
    def letter_html(place: int) -> Response:
        """The HTML part alone, for the frame: no script runs in it and nothing is fetched."""
        mail = local.around.mailbox.one(place)
        if mail is None:
            abort(404)
        shown = Response(_with_links_outside(mail.html), mimetype="text/html")
        shown.headers["Content-Security-Policy"] = _MAIL_POLICY
        return shown


def _add_answers(local: Pages) -> None:
    @local.post("/mail/<int:place>/answer")
    def answer_letter(place: int) -> AnyResponse:
        """Answer as the customer, or as the customer's mail system would."""
        mail = local.around.mailbox.one(place)
        if mail is None:
            abort(404)
        here = url_for("local.letter", place=place)
        words = request.form.get("words", "").replace("\r\n", "\n").strip()
        kind = request.form.get("kind", "")
        if not words:
            return local.back(here, "Not done: nothing was written.", is_refused=True)
        try:
            status = local.around.correspondent.answer(mail, words, kind=kind)
        except (ValueError, requests.RequestException) as problem:
            return local.back(here, f"Not done: {problem}", is_refused=True)
        if status != 200:
            return local.back(here, f"Not taken: the app answered {status}.", is_refused=True)
        return local.back(here, f"Answered as {mail.recipients[0]}.")


def _with_links_outside(html: str) -> str:
    """The message with its links opening beside the frame, as from a reader of mail.

    The base goes into the head, so that a doctype stays first and keeps its meaning.
    """
    base = '<base target="_blank">'
    head = re.search(r"<head[^>]*>", html, re.IGNORECASE)
    return html[: head.end()] + base + html[head.end() :] if head else base + html
