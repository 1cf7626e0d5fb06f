"""Talks as the customer sees them: offers to accept, change or decline, and private words."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.credit.negotiation import Side
from plugin.operations import talks as operations
from plugin.operations.doors import NotPossible
from plugin.operations.talks import Speaker
from plugin.queries import talks as query
from plugin.queries.talks import TalkShown
from plugin.web import forms
from plugin.web.doorkeeper import of_visitor
from plugin.web.house import doors, today
from plugin.web.portal.papers import takes_papers, uploads
from plugin.web.portal.situation import parts_written
from plugin.web.portal.visitor import visit, visiting, visitor
from plugin.web.replies import done

blueprint = Blueprint("portal_talks", __name__)
takes_papers(blueprint, "portal_talks.write")

_MOST_WORDS = 4000
#: empty rows of the form that changes an offer
MORE_ROWS = 2

Page = str | Response | tuple[str, int]


@blueprint.get("/p/talks")
@of_visitor
def talks() -> str:
    """What was proposed or asked, open ones first."""
    with visiting() as tx:
        found = query.talks_shown(
            tx,
            organisation=visit().organisation.name,
            on=today(),
            customer_id=visitor().customer_id,
        )
    return render_template("portal/talks.html", found=found)


@blueprint.get("/p/talks/<uuid:talk_id>")
@of_visitor
def talk(talk_id: UUID) -> str:
    """One talk: its offers, its words, and what may be answered."""
    return _page(talk_id)


@blueprint.post("/p/talks/<uuid:talk_id>/accept")
@of_visitor
def accept(talk_id: UUID) -> Page:
    """Say yes to the offer that stands."""
    return _moved(
        talk_id,
        "Agreed. It stands on this page, and is confirmed by mail.",
        lambda who: operations.accept(doors(), who, talk_id=talk_id, offer=offer_number()),
    )


@blueprint.post("/p/talks/<uuid:talk_id>/counter")
@of_visitor
def counter(talk_id: UUID) -> Page:
    """Offer something else."""
    return _moved(
        talk_id,
        "Your offer stands on this page now.",
        lambda who: operations.counter(
            doors(), who, talk_id=talk_id, seen=offer_number(), parts=parts_written()
        ),
    )


@blueprint.post("/p/talks/<uuid:talk_id>/end")
@of_visitor
def end(talk_id: UUID) -> Page:
    """Decline the other side's offer, or take one's own back."""
    return _moved(
        talk_id,
        "That is over. The invoices stand as they are.",
        lambda who: operations.end(doors(), who, talk_id=talk_id, seen=offer_number()),
    )


@blueprint.post("/p/talks/<uuid:talk_id>/write")
@of_visitor
def write(talk_id: UUID) -> Page:
    """Write to the business, privately, with papers where they help."""
    return _moved(
        talk_id,
        f"Sent to {visit().organisation.name}. The answer comes by mail and stands here.",
        lambda who: operations.write(
            doors(),
            who,
            talk_id=talk_id,
            words=forms.text("words")[:_MOST_WORDS],
            once=forms.text("once")[:64],
            papers=uploads("paper"),
        ),
    )


def offer_number() -> int:
    """The number of the offer that the page showed; none is 0, which nobody made."""
    written = request.form.get("offer", "")
    return int(written) if written.isdecimal() and len(written) < 6 else 0


def _moved(talk_id: UUID, sentence: str, move: Callable[[Speaker], None]) -> Page:
    who = Speaker(
        org_id=visitor().org_id,
        side=Side.CUSTOMER,
        customer_id=visitor().customer_id,
        link_id=visitor().link_id,
    )
    try:
        move(who)
    except NotPossible as why:
        return _page(talk_id, str(why)), 409
    return done(url_for("portal_talks.talk", talk_id=talk_id), sentence)


def _page(talk_id: UUID, why: str = "") -> str:
    return render_template(
        "portal/talk.html",
        talk=_shown(talk_id),
        why=why,
        once=secrets.token_hex(16),
        more_rows=MORE_ROWS,
    )


def _shown(talk_id: UUID) -> TalkShown:
    with visiting() as tx:
        found = query.talk_shown(
            tx,
            talk_id,
            organisation=visit().organisation.name,
            on=today(),
            customer_id=visitor().customer_id,
        )
    if found is None:
        abort(404)
    return found
