"""Health: is the database there, what time does business have, how much work is due right now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.operations.doors import Doors
from plugin.store import due


@dataclass(frozen=True, slots=True)
class Health:
    """`now` is business time; `due_now` counts rows of work whose time has come, taken or not."""

    now: datetime
    due_now: int


def health(doors: Doors) -> Health:
    """Ask the clock and the database. Raises what they raise when one is not there."""
    now = doors.clock.now()
    with doors.store.house() as house:
        return Health(now, due.count_due(house, now))
