"""What was changed for everybody and when, so that every trend can show it. It judges nothing.

A mark is a policy put in force, who is under which, a trial begun or ended, everything stopped,
limits set for many at once, and the day of connection.
"""

from __future__ import annotations

from datetime import date

from plugin.store import Tx, organisations
from plugin.store.reading import marks


def change_marks(tx: Tx) -> list[tuple[date, str]]:
    """Every mark with its civil day, oldest first; a day on which the same was said twice once."""
    found = organisations.read(tx, tx.org_id)
    connected = [] if found is None else [(found.connected_on, "Connected to Xero")]
    rows = [(row.day, row.words) for row in marks.marked(tx)]
    return sorted(dict.fromkeys([*connected, *rows]), key=lambda mark: mark[0])
