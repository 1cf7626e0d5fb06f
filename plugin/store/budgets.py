"""The budget of calls to the ledger, kept for all processes together. It makes no call.

Slots live on machine time: a lease outlives the longest call, and a process that was killed holds
its slots no longer than that. Pauses and remaining counts are the ledger's and live on business
time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from plugin.ports import Clock, Spent, Unavailable, Urgency
from plugin.store._store import Store
from plugin.store._tx import HouseTx, Tx

#: the ledger allows five calls at once per organisation
SLOTS = 5

#: seconds of machine time; no call lasts longer than ten
_LEASE = 12.0
_BETWEEN_TRIES = 0.025

#: the ledger counts in windows of a minute
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CallState:
    """What the ledger last said of our calls; instants are business time, None = not said."""

    minute_remaining: int | None = None
    day_remaining: int | None = None
    last_call_at: datetime | None = None
    paused_until: datetime | None = None
    #: in the ledger's own words
    last_error: str | None = None
    last_error_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CallsMade:
    """How many calls were made and how many bytes came back."""

    calls: int
    bytes: int


def read_state(tx: Tx) -> CallState:
    """How this organisation's calls stand."""
    row = tx.sql(
        "select minute_remaining, day_remaining, last_call_at, paused_until, last_error,"
        " last_error_at from call_state where org_id = :org"
    ).one_or_none()
    return CallState() if row is None else CallState(**row._mapping)


def calls_made(tx: Tx, *, since: date, until: date) -> CallsMade:
    """Calls on the business days (UTC) from `since` to `until`, both included."""
    row = tx.sql(
        "select coalesce(sum(calls), 0)::bigint as calls, coalesce(sum(bytes), 0)::bigint as bytes"
        " from call_days"
        " where org_id = :org and day between :since and :until",
        since=since,
        until=until,
    ).one()
    return CallsMade(row.calls, row.bytes)


class StoreCallBudget:
    """The CallBudget door on the database.

    `patience` is how many seconds of machine time a call waits for a slot.
    """

    def __init__(self, store: Store, clock: Clock, *, patience: float = 5.0) -> None:
        self._store = store
        self._clock = clock
        self._patience = patience
        self._is_closed = False

    def close(self) -> None:
        """This program stops: no call begins any more, those under way end."""
        self._is_closed = True

    @contextmanager
    def slot(self, org_id: UUID, urgency: Urgency = Urgency.SOON) -> Iterator[None]:
        """One of the organisation's five calls at once.

        Raises Unavailable where it is paused, its minute is used up, no slot came free in time, or
        the budget is closed.
        """
        if self._is_closed:
            raise Unavailable("this program is stopping; it goes on when it is started again")
        lease = uuid4()
        self._wait_for_slot(org_id, lease)
        try:
            yield
        finally:
            with self._light(org_id) as tx:
                tx.sql("delete from call_slots where org_id = :org and lease = :lease", lease=lease)

    def spent(self, org_id: UUID, spent: Spent) -> None:
        """Count a call and note what the ledger says remains."""
        now = self._clock.now()
        with self._light(org_id) as tx:
            tx.sql(
                "insert into call_days (org_id, day, calls, bytes)"
                " values (:org, :day, :calls, :bytes) on conflict (org_id, day) do update set"
                " calls = call_days.calls + excluded.calls,"
                " bytes = call_days.bytes + excluded.bytes",
                day=now.date(),
                calls=spent.calls,
                bytes=spent.bytes,
            )
            tx.sql(
                "insert into call_state (org_id, minute_remaining, day_remaining, last_call_at)"
                " values (:org, :minute, :day, :now) on conflict (org_id) do update set"
                " minute_remaining = excluded.minute_remaining,"
                " day_remaining = coalesce(excluded.day_remaining, call_state.day_remaining),"
                " last_call_at = excluded.last_call_at",
                minute=spent.minute_remaining,
                day=spent.day_remaining,
                now=now,
            )
            if spent.app_minute_remaining is not None:
                _note_app(tx, spent.app_minute_remaining, now)

    def pause(self, org_id: UUID, *, seconds: float) -> None:
        """Make no call for this long (business time); a longer pause that stands is kept."""
        until = self._clock.now() + timedelta(seconds=seconds)
        with self._store.tenant(org_id) as tx:
            tx.sql(
                "insert into call_state (org_id, paused_until) values (:org, :until)"
                " on conflict (org_id) do update set"
                " paused_until = greatest(call_state.paused_until, excluded.paused_until)",
                until=until,
            )

    def went_wrong(self, org_id: UUID, message: str) -> None:
        """Keep the ledger's last complaint, in its own words."""
        with self._store.tenant(org_id) as tx:
            tx.sql(
                "insert into call_state (org_id, last_error, last_error_at)"
                " values (:org, :message, :now) on conflict (org_id) do update set"
                " last_error = excluded.last_error, last_error_at = excluded.last_error_at",
                message=message,
                now=self._clock.now(),
            )

    @contextmanager
    def _light(self, org_id: UUID) -> Iterator[Tx]:
        """A transaction that need not outlive a power cut: its commit waits for no disk."""
        with self._store.tenant(org_id) as tx:
            tx.sql("set local synchronous_commit to off")
            yield tx

    def _wait_for_slot(self, org_id: UUID, lease: UUID) -> None:
        until = time.monotonic() + self._patience
        while True:
            with self._light(org_id) as tx:
                _refuse_if_spent(tx, self._clock.now())
                if _take_slot(tx, lease):
                    return
            if time.monotonic() > until:
                raise Unavailable(
                    "five calls to the ledger are under way already", timedelta(seconds=_LEASE)
                )
            time.sleep(_BETWEEN_TRIES)


def _refuse_if_spent(tx: Tx, now: datetime) -> None:
    state = read_state(tx)
    if state.paused_until is not None and now < state.paused_until:
        raise Unavailable("the ledger asked us to pause", state.paused_until - now)
    if state.minute_remaining == 0 and state.last_call_at is not None:
        _refuse_in_window(state.last_call_at, now)
    app = tx.sql("select minute_remaining, noted_at from app_budget where id = 1").one_or_none()
    if app is not None and app.minute_remaining == 0:
        _refuse_in_window(app.noted_at, now)


def _refuse_in_window(noted_at: datetime, now: datetime) -> None:
    if now < noted_at + _MINUTE:
        raise Unavailable("this minute's calls to the ledger are used up", noted_at + _MINUTE - now)


def _take_slot(tx: Tx, lease: UUID) -> bool:
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
        seconds=_LEASE,
        slots=SLOTS,
    )
    return taken.rowcount == 1


def _note_app(tx: Tx | HouseTx, remaining: int, now: datetime) -> None:
    tx.sql(
        "insert into app_budget (id, minute_remaining, noted_at) values (1, :remaining, :now)"
        " on conflict (id) do update set"
        " minute_remaining = excluded.minute_remaining, noted_at = excluded.noted_at",
        remaining=remaining,
        now=now,
    )
