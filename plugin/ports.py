"""The doors to everything outside, the records that pass through them, the errors each may raise.

A door has a real implementation and one that fits for tests or the demo. Nothing here acts.

Errors carry their advice::

    LedgerError
    ├── Unavailable(retry_after)   passing: try again, not before retry_after
    ├── Refused(message)           final for this request, in the ledger's own words
    ├── Disconnected               the organisation is no longer connected
    ├── NeedsConsent(scope)        a person has to consent again
    ├── Malformed(page, field)     an answer that cannot be read; nothing of it was kept
    └── OutcomeUnknown             sent, no answer: look before sending again
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Generic, Protocol, TypeVar
from uuid import UUID

# --- errors ------------------------------------------------------------------------------


class LedgerError(Exception):
    """Anything that went wrong between us and an outside system."""


class Unavailable(LedgerError):
    """It may work later; `retry_after` is how long the other side asked us to wait, if it did."""

    def __init__(self, message: str, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Refused(LedgerError):
    """It will not work as asked; the message is in the other side's own words."""


class Disconnected(LedgerError):
    """The organisation's consent is gone; a person has to reconnect."""


class NeedsConsent(LedgerError):
    """A scope is missing; a person has to consent again."""


class OutcomeUnknown(LedgerError):
    """The request went out and no answer came back; it may or may not have been done."""


class Malformed(LedgerError):
    """An answer that cannot be read; names the page and the field, and nothing of it was kept."""

    def __init__(self, message: str, *, page: int, where: str) -> None:
        super().__init__(f"page {page}, {where}: {message}")
        self.page = page
        self.where = where


# --- ledger records: facts as read --------------------------------------------------------

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


@dataclass(frozen=True, slots=True)
class LedgerPerson:
    """A further person of a contact; `included` = gets its emails."""

    name: str
    email: str
    included: bool


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
    company_number: str = ""
    country: str = ""
    people: tuple[LedgerPerson, ...] = ()
    groups: tuple[str, ...] = ()
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
    lines, by which a write-off is recognised (rule 5).
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


class NoteOn(StrEnum):
    """What a note hangs on."""

    CONTACT = "contact"
    INVOICE = "invoice"


class Ledger(Protocol):
    """The books of one connected organisation, as one short-lived object per job.

    Every call may raise any LedgerError; reads never raise OutcomeUnknown. Pages count from 1 and
    are ordered by when the record last changed, so that a page boundary loses nothing. `key`
    makes a write safe to repeat for six minutes. No call lasts longer than ten seconds.
    """

    def organisation(self) -> LedgerOrganisation: ...
    def accounts(self) -> tuple[LedgerAccount, ...]: ...
    def reminders_on(self) -> bool: ...

    def contacts(
        self, *, page: int = 1, since: datetime | None = None, ids: Sequence[str] = ()
    ) -> Page[LedgerContact]: ...
    def invoices(
        self, *, page: int = 1, since: datetime | None = None, ids: Sequence[str] = ()
    ) -> Page[LedgerInvoice]: ...
    def payments(self, *, page: int = 1, since: datetime | None = None) -> Page[LedgerPayment]: ...
    def credit_notes(
        self, *, page: int = 1, since: datetime | None = None
    ) -> Page[LedgerCredit]: ...
    def overpayments(
        self, *, page: int = 1, since: datetime | None = None
    ) -> Page[LedgerCredit]: ...
    def prepayments(
        self, *, page: int = 1, since: datetime | None = None
    ) -> Page[LedgerCredit]: ...
    def quotes(self, *, page: int = 1, since: datetime | None = None) -> Page[LedgerQuote]: ...
    def repeating(self) -> tuple[LedgerRepeating, ...]: ...
    def pay_link(self, invoice_id: str) -> str: ...

    def groups(self) -> tuple[LedgerGroup, ...]: ...
    def group(self, group_id: str) -> LedgerGroup: ...
    def create_group(self, name: str, *, key: str) -> LedgerGroup: ...
    def add_to_group(self, group_id: str, contact_id: str, *, key: str) -> None: ...
    def remove_from_group(self, group_id: str, contact_id: str) -> None: ...
    def delete_group(self, group_id: str, *, key: str) -> None: ...
    def notes(self, on: NoteOn, subject_id: str) -> tuple[LedgerNote, ...]: ...
    def add_note(self, on: NoteOn, subject_id: str, text: str, *, key: str) -> None: ...
    def set_expected_date(self, invoice_id: str, on: date | None, *, key: str) -> None: ...


