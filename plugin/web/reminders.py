"""Reminders: the stack that waits for a yes, one card a customer, and what each answer does."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import decide, preview, respond
from plugin.operations.doors import NotPossible
from plugin.operations.second_messages import FOR_MESSAGES
from plugin.queries import reminders as query
from plugin.store import second
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.filters import clock
from plugin.web.house import doors, person, reading, today
from plugin.web.replies import back, done

blueprint = Blueprint("reminders", __name__)


@blueprint.get("/o/<uuid:org_id>/reminders")
@of_organisation
def stack(org_id: UUID) -> str:
    """The stack: the first card in full, or the one asked for, and the others below it."""
    with reading() as tx:
        page = query.stack(tx)
        asked = request.args.get("card")
        first = _card(page, forms.identity(asked) if asked else None)
        lines = query.chased(tx, first.id) if first else ()
        two = bool(second.wanted(tx) & FOR_MESSAGES) and first is not None and first.is_final
    shown, trouble = None, ""
    if first is not None:
        try:
            shown = preview.preview(doors(), org_id=org_id, message_id=first.id)
        except NotPossible as problem:
            trouble = str(problem)
    return render_template(
        "reminders.html", page=page, card=first, lines=lines, shown=shown, trouble=trouble, two=two
    )


def _card(page: query.Stack, asked: UUID | None) -> query.MessageLine | None:
    found = next((line for line in page.waiting if line.id == asked), None)
    return found or (page.waiting[0] if page.waiting else None)


@blueprint.get("/o/<uuid:org_id>/reminders/settled")
@of_organisation
def settled(org_id: UUID) -> str:
    """What ended: sent, refused, dropped."""
    with reading() as tx:
        lines = query.settled(tx, size=200)
    return render_template("reminders_settled.html", lines=lines)


@blueprint.post("/o/<uuid:org_id>/reminders/approve-all")
@of_organisation
def approve_all(org_id: UUID) -> Response:
    """Approve what stood on the page, but no first message to a customer and no final notice."""
    seen = [forms.identity(each) for each in request.form.getlist("seen")]
    approved = respond.approve_all(doors(), org_id=org_id, by=person().name, seen=seen or None)
    sentence = f"Approved {approved}. Each is held for ten minutes, so that you can take it back."
    if not approved:
        sentence = "None could be approved together: first messages and final notices wait alone."
    return done(url_for("reminders.stack", org_id=org_id), sentence)


def _approve(org_id: UUID, message_id: UUID) -> str:
    approved = respond.approve(
        doors(), org_id=org_id, by=person().name, message_id=message_id,
        seen=forms.text("seen") or None,
    )  # fmt: skip
    return f"Approved. It goes at {clock(approved.goes_at)}; until then you can take it back."


def _take_back(org_id: UUID, message_id: UUID) -> str:
    respond.take_back(doors(), org_id=org_id, by=person().name, message_id=message_id)
    return "Taken back. Nothing was sent; it waits for your yes again."


def _edit(org_id: UUID, message_id: UUID) -> str:
    respond.add_sentence(
        doors(), org_id=org_id, by=person().name, message_id=message_id,
        sentence=forms.text("sentence"),
    )  # fmt: skip
    return "Your sentence stands in the message now. Read it once more."


def _soften(org_id: UUID, message_id: UUID) -> str:
    respond.soften(doors(), org_id=org_id, by=person().name, message_id=message_id)
    return "One tone gentler now. Read it once more."


def _attach(org_id: UUID, message_id: UUID) -> str:
    respond.attach_invoices(
        doors(), org_id=org_id, by=person().name, message_id=message_id, yes=True
    )
    return "The invoices go with it as PDFs, fetched from Xero just before it leaves."


def _attach_none(org_id: UUID, message_id: UUID) -> str:
    respond.attach_invoices(
        doors(), org_id=org_id, by=person().name, message_id=message_id, yes=False
    )
    return "It goes without the invoices."


def _not_this_time(org_id: UUID, message_id: UUID) -> str:
    respond.not_this_time(doors(), org_id=org_id, by=person().name, message_id=message_id)
    return "Not this time. It keeps its level and is looked at again after its gap."


def _done_by_me(org_id: UUID, message_id: UUID) -> str:
    respond.done_by_me(doors(), org_id=org_id, by=person().name, message_id=message_id)
    return "Noted as done by you. It counts as sent."


def _posted(org_id: UUID, message_id: UUID) -> str:
    day = forms.needed_day("day")
    respond.posted(doors(), org_id=org_id, by=person().name, message_id=message_id, day=day)
    return "Noted as posted. It counts as sent on that day."


def _paid_already(org_id: UUID, message_id: UUID) -> str:
    respond.paid_already(doors(), org_id=org_id, by=person().name, message_id=message_id)
    return "Noted as paid, to be looked for in the books. The customer hears nothing meanwhile."


def _was_sent(org_id: UUID, message_id: UUID) -> str:
    sent = forms.choice("was_sent", frozenset({"yes", "no"})) == "yes"
    respond.settle_unconfirmed(
        doors(), org_id=org_id, by=person().name, message_id=message_id, was_sent=sent
    )
    return "Noted as sent." if sent else "Noted as not sent; it may be proposed again."


def _hold(org_id: UUID, message_id: UUID) -> str:
    until = forms.needed_day("until", after=today())
    with reading() as tx:
        held = query.message(tx, message_id)
    if held is None:
        abort(404)
    decide.hold(doors(), org_id=org_id, by=person().name, customer_id=held.customer_id, until=until)
    return f"{held.customer} hears nothing until that day has passed."


_ANSWERS: dict[str, Callable[[UUID, UUID], str]] = {
    "approve": _approve,
    "take-back": _take_back,
    "edit": _edit,
    "gentler": _soften,
    "attach": _attach,
    "attach-none": _attach_none,
    "hold": _hold,
    "not-this-time": _not_this_time,
    "done-by-me": _done_by_me,
    "posted": _posted,
    "paid": _paid_already,
    "was-sent": _was_sent,
}

#: after these the card is looked at once more
_STAYS = {"edit", "gentler", "attach", "attach-none", "take-back"}


@blueprint.post("/o/<uuid:org_id>/reminders/<uuid:message_id>/<answer>")
@of_organisation
def respond_to(org_id: UUID, message_id: UUID, answer: str) -> Response:
    """One answer to one message; each is a button of its card."""
    if answer not in _ANSWERS:
        abort(404)
    sentence = _ANSWERS[answer](org_id, message_id)
    stay = message_id if answer in _STAYS else None
    return done(back(url_for("reminders.stack", org_id=org_id, card=stay)), sentence)
