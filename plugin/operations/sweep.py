"""The sweep: rings for every row of `due` whose time has come, so that no lost bell loses work."""

from __future__ import annotations

from plugin.operations.doors import Doors
from plugin.store import due


def ring_what_is_due(doors: Doors) -> int:
    """Ring for each organisation's due work on the business clock; says for how many rows."""
    now = doors.clock.now()
    with doors.store.house() as house:
        rows = due.take_due(house, now, limit=500)
    for row in rows:
        doors.bell.ring(row.org_id, row.what)
    return len(rows)
