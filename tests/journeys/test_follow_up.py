"""One job does what became due by it; an engine can be stopped as soon as it was started."""

from __future__ import annotations

import time

from plugin.jobs import What
from plugin.store import Store
from tests.connecting import connect
from tests.journeys.house import until
from tests.journeys.test_queue import Queue, Work


def test_what_became_due_is_done_without_another_ring(store: Store) -> None:
    """Only the sync was rung for; the review that follows needs no bell and no sweep."""
    queue, work = Queue(store), Work()
    org_id = connect(store, "Acme").id
    queue.put(org_id, What.SYNC)
    queue.put(org_id, What.ASSESS)
    queue.bell.open()
    try:
        queue.bell.ring(org_id, What.SYNC)
        with queue.engine(work):
            until(lambda: queue.left() == 0)
    finally:
        queue.bell.close()
    assert work.did == [(org_id, What.SYNC), (org_id, What.ASSESS)]


def test_an_engine_stopped_at_once_stops_at_once(store: Store) -> None:
    """There is something to stop as soon as the start has returned."""
    queue = Queue(store)
    began = time.monotonic()
    with queue.engine(Work()):
        pass
    assert time.monotonic() - began < 10
