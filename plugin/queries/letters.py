"""Letters that were sent, word for word, opened only to be shown to the organisation's people."""

from __future__ import annotations

from uuid import UUID

from plugin.store import Tx, messages
from plugin.store.outbox import Sealed
from plugin.store.reading import work


def sent_letter(tx: Tx, message_id: UUID) -> Sealed | None:
    """What was composed for the wire; None where there is no such message, or nothing yet."""
    if work.message(tx, message_id) is None:
        return None
    return messages.opened_letter(tx, message_id)
