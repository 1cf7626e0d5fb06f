"""Preview: a message as it would arrive if it left now, with the facts and the why beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plugin.credit.account import Account, StepState
from plugin.credit.decisions import ProposedMessage
from plugin.letters.compose import Letter, compose
from plugin.letters.facts import LetterFacts
from plugin.letters.why import why
from plugin.operations.assess import ground
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.letter_facts import Extras, letter_facts
from plugin.operations.proof import as_proposed
from plugin.operations.sender import Recipients, Sender, recipients_of, sender_of
from plugin.operations.shown import shown
from plugin.store import Tx, accounts, contacts, messages
from plugin.store.messages import Message

_SETTLED = {StepState.CLAIMED, StepState.DONE, StepState.REFUSED, StepState.UNCONFIRMED}


@dataclass(frozen=True, slots=True)
class Preview:
    """The letter, to whom and from whom, why, and what a person should know before saying yes."""

    letter: Letter
    to: tuple[str, ...]
    copy: tuple[str, ...]
    from_line: str
    why: str
    facts: tuple[str, ...]
    warnings: tuple[str, ...]
    #: to be handed in with the yes, so that it is a yes to this very message
    seen: str


@dataclass(frozen=True, slots=True)
class Open:
    """A message with the account it is about, and the facts of its letter as of now."""

    message: Message
    account: Account
    facts: LetterFacts
    to: Recipients
    sender: Sender
    proposed: ProposedMessage
    today: date
    seen: str
    #: what was sent, word for word, once it has gone
    kept: Letter | None


def preview(doors: Doors, *, org_id: UUID, message_id: UUID) -> Preview:
    """The message as it would arrive; what has gone already is shown word for word.

    Raises NotPossible where there is no such message any more.
    """
    it = opened(doors, org_id=org_id, message_id=message_id)
    letter = it.kept or compose(it.facts)
    return Preview(
        letter=letter,
        to=it.to.to,
        copy=it.to.copy_to,
        from_line=f"{it.sender.shown_name} <{it.sender.address}>",
        why=why(it.proposed, it.account, it.today),
        facts=_facts(it.message),
        warnings=_warnings(it.to, it.sender, letter),
        seen=it.seen,
    )


def opened(doors: Doors, *, org_id: UUID, message_id: UUID) -> Open:
    """A message and the facts that its letter would be made of now.

    Raises NotPossible where there is no such message any more.
    """
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        message = messages.read(tx, message_id)
        if message is None:
            raise NotPossible("This message does not exist any more.")
        loaded = accounts.load_accounts(
            tx, on=on.today, customer_ids=[message.customer_id], calendar_of=on.calendar_of, limit=1
        )
        contact = contacts.contact(tx, message.customer_id)
        seen = shown(tx, message)
        kept = _as_sent(tx, message_id) if message.state in _SETTLED else None
    if not loaded or contact is None:
        raise NotPossible("The customer of this message is gone from the ledger.")
    sender = sender_of(doors, on.organisation, on.settings)
    proposed = as_proposed(message)
    extras = Extras(
        sentence=message.sentence,
        gentler=message.tone is not None,
        attached=len({step.invoice_id for step in message.steps}) if message.with_invoices else 0,
    )
    policy = on.policy_of(loaded[0].customer)
    facts = letter_facts(loaded[0], proposed, contact, sender, policy, on=on.today, extras=extras)
    return Open(
        message, loaded[0], facts, recipients_of(contact), sender, proposed, on.today, seen, kept
    )


def _warnings(to: Recipients, sender: Sender, letter: Letter) -> tuple[str, ...]:
    """What a person should know before saying yes."""
    warnings: list[str] = []
    if not to.to:
        warnings.append("This customer has no email address, so nothing can go.")
    if not sender.as_own_domain:
        warnings.append(
            f"It leaves from {sender.address} with your name and your reply address: we may not "
            "send as your own domain, and the settings say why."
        )
    if letter.fell_back:
        warnings.append("There are no texts in this customer's language yet; it goes in English.")
    return tuple(warnings)


def _as_sent(tx: Tx, message_id: UUID) -> Letter | None:
    """What was sent, word for word."""
    kept = messages.opened_letter(tx, message_id)
    return None if kept is None else Letter(kept.subject, kept.text, kept.html)


def _facts(message: Message) -> tuple[str, ...]:
    chased, also = len(message.steps), len(message.also)
    asked = "1 invoice is asked for" if chased == 1 else f"{chased} invoices are asked for"
    listed = f", {also} more only listed" if also else ""
    under = f"version {message.policy_version} of the policy {message.policy}"
    return (f"{asked}{listed}.", f"Proposed under {under}.")
