"""Talks with customers: what they propose and write on their page, to accept, change or answer."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, abort, g, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from plugin.credit.negotiation import Side
from plugin.operations import talks as operations
from plugin.operations.doors import NotPossible
from plugin.operations.talks import Speaker
from plugin.papers_sent import SERVED_AS
from plugin.queries import disputes as dispute_query
from plugin.queries import talks as query
from plugin.queries.own_answers import recent_answers
from plugin.store import talk_words
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.portal.situation import parts_written
from plugin.web.portal.talks import MORE_ROWS, offer_number
from plugin.web.replies import done

blueprint = Blueprint("talks", __name__)

_MOST_WORDS = 2000

Page = str | BaseResponse | tuple[str, int]


@blueprint.get("/o/<uuid:org_id>/talks")
@of_organisation
def talks(org_id: UUID) -> str:
    """Every talk, open ones first."""
    with reading() as tx:
        found = query.talks_shown(tx, organisation=g.organisation.name, on=today())
        recent = recent_answers(tx, on=today())
    return render_template("talks.html", found=found, recent=recent)


@blueprint.get("/o/<uuid:org_id>/talks/<uuid:talk_id>")
@of_organisation
def talk(org_id: UUID, talk_id: UUID) -> str:
    """One talk: both sides' offers, the words, and what may be answered."""
    return _page(talk_id)


@blueprint.post("/o/<uuid:org_id>/talks/<uuid:talk_id>/accept")
@of_organisation
def accept(org_id: UUID, talk_id: UUID) -> Page:
    """Say yes to what the customer offers."""
    return _moved(
        org_id,
        talk_id,
        "Agreed: it stands, and the customer is told by mail.",
        lambda who: operations.accept(doors(), who, talk_id=talk_id, offer=offer_number()),
    )


@blueprint.post("/o/<uuid:org_id>/talks/<uuid:talk_id>/counter")
@of_organisation
def counter(org_id: UUID, talk_id: UUID) -> Page:
    """Offer something else."""
    return _moved(
        org_id,
        talk_id,
        "Your offer stands; the customer is told by mail, and can accept, change or decline it.",
        lambda who: operations.counter(
            doors(), who, talk_id=talk_id, seen=offer_number(), parts=parts_written()
        ),
    )


@blueprint.post("/o/<uuid:org_id>/talks/<uuid:talk_id>/end")
@of_organisation
def end(org_id: UUID, talk_id: UUID) -> Page:
    """Decline what the customer offers, or take one's own offer back."""
    return _moved(
        org_id,
        talk_id,
        "That is over; the customer is told by mail, and the ladder goes on.",
        lambda who: operations.end(doors(), who, talk_id=talk_id, seen=offer_number()),
    )


@blueprint.post("/o/<uuid:org_id>/talks/<uuid:talk_id>/write")
@of_organisation
def write(org_id: UUID, talk_id: UUID) -> Page:
    """Write to the customer; it goes by mail and stands on their page."""
    return _moved(
        org_id,
        talk_id,
        "Sent: it goes by mail, and stands on their page.",
        lambda who: operations.write(
            doors(),
            who,
            talk_id=talk_id,
            words=forms.text("words")[:_MOST_WORDS],
            once=forms.text("once")[:64],
        ),
    )


@blueprint.post("/o/<uuid:org_id>/talks/<uuid:talk_id>/read")
@of_organisation
def read(org_id: UUID, talk_id: UUID) -> Page:
    """What the customer wrote has been read, and needs no answer."""
    return _moved(
        org_id,
        talk_id,
        "Noted as read.",
        lambda who: operations.mark_read(doors(), who, talk_id=talk_id),
    )


@blueprint.get("/o/<uuid:org_id>/talks/<uuid:talk_id>/papers/<uuid:paper_id>")
@of_organisation
def paper(org_id: UUID, talk_id: UUID, paper_id: UUID) -> Response:
    """A paper that the customer sent: always a download, as what its own bytes say it is."""
    with reading() as tx:
        found = talk_words.content(tx, talk_id, paper_id)
    if found is None:
        abort(404)
    shown, content = found
    return Response(
        content,
        mimetype=SERVED_AS[shown.type],
        headers={
            "Content-Disposition": f'attachment; filename="{_ascii(shown.name)}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


def _ascii(name: str) -> str:
    return name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")


def _moved(org_id: UUID, talk_id: UUID, sentence: str, move: Callable[[Speaker], None]) -> Page:
    try:
        move(Speaker(org_id=org_id, side=Side.BUSINESS, by=person().name))
    except NotPossible as why:
        return _page(talk_id, str(why)), 409
    return done(url_for("talks.talk", org_id=org_id, talk_id=talk_id), sentence)


def _page(talk_id: UUID, why: str = "") -> str:
    with reading() as tx:
        found = query.talk_shown(tx, talk_id, organisation=g.organisation.name, on=today())
        form = dispute_query.dispute_form(tx, on=today())
    if found is None:
        abort(404)
    return render_template(
        "talk.html",
        talk=found,
        why=why,
        form=form,
        once=secrets.token_hex(16),
        more_rows=MORE_ROWS,
    )
