"""Mail from customers: what waits, one to read and answer, its files, and where answers arrive.

Words of a mail are shown as text and its files handed out as downloads: nothing of it is ever
shown as a page.
"""

from __future__ import annotations

import re
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from plugin.mail.contents import SAFE_TO_NAME, UNKNOWN
from plugin.operations import conversations, mail_answers, mail_reading
from plugin.operations.conversations import AnswersRead
from plugin.queries import mail as query
from plugin.store import mail as mails
from plugin.store import organisations
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.replies import back, done, needed

blueprint = Blueprint("mail", __name__)

#: a file is handed out and never shown, whatever it is and says of itself
_FILE_POLICY = (
    "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@blueprint.get("/o/<uuid:org_id>/mail")
@of_organisation
def box(org_id: UUID) -> str:
    """What waits to be read, what belongs to nobody yet, and what came lately."""
    with reading() as tx:
        found = query.mail_box(tx)
        read = AnswersRead(organisations.settings(tx).answers_read)
    copy_to = conversations.copy_address(doors(), org_id=org_id)
    return render_template(
        "mail.html", found=found, read=read.value, copy_to=copy_to, domain=doors().reply_domain
    )


@blueprint.get("/o/<uuid:org_id>/mail/<uuid:mail_id>")
@of_organisation
def one(org_id: UUID, mail_id: UUID) -> str:
    """One mail: what was written, the allocation that it suggests, and the answer."""
    with reading() as tx:
        page = query.mail_page(tx, mail_id, on=today())
    if page is None:
        abort(404)
    return render_template("mail_one.html", page=page)


@blueprint.get("/o/<uuid:org_id>/mail/<uuid:mail_id>/files/<int:place>")
@of_organisation
def file(org_id: UUID, mail_id: UUID, place: int) -> Response:
    """A file that came with a mail, to be kept: its type by its content, and never displayed."""
    with reading() as tx:
        found = mails.file(tx, mail_id, place) if place < 1_000 else None
    if found is None:
        abort(404)
    kind = found.type if found.type in SAFE_TO_NAME else UNKNOWN
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", found.name)[:100].strip(" .") or "file"
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(found.name[:100])}"
    return Response(
        found.content,
        content_type=kind,
        headers={
            "Content-Disposition": named,
            "Content-Security-Policy": _FILE_POLICY,
            "X-Download-Options": "noopen",
        },
    )


@blueprint.post("/o/<uuid:org_id>/mail/<uuid:mail_id>/read")
@of_organisation
def read(org_id: UUID, mail_id: UUID) -> BaseResponse:
    """A person has read it: the reminders go on in their time."""
    mail_reading.read_mail(doors(), org_id=org_id, by=person().name, mail_id=mail_id)
    return done(back(_here(org_id, mail_id)), "Noted as read. The reminders go on in their time.")


@blueprint.post("/o/<uuid:org_id>/mail/<uuid:mail_id>/answer")
@of_organisation
def answer(org_id: UUID, mail_id: UUID) -> BaseResponse:
    """Answer in one's own words; held for ten minutes."""
    text = request.form.get("text", "").replace("\r\n", "\n").strip()
    if not text:
        abort(400, "The answer is empty. Nothing was sent. Go back and write a few words.")
    mail_answers.write_answer(doors(), org_id=org_id, by=person().name, mail_id=mail_id, text=text)
    return done(
        _here(org_id, mail_id),
        "Your answer leaves in ten minutes; until then you can take it back.",
    )


@blueprint.post("/o/<uuid:org_id>/mail/<uuid:mail_id>/answers/<uuid:answer_id>/take-back")
@of_organisation
def take_back(org_id: UUID, mail_id: UUID, answer_id: UUID) -> BaseResponse:
    """Take an answer back while it is held."""
    mail_answers.take_back(doors(), org_id=org_id, by=person().name, answer_id=answer_id)
    return done(_here(org_id, mail_id), "Taken back. Nothing was sent.")


@blueprint.post("/o/<uuid:org_id>/mail/<uuid:mail_id>/whose")
@of_organisation
def whose(org_id: UUID, mail_id: UUID) -> BaseResponse:
    """Say whose a mail is that belongs to nobody yet, or that it is nobody's."""
    here = url_for("mail.box", org_id=org_id)
    if forms.choice("whose", frozenset({"customer", "nobody"})) == "nobody":
        mail_reading.set_aside(doors(), org_id=org_id, by=person().name, mail_id=mail_id)
        return done(here, "Put aside. It is no customer's.")
    name = needed(
        "customer", "Whose is it? Nothing was changed. Go back and write the customer’s name."
    )
    customer = mail_reading.belongs_to(
        doors(), org_id=org_id, by=person().name, mail_id=mail_id, named=name
    )
    return done(_here(org_id, mail_id), f"It stands in {customer}’s conversation now.")


@blueprint.post("/o/<uuid:org_id>/mail/where")
@of_organisation
def where(org_id: UUID) -> BaseResponse:
    """Where answers are read: here, by whoever signs, or both."""
    chosen = AnswersRead(forms.choice("read", frozenset(AnswersRead)))
    conversations.choose_where_read(doors(), org_id=org_id, by=person().name, read=chosen)
    return done(
        f"{url_for('mail.box', org_id=org_id)}#where",
        "Saved. It holds for what is sent from now on.",
    )


@blueprint.post("/o/<uuid:org_id>/mail/copy-address")
@of_organisation
def new_copy_address(org_id: UUID) -> BaseResponse:
    """Another address to blind-copy; the one before takes nothing any more."""
    conversations.new_copy_address(doors(), org_id=org_id, by=person().name)
    return done(f"{url_for('mail.box', org_id=org_id)}#copy", "A new address stands below.")


def _here(org_id: UUID, mail_id: UUID) -> str:
    return url_for("mail.one", org_id=org_id, mail_id=mail_id)
