"""The budget of calls to the ledger, kept for all processes together. It makes no call.

Slots live on machine time: a lease outlives the longest call, and a process that was killed holds
its slots no longer than that. Pauses and remaining counts are the ledger's and live on business
time. Which call may go is decided in `_call_rules`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from plugin.ports import Clock, LedgerError, Limit, Spent, Unavailable, Urgency
from plugin.store import _call_rows as rows
from plugin.store import _call_rules as rules
from plugin.store import complaints
from plugin.store._call_rules import SLOTS, CallState, Spare, Stop, spare
from plugin.store._store import Store
from plugin.store._tx import Tx

__all__ = [
    "SLOTS",
    "CallState",
    "CallsMade",
    "DayOfCalls",
    "Pause",
    "Spare",
    "StoreCallBudget",
    "calls_made",
    "day_by_day",
    "pause_now",
    "read_state",
    "spare",
    "waits_now",
]

#: seconds of machine time between two looks for a free slot: who is in a hurry looks as often all
#: the time, others less often the longer they wait
_BETWEEN_TRIES: Final = 0.025
_LONGEST_BETWEEN: Final = 0.2
#: how often, in seconds of machine time, a waiting call says that it still waits
_SAYS_SO: Final = 0.4


@dataclass(frozen=True, slots=True)
class CallsMade:
    """How many calls were made and how many bytes came back, as they came over the wire."""

    calls: int
    bytes: int


@dataclass(frozen=True, slots=True)
class DayOfCalls:
    """What calls cost on one business day (UTC); `remaining` is what the ledger said last on it."""

    day: date
    calls: int
    bytes: int
    #: calls that the ledger refused for one of its limits
    refused: int
    remaining: int | None


@dataclass(frozen=True, slots=True)
class Pause:
    """Until when no call is made, and which limit of the ledger's it was."""

    until: datetime
    by: Limit


def read_state(tx: Tx) -> CallState:
    """How this organisation's calls stand."""
    return rows.state_of(tx, locked=False) or CallState()


def pause_now(tx: Tx, *, now: datetime) -> Pause | None:
    """The pause that stands for this organisation, the whole app's included; None where none is."""
    state, app = read_state(tx), rows.app_state(tx)
    found = [
        Pause(until, by)
        for until, by in (
            (state.paused_until, state.paused_by or Limit.UNNAMED),
            (app.paused_until, Limit.APP_MINUTE),
        )
        if until is not None and until > now
    ]
    return max(found, key=lambda pause: pause.until, default=None)


def waits_now(tx: Tx, *, now: datetime) -> Urgency | None:
    """The most urgent work that has to wait for a reserve or a new window; None where none has."""
    state, app = read_state(tx), rows.app_state(tx)
    waiting = (
        urgency
        for urgency in Urgency
        if rules.stop(state, app, urgency, in_flight=0, now=now) is not None
    )
    return next(waiting, None)


def calls_made(tx: Tx, *, since: date, until: date) -> CallsMade:
    """Calls on the business days (UTC) from `since` to `until`, both included."""
    days = day_by_day(tx, since=since, until=until)
    return CallsMade(sum(day.calls for day in days), sum(day.bytes for day in days))


def day_by_day(tx: Tx, *, since: date, until: date) -> tuple[DayOfCalls, ...]:
    """Days with calls from `since` to `until`, both included, the newest first."""
    found = tx.sql(
        "select day, calls, bytes, refused, remaining from call_days"
        " where org_id = :org and day between :since and :until order by day desc",
        since=since,
        until=until,
    )
    return tuple(DayOfCalls(**row._mapping) for row in found)


