"""Preview of a statement: the note as it would arrive, why it goes, and what stands on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from plugin.credit.account import StepState
from plugin.credit.money import Money
from plugin.credit.recipients import Recipients
from plugin.letters.compose import Letter
from plugin.letters.statement_mail import compose_statement
from plugin.letters.statement_why import statement_why
from plugin.letters.wording import counted, money, sentence
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground, ground, policy_held
from plugin.operations.policy_links import policy_link
from plugin.operations.portal_links import specimen
from plugin.operations.recipients import recipients_for
from plugin.operations.sender import Sender, sender_of
from plugin.operations.shown import shown
from plugin.operations.statements import facts_now
from plugin.store import Tx, accounts, contacts, messages, statements
from plugin.store.messages import Message

_OPEN = (StepState.PROPOSED, StepState.APPROVED)


@dataclass(frozen=True, slots=True)
class OpenStatement:
    """A statement of the outbox as it would go now or, once it has gone, as it went."""

    message: Message
    letter: Letter
    to: Recipients
    sender: Sender
    why: str
    facts: tuple[str, ...]
    seen: str


def opened_statement(doors: Doors, *, org_id: UUID, message_id: UUID) -> OpenStatement:
    """One statement with its note.

    Raises NotPossible where there is none, or its customer is gone.
    """
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        message = messages.read(tx, message_id)
        contact = contacts.contact(tx, message.customer_id) if message is not None else None
        if message is None or contact is None:
            raise NotPossible("This statement does not exist any more.")
        to = recipients_for(tx, message, contact)
        letter = _letter(doors, tx, on, message)
        why = _why(tx, on, message)
        seen = shown(tx, message)
    return OpenStatement(
        message=message,
        letter=letter,
        to=to,
        sender=sender_of(doors, on.organisation, on.settings),
        why=why,
        facts=_facts(message),
        seen=seen,
    )


def _letter(doors: Doors, tx: Tx, on: Ground, message: Message) -> Letter:
    kept = messages.opened_letter(tx, message.id) if message.state not in _OPEN else None
    if kept is not None:
        return Letter(kept.subject, kept.text, kept.html)
    facts = facts_now(tx, on, message)
    if facts is None:
        raise NotPossible("The customer of this statement is gone from the ledger.")
    policy = policy_link(tx, doors, on, policy_held(tx, on, message.customer_id))
    facts = replace(facts, portal_url=specimen(doors.url), policy_url=policy)
    return compose_statement(facts)


def _why(tx: Tx, on: Ground, message: Message) -> str:
    row = statements.read(tx, message.id)
    loaded = accounts.load_accounts(
        tx, on=on.today, customer_ids=[message.customer_id], calendar_of=on.calendar_of, limit=1
    )
    if row is None or not loaded:
        return ""
    known = loaded[0].statements
    return statement_why(
        on.policy_of(loaded[0].customer).statements,
        total=Money(message.total, message.currency),
        late=Money(row.late, message.currency),
        invoices=len(message.also),
        last=known.last_in(message.currency, on.today),
        wish=known.wish,
    )


def _facts(message: Message) -> tuple[str, ...]:
    listed = counted(len(message.also), "invoice")
    verb = "stands" if len(message.also) == 1 else "stand"
    facts = [f"{sentence(listed)} {verb} on it; it asks for nothing."]
    if message.netted:
        held = money(Money(message.netted, message.currency))
        facts.append(f"{held} of credit is not yet set against an invoice, and stands beside it.")
    under = f"version {message.policy_version} of the policy {message.policy}"
    return (*facts, f"Proposed under {under}.")
