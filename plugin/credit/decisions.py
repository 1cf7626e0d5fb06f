"""What a review decides, as values; each door renders them in its own words. No rule lives here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from plugin.credit.account import CreditStatus, HoldKind
from plugin.credit.kind_word_facts import ProposedKindWord
from plugin.credit.money import Money
from plugin.credit.policy_parts import Channel, Tone
from plugin.credit.quick import quick
from plugin.credit.resumed_fact import LostPlace
from plugin.credit.statements import StatementKind
from plugin.credit.task_kinds import Task, TaskKind
from plugin.credit.veto import HeldBack
from plugin.credit.veto_facts import VetoQuestion

__all__ = [
    "BUCKETS",
    "RESTING",
    "AgeingProfile",
    "AskWhy",
    "BrokenPromise",
    "CannotCompare",
    "Exposure",
    "ExposurePart",
    "LimitUse",
    "NearLimit",
    "OldestOverdue",
    "OverLimit",
    "ProposedMessage",
    "ProposedStatement",
    "ProposedStep",
    "Review",
    "StatementWait",
    "StatusDecision",
    "StatusReason",
    "Task",
    "TaskKind",
    "Wait",
    "WaitKind",
]

# --- reasons: values, never sentences -------------------------------------------------


@dataclass(frozen=True, slots=True)
class OverLimit:
    """Exposure is above the limit by this much."""

    by: Money
    exposure: Money
    limit: Money


@dataclass(frozen=True, slots=True)
class NearLimit:
    """Exposure has reached the policy's watch share of the limit, in per cent of it."""

    utilisation: Decimal
    exposure: Money
    limit: Money


@dataclass(frozen=True, slots=True)
class OldestOverdue:
    """The oldest debt above tolerance is this many days late."""

    days: int
    invoice_number: str
    balance: Money


@dataclass(frozen=True, slots=True)
class BrokenPromise:
    """A promise passed its grace without the money; `count` of them so far."""

    invoice_numbers: tuple[str, ...]
    due: date
    count: int


@dataclass(frozen=True, slots=True)
class CannotCompare:
    """The ledger has never used a rate for this currency (rule 9)."""

    currency: str
    limit_currency: str


StatusReason = OverLimit | NearLimit | OldestOverdue | BrokenPromise | CannotCompare


@dataclass(frozen=True, slots=True)
class StatusDecision:
    """The status that should be in force, and whether a worse one waits for a person.

    `status` is what the machine may write (OPEN or WATCH, or a STOP already confirmed);
    `stop_proposed` asks for a person's yes (rule 19); `over_limit` is kept for rule 30.
    """

    status: CreditStatus
    reasons: tuple[StatusReason, ...] = ()
    stop_proposed: bool = False
    over_limit: bool = False
    #: a stop is due and waits for the customer's salesperson before it is proposed
    stop_held: HeldBack | None = None


# --- exposure --------------------------------------------------------------------------


class ExposurePart(StrEnum):
    """The named parts of exposure (rule 8)."""

    APPROVED = "approved"
    AWAITING_APPROVAL = "awaiting_approval"
    DRAFTS = "drafts"
    QUOTES = "quotes"
    REPEATING = "repeating"
    CREDITS = "credits"
    PREPAYMENTS = "prepayments"


@dataclass(frozen=True, slots=True)
class Exposure:
    """Exposure in one currency as signed parts that add up to `amount`; credits are negative."""

    currency: str
    parts: tuple[tuple[ExposurePart, Money], ...]
    amount: Money


@dataclass(frozen=True, slots=True)
class LimitUse:
    """Exposure against the limit, both in the limit's currency; which rates were used (rule 9)."""

    limit: Money
    used: Money
    headroom: Money
    utilisation: Decimal
    rates: tuple[tuple[str, Decimal, date], ...] = ()


# --- ageing ----------------------------------------------------------------------------

BUCKETS = ("current", "1-30", "31-60", "61-90", "90+")


@dataclass(frozen=True, slots=True)
class AgeingProfile:
    """Open debt of one currency by days late; gross of unallocated credit, counts instalments."""

    currency: str
    open_count: int
    open: Money
    late_count: int
    late: Money
    unallocated: Money
    buckets: tuple[tuple[str, int, Money], ...]
    oldest_days: int


# --- what to do ------------------------------------------------------------------------


@quick
@dataclass(frozen=True, slots=True)
class ProposedStep:
    """One invoice (or instalment) to be chased at `level` for `amount`, before any netting.

    The disputed part is already left out of `amount`.
    """

    invoice_id: str
    instalment: int
    level: int
    amount: Money
    days_late: int
    cycle: int = 1
    #: a payment of it was deleted or returned since the last message: say so (rule 6)
    came_back: bool = False
    #: a promise for it was broken since the last message: it may be mentioned once (rule 23)
    broken_promise: bool = False


