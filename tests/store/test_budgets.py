"""Five calls at once per organisation over all processes, and no call while the ledger rests."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from plugin.ports import Limit, Refused, Spent, Unavailable
from plugin.store import Store, budgets
from plugin.store.budgets import CallsMade, StoreCallBudget


@dataclass
class HandClock:
    """Business time that a test turns by hand."""

    at: datetime = datetime(2026, 3, 2, 23, 59, tzinfo=UTC)

    def now(self) -> datetime:
        """The time it was turned to."""
        return self.at

    def turn(self, **by: float) -> None:
        """Forward."""
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> HandClock:
    """A clock of one's own."""
    return HandClock()


@pytest.fixture
def budget(store: Store, clock: HandClock) -> StoreCallBudget:
    """A budget that waits hardly at all."""
    return StoreCallBudget(store, clock, patience=0.1)


def test_a_sixth_call_waits_and_then_is_refused(budget: StoreCallBudget, org: UUID) -> None:
    """Another organisation's calls are its own; a free slot is taken at once."""
    with ExitStack() as five:
        for _ in range(5):
            five.enter_context(budget.slot(org))
        with pytest.raises(Unavailable, match="five calls"), budget.slot(org):
            pass
        with budget.slot(uuid4()):
            pass
    with budget.slot(org):
        pass


def test_a_waiting_call_takes_the_slot_that_comes_free(
    store: Store, clock: HandClock, org: UUID
) -> None:
    """Never more than five, however many want one."""
    budget = StoreCallBudget(store, clock, patience=10)
    lock, at_once, most = threading.Lock(), 0, 0

    def call() -> None:
        nonlocal at_once, most
        with budget.slot(org):
            with lock:
                at_once += 1
                most = max(most, at_once)
            time.sleep(0.02)
            with lock:
                at_once -= 1

    threads = [threading.Thread(target=call) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 < most <= 5


def test_a_killed_process_gives_its_slots_back(
    budget: StoreCallBudget, org: UUID, sweep: psycopg.Connection
) -> None:
    """A lease ends by itself within seconds of machine time."""
    with ExitStack() as five:
        for _ in range(5):
            five.enter_context(budget.slot(org))
        left = sweep.execute(
            "select max(expires_at) - clock_timestamp() from call_slots"
        ).fetchone()
        assert left is not None
        assert timedelta(seconds=10) < left[0] < timedelta(seconds=15)
        sweep.execute("update call_slots set expires_at = clock_timestamp()")
        with budget.slot(org):
            pass


def test_a_call_that_was_given_up_counts_as_under_way_until_it_must_have_ended(
    budget: StoreCallBudget, org: UUID, sweep: psycopg.Connection
) -> None:
    """Xero may still be at it: a sixth call would be refused."""
    for _ in range(5):
        with budget.slot(org) as slot:
            slot.linger()
    with pytest.raises(Unavailable, match="five calls"), budget.slot(org):
        pass
    sweep.execute("update call_slots set expires_at = clock_timestamp()")
    with budget.slot(org):
        pass


def spend(budget: StoreCallBudget, org: UUID, spent: Spent) -> None:
    """Make one call of this cost."""
    with budget.slot(org) as slot:
        slot.spent(spent)


def test_a_call_that_never_left_costs_nothing(
    store: Store, budget: StoreCallBudget, org: UUID
) -> None:
    """It is no last call either."""
    spend(budget, org, Spent(calls=0))
    with store.tenant(org) as tx:
        assert budgets.read_state(tx) == budgets.CallState()
        assert budgets.day_by_day(tx, since=date.min, until=date.max) == ()


def test_a_pause_ends_on_business_time(
    budget: StoreCallBudget, org: UUID, clock: HandClock
) -> None:
    """A shorter one does not end a longer one, and the refusal says how long."""
    budget.pause(org, limit=Limit.MINUTE, seconds=60)
    budget.pause(org, limit=Limit.MINUTE, seconds=5)
    clock.turn(seconds=20)
    with pytest.raises(Unavailable, match="pause") as refused, budget.slot(org):
        pass
    assert refused.value.retry_after == timedelta(seconds=40)
    clock.turn(seconds=40)
    with budget.slot(org):
        pass


@pytest.mark.parametrize(
    "spent", [Spent(minute_remaining=0), Spent(app_minute_remaining=0)], ids=["org", "app"]
)
def test_a_used_up_minute_is_respected(
    budget: StoreCallBudget, org: UUID, clock: HandClock, spent: Spent
) -> None:
    """The organisation's own, and the one of the whole app."""
    spend(budget, org, spent)
    with pytest.raises(Unavailable, match="used up"), budget.slot(org):
        pass
    clock.turn(seconds=60)
    with budget.slot(org):
        pass


def test_calls_and_bytes_are_counted_by_day(
    store: Store, budget: StoreCallBudget, org: UUID, clock: HandClock
) -> None:
    """The console shows what the connection costs."""
    spend(budget, org, Spent(bytes=1000, minute_remaining=59, day_remaining=4999))
    clock.turn(minutes=1)
    spend(budget, org, Spent(calls=2, bytes=500))
    budget.went_wrong(org, Refused("A validation exception occurred"))
    with store.tenant(org) as tx:
        first, second = date(2026, 3, 2), date(2026, 3, 3)
        assert budgets.calls_made(tx, since=first, until=first) == CallsMade(1, 1000)
        assert budgets.calls_made(tx, since=first, until=second) == CallsMade(3, 1500)
        state = budgets.read_state(tx)
    assert state.last_call_at == state.last_error_at == clock.now()
    assert state.day_remaining == 4997, "a call of which nothing was said has cost one all the same"
    assert state.minute_remaining == 57
    assert state.last_error == "A validation exception occurred"
