"""The queue with real Procrastinate: a lost bell, two bells, a dead worker, two engines, a stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest

from plugin.engine import Engine, Operation, QueueBell
from plugin.jobs import What
from plugin.operations.doors import Doors
from plugin.operations.sweep import ring_what_is_due
from plugin.ports import Unavailable
from plugin.store import Store, due
from tests.builders import some_doors
from tests.connecting import connect
from tests.doors import HeldClock
from tests.journeys.house import until


class Work:
    """Operations that count how often they ran and how many ran at once."""

    def __init__(self, *, lasting: float = 0.0) -> None:
        self.may_end = threading.Event()
        self.may_end.set()
        self.did: list[tuple[UUID, What]] = []
        self.at_once: dict[UUID, int] = {}
        self.most_at_once = 0
        self.fails = 0
        self._lasting = lasting
        self._lock = threading.Lock()

    @property
    def operations(self) -> Mapping[What, Operation]:
        """One of each kind."""
        return {what: self._of(what) for what in What}

    def _of(self, what: What) -> Operation:
        def run(_: Doors, org_id: UUID) -> datetime | None:
            with self._lock:
                self.did.append((org_id, what))
                self.at_once[org_id] = self.at_once.get(org_id, 0) + 1
                self.most_at_once = max(self.most_at_once, self.at_once[org_id])
                fails = self.fails > 0
                self.fails -= fails
            time.sleep(self._lasting)
            assert self.may_end.wait(60)
            with self._lock:
                self.at_once[org_id] -= 1
            if fails:
                raise Unavailable("come back later")
            return None

        return run


class Queue:
    """A store with organisations, a bell, and engines that work on it."""

    def __init__(self, store: Store) -> None:
        self.clock = HeldClock()
        self.doors = some_doors(store, self.clock)
        self.bell = QueueBell(store.url)
        self.store = store

    def put(self, org_id: UUID, what: What) -> None:
        """Ask for work now."""
        with self.store.house() as house:
            due.put(house, what, self.clock.now(), org_id=org_id)

    def left(self) -> int:
        """Rows that are still there, whenever they are due."""
        far = datetime(2100, 1, 1, tzinfo=UTC)
        with self.store.house() as house:
            return due.count_due(house, far)

    @contextmanager
    def engine(self, work: Work, *, stalled_after: float = 30.0) -> Iterator[Engine]:
        """An engine that works until the block ends."""
        engine = Engine(
            self.doors,
            work.operations,
            dsn=self.store.url,
            stalled_after=stalled_after,
            looks_every=0.1,
        )
        engine.start()
        try:
            yield engine
        finally:
            engine.stop()


@pytest.fixture
def queue(store: Store) -> Iterator[Queue]:
    """A queue that nobody works on yet."""
    queue = Queue(store)
    queue.bell.open()
    yield queue
    queue.bell.close()


def test_a_lost_bell_costs_a_sweep_and_never_work(queue: Queue) -> None:
    """Nobody rang: the next sweep rings for the row, and it is done once."""
    org_id, work = connect(queue.store, "Acme").id, Work()
    queue.put(org_id, What.SYNC)
    doors = _with_bell(queue)
    with queue.engine(work):
        time.sleep(0.3)
        assert work.did == []
        assert ring_what_is_due(doors) == 1
        until(lambda: queue.left() == 0)
    assert work.did == [(org_id, What.SYNC)]


def test_ringing_again_and_again_does_the_work_once(queue: Queue) -> None:
    """Ten rings for one row, before anybody comes and while it is done: once."""
    org_id, work = connect(queue.store, "Acme").id, Work(lasting=0.3)
    queue.put(org_id, What.ASSESS)
    for _ in range(5):
        queue.bell.ring(org_id, What.ASSESS)
    with queue.engine(work):
        until(lambda: work.did)
        for _ in range(5):
            queue.bell.ring(org_id, What.ASSESS)
        until(lambda: queue.left() == 0)
        until(lambda: _jobs(queue) == 0)
    assert work.did == [(org_id, What.ASSESS)]


def test_work_asked_for_while_it_is_done_is_done_again(queue: Queue) -> None:
    """A fact that arrives in the middle of a run is not lost with the run's own row."""
    org_id, work = connect(queue.store, "Acme").id, Work(lasting=0.4)
    queue.put(org_id, What.ASSESS)
    queue.bell.ring(org_id, What.ASSESS)
    with queue.engine(work):
        until(lambda: work.did)
        queue.put(org_id, What.ASSESS)
        queue.bell.ring(org_id, What.ASSESS)
        until(lambda: queue.left() == 0)
    assert work.did == [(org_id, What.ASSESS)] * 2


