"""Requests for credit in the console: the form's address, the requests, one of them decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for
from werkzeug.wrappers import Response

from plugin.credit.application import Granted, RequestState
from plugin.credit.terms import Terms, TermsKind
from plugin.letters.credit_words import offer_words, terms_words
from plugin.operations import (
    credit_bureau,
    credit_deciding,
    credit_door,
    credit_letters,
    credit_looking,
    credit_references,
    credit_writing,
)
from plugin.queries import credit_requests as query
from plugin.store import credit_doors
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.replies import done

blueprint = Blueprint("credit_requests", __name__)

_DECISIONS = frozenset(each.value for each in RequestState if each.is_decided)
_KINDS = frozenset(each.value for each in TermsKind)
_MOST_EMAIL = 254
_FACT_NAMES = (
    ("registry", "From a public register"),
    ("accounts", "From published accounts"),
    ("other", "Something else"),
)
#: payment terms as they can be chosen
_TERMS = (
    (TermsKind.AFTER_ISSUE.value, "days after the invoice date"),
    (TermsKind.AFTER_MONTH_END.value, "days after the end of its month"),
    (TermsKind.OF_THIS_MONTH.value, "as a day of the same month"),
    (TermsKind.OF_NEXT_MONTH.value, "as a day of the following month"),
)


@blueprint.get("/o/<uuid:org_id>/credit-requests")
@of_organisation
def requests(org_id: UUID) -> str:
    """The form's address, and every request."""
    with reading() as tx:
        door = credit_doors.read(tx)
        link = credit_door.form_link(tx, doors(), door)
        lines = query.request_lines(tx)
    return render_template(
        "credit_requests.html", door=door, link=link, lines=lines, bureau=doors().bureau.name
    )


@blueprint.post("/o/<uuid:org_id>/credit-requests/form")
@of_organisation
def open_form(org_id: UUID) -> Response:
    """Open the form, with these terms."""
    credit_door.open_form(
        doors(), org_id=org_id, by=person().name, terms_text=forms.text("terms_text")
    )
    return done(_all(org_id), "The form is open. Its address stands below.")


@blueprint.post("/o/<uuid:org_id>/credit-requests/form/shut")
@of_organisation
def shut_form(org_id: UUID) -> Response:
    """Shut the form."""
    credit_door.shut_form(doors(), org_id=org_id, by=person().name)
    return done(_all(org_id), "The form is shut. Requests that came in stay here.")


@blueprint.post("/o/<uuid:org_id>/credit-requests/form/new-address")
@of_organisation
def new_address(org_id: UUID) -> Response:
    """Another address for the form."""
    credit_door.new_address(doors(), org_id=org_id, by=person().name)
    return done(_all(org_id), "The form has a new address; the one before opens nothing any more.")


@blueprint.post("/o/<uuid:org_id>/credit-requests/form/bureau")
@of_organisation
def switch_bureau(org_id: UUID) -> Response:
    """Let a bureau be asked, or not."""
    yes = forms.choice("bureau", frozenset({"yes", "no"})) == "yes"
    credit_door.switch_bureau(doors(), org_id=org_id, by=person().name, yes=yes)
    said = "A bureau may be asked about those who agree." if yes else "No bureau is asked."
    return done(_all(org_id), said)


@blueprint.post("/o/<uuid:org_id>/credit-requests/form/mail")
@of_organisation
def mail_form(org_id: UUID) -> Response:
    """Mail the form's address to somebody."""
    to = forms.text("email")
    if len(to) > _MOST_EMAIL or "@" not in to.strip("@") or " " in to or not to.isascii():
        abort(400, "That is not an email address. Nothing was sent. Go back and write it again.")
    credit_door.mail_form(doors(), org_id=org_id, by=person().name, by_email=person().email, to=to)
    return done(_all(org_id), f"The form’s address is on its way to {to}.")


@blueprint.get("/o/<uuid:org_id>/credit-requests/<uuid:request_id>")
@of_organisation
def request_page(org_id: UUID, request_id: UUID) -> str:
    """One request, with everything to decide it by."""
    with reading() as tx:
        page = query.request_page(tx, request_id, on=today())
        door = credit_doors.read(tx)
    suggested = credit_looking.suggested(doors(), org_id=org_id, request_id=request_id)
    if page is None or suggested is None:
        abort(404)
    offer = suggested.offer
    return render_template(
        "credit_request.html",
        page=page,
        it=page.request.application,
        suggested=suggested,
        offered=tuple(offer_words(each) for each in offer.reasons) if offer else (),
        granted_terms=terms_words(page.request.granted.terms) if page.request.granted else "",
        fact_names=dict(_FACT_NAMES),
        terms_kinds=_TERMS,
        bureau=doors().bureau.name,
        no_bureau=credit_bureau.may_ask(
            doors(), agreed=page.request.may_ask_bureau, switched_on=door.asks_bureau
        ),
    )


@blueprint.post("/o/<uuid:org_id>/credit-requests/<uuid:request_id>/fact")
@of_organisation
def fact(org_id: UUID, request_id: UUID) -> Response:
    """Keep what was found elsewhere."""
    credit_looking.paste_fact(
        doors(),
        org_id=org_id,
        by=person().name,
        request_id=request_id,
        kind=forms.choice("kind", frozenset(credit_looking.FACT_KINDS)),
        source=forms.text("source"),
        on_day=forms.needed_day("dated"),
        words=forms.text("words"),
    )
    return done(_one(org_id, request_id, "facts"), "Kept, with its source and day.")


