"""What an organisation of the local Xero holds when it starts, as frozen records.

It does not serve, store or change anything, knows no HTTP and no identifiers of Xero's: every
record has a `key`, unique within its kind and organisation, from which the server derives its ids.
Amounts are Decimal in the record's own currency; dates are civil dates of the organisation.
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


class Habit(StrEnum):
    """How a customer pays; `connectors.sandbox.habits` says what each does on a day."""

    RELIABLE = "reliable"
    END_OF_MONTH = "end_of_month"
    PAY_RUN_THURSDAY = "pay_run_thursday"
    SLOW = "slow"
    AFTER_FIRST_REMINDER = "after_first_reminder"
    AFTER_SECOND_REMINDER = "after_second_reminder"
    PART_PAYER = "part_payer"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class SeedUser:
    """A person who signs in to the local Xero and may connect every organisation of the world."""

    key: str
    first_name: str
    last_name: str
    email: str
    role: str = "FINANCIALADVISER"
    """Xero's OrganisationRole: READONLY, INVOICEONLY, STANDARD, FINANCIALADVISER."""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class SeedAccount:
    """An account of the chart of accounts."""

    code: str
    name: str
    type: str
    """Xero's account type: BANK, REVENUE, DIRECTCOSTS, EXPENSE, CURRLIAB..."""
    currency: str | None = None
    """Only for bank accounts."""


@dataclass(frozen=True, slots=True)
class SeedTerms:
    """Payment terms: `days` after the bill date, its month's end and so on, by Xero's type."""

    days: int
    type: str = "DAYSAFTERBILLDATE"


@dataclass(frozen=True, slots=True)
class SeedPerson:
    """One more person of a contact (Xero allows five)."""

    first_name: str
    last_name: str
    email: str
    include_in_emails: bool = True


@dataclass(frozen=True, slots=True)
class SeedPhone:
    """A telephone number, by Xero's PhoneType DEFAULT, DDI, MOBILE, FAX or OFFICE."""

    number: str
    type: str = "DEFAULT"
    area: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class SeedAddress:
    """A postal address, by Xero's AddressType STREET or POBOX; `country` is its name in words."""

    line1: str
    city: str
    postcode: str
    country: str
    type: str = "STREET"
    line2: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class SeedNote:
    """An entry of a document's or contact's history that was there before the start."""

    on: date
    by: str
    """The user's name as Xero shows it."""
    details: str


@dataclass(frozen=True, slots=True)
class SeedContact:
    """A customer or supplier."""

    key: str
    name: str
    number: str = ""
    """ContactNumber; empty means absent."""
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
    """DefaultCurrency; empty means absent."""
    sales_terms: SeedTerms | None = None
    is_archived: bool = False
    is_supplier: bool = False
    habit: Habit | None = None
    """None: pays only where the seed's events say so."""
    notes: tuple[SeedNote, ...] = ()
    updated: date | None = None
    """None: before the start, at the server's choice."""


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
    """Foreign units per one unit of the base currency, as Xero's CurrencyRate."""
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
class SeedGroup:
    """A contact group and the keys of its members."""

    name: str
    members: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class SeedAwkward:
    """A customer who tries one of the rules: a short label and a sentence saying what it is."""

    contact: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SeedLimit:
    """A credit limit, which has no field in Xero: a person enters it on our side."""

    contact: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class SeedOrganisation:
    """One organisation with everything in it at the start, and what is still to happen."""

    key: str
    name: str
    country: str
    """Two letters, as GB."""
    base_currency: str
    timezone: str
    """IANA name, as Europe/London."""
    xero_timezone: str
    """Xero's own spelling, as GMTSTANDARDTIME."""
    short_code: str
    """As !hL4Nf."""
    sales_terms: SeedTerms = SeedTerms(30)
    legal_name: str = ""
    is_demo: bool = False
    reminders_enabled: bool = False
    """Whether Xero's own invoice reminders are on."""
    period_lock: date | None = None
    year_end_lock: date | None = None
    branding_themes: tuple[str, ...] = ("Standard",)
    accounts: tuple[SeedAccount, ...] = ()
    contacts: tuple[SeedContact, ...] = ()
    groups: tuple[SeedGroup, ...] = ()
    invoices: tuple[SeedInvoice, ...] = ()
    payments: tuple[SeedPayment, ...] = ()
    credits: tuple[SeedCredit, ...] = ()
    quotes: tuple[SeedQuote, ...] = ()
    repeating: tuple[SeedRepeating, ...] = ()
    events: tuple[SeedEvent, ...] = ()
    """In the order of their dates."""
    awkward: tuple[SeedAwkward, ...] = ()
    limits: tuple[SeedLimit, ...] = ()


@dataclass(frozen=True, slots=True)
class SeedWorld:
    """Everything that the local Xero starts with; the clock starts at 09:00 on `on`."""

    on: date
    organisations: tuple[SeedOrganisation, ...]
    users: tuple[SeedUser, ...]
    """The first is the one who signs in."""
