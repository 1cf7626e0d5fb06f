"""Credit notes, allocations and refunds as an app sends them, within Xero's rules.

Overpayments and prepayments come into being through a bank transaction, which is not here: a
person or a verb raises them.
"""

from dataclasses import replace
from typing import Any

from connectors.sandbox import credits as credit_verbs
from connectors.sandbox import documents
from connectors.sandbox.documents_new import new_credit
from connectors.sandbox.errors import NotFoundError, ValidationError
from connectors.sandbox.ledger import CREDIT_CATEGORIES, Ledger
from connectors.sandbox.records import Credit, Payment
from connectors.sandbox.render_credits import credit_json
from connectors.sandbox.wire import Json, part, parts
from connectors.sandbox.writing_contacts import write_contact
from connectors.sandbox.writing_lines import amounts_of, lines_of, read_amount_of, read_day_of

_STATUSES = {"DRAFT", "SUBMITTED", "AUTHORISED"}
_REFUNDED = {
    "CreditNote": ("CreditNoteID", "CREDITNOTE"),
    "Overpayment": ("OverpaymentID", "OVERPAYMENT"),
    "Prepayment": ("PrepaymentID", "PREPAYMENT"),
}
"""What a payment may name instead of an invoice: it is a refund then."""


def write_credit_note(ledger: Ledger, element: Json, *, key: str | None, is_new: bool) -> Json:
    """Create or update one credit note; the full record as Xero shows it."""
    wanted = key or element.get("CreditNoteID") or _known(ledger, element)
    if is_new or not wanted:
        return credit_json(ledger, _create(ledger, element))
    credit = ledger.credit(str(wanted))
    if CREDIT_CATEGORIES[credit.kind] != "CREDITNOTE":
        raise NotFoundError
    return credit_json(ledger, _update(ledger, credit, element))


def _known(ledger: Ledger, element: Json) -> str | None:
    number = str(element.get("CreditNoteNumber") or "")
    named = (each.id for each in ledger.credits.values() if number and each.number == number)
    return next(named, None)


def _create(ledger: Ledger, element: Json) -> Credit:
    sent = part(element, "Contact")
    if not sent:
        raise ValidationError("A Contact must be specified for this type of transaction")
    contact = write_contact(ledger, sent, key=None, is_new=False)
    if contact.status != "ACTIVE":
        raise ValidationError("The contact is archived: documents cannot be raised for it")
    kind = str(element.get("Type") or "ACCRECCREDIT").upper()
    if kind not in {"ACCRECCREDIT", "ACCPAYCREDIT"}:
        raise ValidationError("Credit note type must be ACCRECCREDIT or ACCPAYCREDIT")
    status = str(element.get("Status") or "DRAFT").upper()
    if status not in _STATUSES:
        raise ValidationError("Credit note status must be DRAFT, SUBMITTED or AUTHORISED")
    lines = lines_of(ledger, parts(element, "LineItems"), ())
    amounts = amounts_of(lines)
    day = read_day_of(element, "Date") or ledger.today()
    documents.check_unlocked(ledger, day)
    credit = new_credit(
        ledger,
        contact,
        kind,
        amounts["subtotal"] + amounts["tax"],
        on=day,
        currency=str(element.get("CurrencyCode") or ""),
        reference=str(element.get("Reference") or ""),
        number=str(element.get("CreditNoteNumber") or ""),
    )
    return ledger.put_credit(replace(credit, **amounts, status=status), "CREATE")


def _update(ledger: Ledger, credit: Credit, element: Json) -> Credit:
    documents.check_unlocked(ledger, credit.on)
    if credit.status in {"VOIDED", "DELETED"}:
        raise _refused(credit, "Credit note not of valid status for modification")
    status = str(element.get("Status") or credit.status).upper()
    if status == "VOIDED" and credit.status == "AUTHORISED":
        return credit_verbs.void_credit(ledger, credit.id)
    changes: dict[str, Any] = {}
    if element.get("Reference") is not None:
        changes["reference"] = str(element["Reference"])
    if "LineItems" in element:
        if credit.applied or credit.refunded:
            raise _refused(credit, "The document has allocations and cannot be edited")
        changes |= amounts_of(lines_of(ledger, parts(element, "LineItems"), credit.lines))
    if status not in {credit.status, "PAID"}:
        is_gone = status == "DELETED"
        if credit.status not in {"DRAFT", "SUBMITTED"} or not (is_gone or status in _STATUSES):
            raise _refused(credit, f"Credit note cannot be changed to status {status}")
        changes["status"] = status
    if not changes:
        return credit
    return ledger.put_credit(replace(credit, **changes, updated=ledger.now()))


def refund_of(ledger: Ledger, element: Json) -> Payment | None:
    """The refund that a sent payment is; None where it names no credit."""
    for name, (identifier, category) in _REFUNDED.items():
        if name not in element:
            continue
        named = part(element, name)
        key = named.get(identifier) or named.get(f"{name}Number")
        amount = read_amount_of(element, "Amount")
        if not key or amount is None:
            raise ValidationError(f"{name} and Amount are required")
        credit = ledger.credit(str(key))
        if CREDIT_CATEGORIES[credit.kind] != category:
            raise NotFoundError
        return credit_verbs.refund(ledger, credit.id, amount, on=read_day_of(element, "Date"))
    return None


def _refused(credit: Credit, message: str) -> ValidationError:
    return ValidationError(message, element={"CreditNoteID": credit.id})
