"""The fields by which each resource can be filtered and sorted, as functions on its records.

It holds names only; the grammar is in `query`.
"""

from collections.abc import Callable
from typing import Any

from connectors.sandbox.ledger import Ledger
from connectors.sandbox.query import Fields


def invoice_fields(ledger: Ledger) -> Fields:
    """Of invoices."""
    return _contact_of(ledger) | {
        "type": lambda r: r.kind,
        "invoiceid": lambda r: r.id,
        "invoicenumber": lambda r: r.number,
        "reference": lambda r: r.reference,
        "date": lambda r: r.issued,
        "duedate": lambda r: r.due,
        "amountdue": lambda r: r.amount_due,
        "amountpaid": lambda r: r.paid,
        "amountcredited": lambda r: r.credited,
        "senttocontact": lambda r: r.is_sent,
        "expectedpaymentdate": lambda r: r.expected if r.kind == "ACCREC" else None,
        "plannedpaymentdate": lambda r: r.expected if r.kind == "ACCPAY" else None,
        "fullypaidondate": lambda r: r.fully_paid_on,
        "repeatinginvoiceid": lambda r: r.repeating,
        **_DOCUMENT,
    }


def contact_fields(ledger: Ledger) -> Fields:
    """Of contacts."""
    del ledger
    return {
        "contactid": lambda r: r.id,
        "contactnumber": lambda r: r.number,
        "accountnumber": lambda r: r.account_number,
        "contactstatus": lambda r: r.status,
        "name": lambda r: r.name,
        "firstname": lambda r: r.first_name,
        "lastname": lambda r: r.last_name,
        "emailaddress": lambda r: r.email,
        "companynumber": lambda r: r.company_number,
        "iscustomer": lambda r: r.is_customer,
        "issupplier": lambda r: r.is_supplier,
        "updateddateutc": lambda r: r.updated,
    }


def credit_fields(ledger: Ledger) -> Fields:
    """Of credit notes, overpayments and prepayments."""
    return _contact_of(ledger) | {
        "type": lambda r: r.kind,
        "creditnoteid": lambda r: r.id,
        "overpaymentid": lambda r: r.id,
        "prepaymentid": lambda r: r.id,
        "creditnotenumber": lambda r: r.number,
        "reference": lambda r: r.reference,
        "date": lambda r: r.on,
        "remainingcredit": lambda r: r.remaining,
        **_DOCUMENT,
    }


def payment_fields(ledger: Ledger) -> Fields:
    """Of payments; `Invoice.*` reads the document that was paid."""

    def target(payment: Any) -> Any:
        return ledger.invoices.get(payment.target) or ledger.credits[payment.target]

    return {
        "paymentid": lambda r: r.id,
        "paymenttype": lambda r: r.kind,
        "status": lambda r: "DELETED" if r.is_deleted else "AUTHORISED",
        "date": lambda r: r.on,
        "amount": lambda r: r.amount,
        "reference": lambda r: r.reference,
        "isreconciled": lambda r: r.is_reconciled,
        "updateddateutc": lambda r: r.updated,
        "invoice.invoiceid": lambda r: r.target,
        "invoice.invoicenumber": lambda r: target(r).number,
        "invoice.contact.contactid": lambda r: target(r).contact,
    }


def quote_fields(ledger: Ledger) -> Fields:
    """Of quotes."""
    return _contact_of(ledger) | {
        "quoteid": lambda r: r.id,
        "quotenumber": lambda r: r.number,
        "date": lambda r: r.on,
        "expirydate": lambda r: r.expires,
        **_DOCUMENT,
    }


def repeating_fields(ledger: Ledger) -> Fields:
    """Of templates."""
    return _contact_of(ledger) | {
        "type": lambda _: "ACCREC",
        "repeatinginvoiceid": lambda r: r.id,
        "reference": lambda r: r.reference,
        "status": lambda r: r.status,
        "total": lambda r: r.total,
        "schedule.nextscheduleddate": lambda r: r.next_on,
    }


def group_fields(ledger: Ledger) -> Fields:
    """Of contact groups."""
    del ledger
    return {
        "contactgroupid": lambda r: r.id,
        "name": lambda r: r.name,
        "status": lambda r: "DELETED" if r.is_deleted else "ACTIVE",
    }


def account_fields(ledger: Ledger) -> Fields:
    """Of the chart of accounts."""
    del ledger
    return {
        "accountid": lambda r: r.id,
        "code": lambda r: r.code,
        "name": lambda r: r.name,
        "type": lambda r: r.type,
        "status": lambda _: "ACTIVE",
        "updateddateutc": lambda r: r.updated,
    }


_DOCUMENT: dict[str, Callable[[Any], Any]] = {
    "status": lambda r: r.status,
    "currencycode": lambda r: r.currency,
    "subtotal": lambda r: r.subtotal,
    "totaltax": lambda r: r.tax,
    "total": lambda r: r.total,
    "updateddateutc": lambda r: r.updated,
}


def _contact_of(ledger: Ledger) -> dict[str, Callable[[Any], Any]]:
    return {
        "contact.contactid": lambda r: r.contact,
        "contact.name": lambda r: ledger.contacts[r.contact].name,
        "contact.contactnumber": lambda r: ledger.contacts[r.contact].number,
    }
