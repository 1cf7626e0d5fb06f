"""Preview of a kind word: as it would arrive, why it is proposed, and what goes with a yes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from plugin.credit.account import StepState
from plugin.credit.kind_word_facts import KindWord
from plugin.credit.milestones import OF_BOND
from plugin.credit.recipients import Recipients
from plugin.letters.compose import Letter
from plugin.letters.kind_words import compose_kind_word
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import ground, policy_held
from plugin.operations.kind_words import facts_now, why
from plugin.operations.never_asked import PATH
from plugin.operations.policy_links import policy_link
from plugin.operations.portal_links import specimen
from plugin.operations.recipients import recipients_for
from plugin.operations.sender import Sender, sender_of
from plugin.operations.shown import shown
from plugin.store import contacts, kind_words, messages
from plugin.store.messages import Message

_OPEN = (StepState.PROPOSED, StepState.APPROVED)


@dataclass(frozen=True, slots=True)
class OpenKindWord:
    """A kind word of the outbox as it would go now or, once it has gone, as it went."""

    message: Message
    letter: Letter
    to: Recipients
    sender: Sender
    why: str
    facts: tuple[str, ...]
    seen: str


def opened_kind_word(doors: Doors, *, org_id: UUID, message_id: UUID) -> OpenKindWord:
    """One kind word. Raises NotPossible where there is none, or its customer is gone."""
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        message, row = messages.read(tx, message_id), kind_words.read(tx, message_id)
        contact = contacts.contact(tx, message.customer_id) if message is not None else None
        facts = facts_now(tx, on, message) if message is not None else None
        if message is None or row is None or contact is None or facts is None:
            raise NotPossible("This message does not exist any more.")
        to = recipients_for(tx, message, contact)
        kept = messages.opened_letter(tx, message_id) if message.state not in _OPEN else None
        policy = policy_link(tx, doors, on, policy_held(tx, on, message.customer_id))
        reason = why(tx, message, row)
        seen = shown(tx, message)
    no_more = f"{doors.url.rstrip('/')}{PATH}" if facts.kind is KindWord.RECOMMEND else ""
    facts = replace(facts, portal_url=specimen(doors.url), policy_url=policy, no_more_url=no_more)
    letter = compose_kind_word(facts)
    if kept is not None:
        letter = Letter(kept.subject, kept.text, kept.html)
    asks = "It asks for no money." if row.kind in OF_BOND else "It asks for nothing."
    under = f"version {message.policy_version} of the policy {message.policy}"
    return OpenKindWord(
        message=message,
        letter=letter,
        to=to,
        sender=sender_of(doors, on.organisation, on.settings),
        why=reason,
        facts=(asks, f"Proposed under {under}."),
        seen=seen,
    )
