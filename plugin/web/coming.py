"""Coming: the next fourteen days if nobody pays, by day, and what calls a message off."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from plugin.operations import coming as ahead
from plugin.queries import coming as query
from plugin.queries.coming_table import coming_table
from plugin.queries.tables import Table
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, org_id, person
from plugin.web.replies import back, done
from plugin.web.tables.files import offer

blueprint = Blueprint("coming", __name__)


@blueprint.get("/o/<uuid:org_id>/coming")
@of_organisation
def coming(org_id: UUID) -> str:
    """Every message of the days ahead, of all customers or of one."""
    customer_id, search = _asked()
    found = ahead.days_ahead(doors(), org_id=org_id, customer_id=customer_id, search=search)
    page = query.coming_page(_found(found), found.called_off)
    return render_template(
        "coming.html", page=page, found=found, customer_id=customer_id, search=search,
        stated=query.statement_lines(found.statements),
    )  # fmt: skip


def _as_table() -> Table:
    customer_id, search = _asked()
    found = ahead.days_ahead(doors(), org_id=org_id(), customer_id=customer_id, search=search)
    return coming_table(map(query.coming_line, _found(found)))


offer(blueprint, "coming", _as_table)


def _asked() -> tuple[str | None, str]:
    return request.args.get("customer") or None, request.args.get("search", "").strip()[:100]


def _found(days: ahead.DaysAhead) -> list[query.Found]:
    return [
        query.Found(
            each.coming,
            each.seen,
            each.standing.id if each.standing else None,
            each.is_approved,
        )
        for each in days.found
    ]


@blueprint.post("/o/<uuid:org_id>/coming/call-off")
@of_organisation
def call_off(org_id: UUID) -> BaseResponse:
    """Skip a message of the days ahead, or put it off until a day."""
    how = forms.choice("how", frozenset({"skip", "put_off"}))
    foreseen = forms.needed_day("foreseen")
    until = forms.needed_day("until", after=foreseen) if how == "put_off" else None
    customer_id = forms.text("customer")
    if not customer_id:
        abort(400, "Whose message? Nothing was changed. Go back and use the button of its line.")
    ahead.call_off(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id,
        seen=forms.text("seen"), foreseen=foreseen, until=until,
    )  # fmt: skip
    sentence = (
        "Skipped: that level does not go. Undo it here up to its day."
        if until is None
        else "Put off. It comes again on that day if it is still owed then."
    )
    return done(back(url_for("coming.coming", org_id=org_id)), sentence)


@blueprint.post("/o/<uuid:org_id>/coming/<uuid:decision>/undo")
@of_organisation
def undo(org_id: UUID, decision: UUID) -> BaseResponse:
    """Let a message that was called off come again."""
    ahead.undo(doors(), org_id=org_id, by=person().name, decision=decision)
    return done(
        back(url_for("coming.coming", org_id=org_id)), "Undone. It comes as the policy says."
    )
