"""What people do with credits: raise, receive, allocate, refund, write off, void.

As in `documents`: each function takes the lock, refuses in Xero's manner, tells webhooks.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from connectors.sandbox.documents import check_unlocked, remark
from connectors.sandbox.documents_new import new_credit
from connectors.sandbox.errors import NotFoundError, ValidationError
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import ZERO, Allocation, Credit, Payment
from connectors.sandbox.seed import BAD_DEBTS_CODE, BANK_CODE

KINDS = {
    "credit_note": "ACCRECCREDIT",
    "overpayment": "RECEIVE-OVERPAYMENT",
    "prepayment": "RECEIVE-PREPAYMENT",
}
_REFUND_TYPES = {
    "ACCPAYCREDIT": "APCREDITPAYMENT",
    "ACCRECCREDIT": "ARCREDITPAYMENT",
    "RECEIVE-OVERPAYMENT": "AROVERPAYMENTPAYMENT",
    "RECEIVE-PREPAYMENT": "ARPREPAYMENTPAYMENT",
}


def raise_credit(
    ledger: Ledger,
    contact: str,
    amount: Decimal,
    *,
    kind: str = "credit_note",
    on: date | None = None,
    currency: str = "",
    reference: str = "",
) -> Credit:
    """A credit note, or money without an invoice (overpayment, prepayment)."""
    with ledger.lock:
        day = on or ledger.today()
        check_unlocked(ledger, day)
        credit = new_credit(
            ledger,
            ledger.contact(contact),
            KINDS[kind],
            amount,
            on=day,
            currency=currency,
            reference=reference,
        )
        return ledger.put_credit(credit, "CREATE")


def credit_invoice(
    ledger: Ledger, invoice: str, amount: Decimal, *, on: date | None = None, reference: str = ""
) -> Credit:
    """A credit note set against one invoice at once."""
    with ledger.lock:
        found = ledger.invoice(invoice)
        credit = raise_credit(
            ledger,
            found.contact,
            amount,
            on=on,
            currency=found.currency,
            reference=reference or f"Credit for {found.number}",
        )
        return allocate(ledger, credit.id, found.id, amount, on=on)


def write_off(ledger: Ledger, invoice: str, *, on: date | None = None) -> Credit:
    """A credit note coded to bad debts for all that is due on the invoice."""
    with ledger.lock:
        found, day = ledger.invoice(invoice), on or ledger.today()
        check_unlocked(ledger, day)
        credit = new_credit(
            ledger,
            ledger.contacts[found.contact],
            "ACCRECCREDIT",
            found.amount_due,
            on=day,
            currency=found.currency,
            reference=f"Write-off of {found.number}",
            account=BAD_DEBTS_CODE,
        )
        ledger.put_credit(credit, "CREATE")
        return allocate(ledger, credit.id, found.id, credit.total, on=day)


def allocate(
    ledger: Ledger, credit: str, invoice: str, amount: Decimal, *, on: date | None = None
) -> Credit:
    """Set a part of a credit against an open invoice of the same customer and currency."""
    with ledger.lock:
        found, target = ledger.credit(credit), ledger.invoice(invoice)
        day = on or ledger.today()
        check_unlocked(ledger, day)
        if found.contact != target.contact or found.currency != target.currency:
            raise ValidationError("Credit and invoice must be of one contact and one currency")
        if target.status != "AUTHORISED" or found.status != "AUTHORISED":
            raise ValidationError("Credits can only be allocated to Authorised documents")
        if not ZERO < amount <= min(found.remaining, target.amount_due):
            raise ValidationError("The allocation amount exceeds what remains or what is due")
        part = Allocation(ledger.new_id("allocation"), target.id, day, amount.quantize(ZERO))
        ledger.put_credit(replace(found, allocations=(*found.allocations, part)))
        ledger.settle_invoice(target.id)
        remark(ledger, target.id, "Credit Applied", f"{part.amount} on {day:%d %B %Y}")
        return ledger.settle_credit(found.id)


def remove_allocation(ledger: Ledger, credit: str, allocation: str) -> Credit:
    """Take an allocation back: invoice and credit open again."""
    with ledger.lock:
        found = ledger.credit(credit)
        part = next((each for each in found.allocations if each.id == allocation), None)
        if part is None or part.is_deleted:
            raise NotFoundError
        check_unlocked(ledger, part.on)
        gone = replace(part, is_deleted=True)
        kept = tuple(gone if each is part else each for each in found.allocations)
        ledger.put_credit(replace(found, allocations=kept))
        ledger.settle_invoice(part.invoice)
        return ledger.settle_credit(found.id)


def refund(ledger: Ledger, credit: str, amount: Decimal, *, on: date | None = None) -> Payment:
    """Pay a part of a credit back to the customer."""
    with ledger.lock:
        found, day = ledger.credit(credit), on or ledger.today()
        check_unlocked(ledger, day)
        if found.status != "AUTHORISED" or not ZERO < amount <= found.remaining:
            raise ValidationError("The refund exceeds the remaining credit")
        payment = Payment(
            id=ledger.new_id("payment"),
            kind=_REFUND_TYPES[found.kind],
            target=found.id,
            on=day,
            amount=amount.quantize(ZERO),
            currency=found.currency,
            account=BANK_CODE,
            updated=ledger.now(),
            rate=found.rate,
        )
        ledger.put_payment(payment, "CREATE")
        ledger.settle_credit(found.id)
        return payment


def void_credit(ledger: Ledger, credit: str) -> Credit:
    """Void a credit of which nothing is allocated or refunded."""
    with ledger.lock:
        found = ledger.credit(credit)
        if found.applied or found.refunded or found.status != "AUTHORISED":
            raise ValidationError("This document has allocations and cannot be voided")
        check_unlocked(ledger, found.on)
        return ledger.put_credit(replace(found, status="VOIDED", updated=ledger.now()))
