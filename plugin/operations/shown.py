"""What of a message a person sees before saying yes, as one short value to compare later."""

from __future__ import annotations

import hashlib
import json

from plugin.operations.approved import approved_languages
from plugin.operations.recipients import recipients_for
from plugin.store import Tx, charges, contacts, languages, organisations, standing
from plugin.store.messages import Message


def shown(tx: Tx, message: Message) -> str:
    """The same value while a message asks the same, in the same tone, of the same addresses.

    A review may rewrite a message that waits while a person reads it; their yes is to what they
    read.
    """
    contact = contacts.contact(tx, message.customer_id)
    to = recipients_for(tx, message, contact) if contact is not None else None
    steps = sorted(
        (step.invoice_id, step.instalment, step.level, str(step.amount)) for step in message.steps
    )
    parts = [
        [message.level, message.is_final, message.is_courtesy, message.currency, message.channel],
        [str(message.total), str(message.netted)],
        [message.sentence, message.tone, message.with_invoices],
        steps,
        sorted(message.also),
        [(each.email, each.role) for each in to.known] if to is not None else [],
        to.to if to is not None else [],
        charges.told(tx, message.customer_id, message.currency),
        _wording(tx, message),
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _wording(tx: Tx, message: Message) -> list[str]:
    """In which language it is, and for one that may name a court, what the customer is."""
    settings = organisations.settings(tx)
    language = languages.language_of(tx, message.customer_id) or settings.language
    if not message.is_final:
        return [language]
    said = standing.said(tx, message.customer_id)
    approved = str(language in approved_languages(settings))
    return [language, approved, said.kind or "", said.law or ""]
