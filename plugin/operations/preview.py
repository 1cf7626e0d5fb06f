"""Preview: a message as it would arrive if it left now, with the facts and the why beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plugin.credit.account import Account, StepState
from plugin.credit.decisions import ProposedMessage
from plugin.credit.policy_parts import Channel, Mode
from plugin.credit.recipients import Recipients
from plugin.letters.cautions import cautions, kind_word_cautions, statement_cautions
from plugin.letters.compose import Letter
from plugin.letters.enclosures import has_enclosures
from plugin.letters.facts import LetterFacts
from plugin.letters.paper import Envelope
from plugin.letters.role_words import AddressLine, address_lines
from plugin.letters.why import why
from plugin.operations.assess import ground
from plugin.operations.composing import Composing, facts_of, shown_letter
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import policy_behind
from plugin.operations.papers import envelope_of
from plugin.operations.policy_links import policy_link
from plugin.operations.portal_links import specimen
from plugin.operations.preview_kind_word import OpenKindWord, opened_kind_word
from plugin.operations.preview_statement import OpenStatement, opened_statement
from plugin.operations.proof import as_proposed
from plugin.operations.recipients import recipients_for
from plugin.operations.sender import Sender, escalated_settings, sender_of
from plugin.operations.shown import shown
from plugin.store import Tx, accounts, contacts, kind_words, messages, statements
from plugin.store.messages import Message

_SETTLED = {StepState.CLAIMED, StepState.DONE, StepState.REFUSED, StepState.UNCONFIRMED}


_DRAFT = "This customer's policy is a draft: it shows what it would send, and sends nothing."


@dataclass(frozen=True, slots=True)
class Preview:
    """The letter, to whom and from whom, why, and what a person should know before saying yes."""

    letter: Letter
    to: tuple[str, ...]
    copy: tuple[str, ...]
    #: every address of the customer's record: what it gets of this message, and why
    addresses: tuple[AddressLine, ...]
    from_line: str
    why: str
    facts: tuple[str, ...]
    warnings: tuple[str, ...]
    #: to be handed in with the yes, so that it is a yes to this very message
    seen: str
    #: pages of our own go with it, to a person before action (rule 34)
    has_enclosures: bool = False


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
    #: from which level on the escalation people are told; 0 is with a final notice
    from_level: int
    #: the words as they would go now
    letter: Letter
    #: what only paper shows of it
    envelope: Envelope
    #: what was sent, word for word, once it has gone
    kept: Letter | None
    #: the customer's policy is a draft: nothing of it goes
    is_draft: bool = False


def preview(doors: Doors, *, org_id: UUID, message_id: UUID) -> Preview:
    """The message as it would arrive; what has gone already is shown word for word.

    Raises NotPossible where there is no such message any more.
    """
    with doors.store.tenant(org_id) as tx:
        found = messages.read(tx, message_id)
        kind = found.kind if found is not None else ""
    if kind == statements.KIND or kind in kind_words.KINDS:
        return _asking_nothing(doors, org_id, message_id, kind)
    it = opened(doors, org_id=org_id, message_id=message_id)
    letter = it.kept or it.letter
    return Preview(
        letter=letter,
        to=it.to.to,
        copy=it.to.copy_to,
        addresses=address_lines(it.to, from_level=it.from_level),
        from_line=f"{it.sender.shown_name} <{it.sender.address}>",
        why=why(it.proposed, it.account, it.today),
        facts=_facts(it.message),
        warnings=(
            *((_DRAFT,) if it.is_draft else ()),
            *_warnings(it.message, it.to, it.sender),
            *cautions(it.facts, letter),
        ),
        seen=it.seen,
        has_enclosures=has_enclosures(it.facts),
    )


def _asking_nothing(doors: Doors, org_id: UUID, message_id: UUID, kind: str) -> Preview:
    it: OpenStatement | OpenKindWord
    if kind == statements.KIND:
        it = opened_statement(doors, org_id=org_id, message_id=message_id)
        others = statement_cautions(it.letter)
    else:
        it = opened_kind_word(doors, org_id=org_id, message_id=message_id)
        others = kind_word_cautions(it.letter)
    return Preview(
        letter=it.letter,
        to=it.to.to,
        copy=it.to.copy_to,
        addresses=address_lines(it.to, from_level=0),
        from_line=f"{it.sender.shown_name} <{it.sender.address}>",
        why=it.why,
        facts=it.facts,
        warnings=(*_warnings(it.message, it.to, it.sender), *others),
        seen=it.seen,
    )


def opened(doors: Doors, *, org_id: UUID, message_id: UUID) -> Open:
    """A message and the facts that its letter would be made of now.

    Raises NotPossible where there is no such message any more.
    """
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        message = _a_letter(tx, message_id)
        loaded = accounts.load_accounts(
            tx, on=on.today, customer_ids=[message.customer_id], calendar_of=on.calendar_of, limit=1
        )
        contact = contacts.contact(tx, message.customer_id)
        seen = shown(tx, message)
        policy = policy_behind(tx, on, loaded[0].customer, message) if loaded else on.house
        serious = (said := policy.escalation).reached_by(message.level, is_final=message.is_final)
        to = recipients_for(tx, message, contact, escalated=serious) if contact else None
        kept = _as_sent(tx, message_id) if message.state in _SETTLED else None
        policy_url = policy_link(tx, doors, on, policy)
    if not loaded or contact is None or to is None:
        raise NotPossible("The customer of this message is gone from the ledger.")
    signing = escalated_settings(on.settings, said) if serious else on.settings
    composing = Composing(
        on=on,
        account=loaded[0],
        contact=contact,
        policy=policy,
        sender=sender_of(doors, on.organisation, signing),
        to=to,
        message=message,
        proposed=as_proposed(message),
        portal_url=specimen(doors.url),
        policy_url=policy_url,
    )
    count = _enclosed(message)
    return Open(
        message=message,
        account=loaded[0],
        facts=facts_of(composing, attached=count),
        to=to,
        sender=composing.sender,
        proposed=composing.proposed,
        today=on.today,
        seen=seen,
        from_level=said.from_level,
        envelope=envelope_of(on.organisation, on.settings, contact),
        letter=shown_letter(composing, attached=count),
        kept=kept,
        is_draft=policy.mode is Mode.DRAFT,
    )


def _a_letter(tx: Tx, message_id: UUID) -> Message:
    """The message, where it is one that a letter can be made of; raises NotPossible."""
    message = messages.read(tx, message_id)
    if message is None:
        raise NotPossible("This message does not exist any more.")
    if message.kind == statements.KIND:
        raise NotPossible("A statement is no letter; its own PDF stands beside it.")
    if message.kind in kind_words.KINDS:
        raise NotPossible("This is no letter to post; it goes by email.")
    return message


def _enclosed(message: Message) -> int:
    """How many invoices go with it as PDFs."""
    return len({step.invoice_id for step in message.steps}) if message.with_invoices else 0


def _warnings(message: Message, to: Recipients, sender: Sender) -> tuple[str, ...]:
    """What a person should know before saying yes."""
    warnings: list[str] = []
    if message.channel is Channel.EMAIL and not to.to:
        warnings.append("This customer has no email address, so nothing can go.")
    if message.channel is Channel.EMAIL and not sender.as_own_domain:
        warnings.append(
            f"It leaves from {sender.address} with your name and your reply address: we may not "
            "send as your own domain, and the settings say why."
        )
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
