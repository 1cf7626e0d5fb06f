"""One screen of the first run, where it applies: carry settings over from an organisation gone."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.credit.account import HoldKind
from plugin.letters.words import hold_words
from plugin.operations import carry_over
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, now, person
from plugin.web.replies import done

blueprint = Blueprint("carry", __name__)

_REFRESHES = timedelta(seconds=4)


@blueprint.get("/o/<uuid:org_id>/start/before")
@of_organisation
def before(org_id: UUID) -> Response | str:
    """What would come along and what would not; on to the ledger where there is nothing."""
    offered = carry_over.offers(doors(), org_id=org_id, user_id=person().user_id)
    if not offered:
        return redirect(url_for("first_run.ledger", org_id=org_id))
    asked = request.args.get("from", str(offered[0].id))
    chosen = next((each for each in offered if str(each.id) == asked), None)
    if chosen is None:
        abort(404)
    found = carry_over.look(doors(), org_id=org_id, user_id=person().user_id, old_id=chosen.id)
    return render_template(
        "start_before.html",
        found=found,
        elsewhere=[each for each in offered if each.id != chosen.id],
        refreshes=int(_REFRESHES.total_seconds()),
        meaning=_meaning,
    )


@blueprint.post("/o/<uuid:org_id>/start/before")
@of_organisation
def carry(org_id: UUID) -> Response:
    """Carry over what was shown, or start afresh."""
    to = url_for("first_run.ledger", org_id=org_id)
    if request.form.get("answer") == "afresh":
        carry_over.decline(doors(), org_id=org_id, by=person().name)
        return done(to, "You start afresh. Nothing was carried over.")
    found = carry_over.carry_over(
        doors(),
        org_id=org_id,
        user_id=person().user_id,
        old_id=_uuid(request.form.get("from", "")),
        by=person().name,
        seen=request.form.get("seen", ""),
        is_fresh=now() <= person().signed_in_at + carry_over.FRESH,
    )
    return done(to, f"The settings of {found.old.name} were carried over.")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        abort(400, "That is not an organisation of the list. Nothing was carried over.")


def _meaning(value: str) -> str:
    if value in set(HoldKind):
        return hold_words(HoldKind(value))
    return {"vip": "treated with special care", "nothing": "nothing for credit control"}[value]
