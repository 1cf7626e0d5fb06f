"""How each document looks in Xero's accounting API, as plain values for `wire.encode`.

It decides nothing: which records are shown and how fully is for `reading` to say.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import ZERO, Invoice, Payment, Quote, Repeating
from connectors.sandbox.render_contacts import contact_json, contact_stub
from connectors.sandbox.render_credits import applied
from connectors.sandbox.render_parts import add_tail, line_json, payment_stub, rate_json
from connectors.sandbox.wire import Json, day, day_text, instant, instant_text, money, present, rate


def invoice_json(
    ledger: Ledger, invoice: Invoice, *, detail: str = "full", places: int = 2
) -> Json:
    """An invoice: `detail` is *full* (single), *paged*, *summary* or *stub* (unpaged list).

    `places` are the decimals of unit amounts: 2, or 4 where unitdp=4 was asked for.
    """
    contact = ledger.contacts[invoice.contact]
    body: Json = {
        "Type": invoice.kind,
        "InvoiceID": invoice.id,
        "InvoiceNumber": invoice.number,
        "Reference": invoice.reference,
    }
    if detail != "summary":
        body["Payments"] = [payment_stub(p) for p in ledger.live_payments(invoice.id)]
        body |= applied(ledger, invoice.id)
        body["HasAttachments"] = invoice.id in ledger.attachments
    body["AmountDue"] = money(invoice.amount_due)
    body["AmountPaid"] = money(invoice.paid)
    body["AmountCredited"] = money(invoice.credited)
    body["SentToContact"] = invoice.is_sent
    if invoice.rate:
        body["CurrencyRate"] = rate(invoice.rate)
    body["IsDiscounted"] = False
    body["HasErrors"] = False
    body["Contact"] = contact_json(ledger, contact) if detail == "full" else contact_stub(contact)
    body["DateString"] = day_text(invoice.issued)
    body["Date"] = day(invoice.issued)
    body["DueDateString"] = day_text(invoice.due)
    body["DueDate"] = day(invoice.due)
    if invoice.expected:
        is_sale = invoice.kind == "ACCREC"
        body["ExpectedPaymentDate" if is_sale else "PlannedPaymentDate"] = day(invoice.expected)
    if invoice.fully_paid_on:
        body["FullyPaidOnDate"] = day(invoice.fully_paid_on)
    if invoice.repeating:
        body["RepeatingInvoiceID"] = invoice.repeating
    if invoice.theme:
        body["BrandingThemeID"] = invoice.theme
    if invoice.url:
        body["Url"] = invoice.url
    body["Status"] = invoice.status
    body["LineAmountTypes"] = "Exclusive"
    if detail != "summary":
        has_lines = detail != "stub"
        body["LineItems"] = [line_json(line, places) for line in invoice.lines] if has_lines else []
    return add_tail(body, invoice)


def payment_json(ledger: Ledger, payment: Payment) -> Json:
    """A payment with its account and the document that it paid."""
    account = ledger.accounts.get(payment.account)
    return {
        "PaymentID": payment.id,
        "Date": day(payment.on),
        "BankAmount": money(_bank_amount(ledger, payment)),
        "Amount": money(payment.amount),
        "Reference": payment.reference,
        **rate_json(payment.rate),
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
        CurrencyRate=rate(Decimal(1)),
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
