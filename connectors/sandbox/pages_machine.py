"""The pages of what is no bookkeeping: connected apps, the mail that was sent, faults, webhooks.

What the buttons do is in `identity` and `faults`; nothing is delivered to anybody.
"""

import re

from flask import Response, abort, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from connectors.sandbox.fault_kinds import KINDS, Where, of
from connectors.sandbox.faults import Fault
from connectors.sandbox.page_frame import Pages

_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'"
)


def add_machine_pages(local: Pages) -> None:
    """Registers them."""
    _add_apps(local)
    _add_mail(local)
    _add_faults(local)


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
        return local.show(
            "apps.html", app=around.identity.app, rows=rows, webhooks=around.webhooks()
        )

    @local.post("/apps/disconnect")
    def disconnect() -> AnyResponse:
        tenant = request.form.get("tenant", "")
        here = url_for("local.apps")
        return local.attempt(
            here,
            lambda: local.around.identity.disconnect(tenant),
            "Disconnected. Xero tells the app nothing: it finds out at its next call.",
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
        return local.show("letter.html", mail=mail, at=mail.received.astimezone(zone))

    @local.get("/mail/<int:place>/html")
    def letter_html(place: int) -> Response:
        """The HTML part alone, for the frame: no script runs in it and nothing is fetched."""
        mail = local.around.mailbox.one(place)
        if mail is None:
            abort(404)
        shown = Response(_with_links_outside(mail.html), mimetype="text/html")
        shown.headers["Content-Security-Policy"] = _MAIL_POLICY
        return shown


def _with_links_outside(html: str) -> str:
    """The message with its links opening beside the frame, as from a reader of mail.

    The base goes into the head, so that a doctype stays first and keeps its meaning.
    """
    base = '<base target="_blank">'
    head = re.search(r"<head[^>]*>", html, re.IGNORECASE)
    return html[: head.end()] + base + html[head.end() :] if head else base + html


def _add_faults(local: Pages) -> None:
    @local.get("/faults")
    def faults() -> str:
        return local.show(
            "faults.html",
            groups=[(where, of(where)) for where in Where],
            kinds=KINDS,
            chosen=request.args.get("kind", ""),
            active=local.around.faults.shown(),
        )

    @local.post("/faults")
    def set_fault() -> AnyResponse:
        here = url_for("local.faults")
        if request.form.get("deed") == "clear":
            return local.attempt(here, local.around.faults.clear, "All faults are off.")
        form = request.form

        def deed() -> None:
            local.around.set_fault(
                Fault(
                    kind=form.get("kind", ""),
                    path=form.get("path", "").strip(),
                    count=int(form.get("count") or 1),
                    after=int(form.get("after") or 0),
                    seconds=float(form.get("seconds") or 0),
                    text=form.get("text", "").strip(),
                )
            )

        words = KINDS[form["kind"]].words if form.get("kind") in KINDS else ""
        return local.attempt(here, deed, f"Set: {words}.")
