"""How credit notes, overpayments and prepayments look in Xero's accounting API, as plain values.

It decides nothing: which records are shown and how fully is for `reading` to say.
"""

from connectors.sandbox.ledger import CREDIT_CATEGORIES, Ledger
from connectors.sandbox.records import Allocation, Credit
from connectors.sandbox.render_contacts import contact_json, contact_stub
from connectors.sandbox.render_parts import add_tail, line_json, payment_stub, rate_json
from connectors.sandbox.wire import Json, day, day_text, money

NAMES = {
    "CREDITNOTE": ("CreditNotes", "CreditNoteID"),
    "OVERPAYMENT": ("Overpayments", "OverpaymentID"),
    "PREPAYMENT": ("Prepayments", "PrepaymentID"),
}
"""The collection of each category of credit and the name of its id."""


def credit_json(ledger: Ledger, credit: Credit, *, detail: str = "full", places: int = 2) -> Json:
    """A credit note, overpayment or prepayment; a *stub* has no lines.

    `places` are the decimals of unit amounts: 2, or 4 where unitdp=4 was asked for.
    """
    contact = ledger.contacts[credit.contact]
    name = NAMES[CREDIT_CATEGORIES[credit.kind]][1]
    body: Json = {name: credit.id, "ID": credit.id, "Type": credit.kind}
    if credit.kind.endswith("CREDIT"):
        body |= {"CreditNoteNumber": credit.number, "SentToContact": credit.is_sent}
    lines = [] if detail == "stub" else [line_json(line, places) for line in credit.lines]
    body |= {
        "Reference": credit.reference,
        **rate_json(credit.rate),
        "RemainingCredit": money(credit.remaining),
        "Allocations": [allocation_json(ledger, a) for a in credit.allocations],
        "Payments": [payment_stub(p) for p in ledger.live_payments(credit.id)],
        "HasAttachments": credit.id in ledger.attachments,
        "Contact": contact_json(ledger, contact) if detail == "full" else contact_stub(contact),
        "DateString": day_text(credit.on),
        "Date": day(credit.on),
        "Status": credit.status,
        "LineAmountTypes": "Exclusive" if credit.tax else "NoTax",
        "LineItems": lines,
    }
    if credit.fully_paid_on and credit.kind.endswith("CREDIT"):
        body["FullyPaidOnDate"] = day(credit.fully_paid_on)
    return add_tail(body, credit)


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


def applied(ledger: Ledger, invoice: str) -> dict[str, list[Json]]:
    """The credits set against an invoice, in the three lists that it shows."""
    found: dict[str, list[Json]] = {"CreditNotes": [], "Prepayments": [], "Overpayments": []}
    for credit, allocation in ledger.live_allocations(invoice):
        collection, name = NAMES[CREDIT_CATEGORIES[credit.kind]]
        body: Json = {name: credit.id, "ID": credit.id}
        if collection == "CreditNotes":
            body["CreditNoteNumber"] = credit.number
        found[collection].append(
            body
            | {
                "Date": day(allocation.on),
                "DateString": day_text(allocation.on),
                "AppliedAmount": money(allocation.amount),
                "Total": money(credit.total),
                **rate_json(credit.rate),
            }
        )
    return found
