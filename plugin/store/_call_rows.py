"""The rows of the call budget: slots, those who wait for one, counts and what the ledger said.

It decides nothing; which call may go is decided in `_call_rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from plugin.ports import Limit, Spent, Urgency
from plugin.store._call_rules import SLOTS, AppState, CallState
from plugin.store._tx import Tx

#: seconds of machine time; no call lasts longer than ten
LEASE: Final = 12.0
#: seconds of machine time after which a waiting call that says nothing any more is dead
WAITS: Final = 1.0

_RANK: Final = {urgency: rank for rank, urgency in enumerate(Urgency)}
_STATE: Final = (
    "select minute_remaining, minute_began, day_remaining, day_began, day_limit, last_call_at,"
    " paused_until, paused_by, refusals, last_error, last_error_at"
    " from call_state where org_id = :org"
)
_APP: Final = (
    "select minute_remaining, minute_began, noted_at, paused_until from app_budget where id = 1"
)

# --- the line -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """Calls under way, and those that wait and go before this one."""

    in_flight: int
    ahead: int


def line(tx: Tx, urgency: Urgency, lease: UUID) -> Line:
    """Who is under way, and who waits before this call: the more urgent, then the earlier."""
    row = tx.sql(
        "select (select count(*) from call_slots where org_id = :org"
        "        and expires_at > clock_timestamp()) as in_flight,"
        " (select count(*) from call_waits w where w.org_id = :org and w.lease <> :lease"
        "  and w.expires_at > clock_timestamp() and (w.rank, w.since) <"
        "  (:rank, coalesce((select since from call_waits where org_id = :org and lease = :lease),"
        "   clock_timestamp()))) as ahead",
        lease=lease,
        rank=_RANK[urgency],
    ).one()
    return Line(row.in_flight, row.ahead)


def say_it_waits(tx: Tx, urgency: Urgency, lease: UUID) -> None:
    """Stand in line, or stand there still; lines that the dead left behind are swept."""
    tx.sql(
        "insert into call_waits (org_id, lease, rank, since, expires_at) values (:org, :lease,"
        " :rank, clock_timestamp(), clock_timestamp() + make_interval(secs => :seconds))"
        " on conflict (org_id, lease) do update set expires_at = excluded.expires_at",
        lease=lease,
        rank=_RANK[urgency],
        seconds=WAITS,
    )
    tx.sql(
        "delete from call_waits where org_id = :org and expires_at < clock_timestamp()"
        " - interval '1 minute'"
    )


def take_slot(tx: Tx, lease: UUID) -> bool:
    """Two who see the same free slot meet at its key; the second finds it taken and tries again."""
    taken = tx.sql(
        "insert into call_slots (org_id, slot, lease, expires_at)"
        " select :org, free.slot, :lease, clock_timestamp() + make_interval(secs => :seconds)"
        " from (select s.slot from generate_series(1, :slots) as s (slot) where not exists"
        "       (select from call_slots c where c.org_id = :org and c.slot = s.slot"
        "        and c.expires_at > clock_timestamp()) order by random() limit 1) free"
        " on conflict (org_id, slot) do update set"
        " lease = excluded.lease, expires_at = excluded.expires_at"
        " where call_slots.expires_at <= clock_timestamp()",
        lease=lease,
        seconds=LEASE,
        slots=SLOTS,
    )
    return taken.rowcount == 1


# --- what is known ------------------------------------------------------------------------


def count_call(tx: Tx, spent: Spent, now: datetime) -> None:
    """Count a call on its business day (UTC)."""
    tx.sql(
        "insert into call_days (org_id, day, calls, bytes, refused, remaining)"
        " values (:org, :day, :calls, :bytes, :refused, :remaining)"
        " on conflict (org_id, day) do update set"
        " calls = call_days.calls + excluded.calls, bytes = call_days.bytes + excluded.bytes,"
        " refused = call_days.refused + excluded.refused,"
        " remaining = coalesce(excluded.remaining, call_days.remaining)",
        day=now.date(),
        calls=spent.calls,
        bytes=spent.bytes,
        refused=int(spent.refused),
        remaining=spent.day_remaining,
    )


def state_of(tx: Tx, *, locked: bool) -> CallState | None:
    """How the calls of the organisation stand; None where none was ever made."""
    row = tx.sql(_STATE + (" for update" if locked else "")).one_or_none()
    if row is None:
        return None
    values: dict[str, Any] = dict(row._mapping)
    values["paused_by"] = Limit(row.paused_by) if row.paused_by is not None else None
    return CallState(**values)


def locked_state(tx: Tx) -> CallState:
    """How the calls stand, nobody else changing it before this transaction ends."""
    found = state_of(tx, locked=True)
    if found is None:
        tx.sql("insert into call_state (org_id) values (:org) on conflict (org_id) do nothing")
        found = state_of(tx, locked=True)
    return found or CallState()


def keep_state(tx: Tx, state: CallState) -> None:
    """Keep how the calls stand; the last complaint has a way of its own."""
    tx.sql(
        "update call_state set minute_remaining = :minute, minute_began = :minute_began,"
        " day_remaining = :day, day_began = :day_began, day_limit = :day_limit,"
        " last_call_at = :last_call_at, paused_until = :paused_until, paused_by = :paused_by,"
        " refusals = :refusals where org_id = :org",
        minute=state.minute_remaining,
        minute_began=state.minute_began,
        day=state.day_remaining,
        day_began=state.day_began,
        day_limit=state.day_limit,
        last_call_at=state.last_call_at,
        paused_until=state.paused_until,
        paused_by=state.paused_by,
        refusals=state.refusals,
    )


def app_state(tx: Tx, *, locked: bool = False) -> AppState:
    """How the calls of the whole app stand."""
    row = tx.sql(_APP + (" for update" if locked else "")).one_or_none()
    return AppState() if row is None else AppState(**row._mapping)


def locked_app(tx: Tx) -> AppState:
    """As `app_state`, nobody else changing it before this transaction ends."""
    row = tx.sql(f"{_APP} for update").one_or_none()
    if row is not None:
        return AppState(**row._mapping)
    tx.sql("insert into app_budget (id) values (1) on conflict (id) do nothing")
    return app_state(tx, locked=True)


def keep_app(tx: Tx, app: AppState) -> None:
    """Keep how the calls of the whole app stand."""
    tx.sql(
        "update app_budget set minute_remaining = :remaining, minute_began = :began,"
        " noted_at = :noted_at, paused_until = :paused_until where id = 1",
        remaining=app.minute_remaining,
        began=app.minute_began,
        noted_at=app.noted_at,
        paused_until=app.paused_until,
    )
