"""The call sheet: what a person says came of a call, and what follows from it at once.

Each outcome is one tap. Nobody is rung from here, and nothing is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from plugin.credit.account import StepState
from plugin.credit.agreements import DisputeReason
from plugin.credit.channels import CallOutcome
from plugin.credit.decisions import Task, TaskKind
from plugin.credit.money import Money
from plugin.credit.policy_parts import Channel
from plugin.credit.recipients import Role
from plugin.letters.wording import dated, money, sentence
from plugin.operations.decide import about, record, write_promise
from plugin.operations.disputes import write_dispute
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground, policy_held
from plugin.operations.proof import as_proposed
from plugin.operations.sent import sent
from plugin.store import Tx, calls, contacts, invoices, messages, recipients, tasks
from plugin.store.calls import Call
from plugin.store.messages import Message

#: so many digits at the end tell two numbers apart, however their beginnings are written
_LOCAL = 9
_TRIES = ("once", "twice", "three times", "four times", "five times", "six times")


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised on the telephone; `due` is a civil day after today."""

    amount: Money
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A call as the person who made it tells it; `message_id` names the level it was made for.

    `invoice_ids` are those that a promise or a query is about.
    """

    customer_id: str
    currency: str
    outcome: CallOutcome
    message_id: UUID | None = None
    promised: Promised | None = None
    invoice_ids: tuple[str, ...] = ()
    #: of a query: why, and what of its one invoice (None = all of it)
    reason: DisputeReason = DisputeReason.OTHER
    contested: Money | None = None
    said: str = ""


def note_call(doors: Doors, *, org_id: UUID, by: str, made: Made) -> str:
    """Write a call down and let it move the ladder; says what happens next, as a sentence.

    The level is taken as of today where somebody was reached or a message left, and after so many
    calls without an answer as the policy says. Raises NotPossible where the call no longer stands
    on the sheet, or a promise or query names nothing.
    """
    _refuse_empty(doors, org_id, made)
    with about(doors, org_id, made.customer_id) as (tx, on):
        message = _called_for(tx, made)
        what_next = _note(doors, tx, on, by, made, message)
        _agreed(tx, on, by, made, doors.url)
    return what_next


def _agreed(tx: Tx, on: Ground, by: str, made: Made, url: str) -> None:
    """What was promised or queried, in the transaction of the call: all of it stands, or none."""
    if made.outcome is CallOutcome.PROMISED and made.promised is not None:
        write_promise(
            tx,
            on,
            by=by,
            customer_id=made.customer_id,
            invoice_ids=made.invoice_ids,
            amount=made.promised.amount,
            due=made.promised.due,
            url=url,
        )
    if made.outcome is CallOutcome.QUERY:
        for invoice_id in made.invoice_ids:
            write_dispute(
                tx,
                on,
                by=by,
                customer_id=made.customer_id,
                invoice_id=invoice_id,
                reason=made.reason,
                amount=made.contested if len(made.invoice_ids) == 1 else None,
                words=made.said,
                url=url,
            )


def _refuse_empty(doors: Doors, org_id: UUID, made: Made) -> None:
    """A promise names an amount and a later day, a query an invoice; all of this customer."""
    if made.outcome not in (CallOutcome.PROMISED, CallOutcome.QUERY):
        return
    with doors.store.tenant(org_id) as tx:
        known = invoices.invoices_by_id(tx, list(made.invoice_ids))
    theirs = {row.id for row in known.values() if row.customer_id == made.customer_id}
    if not made.invoice_ids or theirs != set(made.invoice_ids):
        raise NotPossible("Nothing was written down: choose invoices of this customer.")
    if made.outcome is CallOutcome.PROMISED and (
        made.promised is None or made.promised.amount.amount <= 0
    ):
        raise NotPossible("Nothing was written down: a promise names an amount and a day.")


def _called_for(tx: Tx, made: Made) -> Message | None:
    """The level by telephone that the call was made for, while it still waits."""
    if made.message_id is None:
        return None
    message = messages.read(tx, made.message_id)
    if (
        message is None
        or message.customer_id != made.customer_id
        or message.channel is not Channel.CALL
        or message.state is not StepState.PROPOSED
    ):
        raise NotPossible(
            "This call does not stand on the sheet any more, so nothing was written down. They may "
            "have paid meanwhile. Look at the sheet again."
        )
    return message


def _note(doors: Doors, tx: Tx, on: Ground, by: str, made: Made, message: Message | None) -> str:
    calling = policy_held(tx, on, made.customer_id).calling
    before = calls.calls_of(tx, [made.customer_id]).get(made.customer_id, ())
    tries = 1 + sum(
        each.message_id == made.message_id and each.outcome == CallOutcome.NO_ANSWER
        for each in before
        if message is not None
    )
    calls.note_call(
        tx,
        Call(
            id=uuid4(),
            customer_id=made.customer_id,
            message_id=made.message_id,
            level=message.level if message is not None else None,
            currency=made.currency,
            called_at=on.now,
            called_on=on.today,
            by=by,
            outcome=made.outcome.value,
            reached=made.outcome.reached,
            said=made.said,
        ),
    )
    words = _words(made, tries)
    record(tx, on, by, made.customer_id, "called", sentence(words))
    taken = message is not None and made.outcome.takes_the_level(tries, calling)
    if message is not None and taken:
        heard = made.outcome is not CallOutcome.NO_ANSWER
        sent(tx, on, message, as_proposed(message), url=doors.url, by=by, how=words, heard=heard)
    if made.outcome is CallOutcome.WRONG_NUMBER:
        _leave_number(tx, on, by, made.customer_id)
    return _next(made, taken=taken, left=calling.tries - tries)


def _words(made: Made, tries: int) -> str:
    """What came of it, as a phrase for the timeline and the message's outcome."""
    match made.outcome:
        case CallOutcome.NO_ANSWER:
            return f"rung {_TRIES[tries - 1]}, nobody answered" if tries > 1 else "rung, no answer"
        case CallOutcome.MESSAGE_LEFT:
            return "rung, a message was left"
        case CallOutcome.PROMISED:
            promised = made.promised
            assert promised is not None
            return f"rung, {money(promised.amount)} promised by {dated(promised.due)}"
        case CallOutcome.QUERY:
            return "rung, they query it"
        case CallOutcome.WRONG_NUMBER:
            return "rung, the number is not theirs"


