"""What waits for a second person: agree to it as it was proposed, or say no."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from plugin.operations import second, second_taken
from plugin.operations.second import STEP_NAMES, HardStep
from plugin.store import second as kept
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading
from plugin.web.replies import done

blueprint = Blueprint("second", __name__)


@blueprint.get("/o/<uuid:org_id>/second")
@of_organisation
def waiting(org_id: UUID) -> str:
    """Every proposal that waits, with who made it."""
    with reading() as tx:
        found, wanted = kept.waiting(tx), kept.wanted(tx)
    names = [STEP_NAMES[each] for each in HardStep if each.value in wanted]
    return render_template("second.html", waiting=found, names=names, me=person().user_id)


@blueprint.post("/o/<uuid:org_id>/second/<uuid:proposal_id>/agree")
@of_organisation
def agree(org_id: UUID, proposal_id: UUID) -> Response:
    """Agree, and have it done."""
    me = person()
    said = second_taken.agree(
        doors(), org_id=org_id, who=me.user_id, by=me.name, proposal_id=proposal_id
    )
    return done(url_for("second.waiting", org_id=org_id), said)


@blueprint.post("/o/<uuid:org_id>/second/<uuid:proposal_id>/no")
@of_organisation
def say_no(org_id: UUID, proposal_id: UUID) -> Response:
    """Say no to it, or take one's own back."""
    me = person()
    own = second.say_no(doors(), org_id=org_id, who=me.user_id, by=me.name, proposal_id=proposal_id)
    said = "Taken back. Nothing was done." if own else "You said no. Nothing was done."
    return done(url_for("second.waiting", org_id=org_id), said)
