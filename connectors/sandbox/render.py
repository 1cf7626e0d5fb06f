"""How each document looks in Xero's accounting API, as plain values for `wire.encode`.

It decides nothing: which records are shown and how fully is for `reading` to say.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from connectors.sandbox.ledger import CREDIT_CATEGORIES, Ledger
from connectors.sandbox.records import (
    ZERO,
    Allocation,
    Credit,
    Invoice,
    Line,
    Payment,
    Quote,
    Repeating,
)
from connectors.sandbox.render_contacts import contact_json, contact_stub
from connectors.sandbox.wire import (
    Json,
    day,
    day_text,
    instant,
    instant_text,
    money,
    number,
    present,
)


def invoice_json(ledger: Ledger, invoice: Invoice, *, detail: str = "full") -> Json:
    """An invoice: `detail` is *full* (single), *paged*, *summary* or *stub* (unpaged list)."""
    is_sale = invoice.kind == "ACCREC"
    has_lines = detail in {"full", "paged"}
    body: Json = {
        "Type": invoice.kind,
        "InvoiceID": invoice.id,
        "InvoiceNumber": invoice.number,
        "Reference": invoice.reference,
    }
    if detail != "summary":
        body |= _applied(ledger, invoice)
    body |= {
        "AmountDue": money(invoice.amount_due),
        "AmountPaid": money(invoice.paid),
        "AmountCredited": money(invoice.credited),
        "SentToContact": invoice.is_sent,
        **_rate(invoice.rate),
        "IsDiscounted": False,
        "HasErrors": False,
    }
    if detail != "summary":
        body["HasAttachments"] = False
    contact = ledger.contacts[invoice.contact]
    body["Contact"] = contact_json(ledger, contact) if detail == "full" else contact_stub(contact)
    body |= {
        "DateString": day_text(invoice.issued),
        "Date": day(invoice.issued),
        "DueDateString": day_text(invoice.due),
        "DueDate": day(invoice.due),
    }
    if invoice.expected:
        body["ExpectedPaymentDate" if is_sale else "PlannedPaymentDate"] = day(invoice.expected)
    if invoice.fully_paid_on:
        body["FullyPaidOnDate"] = day(invoice.fully_paid_on)
    if invoice.repeating:
        body["RepeatingInvoiceID"] = invoice.repeating
    if invoice.theme:
        body["BrandingThemeID"] = invoice.theme
    if invoice.url:
        body["Url"] = invoice.url
    body |= {"Status": invoice.status, "LineAmountTypes": "Exclusive"}
    if detail != "summary":
        body["LineItems"] = [line_json(line) for line in invoice.lines] if has_lines else []
    return body | _tail(invoice)


def _tail(document: Invoice | Credit) -> Json:
    return {
        "SubTotal": money(document.subtotal),
        "TotalTax": money(document.tax),
        "Total": money(document.total),
        "UpdatedDateUTC": instant(document.updated),
        "UpdatedDateUTCString": instant_text(document.updated),
        "CurrencyCode": document.currency,
    }


def _applied(ledger: Ledger, invoice: Invoice) -> Json:
    applied: dict[str, list[Json]] = {"CREDITNOTE": [], "PREPAYMENT": [], "OVERPAYMENT": []}
    for credit, allocation in ledger.live_allocations(invoice.id):
        category = CREDIT_CATEGORIES[credit.kind]
        applied[category].append(_applied_credit(credit, allocation, category))
    return {
        "Payments": [payment_stub(p) for p in ledger.live_payments(invoice.id)],
        "CreditNotes": applied["CREDITNOTE"],
        "Prepayments": applied["PREPAYMENT"],
        "Overpayments": applied["OVERPAYMENT"],
    }


def _applied_credit(credit: Credit, allocation: Allocation, category: str) -> Json:
    body: Json = {credit_names(credit)[1]: credit.id, "ID": credit.id}
    if category == "CREDITNOTE":
        body["CreditNoteNumber"] = credit.number
    return body | {
        "Date": day(allocation.on),
        "DateString": day_text(allocation.on),
        "AppliedAmount": money(allocation.amount),
        "Total": money(credit.total),
        **_rate(credit.rate),
    }


def payment_stub(payment: Payment) -> Json:
    """A payment as it is nested in its invoice or credit."""
    return {
        "PaymentID": payment.id,
        "Date": day(payment.on),
        "Amount": money(payment.amount),
        "Reference": payment.reference,
        **_rate(payment.rate),
        "HasAccount": False,
        "HasValidationErrors": False,
    }


def line_json(line: Line) -> Json:
    """A line of a document."""
    return {
        "Description": line.description,
        "UnitAmount": number(line.unit_amount),
        "TaxType": "OUTPUT2" if line.tax else "NONE",
        "TaxAmount": money(line.tax),
        "LineAmount": money(line.amount),
        "AccountCode": line.account,
        "Tracking": [],
        "Quantity": number(line.quantity),
        "LineItemID": line.id,
    }


def credit_names(credit: Credit) -> tuple[str, str]:
    """The collection of a credit and the name of its id."""
    return {
        "CREDITNOTE": ("CreditNotes", "CreditNoteID"),
        "OVERPAYMENT": ("Overpayments", "OverpaymentID"),
        "PREPAYMENT": ("Prepayments", "PrepaymentID"),
    }[CREDIT_CATEGORIES[credit.kind]]


def credit_json(ledger: Ledger, credit: Credit, *, detail: str = "full") -> Json:
    """A credit note, overpayment or prepayment; a *stub* has no lines."""
    contact = ledger.contacts[credit.contact]
    body: Json = {credit_names(credit)[1]: credit.id, "ID": credit.id, "Type": credit.kind}
    if credit.kind.endswith("CREDIT"):
        body |= {"CreditNoteNumber": credit.number, "SentToContact": credit.is_sent}
    body |= {
        "Reference": credit.reference,
        **_rate(credit.rate),
        "RemainingCredit": money(credit.remaining),
        "Allocations": [allocation_json(ledger, a) for a in credit.allocations],
        "Payments": [payment_stub(p) for p in ledger.live_payments(credit.id)],
        "HasAttachments": False,
        "Contact": contact_json(ledger, contact) if detail == "full" else contact_stub(contact),
        "DateString": day_text(credit.on),
        "Date": day(credit.on),
        "Status": credit.status,
        "LineAmountTypes": "Exclusive" if credit.tax else "NoTax",
        "LineItems": [] if detail == "stub" else [line_json(line) for line in credit.lines],
    }
    if credit.fully_paid_on and credit.kind.endswith("CREDIT"):
        body["FullyPaidOnDate"] = day(credit.fully_paid_on)
    return body | _tail(credit)


def allocation_json(ledger: Ledger, allocation: Allocation) -> Json:
    """A part of a credit, with the invoice that it was set against."""
    invoice = ledger.invoices[allocation.invoice]
    return {
        "AllocationID": allocation.id,
        "Amount": money(allocation.amount),
        "Date": day(allocation.on),
        "Invoice": {"InvoiceID": invoice.id, "InvoiceNumber": invoice.number},
        "IsDeleted": allocation.is_deleted,
    }


def payment_json(ledger: Ledger, payment: Payment) -> Json:
    """A payment with its account and the document that it paid."""
    account = ledger.accounts.get(payment.account)
    return {
        "PaymentID": payment.id,
        "Date": day(payment.on),
        "BankAmount": money(_bank_amount(ledger, payment)),
        "Amount": money(payment.amount),
        "Reference": payment.reference,
        **_rate(payment.rate),
        "PaymentType": payment.kind,
        "Status": "DELETED" if payment.is_deleted else "AUTHORISED",
        "UpdatedDateUTC": instant(payment.updated),
        "UpdatedDateUTCString": instant_text(payment.updated),
        "HasAccount": account is not None,
        "IsReconciled": payment.is_reconciled,
        **({"Account": {"AccountID": account.id, "Code": account.code}} if account else {}),
        "Invoice": _payment_target(ledger, payment),
        "HasValidationErrors": False,
    }


def _rate(value: Decimal) -> Json:
    """CurrencyRate, left out where it is not known."""
    return {"CurrencyRate": number(value)} if value else {}


def _bank_amount(ledger: Ledger, payment: Payment) -> Decimal:
    """The amount in the bank account's currency; CurrencyRate is foreign units per base unit."""
    account = ledger.accounts.get(payment.account)
    bank = account.currency if account and account.currency else ledger.base_currency
    if bank == payment.currency or payment.rate == ZERO:
        return payment.amount
    return (payment.amount / payment.rate).quantize(Decimal("0.01"))


