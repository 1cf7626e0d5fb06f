"""The business's side of the portal: which links are out, taking them back, what the customer sees.

And the yes or no to somebody whom a customer named to be written to.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for
from werkzeug.wrappers import Response

from plugin.operations import portal_revoking, portal_wishes
from plugin.queries.passport_switches import is_shown
from plugin.queries.portal_home import home_page
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, now, person, reading, today
from plugin.web.portal.places import answers, more
from plugin.web.replies import back, done

blueprint = Blueprint("portal_links", __name__)

_ANSWERS = frozenset({"yes", "no", "again"})
_SAID = {
    "yes": "They are written to from now on.",
    "no": "They are not written to.",
    "again": "The old address is written to again.",
}


@blueprint.get("/o/<uuid:org_id>/customers/<customer_id>/portal")
@of_organisation
def seen(org_id: UUID, customer_id: str) -> str:
    """The customer's first page as they see it; nothing on it can be pressed."""
    with reading() as tx:
        page = home_page(tx, g.organisation, customer_id, on=today(), now=now())
        others = more(passport=is_shown(tx, customer_id))
    if page is None:
        abort(404)
    here = url_for("customers.customer", org_id=org_id, customer_id=customer_id)
    return render_template(
        "portal/home.html", page=page, answers=answers(), more=others, preview=here
    )


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/portal/revoke")
@of_organisation
def revoke(org_id: UUID, customer_id: str) -> Response:
    """Take back one link, or all of a customer; each opens nothing from that moment on."""
    one = forms.text("link")
    ended = portal_revoking.revoke(
        doors(),
        org_id=org_id,
        by=person().name,
        customer_id=customer_id,
        link_id=forms.identity(one) if one else None,
    )
    said = "1 link is taken back." if ended == 1 else f"{ended} links are taken back."
    return done(
        back(url_for("customers.customer", org_id=org_id, customer_id=customer_id)),
        f"{said} The next message brings a new one.",
    )


@blueprint.post("/o/<uuid:org_id>/proposed/<uuid:proposal_id>")
@of_organisation
def answer(org_id: UUID, proposal_id: UUID) -> Response:
    """Whether whom a customer named is written to, or the old address after all."""
    said = forms.choice("answer", _ANSWERS)
    if said == "again":
        portal_wishes.write_there_again(
            doors(), org_id=org_id, by=person().name, proposal_id=proposal_id
        )
    else:
        portal_wishes.answer_proposal(
            doors(), org_id=org_id, by=person().name, proposal_id=proposal_id, yes=said == "yes"
        )
    return done(back(url_for("tasks.tasks", org_id=org_id)), _SAID[said])
