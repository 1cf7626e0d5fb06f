"""Facts as a ledger has them, before they become accounts. Nothing here decides or acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a reading; `bytes` and `decode_ms` are what it cost."""

    items: tuple[T, ...]
    page: int
    page_count: int
    item_count: int
    bytes: int = 0
    decode_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerOrganisation:
    """One connected organisation. `timezone` is an IANA name; lock date is a civil date."""

    ledger_id: str
    name: str
    base_currency: str
    country: str
    timezone: str
    short_code: str = ""
    is_demo: bool = False
    lock_date: date | None = None
    sales_terms_days: int | None = None
    #: how sales tax is accounted for: accrual, cash, flat_rate_cash, flat_rate_accrual, none; empty
    #: where the ledger does not say
    tax_basis: str = ""
    #: month and day on which the financial year ends
    year_end: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class LedgerPerson:
    """A further person of a contact; `included` = gets its emails."""

    name: str
    email: str
    included: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerAddress:
    """A postal address as the ledger has it, in its own words; `country` is a name or a code."""

    attention: str = ""
    lines: tuple[str, ...] = ()
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""

    @property
    def may_be_posted_to(self) -> bool:
        """Whether a letter would arrive: a line of street or box, and a place."""
        return bool(self.lines) and bool(self.city or self.postcode)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerContact:
    """A contact. `status` is active, archived or erase; `merged_into` names the winner."""

    id: str
    number: str
    name: str
    updated_at: datetime
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    #: the number that the ledger calls a mobile, where it has one
    mobile: str = ""
    company_number: str = ""
    #: of VAT or GST
    vat_number: str = ""
    country: str = ""
    address: LedgerAddress = field(default_factory=LedgerAddress)
    #: days, and what they count from: a value of plugin.credit.terms.TermsKind
    sales_terms: tuple[int, str] | None = None
    people: tuple[LedgerPerson, ...] = ()
    groups: tuple[str, ...] = ()
    #: by what the ledger tracks the sales to them: category and option, such as Salesperson, Maya
    tracking: tuple[tuple[str, str], ...] = ()
    status: str = "active"
    merged_into: str | None = None
    is_customer: bool = False
    is_supplier: bool = False


class LedgerDocumentKind(StrEnum):
    """A sales invoice, or a bill (of which only the open amount per contact is kept)."""

    SALE = "sale"
    BILL = "bill"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerInvoice:
    """A sales invoice or a bill; dates are civil, `updated_at` is an aware instant in UTC.

    `state` is a value of plugin.credit.account.InvoiceState. `base_per_unit` is the rate that the
    ledger used: units of base currency for one unit of `currency`.
    """

    id: str
    kind: LedgerDocumentKind
    number: str
    contact_id: str
    state: str
    issued: date
    due: date | None
    currency: str
    total: Decimal
    balance: Decimal
    paid: Decimal
    credited: Decimal
    updated_at: datetime
    reference: str = ""
    base_per_unit: Decimal = Decimal(1)
    sent: bool = False
    expected_on: date | None = None
    fully_paid_on: date | None = None
    repeating_id: str | None = None
    contact_name: str = ""
    #: the sales tax within `total`; None where the ledger does not say
    tax: Decimal | None = None


class LedgerPaymentKind(StrEnum):
    """What a payment settles: a sales invoice, a bill, or a refund of a customer's credit."""

    SALE = "sale"
    BILL = "bill"
    REFUND = "refund"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPayment:
    """Money applied to one document; `deleted` when it was reversed."""

    id: str
    kind: LedgerPaymentKind
    document_id: str
    on: date
    amount: Decimal
    currency: str
    updated_at: datetime
    deleted: bool = False
    reconciled: bool = False
    account_id: str = ""


@dataclass(frozen=True, slots=True)
class LedgerAllocation:
    """Part of a credit put against an invoice."""

    invoice_id: str
    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCredit:
    """A customer's credit note, overpayment or prepayment; `live` is false once void or deleted.

    `kind` is a value of plugin.credit.account.CreditKind. `account_ids` are the accounts of its
    lines, by id or, where the ledger names them so, by code; a write-off is recognised by them
    (rule 5).
    """

    id: str
    kind: str
    number: str
    contact_id: str
    on: date
    currency: str
    total: Decimal
    remaining: Decimal
    live: bool
    updated_at: datetime
    allocations: tuple[LedgerAllocation, ...] = ()
    account_ids: tuple[str, ...] = ()
    #: the sales tax within `total`; None where the ledger does not say
    tax: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerQuote:
    """A quote; only accepted ones that are not yet invoiced count as exposure, if switched on."""

    id: str
    contact_id: str
    number: str
    currency: str
    total: Decimal
    accepted: bool
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRepeating:
    """A live repeating sales invoice template and the day it issues next."""

    id: str
    contact_id: str
    reference: str
    currency: str
    total: Decimal
    next_on: date | None
    live: bool


@dataclass(frozen=True, slots=True)
class LedgerAccount:
    """An account of the chart; a person names those that hold bad debts (rule 5)."""

    id: str
    code: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class LedgerTaxRate:
    """A tax rate that may stand on a line of a sale; `type` is what the ledger calls it there."""

    type: str
    name: str
    per_cent: Decimal


@dataclass(frozen=True, slots=True)
class LedgerDraftLine:
    """One line of an invoice to be drafted; `amount` is without tax."""

    description: str
    amount: Decimal
    account: str
    tax: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerDraft:
    """A sales invoice to be drafted, which a person then approves or not; dates are civil.

    Nothing of it goes to the customer. `reference` marks it as ours, and is how it is found again.
    """

    contact_id: str
    on: date
    due: date
    currency: str
    reference: str
    lines: tuple[LedgerDraftLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerNewContact:
    """A contact to be made, as a person approved it; what is empty is left out.

    `sales_terms` are days, and what they count from: a value of plugin.credit.terms.TermsKind.
    """

    name: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    company_number: str = ""
    vat_number: str = ""
    address: LedgerAddress = field(default_factory=LedgerAddress)
    sales_terms: tuple[int, str] | None = None
    people: tuple[LedgerPerson, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerGroup:
    """A contact group; members are contact ids and empty unless the group was read by itself."""

    id: str
    name: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerNote:
    """A history note; can never be edited or deleted by anybody (rule 32)."""

    at: datetime
    by: str
    text: str
