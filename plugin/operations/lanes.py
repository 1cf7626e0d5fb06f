"""Lanes: long work on many customers in several processes at once, each batch by itself.

Python runs in one core at a time in one process, and a review of everybody is half Python. The
work is handed in; how batches are locked and saved is its own. Nothing here knows a customer.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TypeVar

from plugin.store import Store

GivenT = TypeVar("GivenT")
BatchT = TypeVar("BatchT")
FoundT = TypeVar("FoundT")

#: does one batch in transactions of its own; must be a function of a module
Work = Callable[[Store, GivenT, BatchT], FoundT]

#: each takes 0.9 s of a core until it can begin, and about 100 MB
_MOST = 4


class LaneLost(Exception):
    """A process ended before its batches did; what it had committed stays, the rest is not done."""


def lanes_for(batches: int, *, each_at_least: int) -> int:
    """How many processes are worth their start: no more than cores, each with enough to do."""
    return max(1, min(_cores(), _MOST, batches // each_at_least))


def in_lanes(
    work: Work[GivenT, BatchT, FoundT],
    store: Store,
    given: GivenT,
    batches: Sequence[BatchT],
    *,
    lanes: int,
) -> Iterator[FoundT]:
    """Do every batch and yield what each found, in no order; with one lane, here and in order.

    `given` and what is found travel between processes. An error of a batch ends its lane and is
    raised here; the others are ended too. Nobody who stops listening, and nobody who is killed,
    leaves a process behind.
    """
    if lanes == 1:
        yield from (work(store, given, batch) for batch in batches)
        return
    # a copy of a process with threads may hold a lock that nobody will ever give back
    context = multiprocessing.get_context("spawn")
    running: dict[Connection, BaseProcess] = {}
    try:
        for lane in range(lanes):
            ours, theirs = context.Pipe()
            process: BaseProcess = context.Process(
                target=_lane, args=(theirs, work, store.twin(), given), daemon=True
            )
            process.start()
            theirs.close()
            ours.send(batches[lane::lanes])
            running[ours] = process
        yield from _heard(running)
    finally:
        for process in running.values():
            process.terminate()
            process.join()


def _heard(running: dict[Connection, BaseProcess]) -> Iterator[FoundT]:
    listening = set(running)
    while listening:
        for ready in wait(list(listening)):
            assert isinstance(ready, Connection)
            try:
                kind, told = ready.recv()
            except EOFError:
                raise LaneLost(f"a lane ended by itself: {running[ready].exitcode}") from None
            if kind == "error":
                raise told
            if kind == "end":
                listening.discard(ready)
            else:
                yield told


def _lane(
    parent: Connection,
    work: Work[GivenT, BatchT, FoundT],
    open_store: Callable[[], Store],
    given: GivenT,
) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # what a batch makes is freed by counting; looking for cycles in it took a quarter of the time
    gc.disable()
    store = open_store()
    try:
        for batch in parent.recv():
            parent.send(("found", work(store, given, batch)))
        parent.send(("end", None))
    except Exception as problem:  # noqa: BLE001 - it is raised where the work was asked for
        parent.send(("error", problem))
    finally:
        store.close()


def _end_with_parent() -> None:
    """A parent that was killed cannot end us; what we had begun is rolled back."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
