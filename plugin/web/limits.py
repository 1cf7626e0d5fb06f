"""Limits for many customers at once: paste two columns, or accept proposed ones."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.operations import limits as limit_decisions
from plugin.operations.assess import ground
from plugin.queries import limits as query
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, now, person, reading
from plugin.web.replies import done, needed

blueprint = Blueprint("limits", __name__)


@blueprint.get("/o/<uuid:org_id>/limits")
@of_organisation
def limits(org_id: UUID) -> str:
    """Paste two columns, or tick proposed limits."""
    return render_template("limits.html", page=_page(), pasted="", refused=())


def _page() -> query.LimitsPage:
    with reading() as tx:
        without = query.without_limit(tx)
        found = limit_decisions.proposals(tx, ground(tx, now=now()), [each.id for each in without])
        return query.limits_page(
            tx, without, {each.customer_id: (each.proposal, each.exposure) for each in found}
        )


@blueprint.post("/o/<uuid:org_id>/limits/paste")
@of_organisation
def paste(org_id: UUID) -> Response | tuple[str, int]:
    """Set the limits of a pasted table; what is refused is shown line by line with why."""
    pasted = request.form.get("pasted", "")
    if not pasted.strip():
        abort(400, "Nothing was pasted, so no limit was changed. Go back and paste two columns.")
    result = limit_decisions.set_limits(
        doors(), org_id=org_id, by=person().name, pasted=pasted,
        reason=forms.text("reason") or "set from a pasted list",
    )  # fmt: skip
    if not result.refused:
        return done(
            url_for("limits.limits", org_id=org_id),
            f"{result.set:,} {'limit is' if result.set == 1 else 'limits are'} set.",
        )
    left = "\n".join(line for _, line, _ in result.refused)
    return (
        render_template(
            "limits.html", page=_page(), pasted=left, refused=result.refused, were_set=result.set
        ),
        422,
    )


@blueprint.post("/o/<uuid:org_id>/limits/accept")
@of_organisation
def accept(org_id: UUID) -> Response:
    """Accept the proposed limits of the ticked customers."""
    needed("customer", "No customer was ticked, so no limit was changed. Go back and tick some.")
    accepted = limit_decisions.accept_proposed_limits(
        doors(), org_id=org_id, by=person().name, customer_ids=request.form.getlist("customer")
    )
    return done(
        url_for("limits.limits", org_id=org_id),
        f"{accepted:,} proposed {'limit is' if accepted == 1 else 'limits are'} set."
        f"{_left(len(set(request.form.getlist('customer'))) - accepted)}",
    )


def _left(count: int) -> str:
    if count <= 0:
        return ""
    were = "1 was" if count == 1 else f"{count:,} were"
    return (
        f" {were} left as it is: nothing is proposed any more, or the loss budget does not carry"
        " it. Insight, Limits says which."
    )
