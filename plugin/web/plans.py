"""Payment plans: proposing one, agreeing it within bounds or beyond them, ending it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.credit.agreements import PlanPart
from plugin.credit.plan_offers import Every
from plugin.operations import plans as operations
from plugin.queries import plans as query
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, person, reading, today
from plugin.web.replies import back, done

blueprint = Blueprint("plans", __name__)

#: no plan begins later
_FARTHEST = timedelta(days=2 * 365)
_EVERY = ((Every.WEEK, "week"), (Every.FORTNIGHT, "fortnight"), (Every.MONTH, "month"))


@blueprint.get("/o/<uuid:org_id>/customers/<customer_id>/plan")
@of_organisation
def split(org_id: UUID, customer_id: str) -> str:
    """Propose equal instalments on the customer's pay-run days, each of which can be edited."""
    with reading() as tx:
        form = query.plan_form(tx, customer_id, _asked(), on=today())
    if form is None:
        abort(404)
    return render_template("plan.html", form=form, rows=form.parts, every=_EVERY, refusals=())


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/plan")
@of_organisation
def agree(org_id: UUID, customer_id: str) -> Response | str | tuple[str, int]:
    """Agree the plan; beyond the bounds the page says which, and a person may say yes to it."""
    rows = _rows()
    if not rows:
        abort(400, "No instalment was given. No plan was made. Go back and write one.")
    invoices = request.form.getlist("invoice")
    instead = _identity("instead")
    agreed = operations.agree(
        doors(),
        org_id=org_id,
        by=person().name,
        customer_id=customer_id,
        invoice_ids=invoices,
        parts=rows,
        beyond_bounds=forms.text("anyway") == "yes",
        instead_of=instead,
    )
    if agreed.plan_id is not None:
        return done(_customer(org_id, customer_id), "The plan stands; its instalments are asked "
                    "for one by one, and the reminders of its invoices rest.")  # fmt: skip
    asked = query.PlanAsked(invoice_ids=invoices, count=len(rows), instead_of=instead)
    with reading() as tx:
        form = query.plan_form(tx, customer_id, asked, on=today())
        if form is None:
            abort(404)
        why = query.refusal_words(tx, customer_id, agreed.refusals, rows[0].amount.currency)
    page = render_template(
        "plan.html", form=form, rows=rows, every=_EVERY, refusals=why, may=agreed.may_be_agreed
    )
    return page, 422


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/plan/<uuid:plan_id>/end")
@of_organisation
def end(org_id: UUID, customer_id: str, plan_id: UUID) -> Response:
    """End a plan: what is left is due as invoiced, each invoice in its place on its ladder."""
    operations.end(
        doors(),
        org_id=org_id,
        by=person().name,
        customer_id=customer_id,
        plan_id=plan_id,
        why=forms.text("why")[:200],
    )
    return done(
        back(_customer(org_id, customer_id)),
        "The plan has ended. What is left is due as invoiced; each invoice keeps its place.",
    )


def _asked() -> query.PlanAsked:
    return query.PlanAsked(
        invoice_ids=request.args.getlist("invoice"),
        count=_count(request.args.get("count", "")),
        every=_every(request.args.get("every", "")),
        first=_day(request.args.get("first", "")),
        instead_of=_identity("instead"),
    )


def _count(written: str) -> int | None:
    return int(written) if written.isdecimal() and len(written) < 3 else None


def _every(written: str) -> Every:
    return next((each for each, _ in _EVERY if each.value == written), Every.MONTH)


def _day(written: str) -> date | None:
    """A day after today, within two years; for any other the page proposes its own."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return found if today() < found <= today() + _FARTHEST else None


def _rows() -> tuple[PlanPart, ...]:
    """The instalments as they were written, in the order of their days; empty rows are left out."""
    currency = forms.text("currency")
    rows = []
    for number in range(1, query.MOST_PARTS + 1):
        due, amount = forms.day(f"due-{number}"), forms.money(f"amount-{number}", currency)
        if due is None and amount is None:
            continue
        if due is None or amount is None:
            abort(400, f"Instalment {number} needs a day and an amount. No plan was made. Go back.")
        rows.append(PlanPart(due, amount))
    return tuple(sorted(rows, key=lambda row: row.due))


def _identity(name: str) -> UUID | None:
    written = request.values.get(name, "").strip()
    return forms.identity(written) if written else None


def _customer(org_id: UUID, customer_id: str) -> str:
    return url_for("customers.customer", org_id=org_id, customer_id=customer_id) + "#plans"
