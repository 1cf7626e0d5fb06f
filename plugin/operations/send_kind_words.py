"""Kind words leave: decided anew under the customer's lock, their words sealed, handed over.

At most once, as every message: what nobody can vouch for is shown to a person and not sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from plugin.credit.account import Account, StepState
from plugin.credit.decisions import Task, TaskKind, WaitKind
from plugin.credit.feedback import ClosedCase
from plugin.credit.kind_word_facts import KindWord
from plugin.credit.policy import Mode
from plugin.credit.recipients import Recipients
from plugin.credit.review import review
from plugin.jobs import What
from plugin.letters.compose import Letter
from plugin.letters.facts import Proof
from plugin.letters.kind_words import compose_kind_word, kind_word_complaints
from plugin.operations import never_asked
from plugin.operations.composing import Ready
from plugin.operations.contact_hours import waits_until
from plugin.operations.doors import Doors
from plugin.operations.feedback import may_ask_by_mail, note_asked
from plugin.operations.ground import Ground, policy_held
from plugin.operations.in_turn import send_in_turn
from plugin.operations.kind_words import account_of, facts_now
from plugin.operations.policy_links import policy_link
from plugin.operations.portal_links import mint, specimen, without_secrets
from plugin.operations.proof import LOOK_FOR, as_proposed, note_proof, proof_mail
from plugin.operations.recipients import recipients_for
from plugin.operations.sender import Sender
from plugin.ports import Ledger, OutgoingMail
from plugin.store import Tx, assessments, contacts, due, kind_words, messages, outbox, tasks
from plugin.store.messages import Message
from plugin.store.outbox import Sealed


@dataclass(frozen=True, slots=True)
class _Links:
    """Where a kind word leads: their account, the policy, and *please do not ask me again*."""

    account: str
    policy: str
    no_more: str


def send_kind_words(
    doors: Doors,
    began: Ground,
    ledger: Ledger,
    sender: Sender,
    ready: Sequence[Message],
    *,
    may_send: Callable[[Ground], bool],
) -> None:
    """Send these approved kind words; each is decided anew under its customer's lock."""
    # with balances read anew: thanks for what was taken back a moment ago would be worse than none
    send_in_turn(
        doors,
        began,
        ledger,
        ready,
        may_send=may_send,
        claim=lambda tx, on, message_id: _claim(doors, tx, on, sender, message_id),
    )


def show_first_kind_word(
    doors: Doors, on: Ground, sender: Sender, ready: Sequence[Message]
) -> datetime | None:
    """Where the very first message is a kind word, it goes to the organisation's user (rule 2).

    Until when a person may look at it; None where none of these may go.
    """
    for first in ready if sender.reply_to else ():
        with doors.store.tenant(on.organisation.id) as tx:
            facts = facts_now(tx, on, first) if _is_due(tx, on, first) else None
            policy = policy_link(tx, doors, on, policy_held(tx, on, first.customer_id))
        if facts is None:
            continue
        goes_when = "half an hour has passed, unless you take it back"
        facts = replace(facts, portal_url=specimen(doors.url), policy_url=policy)
        letter = compose_kind_word(facts, proof=Proof(facts.customer, goes_when))
        doors.mailer.send(proof_mail(doors, on, sender, first, letter))
        leaves = on.now + LOOK_FOR
        note_proof(doors, on, first, leaves, what="message")
        return leaves
    return None


def _claim(doors: Doors, tx: Tx, on: Ground, sender: Sender, message_id: UUID) -> Ready | None:
    """Decide once more under its lock and claim it; None if it may not go."""
    message = messages.read(tx, message_id)
    if message is not None:
        assessments.lock(tx, [message.customer_id])
        # only now is it certain that nobody else sends it or takes it back
        message = messages.read(tx, message.id)
    if message is None or message.state is not StepState.APPROVED:
        return None
    account = account_of(tx, on, message)
    if account is None:
        _drop(tx, on, message, "the contact is gone from the ledger")
        return None
    if on.policy_of(account.customer).mode is Mode.DRAFT:
        outbox.move(tx, message.id, to=StepState.PROPOSED, frm=(StepState.APPROVED,), now=on.now)
        return None
    # first what only delays it: on a day without work nothing is due
    to = _recipients(tx, on, account, message)
    if to is None:
        return None
    if not _is_due(tx, on, message):
        _drop(tx, on, message, "not the time for it any more")
        return None
    link = mint(tx, doors, message.customer_id, to.to[0], message.id, at=on.now)
    policy = policy_link(tx, doors, on, on.policy_of(account.customer))
    no_more = never_asked.address(doors, on.organisation.id, message.id)
    return _sealed(tx, on, sender, to, message, _Links(link, policy, no_more))


