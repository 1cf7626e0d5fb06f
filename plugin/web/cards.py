"""The day's work as a stack of cards: one at a time, thumb-sized, done in five minutes."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import cards as operations
from plugin.operations import preview
from plugin.operations.doors import NotPossible
from plugin.queries import cards as query
from plugin.queries.morning import whom_of
from plugin.queries.morning_matters import Matter, Whom
from plugin.store.people import Member, User, Via
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, now, person, reading
from plugin.web.replies import done
from plugin.web.rights import only_reads

blueprint = Blueprint("cards", __name__)

_SAID = {
    "approve": "Approved. It is held for ten minutes.",
    "stop": "The stop is in force.",
    "go_on": "No stop. That is remembered.",
    "talked": "Noted: you talked to them.",
    "looked": "Noted: you looked in the bank.",
    "fresh": "Noted: the books are up to date today.",
    "wait": "Left until tomorrow.",
}


@blueprint.get("/o/<uuid:org_id>/cards")
@of_organisation
def stack(org_id: UUID) -> str:
    """The card on top; when none is left, how much was done.

    Who only reads leafs through them by `?at=`; nothing is noted of that.
    """
    with reading() as tx:
        page = query.deck(tx, _whom(org_id))
    place = min(max(request.args.get("at", 0, int), 0), len(page.left)) if only_reads() else 0
    card = page.left[place] if place < len(page.left) else None
    shown, trouble = _message(org_id, card)
    return render_template(
        "cards.html", page=page, card=card, place=place, shown=shown, trouble=trouble,
        answers=_answers(card, shown), undo=query.undo_words(page.undo) if page.undo else "",
    )  # fmt: skip


@blueprint.post("/o/<uuid:org_id>/cards/answer")
@of_organisation
def answer(org_id: UUID) -> Response:
    """One answer to one card; the next card follows."""
    key, chosen = forms.text("card"), forms.text("answer")
    with reading() as tx:
        page = query.deck(tx, _whom(org_id))
    card = next((each for each in (*page.left, *page.aside) if each.key == key), None)
    here = url_for(".stack", org_id=org_id)
    if card is None:
        return done(here, "That card had been dealt with meanwhile. Nothing was changed by you.")
    allowed = {query.WAIT, query.OPEN, *(name for name, *_ in query.ANSWERS.get(card.asks, ()))}
    if chosen not in allowed:
        abort(400, "That is no answer to this card. Nothing was changed.")
    try:
        proposed = operations.answer(
            doors(), org_id=org_id, user_id=person().user_id, by=person().name, card=key,
            answer=chosen, amount=card.amount, seen=forms.text("seen"),
        )  # fmt: skip
    except NotPossible as problem:
        return done(here, str(problem))
    if proposed:
        return done(here, proposed)
    if chosen == query.OPEN:
        return redirect(f"/o/{org_id}/{card.path}", 303)
    return done(here, _SAID[chosen])


@blueprint.post("/o/<uuid:org_id>/cards/undo")
@of_organisation
def undo(org_id: UUID) -> Response:
    """The last answer is taken back, as far as the world allows it."""
    here = url_for(".stack", org_id=org_id)
    try:
        operations.undo(
            doors(), org_id=org_id, user_id=person().user_id, by=person().name,
            answer_id=forms.identity(forms.text("answer")),
        )  # fmt: skip
    except NotPossible as problem:
        return done(here, str(problem))
    return done(here, "Taken back. The card is there again.")


def _message(org_id: UUID, card: Matter | None) -> tuple[preview.Preview | None, str]:
    """The message of a card as it would arrive; why not, where it cannot be shown."""
    if card is None or card.asks not in {"draft", "letter"}:
        return None, ""
    try:
        return preview.preview(
            doors(), org_id=org_id, message_id=UUID(card.key.partition(" ")[2])
        ), ""
    except NotPossible as problem:
        return None, str(problem)


def _answers(
    card: Matter | None, shown: preview.Preview | None
) -> tuple[tuple[str, str, str], ...]:
    if card is None or (card.asks == "draft" and shown is None):
        return ()
    return tuple(query.ANSWERS.get(card.asks, ()))


def _whom(org_id: UUID) -> Whom:
    me = person()
    # how they came in plays no part in what waits for them
    user = User(me.user_id, "", me.name, me.email)
    return whom_of(g.organisation, Member(org_id, user, me.roles[org_id], Via.INVITATION), now())
