"""The records of a books file, and the error that refuses one.

Nothing here reads a file or computes a figure. Amounts are Decimal in the record's own currency;
dates are civil dates of the organisation.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with one element, and where it stands, as `invoices[17].due`."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class BooksError(ValueError):
    """The document breaks the format; nothing of it was loaded. Carries every complaint."""

    def __init__(self, complaints: tuple[Complaint, ...]) -> None:
        super().__init__("\n".join(str(complaint) for complaint in complaints))
        self.complaints = complaints


class CreditKind(StrEnum):
    """What a credit is; a write-off closes what it is allocated to and is money to nobody."""

    CREDIT_NOTE = "credit_note"
    OVERPAYMENT = "overpayment"
    PREPAYMENT = "prepayment"
    WRITE_OFF = "write_off"


@dataclass(frozen=True, slots=True)
class Organisation:
    """Whose ledger it is."""

    name: str
    country: str
    """Two letters; empty where the file does not say."""
    base_currency: str
    timezone: str
    """IANA name."""
    terms_days: int
    """Days from issue to due date of an invoice that names no due date."""


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who buys."""

    id: str
    name: str
    email: str
    """Empty where there is none."""
    country: str
    """Two letters; empty where the file does not say."""
    policy: str | None
    """Name of the policy that overrides the default one."""
    credit_limit: Decimal | None
    """In the organisation's base currency; None is unset, which is not zero."""


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of an invoice with a due date of its own."""

    due: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Invoice:
    """A sales invoice."""

    id: str
    number: str
    customer: str
    issued: date
    due: date
    """From the file, else the issue date plus the organisation's terms."""
    amount: Decimal
    currency: str
    is_sent: bool
    is_disputed: bool
    is_receivable: bool
    """False: booked to an account that the policy does not cover."""
    instalments: tuple[Instalment, ...]
    """Empty where the invoice falls due as a whole; otherwise they sum to its amount."""

    @property
    def parts(self) -> tuple[Instalment, ...]:
        """What falls due separately: the instalments, or the whole invoice as one."""
        return self.instalments or (Instalment(self.due, self.amount),)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money received for one invoice."""

    invoice: str
    date: date
    amount: Decimal
    instalment: int | None
    """Index from 0; None fills the oldest due first."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """A part of a credit set against one invoice."""

    invoice: str
    date: date
    amount: Decimal
    instalment: int | None
    """Index from 0; None fills the oldest due first."""


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit note, overpayment, prepayment or write-off of one customer."""

    id: str
    customer: str
    kind: CreditKind
    date: date
    amount: Decimal
    currency: str
    allocations: tuple[Allocation, ...]


@dataclass(frozen=True, slots=True)
class Books:
    """A whole sales ledger, checked: every reference is good and no invoice is overpaid."""

    organisation: Organisation
    customers: tuple[Customer, ...]
    invoices: tuple[Invoice, ...]
    payments: tuple[Payment, ...]
    credits: tuple[Credit, ...]
    last_date: date | None
    """The latest date that stands anywhere in the file; None where there is no date at all."""