def test_a_passing_failure_moves_the_row_and_ends_the_job(queue: Queue) -> None:
    """Unavailable: the row waits half a minute of business time, the queue holds nothing."""
    org_id, work = connect(queue.store, "Acme").id, Work()
    work.fails = 1
    queue.put(org_id, What.SYNC)
    queue.bell.ring(org_id, What.SYNC)
    with queue.engine(work):
        until(lambda: len(work.did) == 1)
        until(lambda: _jobs(queue) == 0)
    with queue.store.house() as house:
        row = due.read(house, org_id, What.SYNC)
    assert row is not None
    assert (row.at - queue.clock.now()).total_seconds() == 30


def test_two_engines_do_no_work_twice_and_one_organisation_one_at_a_time(queue: Queue) -> None:
    """Twelve rows of four organisations, two engines, everybody rings: each row once."""
    orgs = [connect(queue.store, f"Acme {n}").id for n in range(4)]
    kinds = (What.SYNC, What.ASSESS, What.SEND)
    work = Work(lasting=0.05)
    for org_id in orgs:
        for what in kinds:
            queue.put(org_id, what)
    with queue.engine(work), queue.engine(work):
        for _ in range(3):
            ring_what_is_due(_with_bell(queue))
        until(lambda: queue.left() == 0)
        until(lambda: _jobs(queue) == 0)
    assert sorted(work.did) == sorted((org_id, what) for org_id in orgs for what in kinds)
    assert work.most_at_once == 1


def test_the_job_of_a_dead_worker_is_given_up_and_done_by_another(queue: Queue) -> None:
    """A job left in the hands of a worker that died: rescued after a second, done after a sweep."""
    org_id, work = connect(queue.store, "Acme").id, Work()
    queue.put(org_id, What.SEND)
    queue.bell.ring(org_id, What.SEND)
    with psycopg.connect(queue.store.url, autocommit=True) as connection:
        worker = connection.execute(
            "select worker_id from procrastinate_register_worker_v1()"
        ).fetchone()
        assert worker is not None
        taken = connection.execute(
            "select id from procrastinate_fetch_job_v2(null, %s)", (worker[0],)
        ).fetchone()
        assert taken is not None
        time.sleep(1.1)
    with queue.engine(work, stalled_after=1.0):
        until(lambda: _jobs(queue) == 0, seconds=10)
        ring_what_is_due(_with_bell(queue))
        until(lambda: queue.left() == 0)
    assert work.did == [(org_id, What.SEND)]


def test_a_stop_waits_for_the_work_at_hand_and_begins_nothing_new(queue: Queue) -> None:
    """Stopped in the middle: the piece at hand ends whole, the rest stays for the next start."""
    org_id, work = connect(queue.store, "Acme").id, Work()
    work.may_end.clear()
    for what in (What.SYNC, What.ASSESS, What.SEND):
        queue.put(org_id, what)
        queue.bell.ring(org_id, what)
    with queue.engine(work) as engine:
        until(lambda: work.did)
        stopping = threading.Thread(target=engine.stop, kwargs={"within": 15.0})
        stopping.start()
        stopping.join(0.2)
        assert stopping.is_alive()
        work.may_end.set()
        stopping.join(5)
        assert not stopping.is_alive()
    assert len(work.did) == 1
    assert work.at_once == {org_id: 0}
    assert queue.left() == 2


def _with_bell(queue: Queue) -> Doors:
    return replace(queue.doors, bell=queue.bell)


def _jobs(queue: Queue) -> int:
    with psycopg.connect(queue.store.url) as connection:
        row = connection.execute("select count(*) from procrastinate_jobs").fetchone()
    assert row is not None
    return int(row[0])