def _next(made: Made, *, taken: bool, left: int) -> str:
    match made.outcome:
        case CallOutcome.NO_ANSWER if taken:
            return "Nobody answered, as often as the policy tries. The next level follows in time."
        case CallOutcome.NO_ANSWER:
            more = f" {left} more {'try' if left == 1 else 'tries'}." if made.message_id else ""
            return f"No answer is noted. Again on another working day.{more}"
        case CallOutcome.MESSAGE_LEFT:
            return "Noted. It counts as heard from you today; the next level follows in time."
        case CallOutcome.PROMISED:
            return "The promise is noted. There is silence until then."
        case CallOutcome.QUERY:
            return "Noted as disputed. What they query is not chased until you have settled it."
        case CallOutcome.WRONG_NUMBER:
            return "That number is not rung again. A task asks for the right one."


def _leave_number(tx: Tx, on: Ground, by: str, customer_id: str) -> None:
    """The number is somebody else's: neither rung nor texted until the ledger has another."""
    contact = contacts.contact(tx, customer_id)
    assert contact is not None, "the lock was taken on a contact that is known"
    same = _digits(contact.mobile)[-_LOCAL:] == _digits(contact.phone)[-_LOCAL:]
    for number in filter(None, (contact.phone, contact.mobile if same else "")):
        recipients.choose(tx, customer_id, number, Role.NONE, by=by, at=on.now)
    tasks.open_task(
        tx,
        customer_id,
        Task(TaskKind.WRONG_NUMBER, subject=on.today.isoformat()),
        raised_by="calls",
        now=on.now,
    )


def _digits(number: str) -> str:
    return "".join(each for each in number if each.isdecimal())
