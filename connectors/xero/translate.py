"""Xero's answers as the ledger's facts: documents, money, and the pages that hold them.

PURE: bytes in, records out. It calls nobody and decides nothing; people and settings are in
`translate_people`. Every complaint is Malformed and names the page and the field.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Final

from connectors.xero import wire
from connectors.xero.envelope import decode, paged
from connectors.xero.values import Place
from plugin.credit.account import CreditKind, InvoiceState
from plugin.ports import (
    LedgerAllocation,
    LedgerCredit,
    LedgerDocumentKind,
    LedgerInvoice,
    LedgerPayment,
    LedgerPaymentKind,
    LedgerQuote,
    LedgerRepeating,
    Page,
)

STATES: Final = {
    "DRAFT": InvoiceState.DRAFT,
    "SUBMITTED": InvoiceState.AWAITING_APPROVAL,
    "AUTHORISED": InvoiceState.APPROVED,
    "PAID": InvoiceState.PAID,
    "VOIDED": InvoiceState.VOIDED,
    "DELETED": InvoiceState.DELETED,
}
INVOICE_KINDS: Final = {"ACCREC": LedgerDocumentKind.SALE, "ACCPAY": LedgerDocumentKind.BILL}
#: In Xero's enum of invoice types, but read as credits.
_CREDITS_AMONG_INVOICES: Final = frozenset(
    f"{side}{kind}"
    for side, kinds in (
        ("ACCREC", ("CREDIT",)),
        ("ACCPAY", ("CREDIT",)),
        ("AR", ("OVERPAYMENT", "PREPAYMENT")),
        ("AP", ("OVERPAYMENT", "PREPAYMENT")),
    )
    for kind in kinds
)
PAYMENT_KINDS: Final = {
    "ACCRECPAYMENT": LedgerPaymentKind.SALE,
    "ACCPAYPAYMENT": LedgerPaymentKind.BILL,
    "ARCREDITPAYMENT": LedgerPaymentKind.REFUND,
    "AROVERPAYMENTPAYMENT": LedgerPaymentKind.REFUND,
    "ARPREPAYMENTPAYMENT": LedgerPaymentKind.REFUND,
}
#: A supplier's refund to us: neither a customer's money nor a bill's.
_NOT_OURS: Final = frozenset({"APCREDITPAYMENT", "APOVERPAYMENTPAYMENT", "APPREPAYMENTPAYMENT"})
_LIVE_CREDIT: Final = frozenset({"AUTHORISED", "PAID"})
_SALES_CREDIT: Final = frozenset(
    {"ACCRECCREDIT", "RECEIVE-OVERPAYMENT", "AROVERPAYMENT", "RECEIVE-PREPAYMENT", "ARPREPAYMENT"}
)


def invoices(body: bytes, *, page: int = 1) -> Page[LedgerInvoice]:
    """Sales invoices and bills. Raises Malformed."""
    answer = decode(body, page=page)
    return paged(answer, "Invoices", answer.invoices, _invoice, page=page)


def payments(body: bytes, *, page: int = 1) -> Page[LedgerPayment]:
    """Payments of invoices and bills, and refunds to customers. Raises Malformed."""
    answer = decode(body, page=page)
    return paged(answer, "Payments", answer.payments, _payment, page=page)


def credit_notes(body: bytes, *, page: int = 1) -> Page[LedgerCredit]:
    """Customers' credit notes; suppliers' are left out. Raises Malformed."""
    answer = decode(body, page=page)
    return paged(answer, "CreditNotes", answer.credit_notes, _credit, page=page)


def overpayments(body: bytes, *, page: int = 1) -> Page[LedgerCredit]:
    """Customers' overpayments; our own to suppliers are left out. Raises Malformed."""
    answer = decode(body, page=page)
    return paged(answer, "Overpayments", answer.overpayments, _credit, page=page)


def prepayments(body: bytes, *, page: int = 1) -> Page[LedgerCredit]:
    """Customers' deposits; our own to suppliers are left out. Raises Malformed."""
    answer = decode(body, page=page)
    return paged(answer, "Prepayments", answer.prepayments, _credit, page=page)


def quotes(body: bytes, *, page: int = 1) -> Page[LedgerQuote]:
    """Quotes; `accepted` only while not yet invoiced. Raises Malformed."""
    answer = decode(body, page=page)
    return paged(answer, "Quotes", answer.quotes, _quote, page=page)


