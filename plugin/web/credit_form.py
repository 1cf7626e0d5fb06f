"""The form by which strangers ask for credit, the page that shows whose address it is, and the
three questions to a reference. Whoever holds the address may open it; opening changes nothing.
"""

from __future__ import annotations

import secrets
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, g, render_template, request
from werkzeug.wrappers import Response

from plugin.credit.application import RefereeAnswer
from plugin.credit.law import Kind
from plugin.operations import credit_asking, credit_references
from plugin.operations.credit_asking import OpenForm
from plugin.operations.doors import NotPossible
from plugin.web import forms
from plugin.web.credit_fields import DAYS, REFEREES, CreditFields
from plugin.web.doorkeeper import of_link
from plugin.web.house import doors

blueprint = Blueprint("credit_form", __name__)

_ONCE = 64


@blueprint.get("/p/credit/<uuid:books>/<token>")
@of_link
def form(books: UUID, token: str) -> Response:
    """The form."""
    found = credit_asking.form_of(doors(), books, token)
    if found is None:
        return _shut()
    return _form(found, CreditFields({"country": found.organisation.country}))


@blueprint.post("/p/credit/<uuid:books>/<token>")
@of_link
def ask(books: UUID, token: str) -> Response:
    """Keep the request and mail the address; or the form again, with what is wrong with it."""
    found = credit_asking.form_of(doors(), books, token)
    if found is None:
        return _shut()
    fields = CreditFields({name: request.form.get(name, "") for name in request.form})
    application = fields.application(found.organisation.base_currency)
    if forms.text("seen") != found.seen:
        fields.faults["accepts"] = credit_asking.CHANGED
        application = None
    if application is None:
        return _form(found, fields, status=400)
    try:
        credit_asking.ask(
            doors(),
            org_id=books,
            token=token,
            application=application,
            once=(forms.text("once") or secrets.token_urlsafe(16))[:_ONCE],
            seen=forms.text("seen"),
            whence=request.remote_addr or "unknown",
        )
    except NotPossible as why:
        # what took ten minutes to write is not lost for it
        fields.faults["form"] = str(why)
        return _form(found, fields, status=409)
    return _page("credit/asked.html", found=found, email=application.email)


@blueprint.get("/p/credit/<uuid:books>/mine/<uuid:request_id>/<token>")
@of_link
def mine(books: UUID, request_id: UUID, token: str) -> Response:
    """Where the mailed link leads: a button, or what became of it."""
    state = credit_asking.to_prove(doors(), books, request_id, token)
    if state is None:
        return _shut()
    return _page("credit/mine.html", state=state.value)


@blueprint.post("/p/credit/<uuid:books>/mine/<uuid:request_id>/<token>")
@of_link
def prove(books: UUID, request_id: UUID, token: str) -> Response:
    """The address is theirs."""
    is_first = credit_asking.prove(doors(), org_id=books, request_id=request_id, token=token)
    return _page("credit/mine.html", state="proved" if is_first else "waiting")


@blueprint.get("/p/credit/<uuid:books>/reference/<uuid:reference_id>/<token>")
@of_link
def reference(books: UUID, reference_id: UUID, token: str) -> Response:
    """The three questions; or thanks, where they were answered."""
    asked = credit_references.asked_of(doors(), books, reference_id, token)
    if asked is None:
        return _shut()
    return _questions(asked)


@blueprint.post("/p/credit/<uuid:books>/reference/<uuid:reference_id>/<token>")
@of_link
def answer(books: UUID, reference_id: UUID, token: str) -> Response:
    """Keep the answers, once."""
    asked = credit_references.asked_of(doors(), books, reference_id, token)
    if asked is None:
        return _shut()
    said = RefereeAnswer(
        since_years=forms.text("since"),
        pays=forms.text("pays"),
        would_again=forms.text("again"),
        words=forms.text("words"),
    )
    credit_references.answer(
        doors(), org_id=books, reference_id=reference_id, token=token, said=said
    )
    return _page("credit/thanks.html", asked=asked)


def _form(found: OpenForm, fields: CreditFields, *, status: int = 200) -> Response:
    g.zone = ZoneInfo(found.organisation.timezone)
    return _page(
        "credit/form.html",
        status=status,
        found=found,
        sent=fields.sent,
        faults=fields.faults,
        once=secrets.token_urlsafe(16),
        days=DAYS,
        referees=range(1, REFEREES + 1),
        kinds=(
            (Kind.COMPANY.value, "A company"),
            (Kind.SOLE_TRADER.value, "A sole trader or partnership"),
            (Kind.PUBLIC_BODY.value, "A public body"),
        ),
    )


def _questions(asked: credit_references.Asked) -> Response:
    if asked.reference.answer is not None:
        return _page("credit/thanks.html", asked=asked)
    questions = (
        ("since", f"How long has {asked.applicant} bought from you?", credit_references.SINCE),
        ("pays", "When do they usually pay?", credit_references.PAYS),
        ("again", "Would you sell to them on account again?", credit_references.AGAIN),
    )
    return _page("credit/reference.html", asked=asked, questions=questions)


def _shut() -> Response:
    return _page("credit/shut.html", status=404)


def _page(template: str, *, status: int = 200, **shown: object) -> Response:
    """A page of nobody's session: its address is a secret, so it is told to no other site."""
    reply = Response(render_template(template, **shown), status, mimetype="text/html")
    reply.headers["Referrer-Policy"] = "no-referrer"
    reply.headers["Cache-Control"] = "no-store"
    return reply
