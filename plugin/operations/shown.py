"""What of a message a person sees before saying yes, as one short value to compare later."""

from __future__ import annotations

import hashlib
import json

from plugin.operations.sender import recipients_of
from plugin.store import Tx, contacts
from plugin.store.messages import Message


def shown(tx: Tx, message: Message) -> str:
    """The same value while a message asks the same, in the same tone, of the same addresses.

    A review may rewrite a message that waits while a person reads it; their yes is to what they
    read.
    """
    contact = contacts.contact(tx, message.customer_id)
    to = recipients_of(contact) if contact is not None else None
    steps = sorted(
        (step.invoice_id, step.instalment, step.level, str(step.amount)) for step in message.steps
    )
    parts = [
        [message.level, message.is_final, message.is_courtesy, message.currency],
        [str(message.total), str(message.netted)],
        [message.sentence, message.tone, message.with_invoices],
        steps,
        sorted(message.also),
        [to.to, to.copy_to] if to is not None else [],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
