"""Business clocks, and APScheduler's few static ticks. The only file that imports APScheduler.

A tick rings for what is due and does nothing else, so ten clocks do no more harm than one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler


class WallClock:
    """Business time is the wall clock's time."""

    def now(self) -> datetime:
        """This instant in UTC."""
        return datetime.now(UTC)


class Ticks:
    """A handful of static ticks in a thread; `every` is in seconds of machine time."""

    def __init__(self, ring_what_is_due: Callable[[], int], *, every: float = 2.0) -> None:
        # one line per unit of work is ours to write; the scheduler tells each tick at info, and
        # warns of each that it left out because the one before was still at it, which harms nobody
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._scheduler.add_job(
            ring_what_is_due, "interval", seconds=every, id="due", max_instances=1, coalesce=True
        )

    def start(self) -> None:
        """Begin ticking."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop; a tick at hand is waited for."""
        self._scheduler.shutdown(wait=True)
