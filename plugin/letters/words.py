"""Plain English for every value that a review decides, with its numbers, for the business's screen.

It decides nothing, and none of it goes to a customer or into the ledger.
"""

from __future__ import annotations

from datetime import date

from plugin.credit.account import CreditStatus, HoldKind, Placement, StepState
from plugin.credit.decisions import (
    AskWhy,
    BrokenPromise,
    CannotCompare,
    ExposurePart,
    NearLimit,
    OldestOverdue,
    OverLimit,
    StatusReason,
    Wait,
    WaitKind,
)
from plugin.credit.policy import Level, Tone
from plugin.letters.wording import dated, day, days, listed, money, sentence, spelled

_NAMES_SHOWN = 6

_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth")


def level_name(level: int, *, is_courtesy: bool = False, is_final: bool = False) -> str:
    """courtesy, first reminder, second reminder, final notice."""
    if is_courtesy:
        return "courtesy"
    if is_final:
        return "final notice"
    ordinal = _ORDINALS[level] if 0 < level < len(_ORDINALS) else f"level {level}"
    return f"{ordinal} reminder"


def rung_name(level: Level) -> str:
    """A level of the ladder by its number, or by what it is at the end of it."""
    if level.tone is Tone.BEFORE_ACTION:
        return "letter before action"
    return level_name(level.number, is_courtesy=level.is_courtesy, is_final=level.is_final)


def tone_name(tone: Tone) -> str:
    """A tone in a sentence or a list of choices: friendly, final notice, letter before action."""
    return {Tone.FINAL: "final notice", Tone.BEFORE_ACTION: "letter before action"}.get(
        tone, tone.value
    )


def status_name(status: CreditStatus) -> str:
    """The status as one word for a badge."""
    return {CreditStatus.OPEN: "Open", CreditStatus.WATCH: "Watch", CreditStatus.STOP: "Stop"}[
        status
    ]


def status_words(status: CreditStatus) -> str:
    """What a status means, as a sentence."""
    match status:
        case CreditStatus.OPEN:
            return "Nothing stands against selling on terms."
        case CreditStatus.WATCH:
            return "Look before you sell more on terms."
        case CreditStatus.STOP:
            return "No further sales on terms until this is cleared."


def reason_words(reason: StatusReason, today: date) -> str:
    """Why a status is what it is, as a sentence with its numbers."""
    match reason:
        case OverLimit(by, exposure, limit):
            return f"Exposure of {money(exposure)} is {money(by)} over the limit of {money(limit)}."
        case NearLimit(utilisation, exposure, limit):
            return (
                f"Exposure of {money(exposure)} is {utilisation:.0f} % of the limit of "
                f"{money(limit)}."
            )
        case OldestOverdue(late, number, balance):
            return f"{number} is {days(late)} late, with {money(balance)} unpaid."
        case BrokenPromise(numbers, due, count):
            times = "" if count < 2 else f" {sentence(spelled(count))} promises were not kept."
            what = f" for {listed(numbers, _NAMES_SHOWN)}" if numbers else ""
            return f"The money promised{what} by {day(due, today)} has not come.{times}"
        case CannotCompare(currency, limit_currency):
            return (
                f"Cannot compare: the limit is in {limit_currency}, something is owed in "
                f"{currency}, and the ledger has never used a rate between them."
            )


def wait_words(wait: Wait, today: date, number: str = "") -> str:
    """Why nothing goes now, and until when; `number` is the invoice's, empty for the customer."""
    why = hold_words(wait.kind) if isinstance(wait.kind, HoldKind) else _WAITS[wait.kind]
    if wait.by and wait.kind is HoldKind.VETOED:
        why = f"held back by {wait.by}"
    if wait.by and wait.kind is WaitKind.SALES_ASKED:
        why = f"before this step {wait.by} has two working days to say no"
    if wait.until is not None:
        why = f"{why}, until {day(wait.until, today)}"
    return f"{number}: {why}." if number else f"{sentence(why)}."


def hold_words(kind: HoldKind) -> str:
    """Why there is silence (rule 20), as a phrase without its end."""
    return _HOLDS[kind]


def settled_words(state: str, outcome: str) -> str:
    """How a message ended, for people: sent, or not sent and why."""
    if state == StepState.DONE:
        return outcome or "sent"
    if state == StepState.UNCONFIRMED:
        return "not known whether it went"
    if state == StepState.REFUSED:
        return f"refused by the mail system: {outcome}" if outcome else "refused by the mail system"
    return f"not sent: {_WHY_NOT.get(outcome) or _why_silent(outcome)}" if outcome else "not sent"


_WHY_NOT = {"paid": "paid or settled meanwhile", "stopped": "everything was stopped"}


def _why_silent(outcome: str) -> str:
    """The phrase of a kind of hold or wait; anything else is a sentence already."""
    if outcome in {kind.value for kind in HoldKind}:
        return _HOLDS[HoldKind(outcome)]
    if outcome in {kind.value for kind in WaitKind}:
        return _WAITS[WaitKind(outcome)]
    return outcome


def ask_words(ask: AskWhy, customer: str, last_reconciled: date | None = None) -> str:
    """Why a message waits for a person, as a sentence."""
    match ask:
        case AskWhy.FIRST_TO_CUSTOMER:
            words = f"It is the first message that {customer} would ever have from you."
        case AskWhy.FINAL:
            words = "It is a final notice or a last letter, and those always wait for a person."
        case AskWhy.BY_LETTER:
            words = "It goes on paper: print it, post it, and say that it is done."
        case AskWhy.BY_CALL:
            words = "It is a call: it stands on the call sheet, with what to say."
        case AskWhy.PAYMENT_SEEN:
            words = (
                "A payment provider has seen money that may pay this, and the ledger does not "
                "show it yet: look before you say yes."
            )
        case AskWhy.STALE_BOOKS:
            books = "Payments have not been reconciled lately"
            if last_reconciled is not None:
                books = f"The books are reconciled to {dated(last_reconciled)}"
            words = f"{books}: has this been paid already?"
    return words


