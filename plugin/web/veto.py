"""What a salesperson's mail leads to: the question with its grounds, and two buttons.

Opening the page changes nothing; the signature in its address says who was asked.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, abort, make_response, render_template, url_for
from werkzeug.wrappers import Response

from plugin.operations import sales_asked
from plugin.web import forms
from plugin.web.browser_bound import bind
from plugin.web.doorkeeper import browser_bound, form_token, of_organisation
from plugin.web.house import doors, person
from plugin.web.replies import done

blueprint = Blueprint("veto", __name__)


@blueprint.get(f"{sales_asked.PATH}<token>")
@browser_bound
def asked(token: str) -> Response:
    """What is due, why, from when, and the two answers."""
    return _page(sales_asked.look(doors(), token))


@blueprint.post(f"{sales_asked.PATH}<token>")
@browser_bound
def answer(token: str) -> Response:
    """Hold it back with a reason, or let it go; once."""
    veto = forms.choice("answer", frozenset({"veto", "go"})) == "veto"
    until = _day(forms.text("until")) if veto else None
    found = sales_asked.answer(
        doors(), token, veto=veto, until=until, reason=forms.text("reason") if veto else ""
    )
    return _page(found, just_now=True)


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/veto/<uuid:window_id>/lift")
@of_organisation
def lift(org_id: UUID, customer_id: str, window_id: UUID) -> Response:
    """End a veto before its day."""
    sales_asked.lift(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, window_id=window_id
    )
    here = url_for("customers.customer", org_id=org_id, customer_id=customer_id)
    return done(here, "The veto has ended. What it held back may go its way.")


def _page(found: sales_asked.Question, *, just_now: bool = False) -> Response:
    reply = make_response()
    token = bind(reply)
    said = "" if found.is_open or just_now else sales_asked.settled(found)
    body = render_template(
        "veto.html", asked=found, said=said, just_now=just_now,
        browser_token=form_token(f"browser {token}"),
    )  # fmt: skip
    reply.set_data(body)
    return reply


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(400, "Until which day? Nothing was changed. Go back and choose one.")
