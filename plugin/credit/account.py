"""The facts of one customer, as everything else reads them. Nothing here decides anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from plugin.credit.agreements import Dispute, Plan, Retention
from plugin.credit.answered import Answered
from plugin.credit.called_off import CalledOff
from plugin.credit.check_in_facts import CheckIn
from plugin.credit.claims import Agreed, Claim
from plugin.credit.context_facts import ContextNote
from plugin.credit.hold_fact import Hold, HoldKind
from plugin.credit.incoming_fact import Incoming
from plugin.credit.kind_word_facts import NO_KIND_FACTS, KindFacts
from plugin.credit.law import Standing
from plugin.credit.leaving_findings import LeavingFacts
from plugin.credit.money import Money
from plugin.credit.negotiation import Talk
from plugin.credit.pay_run_kinds import PayRun
from plugin.credit.promise_source import PromiseSource
from plugin.credit.quick import quick
from plugin.credit.reach import OUT_OF_REACH, Reach
from plugin.credit.resumed_fact import Resumed
from plugin.credit.segment_held import SegmentHeld
from plugin.credit.statements import StatementTerms
from plugin.credit.steps import PastMessage, Step, StepState
from plugin.credit.veto_facts import NO_SALESPERSON, SalesSay

__all__ = [
    "Account",
    "Calendar",
    "Credit",
    "CreditKind",
    "CreditStatus",
    "Customer",
    "FamilyMember",
    "Hold",
    "HoldKind",
    "Instalment",
    "Invoice",
    "InvoiceState",
    "Opening",
    "PastMessage",
    "Payment",
    "Placement",
    "Promise",
    "PromiseSource",
    "Rate",
    "StatusHeld",
    "Step",
    "StepState",
]


class InvoiceState(StrEnum):
    """Where a sales invoice stands in the ledger."""

    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    PAID = "paid"
    VOIDED = "voided"
    DELETED = "deleted"


#: a member is looked up through its class at some cost: a review asks for it by the million
_APPROVED = InvoiceState.APPROVED


class Placement(StrEnum):
    """What a person said of a debt that was late on the day of connection (rule 2)."""

    UNPLACED = "unplaced"
    GENTLE = "gentle"
    AT_LEVEL = "at_level"
    MINE = "mine"
    AGENCY = "agency"
    WRITTEN_OFF = "written_off"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Opening:
    """An opening debt: where it was placed, the level it continues at, the day it was released."""

    placement: Placement
    level: int = 1
    released_on: date | None = None


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of an invoice that falls due by itself; index counts from 0."""

    index: int
    due: date
    amount: Money
    balance: Money


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """A sales invoice as the ledger has it; dates are civil dates of the organisation."""

    id: str
    number: str
    issued: date
    due: date
    state: InvoiceState
    total: Money
    balance: Money
    #: the day the customer was first told of it; None = approved but never sent (rule 3)
    sent_on: date | None
    reference: str = ""
    #: an expected payment date that a person wrote into the ledger (rule 22); ours is left out
    expected_on: date | None = None
    receivable: bool = True
    #: what of it is contested (rule 20); the rest stays collectable
    disputed: Money | None = None
    #: what of it is not due before a later day (rule 20)
    retained: Retention | None = None
    opening: Opening | None = None
    instalments: tuple[Instalment, ...] = ()
    #: the day on which a payment of it was deleted or returned (rule 6)
    came_back_on: date | None = None
    #: an approved exception: never chased, until this date (None = for good)
    never_chase: bool = False
    pay_url: str = ""
    #: an invoice for interest or fees: it earns none itself and is in no figure (rule 36)
    is_charge: bool = False

    @property
    def is_open(self) -> bool:
        """True for an approved invoice with a balance."""
        return self.state is _APPROVED and self.balance.amount > 0


class CreditKind(StrEnum):
    """Money or credit of the customer that is not tied to an invoice."""

    CREDIT_NOTE = "credit_note"
    OVERPAYMENT = "overpayment"
    PREPAYMENT = "prepayment"


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit note, overpayment or prepayment, with what of it is not yet allocated."""

    id: str
    number: str
    kind: CreditKind
    on: date
    remaining: Money


@quick
@dataclass(frozen=True, slots=True)
class Payment:
    """Money (or a write-off) applied to one invoice; `is_write_off` per rule 5."""

    invoice_id: str
    on: date
    amount: Money
    is_write_off: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise to pay `amount` of these invoices by `due`, with working days of grace."""

    id: str
    invoice_ids: tuple[str, ...]
    amount: Money
    due: date
    made_on: date
    source: PromiseSource = PromiseSource.PERSON
    grace_days: int = 2


