"""Policies and segments: whom each policy covers, new policies, versions; a customer's own."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.credit.segment_held import Segment
from plugin.operations import policies as operations
from plugin.operations import resuming
from plugin.queries import policies as query
from plugin.queries.policy import MODES
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.replies import done, needed

blueprint = Blueprint("policies", __name__)

_BY_RULE = "rule"
#: of a level's number
_MOST_DIGITS = 4


@blueprint.get("/o/<uuid:org_id>/policies")
@of_organisation
def policies(org_id: UUID) -> str:
    """Every policy in force, and which segment is under which."""
    with reading() as tx:
        page = query.policies_page(tx)
    return render_template("policies.html", page=page, modes=MODES)


@blueprint.post("/o/<uuid:org_id>/policies")
@of_organisation
def create(org_id: UUID) -> Response:
    """Make a new policy as a copy of another; a draft that covers nobody."""
    name = operations.create_policy(
        doors(),
        org_id=org_id,
        by=person().name,
        name=needed("name", "A policy needs a name. Nothing was made. Go back and give it one."),
        copy_of=forms.text("copy_of"),
    )
    return done(
        url_for("policy.policy", org_id=org_id, name=name),
        f"{name} is a draft and covers nobody. Change what should differ, try it, then choose whom "
        "it covers.",
    )


@blueprint.post("/o/<uuid:org_id>/policies/cover")
@of_organisation
def cover(org_id: UUID) -> Response:
    """Say which policy covers which segment."""
    segments = {
        segment: chosen
        for segment in Segment
        if (chosen := request.form.get(f"segment-{segment.value}", ""))
    }
    changed = operations.cover(
        doors(),
        org_id=org_id,
        by=person().name,
        default=forms.text("default"),
        segments=segments,
    )
    words = (
        "Everybody is being reviewed under the policy that covers them now."
        if changed
        else "It stood so already. Nothing was changed."
    )
    return done(url_for("policies.policies", org_id=org_id), words)


@blueprint.post("/o/<uuid:org_id>/policies/<name>/retire")
@of_organisation
def retire(org_id: UUID, name: str) -> Response:
    """Take a policy that covers nobody out of force."""
    operations.retire(doors(), org_id=org_id, by=person().name, name=name)
    return done(url_for("policies.policies", org_id=org_id), f"{name} is retired.")


@blueprint.post("/o/<uuid:org_id>/policies/<name>/versions/<int:version>")
@of_organisation
def put_in_force(org_id: UUID, name: str, version: int) -> Response:
    """Put an earlier version, or one that was kept, in force."""
    operations.put_in_force(doors(), org_id=org_id, by=person().name, name=name, version=version)
    return done(
        url_for("policy.policy", org_id=org_id, name=name),
        f"Version {version} is in force. Every customer under it is being reviewed.",
    )


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/segment")
@of_organisation
def choose_segment(org_id: UUID, customer_id: str) -> Response:
    """Put a customer into a segment, until a day or for good; or leave it to the rule."""
    allowed = frozenset({_BY_RULE, *(each.value for each in Segment)})
    chosen = forms.choice("segment", allowed)
    segment = None if chosen == _BY_RULE else Segment(chosen)
    operations.choose_segment(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, segment=segment,
        until=forms.day("until", after=today()) if segment is not None else None,
    )  # fmt: skip
    words = "The rule decides the segment again." if segment is None else "The segment is chosen."
    return done(_customer(org_id, customer_id), f"{words} The customer is being reviewed.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/policy")
@of_organisation
def choose_policy(org_id: UUID, customer_id: str) -> Response:
    """Put a customer under a policy by name, until a day or for good; or leave it to segment."""
    if "policy" not in request.form:
        abort(400, "Choose a policy. Nothing was changed. Go back and choose one.")
    name = forms.text("policy") or None
    operations.choose_policy(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, name=name,
        until=forms.day("until", after=today()) if name is not None else None,
    )  # fmt: skip
    words = "The segment chooses the policy again." if name is None else f"Under {name} now."
    return done(_customer(org_id, customer_id), f"{words} The customer is being reviewed.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/resume")
@of_organisation
def resume(org_id: UUID, customer_id: str) -> Response:
    """Say where a customer goes on under a ladder that cannot say it."""
    level = forms.text("level")
    if level != "first" and not (level.isdecimal() and len(level) < _MOST_DIGITS):
        abort(400, "Choose where to go on. Nothing was changed. Go back and choose.")
    resuming.resume_ladder(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id,
        level=None if level == "first" else int(level),
    )  # fmt: skip
    return done(
        url_for("tasks.tasks", org_id=org_id), "Said. The customer is reviewed from there on."
    )


def _customer(org_id: UUID, customer_id: str) -> str:
    return url_for("customers.customer", org_id=org_id, customer_id=customer_id)
