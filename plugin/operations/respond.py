"""Respond: what a person does with a message that waits for them, in the person's own transaction.

Everything happens under the lock of the customer's row, so a job that sends and a person that
takes back never both win.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from plugin.credit.account import HoldKind, StepState
from plugin.credit.decisions import AskWhy, TaskKind
from plugin.credit.money import Money
from plugin.credit.policy import Channel, Mode
from plugin.credit.working_days import add_working_days
from plugin.jobs import What
from plugin.letters.lint import sentence_complaints
from plugin.letters.wording import dated, money
from plugin.operations import kind_words, statements
from plugin.operations.assess import HELD_FOR, Ground, ground
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import drafted_among, policy_held
from plugin.operations.invoice_pdfs import MOST_PDFS
from plugin.operations.proof import as_proposed
from plugin.operations.second_messages import message_needs_second
from plugin.operations.sent import sent
from plugin.operations.shown import shown
from plugin.store import (
    Tx,
    assessments,
    contacts,
    due,
    holds,
    languages,
    messages,
    outbox,
    tasks,
    timeline,
)
from plugin.store.kind_words import KINDS
from plugin.store.messages import Message
from plugin.store.statements import KIND

#: rule 37: *I have paid* pauses five working days
PAID_PAUSE_DAYS = 5
#: what never goes with "approve all": a person looks at each of these
ONE_BY_ONE = {AskWhy.FIRST_TO_CUSTOMER, AskWhy.FINAL, AskWhy.BY_LETTER, AskWhy.BY_CALL}
#: messages that ask for nothing: a statement, and what is only kind
ASKING_NOTHING = KINDS | {KIND}
_CHANGED = (
    "This message has changed since the page was shown, so nothing was done. "
    "Please look at it again."
)


@dataclass(frozen=True, slots=True)
class Approved:
    """A message is on its way; until `goes_at` it can be taken back."""

    goes_at: datetime


@contextmanager
def _about(
    doors: Doors, org_id: UUID, message_id: UUID, *follow_up: What, states: tuple[StepState, ...]
) -> Iterator[tuple[Tx, Ground, Message]]:
    """One decision about one message, under its customer's lock, while it is in `states`."""
    with decided(doors, org_id, *follow_up) as tx:
        found = messages.read(tx, message_id)
        if found is not None:
            assessments.lock(tx, [found.customer_id])
            found = messages.read(tx, message_id)
        if found is None or found.state not in states:
            raise NotPossible(_CHANGED)
        yield tx, ground(tx, now=doors.clock.now()), found


def approve(
    doors: Doors, *, org_id: UUID, by: str, message_id: UUID, seen: str | None = None
) -> Approved:
    """Say yes to a message; it leaves after ten minutes, in the customer's contact hours.

    `seen` is the `shown` of the page that was read; where the message is another by now, nothing
    is approved.
    """
    with _about(doors, org_id, message_id, states=(StepState.PROPOSED,)) as (tx, on, message):
        if seen is not None and seen != shown(tx, message):
            raise NotPossible(_CHANGED)
        return approve_within(tx, on, message, by)


def approve_within(tx: Tx, on: Ground, message: Message, by: str) -> Approved:
    """The same within a decision that says more, under the customer's lock. Raises NotPossible."""
    if policy_held(tx, on, message.customer_id).mode is Mode.DRAFT:
        raise NotPossible(
            "Nothing was approved: this customer's policy is a draft, and a draft sends nothing. "
            "Switch it to 'ask first' on the policy page."
        )
    if AskWhy.BY_LETTER in message.ask:
        raise NotPossible(
            "Nothing was approved: this step is a letter, which we do not post. "
            "Print it, post it, and then say on which day."
        )
    if AskWhy.BY_CALL in message.ask:
        raise NotPossible(
            "Nothing was approved: this step is a call. It stands on the call sheet, with the "
            "number and what to say."
        )
    message_needs_second(tx, on, message)
    goes_at = on.now + HELD_FOR
    outbox.approve(tx, message.id, by=by, now=on.now, send_after=goes_at)
    due.put(tx, What.SEND, goes_at)
    _record(tx, on, message, by, "approved", f"Said yes to the message of {_amount(message)}")
    return Approved(goes_at)


