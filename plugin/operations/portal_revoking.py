"""Taking links back: one, or all of a customer. The business decides it; they open nothing more."""

from __future__ import annotations

from uuid import UUID

from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible
from plugin.store import portal_links


def revoke(
    doors: Doors, *, org_id: UUID, by: str, customer_id: str, link_id: UUID | None = None
) -> int:
    """Take back a live link, or every live one; how many they were. Raises NotPossible for none."""
    with about(doors, org_id, customer_id) as (tx, on):
        ended = portal_links.revoke(tx, customer_id, by=by, at=on.now, link_id=link_id)
        if not ended:
            raise NotPossible("No such link opens anything any more. Nothing was changed.")
        words = "a link to their page" if link_id is not None else "all links to their page"
        record(tx, on, by, customer_id, "portal", f"Took back {words}")
    return ended