class AskWhy(StrEnum):
    """Why a message waits for a person even in automatic mode."""

    FIRST_TO_CUSTOMER = "first_to_customer"
    FINAL = "final"
    STALE_BOOKS = "stale_books"
    BY_LETTER = "by_letter"
    BY_CALL = "by_call"
    #: a payment provider has seen money for it that the ledger does not show yet
    PAYMENT_SEEN = "payment_seen"


@dataclass(frozen=True, slots=True)
class ProposedMessage:
    """One message for one customer and currency (rules 7, 18).

    `level` is the highest among `chased`; `also` are open invoices listed without a demand;
    `netted` is unallocated credit already taken off, oldest first; `total` is what is asked for.
    """

    currency: str
    level: int
    is_courtesy: bool
    is_final: bool
    chased: tuple[ProposedStep, ...]
    also: tuple[str, ...]
    netted: Money
    total: Money
    ask: tuple[AskWhy, ...] = ()
    tone: Tone = Tone.FRIENDLY
    channel: Channel = Channel.EMAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedStatement:
    """A statement of account in one currency whose day has come.

    `listed` are the invoices on it, `total` what is open of them before `credit`, `late` what of it
    is past its due date. `since` is the first day of an activity, None where open items are stated.
    """

    currency: str
    period: str
    kind: StatementKind
    since: date | None
    listed: tuple[str, ...]
    total: Money
    late: Money
    credit: Money
    ask: tuple[AskWhy, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementWait:
    """A statement whose day has come and that does not go yet: why, and until when."""

    currency: str
    kind: HoldKind | WaitKind
    until: date | None


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing goes for this invoice (or the whole customer) yet: why, and until when."""

    kind: HoldKind | WaitKind
    until: date | None
    invoice_id: str | None = None
    #: who said so, where a person did
    by: str = ""


class WaitKind(StrEnum):
    """Ordinary reasons why a ladder stands still today."""

    NOT_LATE = "not_late"
    BELOW_TOLERANCE = "below_tolerance"
    NEXT_LEVEL_LATER = "next_level_later"
    GAP = "gap"
    CAP = "cap"
    NOT_WORKING_DAY = "not_working_day"
    PROPOSAL_OPEN = "proposal_open"
    JUST_SENT = "just_sent"
    LADDER_ENDED = "ladder_ended"
    NO_POLICY = "no_policy"
    NEVER = "never"
    NOT_PLACED = "not_placed"
    NOT_RELEASED = "not_released"
    WRITTEN_OFF = "written_off"
    NOT_SENT = "not_sent"
    NO_EMAIL = "no_email"
    NO_NUMBER = "no_number"
    BOUNCED = "bounced"
    ANSWERED = "answered"
    OTHER_CHANNEL = "other_channel"
    PERSON_DECIDES = "person_decides"
    FINAL_FIRST = "final_first"
    PAY_RUN = "pay_run"
    #: nobody has said what the customer is before the law (rule 34)
    STANDING_UNSAID = "standing_unsaid"
    NO_ADDRESS = "no_address"
    STATEMENT = "statement"
    #: their salesperson has two working days to say no
    SALES_ASKED = "sales_asked"
    #: they pay slowly in these months; the one who signs their payments is not there
    SEASON = "season"
    PAYER_AWAY = "payer_away"


#: reasons why an open proposal only rests today, and is not withdrawn
RESTING = frozenset(
    {
        *(WaitKind.NOT_WORKING_DAY, WaitKind.GAP, WaitKind.CAP, WaitKind.PAY_RUN),
        *(WaitKind.OTHER_CHANNEL, WaitKind.SEASON, WaitKind.PAYER_AWAY),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Everything that should now be true of one customer.

    `look_again_on` is the next civil day on which the answer could change by itself; None when
    only a new fact can change it.
    """

    customer_id: str
    on: date
    status: StatusDecision
    exposure: tuple[Exposure, ...]
    limit_use: LimitUse | None
    ageing: tuple[AgeingProfile, ...]
    messages: tuple[ProposedMessage, ...]
    waits: tuple[Wait, ...]
    tasks: tuple[Task, ...]
    broken_promises: tuple[str, ...]
    look_again_on: date | None
    statements: tuple[ProposedStatement, ...] = ()
    statement_waits: tuple[StatementWait, ...] = ()
    kind_words: tuple[ProposedKindWord, ...] = ()
    #: what a person is asked about once a new policy's ladder cannot say it
    lost: tuple[LostPlace, ...] = ()
    #: what their salesperson is to be asked now
    asks_sales: tuple[VetoQuestion, ...] = ()