def repeating(body: bytes) -> tuple[LedgerRepeating, ...]:
    """Templates of sales invoices; live when they issue approved ones. Raises Malformed."""
    answer = decode(body)
    return paged(answer, "RepeatingInvoices", answer.repeating_invoices, _repeating).items


@lru_cache(maxsize=4096)
def base_per_unit(rate: Decimal | None) -> Decimal:
    """Units of base currency for one unit of the document's: Xero's rate the other way round.

    Absent or zero (base currency documents, and drafts without a rate) counts as 1.
    """
    if rate is None or not rate.is_finite() or rate <= 0:
        return Decimal(1)
    with localcontext() as context:
        context.prec = 16
        return (1 / rate).normalize()


def _word(value: str | None) -> str:
    return (value or "").strip().upper()


def _contact_id(contact: wire.Ref | None, place: Place) -> str:
    return place.text(contact.contact_id if contact else None, "Contact.ContactID")


def _state(found: wire.Invoice, balance: Decimal, place: Place) -> InvoiceState:
    """Where it stands; a status that nobody has heard of is placed only where nothing is due.

    With nothing due it changes no decision: settled counts as paid, all else as void. With
    something due a guess could chase what is void, or lose what is owed.
    """
    known = STATES.get(_word(found.status))
    if known is not None:
        return known
    if balance != 0 or not found.status:
        raise place.wrong("Status", f"unknown: {found.status!r}")
    settled = (found.amount_paid or 0) + (found.amount_credited or 0)
    return InvoiceState.PAID if settled > 0 else InvoiceState.VOIDED


def _invoice(found: wire.Invoice, place: Place) -> LedgerInvoice | None:
    word = _word(found.type)
    kind = INVOICE_KINDS.get(word)
    if kind is None and word in _CREDITS_AMONG_INVOICES:
        return None
    if kind is None:
        raise place.wrong("Type", f"unknown: {found.type!r}")
    balance = place.amount(found.amount_due, "AmountDue")
    state = _state(found, balance, place)
    updated_at = place.instant(
        (found.updated_date_utc, found.updated_date_utc_string), "UpdatedDateUTC"
    )
    issued = place.day(found.date or found.date_string, "Date")
    if issued is None and state in {InvoiceState.APPROVED, InvoiceState.PAID}:
        raise place.wrong("Date", "missing")
    return LedgerInvoice(
        id=place.text(found.invoice_id, "InvoiceID"),
        kind=kind,
        number=found.invoice_number or "",
        contact_id=_contact_id(found.contact, place),
        contact_name=(found.contact.name or "") if found.contact else "",
        state=state.value,
        issued=issued or updated_at.date(),
        due=place.day(found.due_date, "DueDate"),
        currency=place.text(found.currency_code, "CurrencyCode"),
        total=place.amount(found.total, "Total"),
        tax=_tax(found.total_tax, place),
        balance=balance,
        paid=place.amount(found.amount_paid or Decimal(0), "AmountPaid"),
        credited=place.amount(found.amount_credited or Decimal(0), "AmountCredited"),
        updated_at=updated_at,
        reference=found.reference or "",
        base_per_unit=base_per_unit(found.currency_rate),
        sent=bool(found.sent_to_contact),
        expected_on=place.day(found.expected_payment_date, "ExpectedPaymentDate"),
        fully_paid_on=place.day(found.fully_paid_on_date, "FullyPaidOnDate"),
        repeating_id=found.repeating_invoice_id or None,
    )


def _tax(found: Decimal | None, place: Place) -> Decimal | None:
    """The tax within a total; None where the answer leaves it out."""
    return None if found is None else place.amount(found, "TotalTax")


def _payment_target(found: wire.Payment) -> tuple[str | None, str]:
    """The id and currency of what it was applied to, under whichever name Xero nests it."""
    for target in (found.invoice, found.credit_note, found.overpayment, found.prepayment):
        if target is None:
            continue
        ids = (target.invoice_id, target.credit_note_id, target.overpayment_id)
        found_id = next((one for one in (*ids, target.prepayment_id) if one), None)
        if found_id:
            return found_id, target.currency_code or ""
    return None, ""


