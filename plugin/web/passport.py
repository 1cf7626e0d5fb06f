"""What customers see, for the owner: credit passports by segment, and the policy in plain words.

Each is shown here exactly as a customer sees it, before it is switched on.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.credit.segment_held import Segment
from plugin.letters.segment_words import segment_name
from plugin.operations import passport as operations
from plugin.operations.policy_links import POLICY_PATH
from plugin.queries.passport import passport_page
from plugin.queries.passport_switches import switches_page
from plugin.queries.public_policy import public_policy
from plugin.store import policy_pages
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation, public
from plugin.web.house import doors, house, person, reading, today
from plugin.web.replies import done

blueprint = Blueprint("passport", __name__)

_YES_NO = frozenset({"yes", "no"})
#: of a version's number in an address
_MOST_DIGITS = 6


@blueprint.get("/o/<uuid:org_id>/passport")
@of_organisation
def switches(org_id: UUID) -> str:
    """Who sees their credit passport, and one of them exactly as the customer sees it."""
    with reading() as tx:
        page = switches_page(tx)
        chosen = request.args.get("customer", "") or page.first
        shown = passport_page(tx, g.organisation, chosen, on=today()) if chosen else None
    if shown is None and request.args.get("customer"):
        abort(404)
    return render_template("passport.html", page=page, passport=shown, chosen=chosen)


@blueprint.post("/o/<uuid:org_id>/passport/<name>")
@of_organisation
def switch(org_id: UUID, name: str) -> Response:
    """Show it to a segment, or to it no more."""
    on = forms.choice("on", _YES_NO) == "yes"
    operations.switch(doors(), org_id=org_id, by=person().name, name=name, on=on)
    if name == "letters":
        sentence = "may ask for a letter" if on else "can ask for no letter any more"
        return done(_here(org_id), f"Whoever sees their passport {sentence}.")
    named = segment_name(Segment(name))
    sentence = "see their passport from now on" if on else "do not see their passport any more"
    return done(_here(org_id), f"Customers who are {named} {sentence}.")


def _here(org_id: UUID) -> str:
    return url_for("passport.switches", org_id=org_id)


@blueprint.get("/o/<uuid:org_id>/policy-page")
@of_organisation
def policy_page(org_id: UUID) -> str:
    """The policy as customers read it, and whether anybody may."""
    with reading() as tx:
        shown = public_policy(tx, g.organisation)
        address = policy_pages.address(tx)
    link = house().link(f"{POLICY_PATH}{address.slug}") if address.slug else ""
    return render_template("policy_page.html", policy=shown, address=address, link=link)


@blueprint.post("/o/<uuid:org_id>/policy-page")
@of_organisation
def publish(org_id: UUID) -> Response:
    """Let anybody read it, or nobody; under a chosen name or one that nobody can guess."""
    is_public = forms.choice("public", _YES_NO) == "yes"
    chosen = operations.publish(
        doors(), org_id=org_id, by=person().name, is_public=is_public, slug=forms.text("slug")
    )
    sentence = "Only customers read it now, in their accounts."
    if is_public:
        sentence = f"Anybody can read it at {house().link(POLICY_PATH + chosen.slug)}"
    return done(url_for("passport.policy_page", org_id=org_id), sentence)


@blueprint.get("/policy/<slug>")
@blueprint.get("/policy/<slug>/<key>")
@public
def read(slug: str, key: str = "") -> str:
    """An organisation's policy in plain words, for anybody; `v` names a version."""
    asked = request.args.get("v", "")[:_MOST_DIGITS]
    version = int(asked) if asked.isascii() and asked.isdigit() else None
    found = operations.policy_at(doors(), slug)
    if found is None:
        abort(404, _NO_POLICY)
    with doors().store.tenant(found.id) as tx:
        shown = public_policy(tx, found, key=key, version=version)
    if shown is None:
        abort(404, _NO_POLICY)
    return render_template("portal/policy_public.html", policy=shown)


_NO_POLICY = (
    "Nobody’s policy stands here now. The address may have been copied wrongly, or the business "
    "shows it to its customers only. Any message of theirs says whom to ask."
)
