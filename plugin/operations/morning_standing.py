"""What a link of the morning letter would do now, as its page says it, and words for its record."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from plugin.credit.account import StepState
from plugin.letters.wording import dated
from plugin.letters.words import settled_words
from plugin.operations.doors import NotPossible
from plugin.operations.shown import shown
from plugin.store import Tx, contacts, invoices
from plugin.store.messages import Message
from plugin.store.morning_links import MorningLink

_BECAME = {
    StepState.APPROVED: "has been approved already",
    StepState.CLAIMED: "is being sent now",
    StepState.DONE: "has gone already",
    StepState.UNCONFIRMED: "may have gone already",
}


def became(message: Message | None) -> str:
    """What became of a message that waited when the letter was written, as a predicate."""
    if message is None:
        return "is not there any more"
    found = _BECAME.get(message.state)
    if found is not None:
        return found
    words = settled_words(message.state, message.outcome or "")
    return f"is not to go any more ({words})"


def name_of(tx: Tx, customer_id: str) -> str:
    """What a customer is called."""
    found = contacts.contact(tx, customer_id)
    return found.name if found is not None else "A customer who is not known any more"


def why(link: MorningLink) -> str:
    """Why it was done, for the record."""
    return f"by the link in the morning letter of {dated(link.made_for)}"


def refuse_unless_so(now: Standing) -> None:
    """Raise NotPossible where the button would do nothing any more."""
    if not now.will:
        raise NotPossible(" ".join(("Nothing was changed.", *now.not_now)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a link's button would do now; nothing where `will` is empty.

    `not_now` says what the letter named and what is not so any more.
    """

    button: str
    will: tuple[str, ...] = ()
    not_now: tuple[str, ...] = ()

    @property
    def seen(self) -> str:
        """A short value to compare later: the yes is to exactly this."""
        parts = json.dumps([self.button, self.will, self.not_now])
        return hashlib.sha256(parts.encode()).hexdigest()[:32]


def seen_of(tx: Tx, message: Message) -> str:
    """The same value while a message is what it was, and its invoices owe what they owed."""
    ids = sorted({step.invoice_id for step in message.steps})
    owed = [str(row.balance) for _, row in sorted(invoices.invoices_by_id(tx, ids).items())]
    return hashlib.sha256(json.dumps([shown(tx, message), owed]).encode()).hexdigest()[:32]
