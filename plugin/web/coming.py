"""Coming: the next fourteen days if nobody pays, by day, and what calls a message off."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from plugin.operations import coming as ahead
from plugin.queries import coming as query
from plugin.web import forms
from plugin.web.csv_file import csv_file
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, today
from plugin.web.replies import back, done

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


@blueprint.get("/o/<uuid:org_id>/coming.csv")
@of_organisation
def coming_csv(org_id: UUID) -> Response:
    """The same as a file, one row for each invoice that a message asks for."""
    customer_id, search = _asked()
    found = ahead.days_ahead(doors(), org_id=org_id, customer_id=customer_id, search=search)
    rows = [
        (
            line.on.isoformat(), line.customer, line.level, line.tone, line.by.removeprefix("by "),
            asked.number, asked.level or line.level, asked.days_late,
            f"{asked.amount.amount:.2f}", asked.amount.currency, f"{line.total.amount:.2f}",
            "yes" if line.waits else "no", line.why,
        )
        for line in map(query.coming_line, _found(found))
        for asked in line.asked
    ]  # fmt: skip
    heads = (
        "day", "customer", "message", "tone", "by", "invoice", "level of the invoice", "days late",
        "asked", "currency", "message asks for", "waits for a person", "why",
    )  # fmt: skip
    return csv_file(f"coming-{today().isoformat()}.csv", heads, rows)


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