# --- consent ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tokens:
    """One signed-in person's tokens; `expires_at` is an instant on the business clock."""

    access: str
    refresh: str
    expires_at: datetime
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in, from a checked identity token."""

    subject: str
    email: str
    given_name: str = ""
    family_name: str = ""


@dataclass(frozen=True, slots=True)
class Granted:
    """What came back from a consent."""

    identity: Identity
    tokens: Tokens | None
    auth_event_id: str = ""


@dataclass(frozen=True, slots=True)
class LedgerConnection:
    """One organisation that a person's consent reaches."""

    id: str
    ledger_id: str
    name: str
    kind: str


class Consent(Protocol):
    """Sign-in and consent with the ledger's owner (OAuth 2.0 and OpenID Connect).

    Raises Disconnected where the grant is dead (invalid_grant), Refused for wrong app
    credentials (never a lost connection), Unavailable for a passing failure.
    """

    def authorise_url(self, *, state: str, nonce: str, scopes: Sequence[str]) -> str: ...
    def exchange(self, *, code: str, nonce: str) -> Granted: ...
    def refresh(self, tokens: Tokens) -> Tokens: ...
    def connections(
        self, access_token: str, *, auth_event_id: str = ""
    ) -> tuple[LedgerConnection, ...]: ...
    def disconnect(self, access_token: str, connection_id: str) -> None: ...
    def revoke(self, tokens: Tokens) -> None: ...


class LockedTokens(Protocol):
    """Tokens of one grant while its row is locked; `save` stores before anyone uses them."""

    @property
    def tokens(self) -> Tokens: ...
    def save(self, tokens: Tokens) -> None: ...


class Vault(Protocol):
    """Where tokens live, encrypted. Refreshing is serialised by the lock on the grant's row."""

    def locked(self, grant_id: UUID) -> AbstractContextManager[LockedTokens]: ...
    def read(self, grant_id: UUID) -> Tokens: ...


# --- the rest -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spent:
    """What one call to the ledger cost and what the ledger says remains (None = not said)."""

    calls: int = 1
    bytes: int = 0
    minute_remaining: int | None = None
    day_remaining: int | None = None
    app_minute_remaining: int | None = None


class CallBudget(Protocol):
    """At most five calls in flight per organisation over all processes; counts; pauses.

    `slot` raises Unavailable when the organisation is paused or no slot came free in time.
    """

    def slot(self, org_id: UUID) -> AbstractContextManager[None]: ...
    def spent(self, org_id: UUID, spent: Spent) -> None: ...
    def pause(self, org_id: UUID, *, seconds: float) -> None: ...
    def went_wrong(self, org_id: UUID, message: str) -> None: ...


class Bell(Protocol):
    """Rings for work whose row is already committed; a lost ring costs seconds, never work."""

    def ring(self, org_id: UUID, what: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """One email, composed. Addresses are bare; `from_name` is shown beside `from_address`."""

    message_id: str
    from_name: str
    from_address: str
    reply_to: str
    to: tuple[str, ...]
    copy_to: tuple[str, ...]
    subject: str
    text: str
    html: str
    language: str = "en"
    sent_at: datetime


class Mailer(Protocol):
    """Hands one email to the mail system, at most once.

    Raises Refused where it was certainly not taken, Unavailable where it was certainly not
    taken but may be later, OutcomeUnknown where nobody can say.
    """

    def send(self, mail: OutgoingMail) -> None: ...


@dataclass(frozen=True, slots=True)
class DomainVerdict:
    """Whether a sender's domain carries SPF, DKIM and DMARC records."""

    domain: str
    spf: bool
    dkim: bool
    dmarc: bool

    @property
    def is_ready(self) -> bool:
        """True when all three are in place (rule 26)."""
        return self.spf and self.dkim and self.dmarc


class DomainCheck(Protocol):
    """Looks up a sender's domain. Raises Unavailable where the look-up itself failed."""

    def check(self, domain: str) -> DomainVerdict: ...


class Clock(Protocol):
    """Business time, as an aware instant in UTC."""

    def now(self) -> datetime: ...
