"""Plain English for every value that a review decides, with its numbers, for the business's screen.

It decides nothing, and none of it goes to a customer or into the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    Task,
    TaskKind,
    Wait,
    WaitKind,
)
from plugin.credit.policy import Tone
from plugin.letters.wording import counted, dated, day, days, listed, money, sentence, spelled

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


def task_words(task: Task, customer: str, numbers: Mapping[str, str] | None = None) -> str:
    """What needs a person, as a sentence with its numbers.

    `numbers` maps invoice ids to invoice numbers, for tasks whose subject is an invoice; an id that
    it does not name is not shown.
    """
    subject = (numbers or {}).get(task.subject, "")
    named = listed(task.names, _NAMES_SHOWN) if task.names else subject
    amount = "" if task.amount is None else money(task.amount)
    both = ", ".join(part for part in (named, amount) if part)
    words = _TASKS[task.kind].format(
        customer=customer,
        subject=task.subject or "another currency",
        in_names=f" ({named})" if named else "",
        in_both=f" ({both})" if both else "",
        of_amount=f" of {amount}" if amount else "",
        by_amount=f" by {amount}" if amount else "",
        in_amount=f" ({amount})" if amount else "",
        invoices=counted(max(1, len(task.names)), "invoice"),
        what=task.names[0] if task.names else "a change",
        said=f"{sentence(task.names[-1] if task.names else 'no').rstrip('.')}.",
        advice=refusal_advice(task.names[-1] if task.names else ""),
    )
    return sentence(words)


def refusal_advice(said: str) -> str:
    """What a person can do about a refusal in the ledger's own words; what was not done."""
    lowered = said.lower()
    for sign, advice in _REFUSALS:
        if sign in lowered:
            return f"Nothing of it was done. {advice}"
    return "Nothing of it was done. Put it right in Xero, then try again."


#: a sign in the ledger's words, and what helps; the first that fits
_REFUSALS = (
    ("limit of 100", "Delete a contact group there that nobody needs; it is then made by itself."),
    ("already in use", "Rename the other group there; it is then made by itself."),
    ("archived", "Restore the contact there, and it is written by itself; or leave it."),
    ("erased", "The contact asked to be forgotten: leave it."),
    ("lock", "Move the lock date there, then try again; or leave it."),
    (
        "authentication",
        "Whoever connected lacks the permission there: give it to them, or let another connect.",
    ),
    ("cannot be found", "It was deleted or merged there: leave it."),
)


def ask_words(ask: AskWhy, customer: str, last_reconciled: date | None = None) -> str:
    """Why a message waits for a person, as a sentence."""
    match ask:
        case AskWhy.FIRST_TO_CUSTOMER:
            words = f"It is the first message that {customer} would ever have from you."
        case AskWhy.FINAL:
            words = "It is a final notice, and those always wait for a person."
        case AskWhy.BY_LETTER:
            words = "It goes on paper: print it, post it, and say that it is done."
        case AskWhy.BY_CALL:
            words = "It is a call: it stands on the call sheet, with what to say."
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
    WaitKind.PAY_RUN: "it goes two working days before their usual pay run",
    WaitKind.LADDER_ENDED: "every level has been sent; what comes next is for a person",
    WaitKind.NO_POLICY: "no policy covers this customer",
    WaitKind.NEVER: "set never to be chased",
    WaitKind.NOT_PLACED: "it was late before you connected, and you have not said what it is yet",
    WaitKind.NOT_RELEASED: "from before you connected; it waits its turn, so many customers a day",
    WaitKind.WRITTEN_OFF: "written off",
    WaitKind.NOT_SENT: "the invoice was never sent from the ledger",
    WaitKind.NO_EMAIL: "no email address is known",
    WaitKind.NO_NUMBER: "no number is known that this step could use",
    WaitKind.BOUNCED: "mail to this customer came back; say whom to write to",
    WaitKind.OTHER_CHANNEL: "they heard from you today by another channel",
    WaitKind.PERSON_DECIDES: "no rule settles it; it waits for a person",
    WaitKind.FINAL_FIRST: "a final notice about other invoices goes first",
}

