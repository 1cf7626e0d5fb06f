"""A person's own page: how often their morning letter comes, where to, what it would say now."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, render_template, url_for
from werkzeug.wrappers import Response

from plugin.letters.morning_mail import opening_of, rooms_of, subject_of
from plugin.operations import morning, morning_wishes
from plugin.operations.ground import ground
from plugin.operations.roles import ROLE_NAMES
from plugin.queries.morning import morning_facts
from plugin.store import morning_letters
from plugin.store.morning_letters import BY_ROLE, Rhythm
from plugin.store.people import Member, User, Via
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, now, person, reading
from plugin.web.replies import done

blueprint = Blueprint("morning", __name__)

_MOST_LETTERS = 320
_SAID = {
    Rhythm.DAILY: "The morning letter comes on every working day.",
    Rhythm.WEEKLY: "The morning letter comes on the first working day of each week.",
    Rhythm.OFF: "No morning letter comes any more.",
}


@blueprint.get("/o/<uuid:org_id>/mine")
@of_organisation
def mine(org_id: UUID) -> str:
    """How often, where to, and the letter as it would be now."""
    role = person().roles[org_id]
    with reading() as tx:
        wish = morning_letters.wish_of(tx, person().user_id)
        here = ground(tx, now=now())
        facts = morning.preview(tx, here, _me(org_id), facts_of=morning_facts)
    return render_template(
        "mine.html", wish=wish, rhythm=wish.rhythm_as(role), by_role=BY_ROLE[role],
        role=ROLE_NAMES[role], facts=facts, subject=subject_of(facts), opening=opening_of(facts),
        rooms=rooms_of(facts),
    )  # fmt: skip


@blueprint.post("/o/<uuid:org_id>/mine/rhythm")
@of_organisation
def say_rhythm(org_id: UUID) -> Response:
    """How often."""
    rhythm = Rhythm(forms.choice("rhythm", frozenset(Rhythm)))
    morning_wishes.say_rhythm(doors(), org_id=org_id, user_id=person().user_id, rhythm=rhythm)
    return done(url_for(".mine", org_id=org_id), _SAID[rhythm])


@blueprint.post("/o/<uuid:org_id>/mine/address")
@of_organisation
def say_address(org_id: UUID) -> Response:
    """Where to."""
    address = forms.text("address")
    if address and (
        len(address) > _MOST_LETTERS or "@" not in address.strip("@") or " " in address
    ):
        abort(400, "That is not an email address. Nothing was changed. Go back and write it again.")
    asked = morning_wishes.say_address(
        doors(), org_id=org_id, user_id=person().user_id, address=address
    )
    sentence = f"The morning letter comes to {person().email}."
    if asked:
        sentence = f"A mail asks at {address} first. Until its button is pressed nothing changes."
    return done(url_for(".mine", org_id=org_id), sentence)


def _me(org_id: UUID) -> Member:
    me = person()
    # how they came in plays no part in what the letter says
    return Member(org_id, User(me.user_id, "", me.name, me.email), me.roles[org_id], Via.INVITATION)
