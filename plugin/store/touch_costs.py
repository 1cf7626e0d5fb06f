"""What the owner says that a reminder, a call and an hour cost; every say is kept."""

from __future__ import annotations

from datetime import datetime

from plugin.credit.kpi_effort import TouchCosts
from plugin.store._tx import Tx


def newest(tx: Tx) -> TouchCosts | None:
    """What was said last; None where nobody said anything."""
    row = tx.sql(
        "select per_message, message_minutes, call_minutes, per_hour from touch_costs"
        " where org_id = :org order by set_at desc limit 1"
    ).one_or_none()
    if row is None:
        return None
    return TouchCosts(row.per_message, row.message_minutes, row.call_minutes, row.per_hour)


def say(tx: Tx, costs: TouchCosts, *, by: str, at: datetime) -> None:
    """Keep what somebody said at an instant in UTC."""
    tx.sql(
        "insert into touch_costs (org_id, set_at, per_message, per_hour, message_minutes,"
        " call_minutes, set_by) values (:org, :at, :per_message, :per_hour, :message_minutes,"
        " :call_minutes, :by) on conflict (org_id, set_at) do update set"
        " per_message = excluded.per_message, per_hour = excluded.per_hour,"
        " message_minutes = excluded.message_minutes, call_minutes = excluded.call_minutes,"
        " set_by = excluded.set_by",
        at=at,
        per_message=costs.per_message,
        per_hour=costs.per_hour,
        message_minutes=costs.message_minutes,
        call_minutes=costs.call_minutes,
        by=by,
    )