_HOLDS = {
    HoldKind.UNTIL: "on hold, as one of you asked",
    HoldKind.PROMISED: "payment is promised",
    HoldKind.DISPUTED: "part of it is disputed, and that part is not chased",
    HoldKind.PLAN: "on a payment plan",
    HoldKind.SAYS_PAID: "the customer says that it is paid",
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
}

_TASKS = {
    TaskKind.PLACE_OPENING_DEBT: (
        "Say what to do with what {customer} already owed late when you connected"
        "{in_amount}. Until then nothing is sent and no flag is set."
    ),
    TaskKind.NEVER_SENT: (
        "{customer}: {invoices} approved but never sent from the ledger{in_names}. Not sent yet, "
        "sent from elsewhere, or sent from elsewhere from this number on?"
    ),
    TaskKind.NO_EMAIL: (
        "{customer} has no email address, so nothing can be sent{in_amount}. Add one in the ledger "
        "or call."
    ),
    TaskKind.NO_NUMBER: (
        "The next step for {customer} needs a telephone number, and none is known that it could "
        "use. Add one in the ledger; nothing goes another way by itself."
    ),
    TaskKind.WRONG_NUMBER: (
        "The number of {customer} is not theirs{in_names}. Put it right in the ledger."
    ),
    TaskKind.ANSWERED: (
        "{customer} answered by text. Their words stand on their page; nothing goes meanwhile."
    ),
    TaskKind.ALLOCATE_CREDIT: (
        "Credit{of_amount} of {customer} covers what they owe{in_names}. Allocate it in the "
        "ledger; nothing is sent meanwhile."
    ),
    TaskKind.SET_OFF: (
        "You owe {customer} bills{of_amount}. Decide on set-off before anything is sent to them."
    ),
    TaskKind.CANNOT_COMPARE: (
        "{customer}: what is owed in {subject} cannot be compared with the limit{in_names}, "
        "because the ledger has never used a rate for it."
    ),
    TaskKind.PROPOSE_STOP: (
        "Stop further sales on terms to {customer}{in_amount}? It needs your yes."
    ),
    TaskKind.BROKEN_PROMISE: (
        "The money that {customer} promised{in_both} has not come. A call may do more "
        "than a letter."
    ),
    TaskKind.REPEATING_WHILE_STOPPED: (
        "{customer} is stopped, but the ledger goes on issuing repeating invoices{in_names}. Pause "
        "them there, or let them run."
    ),
    TaskKind.LADDER_ENDED: ("{customer} has had every reminder{in_both}. Decide what comes next."),
    TaskKind.HAND_OFF: (
        "{customer} has had every reminder, the last one more than once{in_both}. Time for an "
        "agency or a solicitor, or to let it go: the choice is yours."
    ),
    TaskKind.LODGE_CLAIM: (
        "{customer} is insolvent: lodge your claim{of_amount} with whoever winds it up."
    ),
    TaskKind.PERSON_DECIDES: ("{customer}: no rule settles this{in_both}. Please decide."),
    TaskKind.OVER_LIMIT_DRAFT: (
        "Approving what is in draft{in_names} would take {customer} over the limit{by_amount}."
    ),
    TaskKind.FLAG_REMOVED: (
        "Somebody took the credit flag off {customer} in the ledger{in_names}. Clear the status "
        "here too, or keep it and set the flag again?"
    ),
    TaskKind.LEDGER_REFUSED: ("{customer}: Xero refused {what}. In its words: “{said}” {advice}"),
    TaskKind.BOUNCED: (
        "A message to {customer} came back undelivered{in_names}. Correct the address; nothing "
        "more is sent until then."
    ),
    TaskKind.UNCONFIRMED: (
        "It is not known whether a message to {customer} was delivered{in_names}. Look before you "
        "send it again; Goodterms will not."
    ),
    TaskKind.STALE_BOOKS: (
        "Payments have not been reconciled lately, so {customer} may have paid already"
        "{in_amount}. One answer from you releases what waits."
    ),
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