def approve_all(
    doors: Doors, *, org_id: UUID, by: str, seen: Collection[UUID] | None = None
) -> int:
    """Say yes to all that waits, except first messages to a customer and final notices.

    With `seen`, the messages that stood on the page, to no other.
    """
    approved = 0
    with decided(doors, org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        waiting = messages.in_state(tx, StepState.PROPOSED)
        assessments.lock(tx, sorted({message.customer_id for message in waiting}))
        # where everything is a draft, the first of them says so
        drafted = set() if on.only_drafts else drafted_among(tx, on, waiting)
        for message in messages.in_state(tx, StepState.PROPOSED):
            if seen is not None and message.id not in seen:
                continue
            if not ONE_BY_ONE.intersection(message.ask) and message.customer_id not in drafted:
                approve_within(tx, on, message, by)
                approved += 1
    return approved


def take_back(doors: Doors, *, org_id: UUID, by: str, message_id: UUID) -> None:
    """Take an approval back while the message has not left."""
    with _about(doors, org_id, message_id, states=(StepState.APPROVED,)) as (tx, on, message):
        outbox.move(tx, message.id, to=StepState.PROPOSED, frm=(StepState.APPROVED,), now=on.now)
        _record(tx, on, message, by, "taken_back", "Took the approval back before it left")


def add_sentence(doors: Doors, *, org_id: UUID, by: str, message_id: UUID, sentence: str) -> None:
    """Add (or with an empty text remove) the owner's own sentence to a message that waits."""
    words = " ".join(sentence.split())
    if len(words) > 500:
        raise NotPossible("Nothing was changed: one sentence of at most 500 characters, please.")
    with _about(doors, org_id, message_id, states=(StepState.PROPOSED,)) as (tx, on, message):
        _judge(tx, on, message, words)
        outbox.reword(tx, message.id, sentence=words, gentler=message.tone is not None)
        _record(tx, on, message, by, "reworded", "Changed the owner's own sentence", said=words)


def _judge(tx: Tx, on: Ground, message: Message, words: str) -> None:
    """Refuse a sentence that would hold the letter back later, and say which words."""
    contact = contacts.contact(tx, message.customer_id)
    names = (contact.name if contact is not None else "", on.organisation.name)
    language = languages.language_of(tx, message.customer_id) or on.settings.language
    faults = sentence_complaints(words, names, language)
    if faults:
        raise NotPossible(f"Your sentence was not kept: {'; '.join(faults)}.")


def soften(doors: Doors, *, org_id: UUID, by: str, message_id: UUID) -> None:
    """Word a message one tone gentler; its level stays."""
    with _about(doors, org_id, message_id, states=(StepState.PROPOSED,)) as (tx, on, message):
        _refuse_statement(message)
        outbox.reword(tx, message.id, sentence=message.sentence, gentler=True)
        _record(tx, on, message, by, "reworded", "Asked for a gentler wording")


def attach_invoices(doors: Doors, *, org_id: UUID, by: str, message_id: UUID, yes: bool) -> None:
    """Let the invoices that a message asks for go with it as PDFs, or not."""
    with _about(doors, org_id, message_id, states=(StepState.PROPOSED,)) as (tx, on, message):
        _refuse_statement(message)
        count = len({step.invoice_id for step in message.steps})
        if yes and count > MOST_PDFS:
            raise NotPossible(
                f"Nothing was attached: at most {MOST_PDFS} invoices go with a message, and this"
                f" one asks for {count}."
            )
        outbox.attach_invoices(tx, message.id, yes=yes)
        words = "The invoices go with it as PDFs" if yes else "The invoices do not go with it"
        _record(tx, on, message, by, "reworded", words)


def not_this_time(doors: Doors, *, org_id: UUID, by: str, message_id: UUID) -> None:
    """Skip a message: every invoice keeps its level and is looked at again after its gap."""
    with _about(
        doors, org_id, message_id, What.ASSESS, states=(StepState.PROPOSED, StepState.APPROVED)
    ) as (tx, on, message):
        if message.kind in ASKING_NOTHING:
            statements.skip(tx, on, message)
            words = "No statement this month; the next one comes on its day"
            words = words if message.kind == KIND else "Decided against saying it"
            _record(tx, on, message, by, "skipped", words)
            return
        gap = policy_held(tx, on, message.customer_id).contact.days_between
        again = on.today + timedelta(days=gap)
        _drop(tx, on, message, "not this time")
        _hold_invoices(tx, on, message, HoldKind.UNTIL, again, by)
        _record(tx, on, message, by, "skipped", f"Not this time; looked at again on {dated(again)}")


def paid_already(doors: Doors, *, org_id: UUID, by: str, message_id: UUID) -> None:
    """Somebody saw the money: silence for five working days, until the ledger shows it."""
    with _about(
        doors, org_id, message_id, What.ASSESS, states=(StepState.PROPOSED, StepState.APPROVED)
    ) as (tx, on, message):
        _refuse_statement(message)
        contact = contacts.contact(tx, message.customer_id)
        calendar = on.calendar_of(contact.country if contact else "")
        until = add_working_days(on.today, PAID_PAUSE_DAYS, calendar)
        _drop(tx, on, message, "says_paid")
        _hold_invoices(tx, on, message, HoldKind.SAYS_PAID, until, by)
        _record(tx, on, message, by, "says_paid", f"Paid already; silent until {dated(until)}")


def done_by_me(doors: Doors, *, org_id: UUID, by: str, message_id: UUID) -> None:
    """A person did it in their own way: it counts as sent today, in their name."""
    with _about(
        doors,
        org_id,
        message_id,
        What.ASSESS,
        What.WRITE_BACK,
        states=(StepState.PROPOSED, StepState.APPROVED),
    ) as (tx, on, message):
        message_needs_second(tx, on, message, do="done_by_me")
        if message.kind == KIND:
            statements.keep_now(tx, on, message)
        if message.kind in KINDS:
            kind_words.keep_now(tx, on, message)
        sent(tx, on, message, as_proposed(message), url=doors.url, by=by)


def posted(doors: Doors, *, org_id: UUID, by: str, message_id: UUID, day: date) -> None:
    """A letter was posted on `day`: its level counts as taken on that day, in the person's name.

    Raises NotPossible for a day before it was proposed or after today.
    """
    with _about(
        doors, org_id, message_id, What.ASSESS, What.WRITE_BACK, states=(StepState.PROPOSED,)
    ) as (tx, on, message):
        if message.channel is not Channel.LETTER:
            raise NotPossible("Nothing was noted: this step is no letter.")
        if not message.proposed_on <= day <= on.today:
            raise NotPossible(
                "Nothing was noted: a letter is posted between the day on which it was proposed "
                f"({dated(message.proposed_on)}) and today."
            )
        message_needs_second(tx, on, message, do="posted", day=day)
        how = f"posted on {dated(day)} by {by}"
        sent(tx, on, message, as_proposed(message), url=doors.url, by=by, how=how, day=day)


def settle_unconfirmed(
    doors: Doors, *, org_id: UUID, by: str, message_id: UUID, was_sent: bool
) -> None:
    """A person says whether a message of unknown outcome reached the customer. Never sent again."""
    with _about(
        doors,
        org_id,
        message_id,
        What.ASSESS,
        What.WRITE_BACK,
        states=(StepState.UNCONFIRMED,),
    ) as (tx, on, message):
        if was_sent:
            sent(tx, on, message, as_proposed(message), url=doors.url, by=by)
        else:
            outbox.move(
                tx,
                message.id,
                to=StepState.DROPPED,
                frm=(StepState.UNCONFIRMED,),
                now=on.now,
                outcome="it had not gone",
            )
            assessments.touch(tx, [message.customer_id])
        for task in tasks.open_tasks(tx):
            if task.kind is TaskKind.UNCONFIRMED and task.subject == str(message_id):
                answer = "it went" if was_sent else "it had not gone"
                tasks.close_task(tx, task.id, by=by, answer=answer, now=on.now)


def _drop(tx: Tx, on: Ground, message: Message, outcome: str) -> None:
    outbox.move(
        tx,
        message.id,
        to=StepState.DROPPED,
        frm=(StepState.PROPOSED, StepState.APPROVED),
        now=on.now,
        outcome=outcome,
    )


def _hold_invoices(
    tx: Tx, on: Ground, message: Message, kind: HoldKind, until: date, by: str
) -> None:
    for invoice_id in sorted({step.invoice_id for step in message.steps}):
        holds.add_hold(
            tx, message.customer_id, kind, by=by, at=on.now, until=until, invoice_id=invoice_id
        )


def _refuse_statement(message: Message) -> None:
    """What is only for reminders is not done to what asks for nothing."""
    if message.kind in KINDS:
        raise NotPossible(
            "Nothing was changed: this message asks for nothing, so there is nothing to soften, to "
            "attach or to wait for."
        )
    if message.kind == KIND:
        raise NotPossible(
            "Nothing was changed: a statement asks for nothing, so there is nothing to soften, to "
            "attach or to wait for. Say on the customer's page what of it is paid."
        )


def _amount(message: Message) -> str:
    return money(Money(message.total, message.currency))


def _record(
    tx: Tx, on: Ground, message: Message, by: str, kind: str, summary: str, said: str | None = None
) -> None:
    timeline.record(
        tx,
        timeline.Event(
            at=on.now,
            kind=kind,
            by=by,
            summary=summary,
            customer_id=message.customer_id,
            said=said,
            refs={"message": str(message.id)},
        ),
    )
