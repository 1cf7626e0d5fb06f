"""The doors to everything outside, as protocols, with the records that only they use."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from plugin.credit.account import CreditKind
from plugin.ports.errors import LedgerError
from plugin.ports.records import (
    LedgerAccount,
    LedgerContact,
    LedgerCredit,
    LedgerDraft,
    LedgerGroup,
    LedgerInvoice,
    LedgerNewContact,
    LedgerNote,
    LedgerOrganisation,
    LedgerPayment,
    LedgerQuote,
    LedgerRepeating,
    LedgerTaxRate,
    Page,
)


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
    def open_invoices(self, *, page: int = 1) -> Page[LedgerInvoice]: ...
    def open_credits(self, kind: CreditKind, *, page: int = 1) -> Page[LedgerCredit]: ...
    def credit(self, kind: CreditKind, credit_id: str) -> LedgerCredit | None: ...
    def quotes(self, *, page: int = 1, since: datetime | None = None) -> Page[LedgerQuote]: ...
    def repeating(self) -> tuple[LedgerRepeating, ...]: ...
    def pay_link(self, invoice_id: str) -> str: ...
    def invoice_pdf(self, invoice_id: str) -> bytes: ...

    def groups(self) -> tuple[LedgerGroup, ...]: ...
    def group(self, group_id: str) -> LedgerGroup: ...
    def create_group(self, name: str, *, key: str) -> LedgerGroup: ...
    def add_to_group(self, group_id: str, contact_id: str, *, key: str) -> None: ...
    def remove_from_group(self, group_id: str, contact_id: str) -> None: ...
    def delete_group(self, group_id: str, *, key: str) -> None: ...
    def notes(self, on: NoteOn, subject_id: str) -> tuple[LedgerNote, ...]: ...
    def add_note(self, on: NoteOn, subject_id: str, text: str, *, key: str) -> None: ...
    def tax_rates(self) -> tuple[LedgerTaxRate, ...]: ...
    def sale_referred(self, reference: str) -> LedgerInvoice | None: ...
    def draft_sale(self, draft: LedgerDraft, *, key: str) -> LedgerInvoice: ...
    def contacts_named(self, name: str) -> tuple[LedgerContact, ...]: ...
    def create_contact(self, contact: LedgerNewContact, *, key: str) -> LedgerContact: ...
    def set_sales_terms(
        self, contact_id: str, terms: tuple[int, str], *, key: str
    ) -> LedgerContact: ...
    def archive_contact(self, contact_id: str, *, key: str) -> LedgerContact: ...
    def set_expected_date(self, invoice_id: str, on: date | None, *, key: str) -> None: ...


# --- consent ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tokens:
    """One signed-in person's tokens; `expires_at` is an instant on the business clock.

    Neither token is shown by repr, so that none gets into a log with a traceback.
    """

    access: str = field(repr=False)
    refresh: str = field(repr=False)
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

    Raises GrantEnded where the grant is dead (invalid_grant), Unavailable for a passing failure
    and for wrong app credentials, which are never a lost connection.
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
    """Tokens of one grant while its row is locked; `save` stores before anyone uses them.

    `end` notes that they are dead, so that nobody asks with them again. Either ends the lock.
    """

    @property
    def tokens(self) -> Tokens: ...
    def save(self, tokens: Tokens) -> None: ...
    def end(self, why: str) -> None: ...


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
    #: the ledger refused it for one of its limits
    refused: bool = False


class Limit(StrEnum):
    """Which of the ledger's limits refused a call."""

    AT_ONCE = "at once"
    MINUTE = "minute"
    DAY = "day"
    #: of the whole app, and so of all organisations
    APP_MINUTE = "app minute"
    UNNAMED = "unnamed"


class Urgency(StrEnum):
    """What a call may wait for: work that can wait yields to work that cannot."""

    #: a balance re-read before a send, what a person waits for
    NOW = "now"
    #: notices, write-back, the first reading and what changed since the last
    SOON = "soon"
    #: the rolling comparison, what is read daily, flags that come in a flood
    LATER = "later"


class Slot(Protocol):
    """One of the organisation's calls at once, for the length of a `with` block."""

    def linger(self) -> None:
        """The ledger may still be at the call: the slot stays taken for as long as a call lasts."""

    def spent(self, spent: Spent) -> None:
        """What the one call of this slot cost, and what the ledger says remains."""


class CallBudget(Protocol):
    """At most five calls in flight per organisation over all processes; counts; pauses.

    `slot` raises Unavailable when the organisation is paused, when what remains is kept for what
    is more urgent, when no slot came free in time, and for every call after `close`, so that a
    stopping program waits for one call and not for a whole job. `pause` says for how many seconds
    of business time it pauses; None = the ledger did not say for how long.
    """

    def slot(
        self, org_id: UUID, urgency: Urgency = Urgency.SOON
    ) -> AbstractContextManager[Slot]: ...
    def pause(self, org_id: UUID, *, limit: Limit, seconds: float | None) -> float: ...
    def went_wrong(self, org_id: UUID, error: LedgerError) -> None: ...
    def close(self) -> None: ...


class Bell(Protocol):
    """Rings for work whose row is already committed; a lost ring costs seconds, never work."""

    def ring(self, org_id: UUID, what: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Attachment:
    """A PDF that goes with an email; its name is plain ASCII without blanks."""

    name: str
    pdf: bytes = field(repr=False)


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
    attachments: tuple[Attachment, ...] = ()
    #: an invitation for their calendar, as iCalendar text, and its method (REQUEST or CANCEL)
    invitation: str = ""
    invitation_method: str = ""
    #: where answers are read by us as well; stands before `reply_to` among those who are answered
    answers_to: str = ""
    #: where mail that cannot be delivered goes back to; empty = to `from_address`
    bounces_to: str = ""
    #: the Message-ID of the mail that this one answers
    in_reply_to: str = ""
    #: who wrote it, as RFC 3834 says it; empty = a person did
    auto_submitted: str = "auto-generated"


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