class CreditStatus(StrEnum):
    """Whether it is safe to go on selling on terms; ordered from best to worst."""

    OPEN = "open"
    WATCH = "watch"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class StatusHeld:
    """The status in force and since when; STOP only ever after a person's yes."""

    status: CreditStatus = CreditStatus.OPEN
    since: date | None = None
    #: a stop was proposed and refused by a person at this exposure; not asked again below it
    stop_refused_on: date | None = None
    #: the day of the last change written to the ledger (rule 30)
    written_on: date | None = None
    #: whether the limit was exceeded when last judged: clears only at 95 % (rule 30)
    over_limit: bool = False
    #: exposure when that stop was refused, in the limit's currency (else the base currency)
    stop_refused_at: Money | None = None
    #: a person set the stop without a reason of ours: only a person clears it
    by_hand: bool = False
    #: a person decided that write-offs up to this day no longer count against the status
    settled_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of base currency for one unit of `currency`, as the ledger itself used it on `on`."""

    currency: str
    base_per_unit: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """What a linked customer owes, for the family's exposure (rule 10)."""

    customer_id: str
    exposure: tuple[Money, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Who owes; identity and the person-made settings that decisions read."""

    id: str
    name: str
    limit: Money | None = None
    family_id: str | None = None
    family_limit: Money | None = None
    segment: str = "standard"
    #: name of the policy that a person chose for this customer, before segment and organisation
    policy: str | None = None
    #: the first day on which that choice holds no more
    policy_until: date | None = None
    segment_held: SegmentHeld = field(default_factory=SegmentHeld)
    never_chase: bool = False
    direct_debit: bool = False
    has_email: bool = True
    #: by what else the customer can be reached, and whether mail came back (rule 25)
    reach: Reach = OUT_OF_REACH
    archived: bool = False
    #: what they are before the law (rule 34)
    standing: Standing = field(default_factory=Standing)
    #: accepted terms, and what was chosen about interest for this customer (rule 36)
    agreed: Agreed = field(default_factory=Agreed)
    #: the language of their letters, as a person chose it; empty = the organisation's (rule 29)
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The customer's working days: public holidays are handed in; weekend as ISO weekdays."""

    holidays: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({6, 7})


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Everything known of one customer on the day of a review."""

    customer: Customer
    base_currency: str
    connected_on: date
    invoices: tuple[Invoice, ...] = ()
    credits: tuple[Credit, ...] = ()
    payments: tuple[Payment, ...] = ()
    promises: tuple[Promise, ...] = ()
    holds: tuple[Hold, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    #: those that stand; the dates of an ended plan bind nobody
    plans: tuple[Plan, ...] = ()
    steps: tuple[Step, ...] = ()
    messages: tuple[PastMessage, ...] = ()
    statements: StatementTerms = field(default_factory=StatementTerms)
    status: StatusHeld = field(default_factory=StatusHeld)
    calendar: Calendar = field(default_factory=Calendar)
    #: accepted quotes not invoiced; each part of exposure is switched on or off by the policy
    quotes: tuple[Money, ...] = ()
    #: what repeating templates will issue within 30 days
    repeating: tuple[Money, ...] = ()
    #: live repeating templates by reference, for rule 33
    repeating_names: tuple[str, ...] = ()
    #: open bills that the organisation owes this customer, per currency (rule 7)
    bills_owed: tuple[Money, ...] = ()
    set_off_settled: bool = False
    #: invoices approved but never sent that a person has already answered for are sent_on-dated
    family: tuple[FamilyMember, ...] = ()
    rates: tuple[Rate, ...] = ()
    #: levels that a person skipped or put off ahead of their day
    called_off: tuple[CalledOff, ...] = ()
    #: places on a new ladder that a person named (rule 16)
    resumed: tuple[Resumed, ...] = ()
    #: interest and fees that a person claimed and that stand: never part of what is asked for
    claims: tuple[Claim, ...] = ()
    #: newest date among payments that the ledger marks reconciled (rule 21); None = not known
    reconciled_to: date | None = None
    #: what the customer said was paid, and the talks about other terms that are not over (rule 37)
    answered: tuple[Answered, ...] = ()
    talks: tuple[Talk, ...] = ()
    #: when they pay, as they said it themselves; goes before what was counted
    pay_run_said: PayRun | None = None
    #: what people noted beside the ledger: slow months, who signs alone, when they pay
    context: tuple[ContextNote, ...] = ()
    #: how often a person chose to ring them to say hello
    check_in: CheckIn | None = None
    #: payments that a provider sees on their way or received; the ledger may show them by now
    incoming: tuple[Incoming, ...] = ()
    #: their salesperson, and what they were asked before a hard step
    sales: SalesSay = NO_SALESPERSON
    #: the working days of the organisation itself, in which its own people answer
    own_calendar: Calendar = field(default_factory=Calendar)
    #: crossings to apologise for, kind words said before, a first invoice
    kind: KindFacts = NO_KIND_FACTS
    #: of a customer with invoices that have not left; None where there are none
    leaving: LeavingFacts | None = None
    #: the last day on which the customer answered anything of ours: who answers is spoken to
    replied_on: date | None = None