def _is_due(tx: Tx, on: Ground, message: Message) -> bool:
    """Whether a fresh review, as if this one were not on its way, proposes it."""
    account, row = account_of(tx, on, message), kind_words.read(tx, message.id)
    if account is None or row is None:
        return False
    known = account.kind
    past = tuple(each for each in known.past if each.once != row.once)
    alone = replace(
        account,
        kind=replace(known, past=past),
        # reminders that wait for a yes do not stand in its way
        steps=tuple(each for each in account.steps if each.state is not StepState.PROPOSED),
    )
    found = review(alone, on.policy_of(account.customer), on.today)
    return any(each.once == row.once for each in found.kind_words)


def _recipients(tx: Tx, on: Ground, account: Account, message: Message) -> Recipients | None:
    """To whom it goes now; None where it waits, or nobody is left to write to."""
    contact = contacts.contact(tx, message.customer_id)
    to = recipients_for(tx, message, contact) if contact is not None else None
    if contact is None or to is None or not to.to:
        _drop(tx, on, message, WaitKind.NO_EMAIL.value)
        return None
    until = waits_until(tx, on, account, contact, (*to.to, *to.copy_to))
    if until is None:
        return to
    outbox.delay(tx, message.id, until=until)
    return None


def _sealed(
    tx: Tx, on: Ground, sender: Sender, to: Recipients, message: Message, links: _Links
) -> Ready | None:
    """Compose from what is true now, keep the words, claim; None where words may not go."""
    facts = facts_now(tx, on, message)
    if facts is None:
        return None
    case = _case_to_ask_about(tx, on, message) if facts.kind is KindWord.THANKS else None
    facts = replace(
        facts,
        portal_url=links.account,
        policy_url=links.policy,
        no_more_url=links.no_more if facts.kind is KindWord.RECOMMEND else "",
        asks_how_it_went=case is not None,
    )
    letter = compose_kind_word(facts)
    faults = kind_word_complaints(letter, facts)
    if faults:
        _refuse_words(tx, on, message, faults)
        return None
    mail = _mail(on, sender, to, message, letter)
    if not outbox.move(tx, message.id, to=StepState.CLAIMED, frm=(StepState.APPROVED,), now=on.now):
        return None
    if case is not None:
        note_asked(tx, on, message.customer_id, case)
    outbox.explain(tx, message.id, None)
    text, html = without_secrets(mail.text), without_secrets(mail.html)
    kept = Sealed(mail.subject, text, html, mail.to, mail.copy_to, mail.message_id)
    outbox.seal_letter(tx, message.id, kept)
    return Ready(message, mail, as_proposed(message))


def _case_to_ask_about(tx: Tx, on: Ground, message: Message) -> ClosedCase | None:
    account = account_of(tx, on, message)
    if account is None:
        return None
    return may_ask_by_mail(tx, on, account, on.policy_of(account.customer))


def _mail(
    on: Ground, sender: Sender, to: Recipients, message: Message, letter: Letter
) -> OutgoingMail:
    return OutgoingMail(
        message_id=f"<{message.id}@{sender.address.rpartition('@')[2]}>",
        from_name=sender.shown_name,
        from_address=sender.address,
        reply_to=sender.reply_to,
        to=to.to,
        copy_to=to.copy_to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        language=letter.language,
        sent_at=on.now,
    )


def _refuse_words(tx: Tx, on: Ground, message: Message, faults: Sequence[str]) -> None:
    """The words break a rule of the house: back to a person, with what is wrong."""
    outbox.move(tx, message.id, to=StepState.PROPOSED, frm=(StepState.APPROVED,), now=on.now)
    tasks.open_task(
        tx,
        message.customer_id,
        Task(TaskKind.PERSON_DECIDES, subject=f"words:{message.id}", names=tuple(faults)),
        raised_by="outbox",
        now=on.now,
    )


def _drop(tx: Tx, on: Ground, message: Message, outcome: str) -> None:
    outbox.move(
        tx,
        message.id,
        to=StepState.DROPPED,
        frm=(StepState.APPROVED,),
        now=on.now,
        outcome=outcome,
    )
    assessments.touch(tx, [message.customer_id])
    due.put(tx, What.ASSESS, on.now)
