"""What people and apps do to invoices, payments and credits; the ledger's sums stay right.

Every function takes the ledger's lock itself, raises ValidationError in Xero's manner when the
document does not allow it, and tells webhooks through the ledger. Amounts are Decimal in the
document's currency; dates are civil dates of the organisation, today when left out.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from connectors.sandbox.documents_new import new_invoice
from connectors.sandbox.errors import ValidationError
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.loading import PAYMENT_TYPES
from connectors.sandbox.records import ZERO, HistoryNote, Invoice, Payment
from connectors.sandbox.seed import BANK_CODE

SYSTEM = "System Generated"
PLANS = ("DEMO", "TRIAL", "STARTER", "STANDARD", "PREMIUM", "ULTIMATE")
EMAILS_A_DAY, MOST_EMAILS = {"DEMO": 0, "TRIAL": 20}, 1_000


def remark(ledger: Ledger, key: str, changes: str, details: str, user: str = SYSTEM) -> None:
    """Write an entry into a record's history."""
    ledger.notes[key].append(HistoryNote(ledger.now(), user, changes, details))


def check_unlocked(ledger: Ledger, *days: date) -> None:
    """Raise ValidationError when any of the days lies in a locked period."""
    locks = [day for day in (ledger.period_lock, ledger.year_end_lock) if day]
    if locks and min(days) <= max(locks):
        raise ValidationError(
            "The document date cannot be before the period lock date "
            f"{max(locks):%d %B %Y} set for this organisation"
        )


def raise_invoice(
    ledger: Ledger,
    contact: str,
    amount: Decimal,
    *,
    number: str = "",
    issued: date | None = None,
    due: date | None = None,
    currency: str = "",
    reference: str = "",
    description: str = "Goods supplied",
    status: str = "AUTHORISED",
    is_sent: bool = True,
    kind: str = "ACCREC",
) -> Invoice:
    """Raise an invoice (or a bill, kind ACCPAY) over `amount`, tax not split out."""
    with ledger.lock:
        invoice = new_invoice(
            ledger,
            ledger.contact(contact),
            amount,
            number=number,
            issued=issued or ledger.today(),
            due=due,
            currency=currency,
            reference=reference,
            description=description,
            status=status,
            is_sent=is_sent,
            kind=kind,
        )
        check_unlocked(ledger, invoice.issued)
        if invoice.number and invoice.number in ledger.by_number:
            raise ValidationError("Invoice # must be unique.")
        ledger.put_invoice(invoice, "CREATE")
        remark(ledger, invoice.id, "Created", f"Invoice {invoice.number} for {invoice.total}")
        return invoice


def submit_invoice(ledger: Ledger, key: str) -> Invoice:
    """DRAFT to SUBMITTED: it awaits approval."""
    return _move(ledger, key, {"DRAFT"}, "SUBMITTED", "Submitted")


def approve_invoice(ledger: Ledger, key: str, *, is_sent: bool = False) -> Invoice:
    """DRAFT or SUBMITTED to AUTHORISED."""
    with ledger.lock:
        invoice = _move(ledger, key, {"DRAFT", "SUBMITTED"}, "AUTHORISED", "Approved")
        return mark_sent(ledger, invoice.id) if is_sent else invoice


def void_invoice(ledger: Ledger, key: str) -> Invoice:
    """AUTHORISED to VOIDED, or DRAFT and SUBMITTED to DELETED; refused once anything is paid."""
    with ledger.lock:
        invoice = ledger.invoice(key)
        if invoice.is_touched:
            raise ValidationError(
                "Invoice not of valid status for modification: it has payments or credits",
                element={"InvoiceID": invoice.id},
            )
        if invoice.status in {"DRAFT", "SUBMITTED"}:
            return _move(ledger, key, {"DRAFT", "SUBMITTED"}, "DELETED", "Deleted")
        return _move(ledger, key, {"AUTHORISED"}, "VOIDED", "Voided")


def mark_sent(ledger: Ledger, key: str) -> Invoice:
    """Mark an approved invoice as sent to the customer."""
    with ledger.lock:
        invoice = ledger.invoice(key)
        if invoice.status not in {"AUTHORISED", "PAID", "SUBMITTED"}:
            raise ValidationError("Only approved invoices can be marked as sent")
        remark(ledger, invoice.id, "Sent", "This invoice has been sent to the customer")
        # on a part-paid document this bumps nothing, so that If-Modified-Since misses it
        updated = invoice.updated if invoice.is_touched else ledger.now()
        return ledger.put_invoice(replace(invoice, is_sent=True, updated=updated))