def _payment_target(ledger: Ledger, payment: Payment) -> Json:
    invoice = ledger.invoices.get(payment.target)
    document: Any = invoice or ledger.credits[payment.target]
    kinds = {"RECEIVE-OVERPAYMENT": "AROVERPAYMENT", "RECEIVE-PREPAYMENT": "ARPREPAYMENT"}
    return {
        "Type": kinds.get(document.kind, document.kind),
        "InvoiceID": document.id,
        "InvoiceNumber": document.number,
        "IsDiscounted": False,
        "HasErrors": False,
        "Contact": contact_stub(ledger.contacts[document.contact]),
        "LineItems": [],
        "CurrencyCode": document.currency,
    }


def quote_json(ledger: Ledger, quote: Quote) -> Json:
    """A quote; its LineAmountTypes are in capitals, unlike an invoice's."""
    contact = ledger.contacts[quote.contact]
    return present(
        QuoteID=quote.id,
        QuoteNumber=quote.number,
        Contact={"ContactID": contact.id, "Name": contact.name, "EmailAddress": contact.email},
        LineItems=[line_json(line) for line in quote.lines],
        Date=day(quote.on),
        DateString=day_text(quote.on),
        ExpiryDate=day(quote.expires),
        ExpiryDateString=day_text(quote.expires),
        Status=quote.status,
        CurrencyRate=number(Decimal("1.000000")),
        CurrencyCode=quote.currency,
        SubTotal=money(quote.subtotal),
        TotalTax=money(quote.tax),
        Total=money(quote.total),
        Title=quote.title,
        UpdatedDateUTC=instant(quote.updated),
        LineAmountTypes="EXCLUSIVE",
    )