@blueprint.post("/o/<uuid:org_id>/credit-requests/<uuid:request_id>/fact/<uuid:fact_id>/out")
@of_organisation
def fact_out(org_id: UUID, request_id: UUID, fact_id: UUID) -> Response:
    """Take out what was pasted by mistake."""
    credit_looking.take_fact_out(
        doors(), org_id=org_id, by=person().name, request_id=request_id, fact_id=fact_id
    )
    return done(_one(org_id, request_id, "facts"), "Taken out.")


@blueprint.post("/o/<uuid:org_id>/credit-requests/<uuid:request_id>/bureau")
@of_organisation
def ask_bureau(org_id: UUID, request_id: UUID) -> Response:
    """Ask the bureau, where both said yes."""
    credit_bureau.ask(doors(), org_id=org_id, by=person().name, request_id=request_id)
    return done(_one(org_id, request_id, "facts"), "Asked; what came back stands below.")


@blueprint.post("/o/<uuid:org_id>/credit-requests/<uuid:request_id>/ask/<uuid:reference_id>")
@of_organisation
def ask_reference(org_id: UUID, request_id: UUID, reference_id: UUID) -> Response:
    """Mail one reference the three questions."""
    business = credit_references.ask(
        doors(), org_id=org_id, by=person().name, request_id=request_id, reference_id=reference_id
    )
    return done(_one(org_id, request_id, "references"), f"{business} was asked by mail, once.")


@blueprint.post("/o/<uuid:org_id>/credit-requests/<uuid:request_id>/decide")
@of_organisation
def decide(org_id: UUID, request_id: UUID) -> Response:
    """Yes, yes with a deposit, cash first, or no."""
    state = RequestState(forms.choice("decision", _DECISIONS))
    credit_deciding.decide(
        doors(),
        org_id=org_id,
        by=person().name,
        request_id=request_id,
        state=state,
        why=forms.text("why")[:2_000],
        granted=_granted(state) if state.is_granted else None,
        contact_id=forms.text("contact"),
    )
    said = "Decided. The answer to them, and what goes into Xero, each wait for your yes below."
    return done(_one(org_id, request_id, "answer"), said)


@blueprint.post("/o/<uuid:org_id>/credit-requests/<uuid:request_id>/again")
@of_organisation
def open_again(org_id: UUID, request_id: UUID) -> Response:
    """Take the decision back."""
    credit_deciding.open_again(doors(), org_id=org_id, by=person().name, request_id=request_id)
    return done(_one(org_id, request_id), "The decision is taken back. The request waits again.")


@blueprint.post("/o/<uuid:org_id>/credit-requests/<uuid:request_id>/erase")
@of_organisation
def erase(org_id: UUID, request_id: UUID) -> Response:
    """Destroy what was written in a request that came to nothing."""
    credit_deciding.erase(doors(), org_id=org_id, by=person().name, request_id=request_id)
    return done(_all(org_id), "Erased. That there was a request, and its end, stay on record.")


@blueprint.post("/o/<uuid:org_id>/credit-requests/<uuid:request_id>/letter")
@of_organisation
def letter(org_id: UUID, request_id: UUID) -> Response:
    """Put the answer into other words, approve it, take it back, or say that it was told."""
    how = forms.choice("do", frozenset({"change", "approve", "take_back", "told"}))
    at: dict[str, Any] = {"org_id": org_id, "by": person().name, "request_id": request_id}
    if how == "change":
        credit_letters.change(doors(), text=forms.text("text"), **at)
        said = "Changed. It waits for your yes."
    elif how == "approve":
        # the words that are on the page are the words that go
        credit_letters.change(doors(), text=forms.text("text"), **at)
        credit_letters.approve(doors(), **at)
        said = "It goes in ten minutes. Until then you can take it back."
    elif how == "take_back":
        credit_letters.take_back(doors(), **at)
        said = "Taken back. It waits for your yes."
    else:
        credit_letters.told_myself(doors(), **at)
        said = "Noted: you told them yourself, and no mail goes."
    return done(_one(org_id, request_id, "answer"), said)


@blueprint.post("/o/<uuid:org_id>/credit-requests/<uuid:request_id>/xero")
@of_organisation
def write(org_id: UUID, request_id: UUID) -> Response:
    """Say yes to what is written into Xero, take it back, or undo it."""
    how = forms.choice("do", frozenset({"approve", "take_back", "undo"}))
    at: dict[str, Any] = {"org_id": org_id, "by": person().name, "request_id": request_id}
    if how == "approve":
        credit_writing.approve(doors(), **at)
        said = "It is being written into Xero."
    elif how == "take_back":
        credit_writing.take_back(doors(), **at)
        said = "Taken back: nothing is written into Xero."
    else:
        credit_writing.undo(doors(), **at)
        said = "It is being put back in Xero."
    return done(_one(org_id, request_id, "xero"), said)


def _granted(state: RequestState) -> Granted | None:
    limit = forms.money("limit", g.organisation.base_currency)
    if limit is None:
        return None
    kind = TermsKind(forms.choice("terms_kind", _KINDS))
    deposit = _whole("deposit") if state is RequestState.DEPOSIT else 0
    return Granted(limit, Terms(_whole("terms_days"), kind), deposit)


def _whole(name: str) -> int:
    written = forms.text(name)
    if not (written.isascii() and written.isdigit() and len(written) <= 3):
        abort(400, f"“{written}” is not a number. Nothing was decided. Go back and write one.")
    return int(written)


def _all(org_id: UUID) -> str:
    return url_for("credit_requests.requests", org_id=org_id)


def _one(org_id: UUID, request_id: UUID, anchor: str = "") -> str:
    return url_for(
        "credit_requests.request_page",
        org_id=org_id,
        request_id=request_id,
        _anchor=anchor or None,
    )