def email_invoice(ledger: Ledger, key: str) -> Invoice:
    """POST /Invoices/{id}/Email: so many a day by the plan, none on the demo company.

    Only approved or submitted sales invoices, and only to a contact with an address.
    """
    with ledger.lock:
        invoice, today = ledger.invoice(key), ledger.today()
        most = EMAILS_A_DAY.get(ledger.plan, MOST_EMAILS)
        if ledger.emailed[today] >= most:
            raise ValidationError(
                f"Daily email limit of {most} reached for this organisation",
                element={"InvoiceID": invoice.id},
            )
        if invoice.kind != "ACCREC" or invoice.status not in {"SUBMITTED", "AUTHORISED", "PAID"}:
            raise ValidationError(
                "Invoice not of valid status for emailing", element={"InvoiceID": invoice.id}
            )
        contact = ledger.contacts[invoice.contact]
        copies = [each.email for each in contact.people if each.include_in_emails and each.email]
        if not contact.email and not copies:
            raise ValidationError(
                "The contact has no email address", element={"InvoiceID": invoice.id}
            )
        ledger.emailed[today] += 1
        sent = mark_sent(ledger, key)
        named = ", ".join(each for each in (contact.email, *copies) if each)
        remark(ledger, invoice.id, "Emailed", f"This invoice has been emailed to {named}")
        return sent


def set_plan(ledger: Ledger, plan: str) -> None:
    """Put the organisation on another of Xero's plans, as TRIAL or STANDARD."""
    if plan not in PLANS:
        raise ValidationError(f"No such plan: {plan}")
    with ledger.lock:
        ledger.plan = plan


def set_expected_date(ledger: Ledger, key: str, on: date | None) -> Invoice:
    """A person enters (or empties) the expected payment date in Xero's own screen."""
    with ledger.lock:
        invoice = ledger.invoice(key)
        return ledger.put_invoice(replace(invoice, expected=on, updated=ledger.now()))


def set_due_date(ledger: Ledger, key: str, on: date) -> Invoice:
    """Change the due date; on a part-paid document UpdatedDateUTC stays as it was."""
    with ledger.lock:
        invoice = ledger.invoice(key)
        check_unlocked(ledger, invoice.issued)
        updated = invoice.updated if invoice.is_touched else ledger.now()
        return ledger.put_invoice(replace(invoice, due=on, updated=updated))


def record_payment(
    ledger: Ledger,
    key: str,
    amount: Decimal,
    *,
    on: date | None = None,
    reference: str = "",
    account: str = BANK_CODE,
    is_reconciled: bool = False,
) -> Payment:
    """Money comes in for an approved invoice; refused above what is due, as Xero does.

    `is_reconciled`: it was matched to a line of the bank's; what a person records by hand was not.
    """
    with ledger.lock:
        invoice, day = ledger.invoice(key), on or ledger.today()
        check_unlocked(ledger, day)
        if invoice.status != "AUTHORISED":
            raise ValidationError("Payments can only be made against Authorised documents")
        if amount <= ZERO:
            raise ValidationError("Payment amount must be greater than zero")
        if amount > invoice.amount_due:
            raise ValidationError("Payment amount exceeds the amount outstanding on this document")
        payment = Payment(
            id=ledger.new_id("payment"),
            kind=PAYMENT_TYPES[invoice.kind],
            target=invoice.id,
            on=day,
            amount=amount.quantize(ZERO),
            currency=invoice.currency,
            account=account,
            updated=ledger.now(),
            rate=invoice.rate,
            reference=reference,
            is_reconciled=is_reconciled,
        )
        ledger.put_payment(payment, "CREATE")
        ledger.settle_invoice(invoice.id)
        remark(ledger, invoice.id, "Paid", f"Payment of {payment.amount} on {day:%d %B %Y}")
        return payment


def reverse_payment(ledger: Ledger, key: str) -> Payment:
    """Delete a payment: it was returned or entered by mistake; its document opens again."""
    with ledger.lock:
        payment = ledger.payment(key)
        if payment.is_deleted:
            raise ValidationError("This payment has already been deleted")
        check_unlocked(ledger, payment.on)
        gone = ledger.put_payment(replace(payment, is_deleted=True, updated=ledger.now()))
        if payment.target in ledger.invoices:
            ledger.settle_invoice(payment.target)
        else:
            ledger.settle_credit(payment.target)
        remark(ledger, payment.target, "Payment deleted", f"Payment of {payment.amount} removed")
        return gone


def _move(ledger: Ledger, key: str, before: set[str], after: str, word: str) -> Invoice:
    with ledger.lock:
        invoice = ledger.invoice(key)
        if invoice.status not in before:
            raise ValidationError(
                "Invoice not of valid status for modification",
                element={"InvoiceID": invoice.id},
            )
        check_unlocked(ledger, invoice.issued)
        remark(ledger, invoice.id, word, f"Invoice {invoice.number} {word.lower()}")
        return ledger.put_invoice(replace(invoice, status=after, updated=ledger.now()))
