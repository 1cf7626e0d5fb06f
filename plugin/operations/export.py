"""Export: somebody takes everything away that is kept of their organisation; the log says so."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from plugin.operations.doors import Doors, NotPossible
from plugin.store import throttles, timeline

#: an export reads everything there is, so it is made at most so often in an hour
_AN_HOUR, _TIMES = timedelta(hours=1), 6


def note_export(doors: Doors, *, org_id: UUID, by: str) -> None:
    """Write down who takes the data away, before the first byte goes. Raises NotPossible.

    Six exports an hour of one organisation: each reads every row that it has.
    """
    now = doors.clock.now()
    with doors.store.house() as house:
        if not throttles.hit(house, f"export {org_id}", limit=_TIMES, window=_AN_HOUR, now=now):
            raise NotPossible(
                "Your data was exported six times within the hour. Nothing was made this time; "
                "try again in an hour."
            )
    with doors.store.tenant(org_id) as tx:
        timeline.record(
            tx,
            timeline.Event(
                at=now, kind="exported", by=by, summary="Everything kept here was exported"
            ),
        )
