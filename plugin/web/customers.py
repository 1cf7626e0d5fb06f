"""Customers: the list, its CSV, one customer's page, and what a person decides about them."""

from __future__ import annotations

from datetime import timedelta
from typing import TypedDict
from uuid import UUID

from flask import Blueprint, Response, abort, g, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from plugin.credit.account import HoldKind
from plugin.credit.money import Money
from plugin.letters.words import hold_words
from plugin.operations import decide, invoice_pdfs, promised, silence
from plugin.operations import limits as limit_decisions
from plugin.operations.ground import ground
from plugin.operations.limit_suggestions import look_at
from plugin.queries import asked, mail, policies, recipients, samples, statements
from plugin.queries import customer as one
from plugin.queries import customers as many
from plugin.queries import providers as providers_seen
from plugin.queries.agency import hand_offs
from plugin.queries.agreements import HOLDS, agreements
from plugin.queries.forecasts import outlook
from plugin.queries.insight_forecast import customer_expected
from plugin.queries.own_answers import own_answers
from plugin.queries.passport_switches import passport_beside
from plugin.queries.portal_wishes import portal_of
from plugin.queries.punctuality import punctuality
from plugin.queries.relationship import relationship
from plugin.queries.score import score_shown
from plugin.queries.series import punctuality_table
from plugin.queries.standing import standing_shown
from plugin.queries.tables import Table
from plugin.queries.waiting import waiting
from plugin.store import invoices
from plugin.web import forms
from plugin.web.assigning import beside_of
from plugin.web.charges import block as charges_of
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, now, person, reading, today
from plugin.web.insight_forecast import standing as standing_of
from plugin.web.replies import back, done, needed
from plugin.web.tables.files import offer

blueprint = Blueprint("customers", __name__)

#: a flag changes at most once a day (rule 30)
_SOON = "within seconds, or tomorrow morning if it has changed today already"

_WHOLE_LIST = 100_000
_DAY = timedelta(days=1)
#: of a page's number
_MOST_DIGITS = 6


@blueprint.get("/o/<uuid:org_id>/customers")
@of_organisation
def customers(org_id: UUID) -> str:
    """The list: search, sort, filter by status."""
    page = request.args.get("page", "1")[:_MOST_DIGITS]
    with reading() as tx:
        found = many.customer_list(
            tx, on=today(), page=int(page) if page.isdecimal() else 1, **_asked()
        )
    return render_template(
        "customers.html", found=found, filters=many.FILTERS, segments=many.SEGMENT_FILTERS,
        **_asked(),
    )  # fmt: skip


def _as_table() -> Table:
    with reading() as tx:
        return many.as_table(many.customer_list(tx, on=today(), size=_WHOLE_LIST, **_asked()))


offer(blueprint, "customers", _as_table)


class _Asked(TypedDict):
    search: str
    status: str
    sort: many.Sort
    reverse: bool


def _asked() -> _Asked:
    return _Asked(
        search=request.args.get("search", "").strip()[:100],
        status=request.args.get("status", ""),
        sort=many.sort_named(request.args.get("sort", "")),
        reverse=request.args.get("reverse") == "1",
    )


@blueprint.get("/o/<uuid:org_id>/customers/<customer_id>")
@of_organisation
def customer(org_id: UUID, customer_id: str) -> str:
    """One customer: what happens next on top, then everything known."""
    with reading() as tx:
        page = one.customer_page(tx, customer_id, on=today())
        if page is None:
            abort(404)
        agreed = agreements(tx, customer_id, on=today())
        standing = standing_shown(tx, customer_id)
        handed = hand_offs(tx, customer_id)
        charges = charges_of(tx, customer_id)
        cover = policies.cover_shown(tx, customer_id, on=today())
        people = recipients.people(tx, customer_id)
        portal = portal_of(tx, customer_id, now=now())
        spoken = samples.their(tx, customer_id)
        waits = waiting(tx, customer_id, on=today())
        beside = passport_beside(tx, customer_id, on=today())
        incoming = providers_seen.of_customer(tx, customer_id)
        written = mail.conversation(tx, customer_id)
        questions = asked.asked_by(tx, customer_id)
        bond = relationship(tx, customer_id, on=today())
        own = own_answers(tx, customer_id, organisation=g.organisation.name, on=today())
        stated = statements.statements_page(tx, g.organisation, customer_id, on=today())
        punctual = punctuality_table(punctuality(tx, customer_id, on=today()))
        looked = look_at(tx, ground(tx, now=now()), f"c:{customer_id}")
        scored = score_shown(looked, on=today()) if looked is not None else None
        expected = customer_expected(outlook(tx, standing_of(tx), customer_ids=[customer_id]))
        ours = beside_of(tx, page, me=person().user_id)
    return render_template(
        "customer.html", page=page, standing=standing, charges=charges, cover=cover, agreed=agreed,
        people=people, portal=portal, stated=stated, own=own, spoken=spoken, waits=waits,
        incoming=incoming, beside=beside, mail=written, asked=questions, scored=scored,
        expected=expected, bond=bond,
        punctual=punctual, handed=handed, ours=ours,
    )  # fmt: skip


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/limit")
@of_organisation
def set_limit(org_id: UUID, customer_id: str) -> BaseResponse:
    """Set or take away the credit limit, with a reason."""
    reason = needed("reason", "A limit is changed with a reason. Nothing was changed. Go back.")
    limit = forms.money("limit", forms.text("currency") or g.organisation.base_currency)
    limit_decisions.set_limit(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, limit=limit,
        reason=reason,
    )  # fmt: skip
    sentence = "The limit is taken away: no limit set." if limit is None else "The limit is set."
    return done(_here(org_id, customer_id), f"{sentence} The customer is being reviewed.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/hold")
