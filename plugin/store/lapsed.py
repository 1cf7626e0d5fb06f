"""Organisations that nobody looks at any more. It changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from plugin.store._tx import HouseTx

#: a session is stretched to this when it is used; see the doorkeeper
_SESSION = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A connected organisation, and when one of its people was last seen (UTC), if ever."""

    org_id: UUID
    name: str
    last_seen: datetime | None


def lapsed(house: HouseTx, *, before: datetime) -> tuple[Lapsed, ...]:
    """Connected organisations none of whose people was seen since `before`, longest first.

    Seen means signed in, or a session used; a session's use is known to the day.
    """
    rows = house.sql(
        "select o.id, o.name, max(greatest(u.signed_in_at, s.used)) as seen from organisations o"
        " left join members m on m.org_id = o.id left join users u on u.id = m.user_id"
        " left join lateral (select max(expires_at) - cast(:session as interval) as used"
        "  from sessions where user_id = u.id) s on true"
        " where o.state = 'connected' group by o.id, o.name"
        " having coalesce(max(greatest(u.signed_in_at, s.used)), '-infinity') < :before"
        " order by seen nulls first, o.name, o.id",
        session=_SESSION,
        before=before,
    )
    return tuple(Lapsed(row.id, row.name, row.seen) for row in rows)
