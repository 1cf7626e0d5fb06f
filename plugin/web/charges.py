"""Interest and fees: claimed, waived and drafted on a customer's page; rates and booking on their
own.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.credit.rates import Reference
from plugin.letters.claims import reference_name
from plugin.letters.wording import listed, money
from plugin.operations import charge_invoices, charge_settings
from plugin.operations import charges as operations
from plugin.operations.assess import ground
from plugin.queries.charges import CustomerCharges, customer_charges
from plugin.queries.charging import charges_page
from plugin.store import Tx
from plugin.web import forms
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import doors, now, person, reading, today
from plugin.web.replies import done, needed

blueprint = Blueprint("charges", __name__)

_WHOSE = frozenset(whose.value for whose in Reference)


def block(tx: Tx, customer_id: str) -> CustomerCharges | None:
    """The block of interest and fees on a customer's page; None where there is no account."""
    earned = operations.look(tx, ground(tx, now=now()), customer_id)
    if earned is None:
        return None
    return customer_charges(tx, customer_id, basis=earned.basis, found=earned.found, on=today())


@blueprint.get("/o/<uuid:org_id>/charges")
@of_organisation
def charges(org_id: UUID) -> str:
    """Claims of all customers, the reference rates with their sources, and how they are booked."""
    with reading() as tx:
        page = charges_page(tx, on=today())
    whose = [(each.value, reference_name(each)) for each in Reference]
    return render_template("charges.html", page=page, whose=whose)


@blueprint.post("/o/<uuid:org_id>/charges/rates")
@of_organisation
def enter_rate(org_id: UUID) -> Response:
    """Enter the rate of a half-year with its source and the day on which it was read."""
    written = needed("per_cent", "Which rate? Nothing was kept. Go back and write it as 4.25.")
    try:
        per_cent = Decimal(written.replace("%", "").strip())
    except InvalidOperation:
        abort(400, f"“{written}” is not a rate. Write it as 4.25. Nothing was kept.")
    if not per_cent.is_finite():
        abort(400, f"“{written}” is not a rate. Write it as 4.25. Nothing was kept.")
    charge_settings.enter_rate(
        doors(), org_id=org_id, by=person().name,
        whose=Reference(forms.choice("whose", _WHOSE)),
        since=forms.needed_day("since"),
        per_cent=per_cent,
        source=needed("source", "Where did you read it? Nothing was kept. Go back and say so."),
        read_on=forms.needed_day("read_on"),
    )  # fmt: skip
    return done(_page(org_id), "The rate is kept with its source and your name.")


@blueprint.post("/o/<uuid:org_id>/charges/tax-rates")
@of_organisation
def read_tax_rates(org_id: UUID) -> Response:
    """Read the tax rates from Xero, so that one can be chosen."""
    count = charge_settings.read_tax_rates(doors(), org_id=org_id)
    return done(_page(org_id), f"{count} tax rates were read from Xero.")


@blueprint.post("/o/<uuid:org_id>/charges/booking")
@of_organisation
def choose_booking(org_id: UUID) -> Response:
    """Choose account and tax rate of such invoices."""
    charge_settings.choose_booking(
        doors(), org_id=org_id, by=person().name, account=forms.text("account"),
        tax=forms.text("tax"),
    )  # fmt: skip
    return done(_page(org_id), "Account and tax rate are chosen.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/charges/claim")
@of_organisation
def claim(org_id: UUID, customer_id: str) -> Response:
    """Claim what the ticked debts have earned up to today."""
    sums = operations.claim(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id,
        invoice_ids=request.form.getlist("invoice"),
    )  # fmt: skip
    said = listed([money(each) for each in sums])
    return done(
        _here(org_id, customer_id),
        f"Claimed {said}. Letters and statements tell of it, beside what they ask for.",
    )


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/charges/waive")
@of_organisation
def waive_earned(org_id: UUID, customer_id: str) -> Response:
    """Waive what one debt has earned up to today, or for good."""
    operations.waive_earned(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id,
        invoice_id=forms.text("invoice"), why=_why(), for_good="for_good" in request.form,
    )  # fmt: skip
    return done(_here(org_id, customer_id), "Waived, with your reason on record.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/charges/<uuid:charge_id>/waive")
@of_organisation
def waive_claim(org_id: UUID, customer_id: str, charge_id: UUID) -> Response:
    """Waive what was claimed."""
    operations.waive_claim(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, charge_id=charge_id,
        why=_why(),
    )  # fmt: skip
    return done(_here(org_id, customer_id), "Waived, with your reason on record.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/charges/<uuid:charge_id>/paid")
@of_organisation
def paid(org_id: UUID, customer_id: str, charge_id: UUID) -> Response:
    """What was claimed has been paid without an invoice for it."""
    operations.paid(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, charge_id=charge_id
    )
    return done(_here(org_id, customer_id), "Noted as paid; letters tell of it no more.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/charges/<uuid:charge_id>/undo")
@of_organisation
def undo(org_id: UUID, customer_id: str, charge_id: UUID) -> Response:
    """A claim or waiver was a mistake."""
    operations.undo(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, charge_id=charge_id
    )
    return done(_here(org_id, customer_id), "Taken back, as if nobody had said it.")


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/charges/draft")
@of_organisation
def draft(org_id: UUID, customer_id: str) -> Response:
    """Have one invoice drafted in Xero for the ticked claims."""
    chosen = [forms.identity(each) for each in request.form.getlist("charge")]
    if not chosen:
        abort(400, "No claim was ticked, so nothing was drafted. Go back and tick some.")
    whole = charge_invoices.draft_invoice(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, charge_ids=chosen
    )
    return done(
        _here(org_id, customer_id),
        f"A draft over {money(whole)} before tax is being made in Xero. Nothing goes to the "
        "customer until somebody approves it there.",
    )


@blueprint.post("/o/<uuid:org_id>/customers/<customer_id>/charges/draft/<uuid:write_id>/take-back")
@of_organisation
def take_back(org_id: UUID, customer_id: str, write_id: UUID) -> Response:
    """No draft after all."""
    charge_invoices.take_back(
        doors(), org_id=org_id, by=person().name, customer_id=customer_id, write_id=write_id
    )
    return done(_here(org_id, customer_id), "Nothing is drafted; the claim stands as before.")


def _why() -> str:
    return needed("why", "A waiver has a reason. Nothing was waived. Go back and write it.")


def _page(org_id: UUID) -> str:
    return url_for("charges.charges", org_id=org_id)


def _here(org_id: UUID, customer_id: str) -> str:
    return url_for("customers.customer", org_id=org_id, customer_id=customer_id) + "#charges"
