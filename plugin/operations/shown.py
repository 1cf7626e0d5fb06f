"""What of a message a person sees before saying yes, as one short value to compare later."""

from __future__ import annotations

import hashlib
import json

from plugin.operations.recipients import recipients_for
from plugin.store import Tx, charges, contacts
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
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
