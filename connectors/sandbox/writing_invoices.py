"""An invoice as an app sends it: created, updated, approved, voided, within Xero's rules.

Once a payment or credit is applied only Reference, DueDate, InvoiceNumber, BrandingThemeID, Url,
Contact and a line's description, account and tracking may change; in a locked period nothing may.
Lines that a sent list leaves out are deleted.
"""

from dataclasses import replace
from typing import Any

from connectors.sandbox import documents
from connectors.sandbox.errors import ValidationError
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import Invoice
from connectors.sandbox.render import invoice_json
from connectors.sandbox.wire import Json, part, parts, read_flag
from connectors.sandbox.writing_contacts import write_contact
from connectors.sandbox.writing_lines import amounts_of, lines_of, read_day_of, sum_of

_ALWAYS = {"InvoiceNumber": "number", "Reference": "reference", "Url": "url"}
_LOCKED_BY_PAYMENT = ("ExpectedPaymentDate", "PlannedPaymentDate", "Date", "CurrencyCode")


def write_invoice(
    ledger: Ledger, element: Json, *, key: str | None, is_new: bool, client: str
) -> Json:
    """Create or update one invoice; the full record as Xero shows it."""
    wanted = key or element.get("InvoiceID") or _known_number(ledger, element)
    if is_new or not wanted:
        invoice = _create(ledger, element, client)
    else:
        invoice = _update(ledger, ledger.invoice(str(wanted)), element)
    return invoice_json(ledger, invoice)


def _known_number(ledger: Ledger, element: Json) -> str | None:
    return ledger.by_number.get(str(element.get("InvoiceNumber") or ""))


def _create(ledger: Ledger, element: Json, client: str) -> Invoice:
    sent = part(element, "Contact")
    if not sent:
        raise ValidationError("A Contact must be specified for this type of transaction")
    contact = write_contact(ledger, sent, key=None, is_new=False)
    lines = lines_of(ledger, parts(element, "LineItems"), ())
    if not lines:
        raise ValidationError("One or more line items must be specified")
    status = str(element.get("Status") or "DRAFT").upper()
    if status not in {"DRAFT", "SUBMITTED", "AUTHORISED"}:
        raise ValidationError("Invoice status must be DRAFT, SUBMITTED or AUTHORISED")
    invoice = documents.raise_invoice(
        ledger,
        contact.id,
        sum_of(lines),
        number=str(element.get("InvoiceNumber") or ""),
        issued=read_day_of(element, "Date"),
        due=read_day_of(element, "DueDate"),
        currency=str(element.get("CurrencyCode") or ""),
        reference=str(element.get("Reference") or ""),
        status=status,
        is_sent=bool(read_flag(element.get("SentToContact"))),
        kind=str(element.get("Type") or "ACCREC"),
    )
    expected = read_day_of(element, "ExpectedPaymentDate")
    changes: dict[str, Any] = {**amounts_of(lines), "by_app": client, "expected": expected}
    return ledger.put_invoice(replace(invoice, **changes))


def _update(ledger: Ledger, invoice: Invoice, element: Json) -> Invoice:
    documents.check_unlocked(ledger, invoice.issued)
    status = str(element.get("Status") or invoice.status).upper()
    if invoice.status in {"VOIDED", "DELETED"}:
        raise _refused(invoice, "Invoice not of valid status for modification")
    if invoice.is_touched:
        _check_touched(ledger, invoice, element)
    changes = _changes(ledger, invoice, element)
    is_missed = invoice.is_touched and set(changes) <= {"due", "is_sent"}
    if changes:
        # DueDate and SentToContact on a part-paid document do not bump UpdatedDateUTC
        updated = invoice.updated if is_missed else ledger.now()
        invoice = ledger.put_invoice(replace(invoice, **changes, updated=updated))
    return _to_status(ledger, invoice, status)


def _check_touched(ledger: Ledger, invoice: Invoice, element: Json) -> None:
    now = {
        "ExpectedPaymentDate": invoice.expected,
        "PlannedPaymentDate": invoice.expected,
        "Date": invoice.issued,
        "CurrencyCode": invoice.currency,
    }
    may_expect = ledger.doubts().expected_date_on_part_paid
    for name in _LOCKED_BY_PAYMENT:
        if name not in element or (may_expect and name == "ExpectedPaymentDate"):
            continue
        sent = element[name] if name == "CurrencyCode" else read_day_of(element, name)
        if sent != now[name]:
            raise _refused(
                invoice,
                "This document cannot be edited as it has a payment or credit note allocated "
                f"to it: {name}",
            )


def _changes(ledger: Ledger, invoice: Invoice, element: Json) -> dict[str, Any]:
    changes: dict[str, Any] = {
        ours: str(element[theirs]) for theirs, ours in _ALWAYS.items() if element.get(theirs)
    }
    if "xero" in changes.get("url", "").lower():
        raise _refused(invoice, "Url must not contain the word Xero")
    if element.get("DueDate"):
        changes["due"] = read_day_of(element, "DueDate")
    if element.get("BrandingThemeID"):
        changes["theme"] = str(element["BrandingThemeID"])
    expected = "ExpectedPaymentDate" if invoice.kind == "ACCREC" else "PlannedPaymentDate"
    if expected in element and not _keeps_date(ledger, invoice, element[expected]):
        changes["expected"] = read_day_of(element, expected)
    if element.get("SentToContact") is not None:
        changes["is_sent"] = _sent(invoice, element)
    if element.get("Contact"):
        contact = write_contact(ledger, part(element, "Contact"), key=None, is_new=False)
        changes["contact"] = contact.id
    if "LineItems" in element:
        lines = lines_of(ledger, parts(element, "LineItems"), invoice.lines)
        if invoice.is_touched and sum_of(lines) != sum_of(invoice.lines):
            raise _refused(invoice, "The document total cannot change once a payment is applied")
        changes |= amounts_of(lines)
    if element.get("Date") and read_day_of(element, "Date") != invoice.issued:
        changes["issued"] = read_day_of(element, "Date")
    return {name: value for name, value in changes.items() if value != getattr(invoice, name)}


def _keeps_date(ledger: Ledger, invoice: Invoice, sent: object) -> bool:
    """Whether an expected date stays though an empty one was sent, as far as that is doubted."""
    doubts = ledger.doubts()
    if sent == "" and doubts.empty_date_is_refused:
        raise _refused(invoice, "ExpectedPaymentDate: the value is not a valid date")
    return sent is None and doubts.null_date_is_ignored


def _sent(invoice: Invoice, element: Json) -> bool:
    is_sent = bool(read_flag(element["SentToContact"]))
    is_approved = {"AUTHORISED", "PAID"} & {invoice.status, str(element.get("Status"))}
    if is_sent and not is_approved:
        raise _refused(invoice, "SentToContact can only be set on approved invoices")
    return is_sent


def _to_status(ledger: Ledger, invoice: Invoice, status: str) -> Invoice:
    if invoice.status in {status, "PAID"}:
        return invoice
    match status:
        case "SUBMITTED":
            return documents.submit_invoice(ledger, invoice.id)
        case "AUTHORISED":
            return documents.approve_invoice(ledger, invoice.id)
        case "VOIDED" | "DELETED":
            return documents.void_invoice(ledger, invoice.id)
    raise _refused(invoice, f"Invoice cannot be changed to status {status}")


def _refused(invoice: Invoice, message: str) -> ValidationError:
    return ValidationError(message, element={"InvoiceID": invoice.id})
