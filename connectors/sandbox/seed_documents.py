"""The documents of the local Xero's first content: invoices, payments, credits, what follows later.

It holds nothing of organisations or contacts, which are in `seed`; both are imported from there.
Amounts are Decimal in the document's own currency; dates are civil dates of the organisation.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

BANK_CODE = "090"
SALES_CODE = "200"
COGS_CODE = "310"
BAD_DEBTS_CODE = "404"
TAX_CODE = "820"


class InvoiceStatus(StrEnum):
    """The status that a person gave an invoice; *paid* is never given, it follows from payments."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    AUTHORISED = "AUTHORISED"
    VOIDED = "VOIDED"
    DELETED = "DELETED"


class InvoiceKind(StrEnum):
    """A sale to a customer or a bill from a supplier."""

    SALE = "ACCREC"
    BILL = "ACCPAY"


class CreditKind(StrEnum):
    """Money or credit of a customer that stands by itself until it is allocated.

    A write-off is a credit note whose line is coded to the bad-debts account.
    """

    CREDIT_NOTE = "credit_note"
    OVERPAYMENT = "overpayment"
    PREPAYMENT = "prepayment"


@dataclass(frozen=True, slots=True)
class SeedNote:
    """An entry of a document's or contact's history that was there before the start."""

    on: date
    by: str
    """The user's name as Xero shows it."""
    details: str


@dataclass(frozen=True, slots=True)
class SeedLine:
    """A line of a document; its amount is without tax."""

    description: str
    quantity: Decimal
    unit_amount: Decimal
    account: str = SALES_CODE
    tax: Decimal = Decimal("0.00")

    @property
    def amount(self) -> Decimal:
        """Quantity times unit amount, to the penny, without tax."""
        return (self.quantity * self.unit_amount).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class SeedInvoice:
    """A sales invoice or a bill, as approved (or not); payments and credits stand by themselves."""

    key: str
    number: str
    contact: str
    """Key of a SeedContact."""
    issued: date
    due: date
    lines: tuple[SeedLine, ...]
    currency: str
    kind: InvoiceKind = InvoiceKind.SALE
    reference: str = ""
    rate: Decimal = Decimal(1)
    """Foreign units per one unit of the base currency, as Xero's CurrencyRate; 0 is not known."""
    status: InvoiceStatus = InvoiceStatus.AUTHORISED
    is_sent: bool = True
    expected: date | None = None
    """ExpectedPaymentDate, entered by a person."""
    repeating: str | None = None
    """Key of the SeedRepeating that raised it."""
    notes: tuple[SeedNote, ...] = ()
    updated: date | None = None

    @property
    def total(self) -> Decimal:
        """All lines with their tax, in the invoice's currency."""
        return sum((line.amount + line.tax for line in self.lines), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class SeedPayment:
    """Money received (or paid) for one invoice; `is_deleted` is a payment taken back in Xero.

    Its amount counts for nothing once it is deleted. `account` is a code of the chart: a payment
    coded to the bad-debts account is a write-off.
    """

    key: str
    invoice: str
    on: date
    amount: Decimal
    account: str = BANK_CODE
    reference: str = ""
    is_reconciled: bool = True
    is_deleted: bool = False
    updated: date | None = None


@dataclass(frozen=True, slots=True)
class SeedAllocation:
    """A part of a credit set against one invoice."""

    invoice: str
    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class SeedCredit:
    """A credit note, overpayment or prepayment of a customer; what is not allocated remains."""

    key: str
    kind: CreditKind
    contact: str
    on: date
    lines: tuple[SeedLine, ...]
    currency: str
    number: str = ""
    """CreditNoteNumber; overpayments and prepayments have none."""
    reference: str = ""
    rate: Decimal = Decimal(1)
    allocations: tuple[SeedAllocation, ...] = ()
    bank_account: str = BANK_CODE
    """Where the money of an overpayment or prepayment arrived."""
    is_voided: bool = False

    @property
    def total(self) -> Decimal:
        """All lines with their tax, in the credit's currency."""
        return sum((line.amount + line.tax for line in self.lines), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class SeedQuote:
    """A quote to a customer; status DRAFT, SENT, ACCEPTED, DECLINED or INVOICED."""

    key: str
    number: str
    contact: str
    on: date
    expires: date
    lines: tuple[SeedLine, ...]
    currency: str
    status: str = "SENT"
    title: str = ""


@dataclass(frozen=True, slots=True)
class SeedRepeating:
    """A template from which the ledger raises an invoice every `every` `unit`s, from `next_on`."""

    key: str
    contact: str
    lines: tuple[SeedLine, ...]
    currency: str
    next_on: date
    unit: str = "MONTHLY"
    """MONTHLY or WEEKLY."""
    every: int = 1
    due_days: int = 30
    """Days from the invoice's date to its due date."""
    reference: str = ""
    status: InvoiceStatus = InvoiceStatus.AUTHORISED
    """AUTHORISED: raised approved and sent; DRAFT: raised as drafts."""
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class InvoiceRaised:
    """On `on` this invoice appears in the ledger."""

    on: date
    invoice: SeedInvoice


@dataclass(frozen=True, slots=True)
class PaymentMade:
    """On `on` this payment is recorded."""

    on: date
    payment: SeedPayment


@dataclass(frozen=True, slots=True)
class CreditRaised:
    """On `on` this credit appears, without the allocations, which are happenings of their own."""

    on: date
    credit: SeedCredit


@dataclass(frozen=True, slots=True)
class CreditAllocated:
    """On `on` a part of an existing credit (by its key) is set against an invoice."""

    on: date
    credit: str
    allocation: SeedAllocation


SeedEvent = InvoiceRaised | PaymentMade | CreditRaised | CreditAllocated
"""Something that happens on a date after the start, whatever the habits say."""