def repeating_json(ledger: Ledger, template: Repeating) -> Json:
    """A template of repeating invoices."""
    is_approved = template.status == "AUTHORISED"
    return {
        "Schedule": present(
            Period=template.every,
            Unit=template.unit,
            DueDate=template.due_days,
            DueDateType="DAYSAFTERBILLDATE",
            StartDate=day(template.started_on),
            EndDate=day(template.ends_on) if template.ends_on else None,
            NextScheduledDate=day(template.next_on),
        ),
        "RepeatingInvoiceID": template.id,
        "ID": template.id,
        "Type": "ACCREC",
        "Reference": template.reference,
        "HasAttachments": False,
        "ApprovedForSending": is_approved,
        "SendCopy": False,
        "MarkAsSent": is_approved,
        "IncludePDF": False,
        "Contact": contact_stub(ledger.contacts[template.contact]),
        "Status": template.status,
        "LineAmountTypes": "Exclusive",
        "LineItems": [line_json(line) for line in template.lines],
        "SubTotal": money(template.subtotal),
        "TotalTax": money(template.tax),
        "Total": money(template.total),
        "CurrencyCode": template.currency,
    }


def note_json(at: datetime, user: str, changes: str, details: str) -> Json:
    """An entry of a record's history."""
    return {
        "Changes": changes,
        "DateUTCString": at.strftime("%Y-%m-%dT%H:%M:%S"),
        "DateUTC": instant(at),
        "User": user,
        "Details": details,
    }
