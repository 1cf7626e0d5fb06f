"""Statements leave: balances are read anew, the words are sealed with their paper, and handed over.

At most once, as every message: what nobody can vouch for is shown to a person and not sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from plugin.credit.account import Account, StepState
from plugin.credit.decisions import RESTING, Task, TaskKind, WaitKind
from plugin.credit.policy import Mode
from plugin.credit.recipients import Recipients
from plugin.credit.review import review
from plugin.credit.working_days import add_working_days
from plugin.letters.compose import Letter
from plugin.letters.facts import Proof
from plugin.letters.statement import StatementFacts, paper_pdf, statement_words
from plugin.letters.statement_mail import compose_statement, statement_complaints
from plugin.operations.composing import Ready
from plugin.operations.contact_hours import waits_until
from plugin.operations.doors import Doors
from plugin.operations.ground import Ground, morning, policy_held
from plugin.operations.in_turn import drop, send_in_turn
from plugin.operations.ingest import reread_balances
from plugin.operations.keep_statements import says_other
from plugin.operations.policy_links import policy_link
from plugin.operations.portal_links import mint, specimen, without_secrets
from plugin.operations.proof import LOOK_FOR, as_proposed, note_proof, proof_mail
from plugin.operations.recipients import recipients_for
from plugin.operations.sender import Sender
from plugin.operations.statements import facts_now
from plugin.ports import Attachment, Ledger, OutgoingMail
from plugin.store import (
    Tx,
    accounts,
    assessments,
    contacts,
    messages,
    outbox,
    statements,
    tasks,
)
from plugin.store.messages import Message
from plugin.store.outbox import Sealed


def send_statements(
    doors: Doors,
    began: Ground,
    ledger: Ledger,
    sender: Sender,
    ready: Sequence[Message],
    *,
    may_send: Callable[[Ground], bool],
) -> None:
    """Send these approved statements; each is decided anew under its customer's lock."""
    send_in_turn(
        doors,
        began,
        ledger,
        ready,
        may_send=may_send,
        claim=lambda tx, on, message_id: _claim(doors, tx, on, sender, message_id),
    )


def show_first_statement(
    doors: Doors, on: Ground, ledger: Ledger, sender: Sender, ready: Sequence[Message]
) -> datetime | None:
    """Where the very first message is a statement, it goes to the organisation's user (rule 2).

    Until when a person may look at it; None where none of these may go.
    """
    for first in ready if sender.reply_to else ():
        reread_balances(doors, on.organisation.id, ledger, first.also)
        with doors.store.tenant(on.organisation.id) as tx:
            account = _account(tx, on, first)
            is_due = account is not None and _is_due(on, account, first)
            facts = facts_now(tx, on, first) if is_due else None
            policy = policy_link(tx, doors, on, policy_held(tx, on, first.customer_id))
        if facts is None:
            continue
        goes_when = "half an hour has passed, unless you take it back"
        facts = replace(facts, portal_url=specimen(doors.url), policy_url=policy)
        letter = compose_statement(facts, proof=Proof(facts.customer, goes_when))
        mail = proof_mail(doors, on, sender, first, letter)
        doors.mailer.send(replace(mail, attachments=(_attached(facts),)))
        leaves = on.now + LOOK_FOR
        note_proof(doors, on, first, leaves, what="statement")
        return leaves
    return None


def _claim(doors: Doors, tx: Tx, on: Ground, sender: Sender, message_id: UUID) -> Ready | None:
    """Review the customer once more under its lock and claim it; None if it may not go."""
    message = messages.read(tx, message_id)
    if message is not None:
        assessments.lock(tx, [message.customer_id])
        # only now is it certain that nobody else sends it or takes it back
        message = messages.read(tx, message_id)
    if message is None or message.state is not StepState.APPROVED:
        return None
    account = _account(tx, on, message)
    if account is None:
        drop(tx, on, message, "the contact is gone from the ledger")
        return None
    if on.policy_of(account.customer).mode is Mode.DRAFT:
        outbox.move(tx, message.id, to=StepState.PROPOSED, frm=(StepState.APPROVED,), now=on.now)
        return None
    to = _recipients(tx, on, account, message) if _still_due(tx, on, account, message) else None
    if to is None:
        return None
    link = mint(tx, doors, message.customer_id, to.to[0], message.id, at=on.now)
    policy = policy_link(tx, doors, on, on.policy_of(account.customer))
    return _sealed(tx, on, sender, to, message, (link, policy))


