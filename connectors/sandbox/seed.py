"""What an organisation of the local Xero holds when it starts, as frozen records.

It does not serve, store or change anything, knows no HTTP and no identifiers of Xero's: every
record has a `key`, unique within its kind and organisation, from which the server derives its ids.
Amounts are Decimal in the record's own currency; dates are civil dates of the organisation.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from connectors.sandbox.seed_documents import (
    BAD_DEBTS_CODE,
    BANK_CODE,
    COGS_CODE,
    SALES_CODE,
    TAX_CODE,
    CreditAllocated,
    CreditKind,
    CreditRaised,
    InvoiceKind,
    InvoiceRaised,
    InvoiceStatus,
    PaymentMade,
    SeedAllocation,
    SeedCredit,
    SeedEvent,
    SeedInvoice,
    SeedLine,
    SeedNote,
    SeedPayment,
    SeedQuote,
    SeedRepeating,
)

__all__ = [
    "BAD_DEBTS_CODE",
    "BANK_CODE",
    "COGS_CODE",
    "SALES_CODE",
    "TAX_CODE",
    "CreditAllocated",
    "CreditKind",
    "CreditRaised",
    "Habit",
    "InvoiceKind",
    "InvoiceRaised",
    "InvoiceStatus",
    "PaymentMade",
    "SeedAccount",
    "SeedAddress",
    "SeedAllocation",
    "SeedAwkward",
    "SeedContact",
    "SeedCredit",
    "SeedEvent",
    "SeedGroup",
    "SeedInvoice",
    "SeedLimit",
    "SeedLine",
    "SeedNote",
    "SeedOrganisation",
    "SeedPayment",
    "SeedPerson",
    "SeedPhone",
    "SeedQuote",
    "SeedRepeating",
    "SeedTerms",
    "SeedUser",
    "SeedWorld",
]


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
    sales_tracking: tuple[tuple[str, str], ...] = ()
    """Name of a tracking category and of its option, which sales to them get."""
    is_archived: bool = False
    is_supplier: bool = False
    habit: Habit | None = None
    """None: pays only where the seed's events say so."""
    notes: tuple[SeedNote, ...] = ()
    updated: date | None = None
    """None: before the start, at the server's choice."""


@dataclass(frozen=True, slots=True)
class SeedGroup:
    """A contact group and the keys of its members."""

    name: str
    members: tuple[str, ...] = ()


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
