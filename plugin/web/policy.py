"""The credit policy as a form, with precise complaints, and in plain words beside it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.credit.policy import Mode, PolicyComplaints
from plugin.operations import policy as operations
from plugin.queries import policy as query
from plugin.web import policy_form
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading
from plugin.web.replies import done

blueprint = Blueprint("policy", __name__)


@blueprint.get("/o/<uuid:org_id>/policy")
@of_organisation
def policy(org_id: UUID) -> str:
    """The policy in force: in plain words, and as a form."""
    with reading() as tx:
        page = query.policy_page(tx)
    return render_template(
        "policy.html",
        page=page,
        modes=query.MODES,
        form=policy_form.from_document(page.document, page.mode),
        complaints={},
        others=(),
    )


@blueprint.post("/o/<uuid:org_id>/policy")
@of_organisation
def change(org_id: UUID) -> Response | tuple[str, int]:
    """Put a new version in force, or say exactly what is wrong; nothing is half taken."""
    with reading() as tx:
        page = query.policy_page(tx)
    document, unread = policy_form.to_document(request.form, page.document)
    mode = request.form.get("mode", "")
    complaints: tuple[tuple[str, str], ...] = unread
    if mode not in {each.value for each in Mode}:
        complaints = (*complaints, ("mode", "choose one of the three"))
    if not complaints:
        try:
            version = operations.change_policy(
                doors(), org_id=org_id, by=person().name, document=document, mode=Mode(mode)
            )
        except PolicyComplaints as problem:
            complaints = tuple((each.path, each.what) for each in problem.complaints)
        else:
            return done(
                url_for("policy.policy", org_id=org_id),
                f"Version {version} is in force. Every customer is being reviewed under it.",
            )
    by_field, others = policy_form.place_complaints(complaints)
    return (
        render_template(
            "policy.html", page=page, modes=query.MODES, form=policy_form.as_typed(request.form),
            complaints=by_field, others=others,
        ),
        422,
    )  # fmt: skip