@dataclass(slots=True)
class Lease:
    """A slot that is taken; it ends with the call, or by itself where nobody knows when that is."""

    id: UUID = field(default_factory=uuid4)
    lingers: bool = False
    cost: Spent | None = None

    def spent(self, spent: Spent) -> None:
        """What the call cost; counted as the slot ends."""
        self.cost = spent

    def linger(self) -> None:
        """Leave it to end by itself, a little after the longest call."""
        self.lingers = True


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
    def slot(self, org_id: UUID, urgency: Urgency = Urgency.SOON) -> Iterator[Lease]:
        """One of the organisation's five calls at once; who is more urgent is served first.

        Raises Unavailable where it is paused, what remains is kept for what is more urgent, no
        slot came free in time, or the budget is closed.
        """
        lease = Lease()
        self._wait_for_slot(org_id, urgency, lease.id)
        try:
            yield lease
        finally:
            with self._store.light(org_id) as tx:
                if lease.cost is not None and lease.cost.calls:
                    self._count(tx, lease.cost)
                if not lease.lingers:
                    tx.sql("delete from call_slots where org_id = :org and lease = :l", l=lease.id)

    def _count(self, tx: Tx, spent: Spent) -> None:
        """Count a call and note what the ledger says remains."""
        now = self._clock.now()
        rows.count_call(tx, spent, now)
        rows.keep_state(tx, rules.after(rows.locked_state(tx), spent, now=now))
        if spent.app_minute_remaining is not None:
            app = rows.locked_app(tx)
            rows.keep_app(tx, rules.after_app(app, spent.app_minute_remaining, now=now))

    def pause(self, org_id: UUID, *, limit: Limit, seconds: float | None) -> float:
        """Make no call for this long (business time); a longer pause that stands is kept.

        The app's own limit pauses every organisation. Where the ledger does not say for how long,
        refusals without a success between double it; says for how many seconds it is.
        """
        now = self._clock.now()
        with self._store.tenant(org_id) as tx:
            state, chosen = rules.paused(rows.locked_state(tx), limit, seconds, now=now)
            rows.keep_state(tx, state)
            if limit is Limit.APP_MINUTE:
                rows.keep_app(tx, rules.app_paused(rows.locked_app(tx), chosen, now=now))
        return chosen

    def went_wrong(self, org_id: UUID, error: LedgerError) -> None:
        """Keep the ledger's complaint, in its own words."""
        now, message = self._clock.now(), str(error)
        with self._store.tenant(org_id) as tx:
            complaints.note(tx, kind=type(error).__name__, words=message, now=now)
            tx.sql(
                "insert into call_state (org_id, last_error, last_error_at)"
                " values (:org, :message, :now) on conflict (org_id) do update set"
                " last_error = excluded.last_error, last_error_at = excluded.last_error_at",
                message=message,
                now=now,
            )

    def _wait_for_slot(self, org_id: UUID, urgency: Urgency, lease: UUID) -> None:
        """Stand in line until a slot is free for this call. Raises Unavailable."""
        began = time.monotonic()
        said_at: float | None = None
        pause = _BETWEEN_TRIES
        try:
            while True:
                if self._is_closed:
                    raise Unavailable(
                        "this program is stopping; it goes on when it is started again"
                    )
                says_so = said_at is None or time.monotonic() - said_at > _SAYS_SO
                stop = self._try(org_id, urgency, lease, says_so=says_so)
                if stop is None:
                    return
                said_at = time.monotonic() if says_so else said_at
                if not stop.is_brief or time.monotonic() - began > self._patience:
                    raise Unavailable(stop.why, stop.wait)
                time.sleep(pause)
                if urgency is not Urgency.NOW:
                    pause = min(pause * 1.5, _LONGEST_BETWEEN)
        finally:
            if said_at is not None:
                with self._store.light(org_id) as tx:
                    tx.sql("delete from call_waits where org_id = :org and lease = :l", l=lease)

    def _try(self, org_id: UUID, urgency: Urgency, lease: UUID, *, says_so: bool) -> Stop | None:
        """Take a slot, or say why not; `says_so` = say to the others that this call waits."""
        now = self._clock.now()
        with self._store.light(org_id) as tx:
            # one at a time looks and takes, so that the last call that remains is taken once
            state, app = rows.locked_state(tx), rows.app_state(tx)
            line = rows.line(tx, urgency, lease)
            stop = rules.stop(state, app, urgency, in_flight=line.in_flight, now=now)
            is_full = line.in_flight + line.ahead >= SLOTS
            if stop is None and (is_full or not rows.take_slot(tx, lease)):
                wait = timedelta(seconds=rows.LEASE)
                stop = Stop("five calls to the ledger are under way already", wait, is_brief=True)
            if stop is not None and stop.is_brief and says_so:
                rows.say_it_waits(tx, urgency, lease)
        return stop