def _payment(found: wire.Payment, place: Place) -> LedgerPayment | None:
    word = _word(found.payment_type)
    if word in _NOT_OURS:
        return None
    kind = PAYMENT_KINDS.get(word)
    if kind is None:
        raise place.wrong("PaymentType", f"unknown: {found.payment_type!r}")
    target, currency = _payment_target(found)
    on = place.day(found.date, "Date")
    if on is None:
        raise place.wrong("Date", "missing")
    return LedgerPayment(
        id=place.text(found.payment_id, "PaymentID"),
        kind=kind,
        document_id=place.text(target, "Invoice.InvoiceID"),
        on=on,
        amount=place.amount(found.amount, "Amount"),
        currency=currency,
        updated_at=place.instant(
            (found.updated_date_utc, found.updated_date_utc_string), "UpdatedDateUTC"
        ),
        deleted=_word(found.status) in {"DELETED", "VOIDED"},
        reconciled=bool(found.is_reconciled),
        account_id=(found.account.account_id or "") if found.account else "",
    )


def _credit_id(found: wire.Credit) -> tuple[str | None, CreditKind, str]:
    if found.overpayment_id:
        return found.overpayment_id, CreditKind.OVERPAYMENT, "OverpaymentID"
    if found.prepayment_id:
        return found.prepayment_id, CreditKind.PREPAYMENT, "PrepaymentID"
    return found.credit_note_id, CreditKind.CREDIT_NOTE, "CreditNoteID"


def _credit(found: wire.Credit, place: Place) -> LedgerCredit | None:
    word = _word(found.type)
    if word not in _SALES_CREDIT:
        if word.startswith(("ACCPAY", "SPEND-", "AP")):
            return None
        raise place.wrong("Type", f"unknown: {found.type!r}")
    found_id, kind, id_field = _credit_id(found)
    remaining = place.amount(found.remaining_credit, "RemainingCredit")
    status = _word(found.status)
    if status not in STATES and remaining != 0:
        raise place.wrong("Status", f"unknown: {found.status!r}")
    on = place.day(found.date or found.date_string, "Date")
    updated_at = place.instant(
        (found.updated_date_utc, found.updated_date_utc_string), "UpdatedDateUTC"
    )
    if on is None and status in _LIVE_CREDIT:
        raise place.wrong("Date", "missing")
    lines = (line.account_id or line.account_code for line in found.line_items or ())
    return LedgerCredit(
        id=place.text(found_id, id_field),
        kind=kind.value,
        number=found.credit_note_number or found.reference or "",
        contact_id=_contact_id(found.contact, place),
        on=on or updated_at.date(),
        currency=place.text(found.currency_code, "CurrencyCode"),
        total=place.amount(found.total, "Total"),
        tax=_tax(found.total_tax, place),
        remaining=remaining,
        live=status in _LIVE_CREDIT,
        updated_at=updated_at,
        allocations=_allocations(found, on or updated_at.date(), place),
        account_ids=tuple(dict.fromkeys(account for account in lines if account)),
    )


def _allocations(
    found: wire.Credit, credit_day: date, place: Place
) -> tuple[LedgerAllocation, ...]:
    """What was put against invoices; taken back and refunded parts are left out."""
    kept: list[LedgerAllocation] = []
    for index, part in enumerate(found.allocations or ()):
        if part.is_deleted or part.invoice is None or not part.invoice.invoice_id:
            continue
        here = place.below(f"Allocations[{index}]")
        on = here.day(part.date, "Date") or credit_day
        kept.append(
            LedgerAllocation(part.invoice.invoice_id, on, here.amount(part.amount, "Amount"))
        )
    return tuple(kept)


def _quote(found: wire.Quote, place: Place) -> LedgerQuote:
    return LedgerQuote(
        id=place.text(found.quote_id, "QuoteID"),
        contact_id=_contact_id(found.contact, place),
        number=found.quote_number or "",
        currency=place.text(found.currency_code, "CurrencyCode"),
        total=place.amount(found.total or Decimal(0), "Total"),
        accepted=_word(found.status) == "ACCEPTED",
        updated_at=place.instant((found.updated_date_utc,), "UpdatedDateUTC"),
    )


def _repeating(found: wire.Repeating, place: Place) -> LedgerRepeating | None:
    if _word(found.type) != "ACCREC":
        return None
    schedule = found.schedule or wire.Schedule()
    return LedgerRepeating(
        id=place.text(found.repeating_invoice_id, "RepeatingInvoiceID"),
        contact_id=_contact_id(found.contact, place),
        reference=found.reference or "",
        currency=place.text(found.currency_code, "CurrencyCode"),
        total=place.amount(found.total or Decimal(0), "Total"),
        next_on=place.day(schedule.next_scheduled_date, "Schedule.NextScheduledDate"),
        live=_word(found.status) == "AUTHORISED",
    )