@of_organisation
def hold(org_id: UUID, customer_id: str) -> BaseResponse:
    """Hold: silence until a day, for a reason."""
    kind = HoldKind(forms.choice("kind", frozenset(each.value for each in HOLDS)))
    last = forms.day("until", after=today() - _DAY)
    if last is None and kind in (HoldKind.UNTIL, HoldKind.RETENTION):
        abort(400, "A hold needs its last day. Nothing was changed. Go back and choose one.")
    invoice_id = forms.text("invoice") or None
    silence.begin(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, kind=kind,
        until=last + _DAY if last is not None else None, invoice_id=invoice_id,
        amount=_retained(invoice_id), open_end=forms.text("open_end") == "yes",
    )  # fmt: skip
    return done(_here(org_id, customer_id), f"Held: {hold_words(kind)}.")


def _retained(invoice_id: str | None) -> Money | None:
    """The retained part, in the currency of its invoice; None where none was written."""
    if invoice_id is None or not forms.text("amount"):
        return None
    with reading() as tx:
        found = invoices.invoices_by_id(tx, [invoice_id]).get(invoice_id)
    return forms.money("amount", found.currency) if found is not None else None


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/hold/<uuid:hold_id>/end")
@of_organisation
def end_hold(org_id: UUID, customer_id: str, hold_id: UUID) -> BaseResponse:
    """End a hold."""
    decide.end_hold(doors(), org_id=org_id, by=person().name, hold_id=hold_id)
    return done(_here(org_id, customer_id), "The hold has ended. The customer is being reviewed.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/promise")
@of_organisation
def promise(org_id: UUID, customer_id: str) -> BaseResponse:
    """Note a promise to pay."""
    invoices = request.form.getlist("invoice")
    if not invoices:
        abort(400, "No invoice was ticked, so no promise was noted. Go back and tick some.")
    amount = forms.money("amount", forms.text("currency"))
    if amount is None or not amount:
        abort(400, "How much was promised? No promise was noted. Go back and write an amount.")
    due = forms.needed_day("due", after=today())
    decide.note_promise(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, invoice_ids=invoices,
        amount=amount, due=due,
    )  # fmt: skip
    return done(_here(org_id, customer_id), "The promise is noted; there is silence until then.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/stop")
@of_organisation
def decide_stop(org_id: UUID, customer_id: str) -> BaseResponse:
    """Stop further sales on terms, refuse a proposed stop, or clear one."""
    answer = forms.choice("answer", frozenset({"stop", "refuse", "clear"}))
    here = back(_here(org_id, customer_id))
    if answer == "clear":
        decide.clear_stop(doors(), org_id=org_id, by=person().name, customer_id=customer_id)
        return done(here, f"The stop is cleared. The flag in Xero follows {_SOON}.")
    decide.decide_stop(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, stop=answer == "stop"
    )
    if answer == "stop":
        return done(here, f"Stopped. The flag stands in Xero {_SOON}.")
    return done(here, "Not stopped. It is not proposed again unless things get worse.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/chase")
@of_organisation
def chase(org_id: UUID, customer_id: str) -> BaseResponse:
    """Never chase this customer, or chase as the policy says."""
    never = forms.choice("never", frozenset({"yes", "no"})) == "yes"
    decide.never_chase(doors(), org_id=org_id, by=person().name, customer_id=customer_id, yes=never)
    sentence = "Never chased from now on." if never else "Chased as the policy says from now on."
    return done(_here(org_id, customer_id), sentence)


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/invoices/<invoice_id>/never")
@of_organisation
def never_invoice(org_id: UUID, customer_id: str, invoice_id: str) -> BaseResponse:
    """Take one invoice out of the ladder, for good or until a day."""
    until = forms.day("until", after=today())
    decide.never_chase_invoice(
        doors(), org_id=org_id, by=person().name, invoice_id=invoice_id, until=until
    )
    return done(_here(org_id, customer_id), "That invoice is not chased.")


@blueprint.get("/o/<uuid:org_id>/customers/<customer_id>/invoices/<invoice_id>.pdf")
@of_organisation
def invoice_pdf(org_id: UUID, customer_id: str, invoice_id: str) -> Response:
    """One invoice as Xero prints it now; it passes through and is kept nowhere."""
    found = invoice_pdfs.one_invoice(
        doors(), org_id=org_id, customer_id=customer_id, invoice_id=invoice_id
    )
    return Response(
        found.pdf,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{found.name}"'},
    )


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/promise/<uuid:promise_id>/withdraw")
@of_organisation
def withdraw_promise(org_id: UUID, customer_id: str, promise_id: UUID) -> BaseResponse:
    """The customer took a promise back."""
    promised.withdraw_promise(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, promise_id=promise_id
    )
    return done(_here(org_id, customer_id), "The promise is withdrawn; chasing goes on.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/promise/<uuid:promise_id>/move")
@of_organisation
def move_promise(org_id: UUID, customer_id: str, promise_id: UUID) -> BaseResponse:
    """The customer named another day."""
    promised.move_promise(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, promise_id=promise_id,
        due=forms.needed_day("due", after=today()),
    )  # fmt: skip
    return done(_here(org_id, customer_id), "The promise is moved; there is silence until then.")


def _here(org_id: UUID, customer_id: str) -> str:
    return url_for("customers.customer", org_id=org_id, customer_id=customer_id)