def _recipients(tx: Tx, on: Ground, account: Account, message: Message) -> Recipients | None:
    """To whom it goes now; None where it waits, or nobody is left to write to."""
    contact = contacts.contact(tx, message.customer_id)
    to = recipients_for(tx, message, contact) if contact is not None else None
    if contact is None or to is None or not to.to:
        drop(tx, on, message, WaitKind.NO_EMAIL.value)
        return None
    until = waits_until(tx, on, account, contact, (*to.to, *to.copy_to))
    if until is None:
        return to
    outbox.delay(tx, message.id, until=until)
    return None


def _account(tx: Tx, on: Ground, message: Message) -> Account | None:
    """The account as if this very statement were not on its way."""
    loaded = accounts.load_accounts(
        tx, on=on.today, customer_ids=[message.customer_id], calendar_of=on.calendar_of, limit=1
    )
    row = statements.read(tx, message.id)
    if not loaded or row is None:
        return None
    known = loaded[0].statements
    own = (row.currency, row.period)
    past = tuple(each for each in known.past if (each.currency, each.period) != own)
    # reminders that wait for a yes do not stand in its way, nor does a pay run
    steps = tuple(each for each in loaded[0].steps if each.state is not StepState.PROPOSED)
    return replace(loaded[0], statements=replace(known, past=past), steps=steps)


def _is_due(on: Ground, account: Account, message: Message) -> bool:
    found = review(account, on.policy_of(account.customer), on.today)
    return any(new.currency == message.currency for new in found.statements)


def _still_due(tx: Tx, on: Ground, account: Account, message: Message) -> bool:
    """Whether a fresh review still states it; the row then follows it.

    A yes is to the statement as it stands when it leaves: figures that moved in the meantime are
    what makes it true.
    """
    row = statements.read(tx, message.id)
    policy = on.policy_of(account.customer)
    found = review(account, policy, on.today)
    fresh = next((new for new in found.statements if new.currency == message.currency), None)
    if fresh is not None and row is not None and fresh.period == row.period:
        if says_other(message, row, fresh):
            statements.rewrite(tx, message.id, fresh, on.under(policy))
        return True
    waits = [each for each in found.statement_waits if each.currency == message.currency]
    rests = {*RESTING, WaitKind.PROPOSAL_OPEN}
    if any(wait.kind in rests for wait in waits):
        day = add_working_days(on.today, 1, account.calendar)
        outbox.delay(tx, message.id, until=morning(on.organisation, day))
    else:
        drop(tx, on, message, waits[0].kind.value if waits else "not due any more")
    return False


def _sealed(
    tx: Tx,
    on: Ground,
    sender: Sender,
    to: Recipients,
    message: Message,
    links: tuple[str, str],
) -> Ready | None:
    """Compose from what is true now, keep note and paper, claim; None where words may not go.

    `links` lead into the customer's account and to the policy.
    """
    # after the figures of the row were brought to what is true now
    message = messages.read(tx, message.id) or message
    facts = facts_now(tx, on, message)
    if facts is None:
        return None
    facts = replace(facts, portal_url=links[0], policy_url=links[1])
    letter = compose_statement(facts)
    faults = statement_complaints(letter, facts)
    if faults:
        _refuse_words(tx, on, message, faults)
        return None
    mail = _mail(on, sender, to, message, letter, facts)
    if not outbox.move(tx, message.id, to=StepState.CLAIMED, frm=(StepState.APPROVED,), now=on.now):
        return None
    outbox.explain(tx, message.id, None)
    text, html = without_secrets(mail.text), without_secrets(mail.html)
    kept = Sealed(mail.subject, text, html, mail.to, mail.copy_to, mail.message_id)
    outbox.seal_letter(tx, message.id, kept)
    statements.keep_paper(tx, message.id, statement_words(facts))
    return Ready(message, mail, as_proposed(message))


def _mail(
    on: Ground,
    sender: Sender,
    to: Recipients,
    message: Message,
    letter: Letter,
    facts: StatementFacts,
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
        attachments=(_attached(facts),),
    )


def _attached(facts: StatementFacts) -> Attachment:
    name = f"statement-{facts.on.isoformat()}-{facts.currency}.pdf"
    return Attachment(name, paper_pdf(statement_words(facts)))


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
