"""The records of one organisation's books as the local Xero keeps them.

Records never change: a change is a new record in the same place. No JSON and no rule is here.
Amounts are Decimal in the document's own currency; document dates are civil dates; instants are
in UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from connectors.sandbox.seed import SeedAddress, SeedPerson, SeedPhone, SeedTerms

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document; `amount` is without tax."""

    id: str
    description: str
    quantity: Decimal
    unit_amount: Decimal
    account: str
    tax: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Invoice:
    """A sales invoice (ACCREC) or a bill (ACCPAY)."""

    id: str
    kind: str
    number: str
    contact: str
    status: str
    issued: date
    due: date
    currency: str
    lines: tuple[Line, ...]
    subtotal: Decimal
    tax: Decimal
    created: datetime
    updated: datetime
    reference: str = ""
    rate: Decimal = Decimal(1)
    is_sent: bool = False
    expected: date | None = None
    """ExpectedPaymentDate of a sale, PlannedPaymentDate of a bill."""
    fully_paid_on: date | None = None
    paid: Decimal = ZERO
    credited: Decimal = ZERO
    repeating: str | None = None
    theme: str | None = None
    url: str = ""
    by_app: str | None = None
    """Client id of the app that created it."""

    @property
    def total(self) -> Decimal:
        """Lines and tax."""
        return self.subtotal + self.tax

    @property
    def amount_due(self) -> Decimal:
        """What is still to be paid; nothing on a voided or deleted document."""
        if self.status in {"VOIDED", "DELETED"}:
            return ZERO
        return self.total - self.paid - self.credited

    @property
    def is_touched(self) -> bool:
        """Whether any payment or credit is applied to it."""
        return bool(self.paid or self.credited)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money against an invoice, or a refund of a credit; never edited, only deleted."""

    id: str
    kind: str
    """Xero's PaymentType."""
    target: str
    """Id of the invoice, credit note, overpayment or prepayment."""
    on: date
    amount: Decimal
    currency: str
    account: str
    updated: datetime
    rate: Decimal = Decimal(1)
    reference: str = ""
    is_reconciled: bool = False
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Allocation:
    """A part of a credit set against one invoice."""

    id: str
    invoice: str
    on: date
    amount: Decimal
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit note, overpayment or prepayment; `kind` is Xero's Type, as ACCRECCREDIT."""

    id: str
    kind: str
    number: str
    contact: str
    status: str
    on: date
    currency: str
    lines: tuple[Line, ...]
    subtotal: Decimal
    tax: Decimal
    updated: datetime
    reference: str = ""
    rate: Decimal = Decimal(1)
    is_sent: bool = False
    allocations: tuple[Allocation, ...] = ()
    refunded: Decimal = ZERO
    fully_paid_on: date | None = None

    @property
    def total(self) -> Decimal:
        """Lines and tax."""
        return self.subtotal + self.tax

    @property
    def applied(self) -> Decimal:
        """What is allocated to invoices."""
        return sum((a.amount for a in self.allocations if not a.is_deleted), ZERO)

    @property
    def remaining(self) -> Decimal:
        """RemainingCredit: what is neither allocated nor refunded; nothing once voided."""
        if self.status in {"VOIDED", "DELETED"}:
            return ZERO
        return self.total - self.applied - self.refunded


@dataclass(frozen=True, slots=True)
class Contact:
    """A customer or supplier."""

    id: str
    name: str
    updated: datetime
    status: str = "ACTIVE"
    number: str = ""
    account_number: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    people: tuple[SeedPerson, ...] = ()
    phones: tuple[SeedPhone, ...] = ()
    addresses: tuple[SeedAddress, ...] = ()
    company_number: str = ""
    tax_number: str = ""
    currency: str = ""
    sales_terms: SeedTerms | None = None
    sales_tracking: tuple[tuple[str, str], ...] = ()
    is_supplier: bool = False
    is_customer: bool = False
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A contact group; members are contact ids in the order in which they were added."""

    id: str
    name: str
    members: tuple[str, ...] = ()
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class HistoryNote:
    """An entry of a record's history, which can neither be changed nor deleted."""

    at: datetime
    user: str
    changes: str
    details: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that hangs on a document."""

    id: str
    name: str
    type: str
    """Its MIME type."""
    content: bytes
    is_online: bool = False
    """Shown to the customer with the online invoice."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote to a customer."""

    id: str
    number: str
    contact: str
    on: date
    expires: date
    status: str
    currency: str
    lines: tuple[Line, ...]
    subtotal: Decimal
    tax: Decimal
    title: str
    updated: datetime

    @property
    def total(self) -> Decimal:
        """Lines and tax."""
        return self.subtotal + self.tax


@dataclass(frozen=True, slots=True)
class Repeating:
    """A template from which invoices are raised."""

    id: str
    contact: str
    status: str
    currency: str
    lines: tuple[Line, ...]
    subtotal: Decimal
    tax: Decimal
    started_on: date
    next_on: date
    unit: str
    every: int
    due_days: int
    reference: str
    ends_on: date | None = None

    @property
    def total(self) -> Decimal:
        """Lines and tax."""
        return self.subtotal + self.tax


@dataclass(frozen=True, slots=True)
class LedgerAccount:
    """An account of the chart."""

    id: str
    code: str
    name: str
    type: str
    currency: str | None
    updated: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """Something a webhook may tell: `category` INVOICE, CONTACT...; `verb` CREATE or UPDATE."""

    tenant: str
    category: str
    resource: str
    verb: str
    at: datetime
    extra: tuple[tuple[str, str], ...] = ()
    """The `data` of credit notes, prepayments and overpayments."""