def part_words(part: ExposurePart) -> str:
    """A part of exposure (rule 8) as the label of its line."""
    return _PARTS[part]


def placement_words(placement: Placement) -> str:
    """What a person may say of an opening debt (rule 2), as the label of a choice."""
    return _PLACEMENTS[placement]


_WAITS = {
    WaitKind.NOT_LATE: "not late yet",
    WaitKind.BELOW_TOLERANCE: "too small to chase; it stands under small balances to tidy",
    WaitKind.NEXT_LEVEL_LATER: "the next level is not due yet",
    WaitKind.GAP: "the last message to this customer was too recent",
    WaitKind.CAP: "this customer has had as many messages as thirty days allow",
    WaitKind.NOT_WORKING_DAY: "today is no working day for this customer",
    WaitKind.PROPOSAL_OPEN: "a message waits for your yes, and the next level waits for it",
    WaitKind.JUST_SENT: "the invoice itself went out only days ago",
    WaitKind.NO_ADDRESS: "Xero has no postal address to put on the envelope",
    WaitKind.STATEMENT: "a statement of account goes in its place",
    WaitKind.SALES_ASKED: "their salesperson has two working days to say no",
    WaitKind.PAY_RUN: "it goes two working days before their usual pay run",
    WaitKind.SEASON: "they pay slowly in these months, so it goes later",
    WaitKind.PAYER_AWAY: "the one who signs their payments is not there today",
    WaitKind.LADDER_ENDED: "every level has been sent; what comes next is for a person",
    WaitKind.NO_POLICY: "no policy covers this customer",
    WaitKind.NEVER: "set never to be chased",
    WaitKind.NOT_PLACED: "it was late before you connected, and you have not said what it is yet",
    WaitKind.NOT_RELEASED: "from before you connected; it waits its turn, so many customers a day",
    WaitKind.WRITTEN_OFF: "written off",
    WaitKind.NOT_SENT: "the invoice was never sent from the ledger",
    WaitKind.NO_EMAIL: "no email address is known",
    WaitKind.NO_NUMBER: "no number is known that this step could use",
    WaitKind.ANSWERED: "they answered; read it before anything more goes",
    WaitKind.BOUNCED: "mail to this customer came back; say whom to write to",
    WaitKind.OTHER_CHANNEL: "they heard from you today by another channel",
    WaitKind.PERSON_DECIDES: "no rule settles it; it waits for a person",
    WaitKind.FINAL_FIRST: "a final notice about other invoices goes first",
    WaitKind.STANDING_UNSAID: (
        "the letter before action depends on what the customer is before the law, and nobody has "
        "said it yet"
    ),
}

_HOLDS = {
    HoldKind.UNTIL: "on hold, as one of you asked",
    HoldKind.PROMISED: "payment is promised",
    HoldKind.DISPUTED: "part of it is disputed, and that part is not chased",
    HoldKind.PLAN: "on a payment plan, whose instalments are asked for one by one",
    HoldKind.SAYS_PAID: "the customer says that it is paid",
    HoldKind.PROPOSED: "other terms are proposed for it, and wait for an answer",
    HoldKind.STALE_BOOKS: "the books look stale, so it may have been paid already",
    HoldKind.IN_FLIGHT: "a payment is on its way",
    HoldKind.SET_OFF: "you owe this customer too; decide on set-off first",
    HoldKind.CREDIT_COVERS: "the customer's own credit covers it; it needs allocating",
    HoldKind.RETENTION: "part of it is a retention, not yet due",
    HoldKind.DIRECT_DEBIT: "paid by direct debit",
    HoldKind.AGENCY: "with an agency or solicitor; payments are reported to them",
    HoldKind.CLAIM: "a claim has been issued",
    HoldKind.INSOLVENT: "the customer is insolvent; chasing has ended",
    HoldKind.BREATHING_SPACE: "breathing space: no contact and no interest",
    HoldKind.HARDSHIP: "held for hardship",
    HoldKind.DECEASED: "held after a death",
    HoldKind.TOO_OLD: "perhaps too old to claim",
    HoldKind.VETOED: "held back by one of your team",
    HoldKind.MINE: "a person looks after it",
    HoldKind.AWAY: "they are away",
}

_PARTS = {
    ExposurePart.APPROVED: "Approved invoices, unpaid",
    ExposurePart.AWAITING_APPROVAL: "Invoices awaiting approval",
    ExposurePart.DRAFTS: "Draft invoices",
    ExposurePart.QUOTES: "Accepted quotes, not yet invoiced",
    ExposurePart.REPEATING: "Repeating invoices of the next 30 days",
    ExposurePart.CREDITS: "Unallocated credit notes and overpayments",
    ExposurePart.PREPAYMENTS: "Deposits (prepayments)",
}

_PLACEMENTS = {
    Placement.UNPLACED: "Not placed yet: nothing is sent",
    Placement.GENTLE: "Chase gently, from the first level",
    Placement.AT_LEVEL: "Already chased: continue at a level",
    Placement.MINE: "Mine: a person looks after it",
    Placement.AGENCY: "With an agency or solicitor",
    Placement.WRITTEN_OFF: "Written off",
    Placement.NEVER: "Never chase it",
}
