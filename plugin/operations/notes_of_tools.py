"""A note that an organisation's own tool writes on a customer's timeline: for the team alone.

It is sealed, never written into the ledger, and decides nothing.
"""

from __future__ import annotations

from uuid import UUID

from plugin.operations.doors import Doors, NotPossible
from plugin.store import contacts, timeline

KIND = "noted"


def write_note(doors: Doors, *, org_id: UUID, by: str, customer_id: str, text: str) -> None:
    """Write it. Raises NotPossible where there is no such customer."""
    with doors.store.tenant(org_id) as tx:
        if contacts.contact(tx, customer_id) is None:
            raise NotPossible("This customer is not known here. Nothing was written down.")
        timeline.record(
            tx,
            timeline.Event(
                at=doors.clock.now(),
                kind=KIND,
                by=by,
                summary="A note from one of your own tools",
                said=" ".join(text.split()),
                customer_id=customer_id,
            ),
        )
