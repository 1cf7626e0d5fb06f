"""The engine: Procrastinate jobs that do what a row of `due` says. The row is the work, the job
is the bell. The only file that imports Procrastinate; it decides nothing about customers.

No job is retried by the queue and none waits in it: what must wait is a row with a time, so a
lost bell costs seconds and never work. Two apps, because a worker's asynchronous connection
cannot defer synchronously: one rings, one works.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import procrastinate
import psycopg_pool
import structlog
from procrastinate import exceptions, jobs

from plugin.jobs import Job, What
from plugin.operations.doors import Doors
from plugin.operations.lost import note_lost
from plugin.ports import Disconnected, LedgerError, NeedsConsent, OutcomeUnknown, Unavailable
from plugin.store import due

log = structlog.get_logger()

_TASK = "goodterms.work"
_QUEUE = "work"
#: so many pieces of work one job does for its organisation before others get their turn
_IN_A_ROW = 20

#: does the work of one kind for an organisation; says when it is due again, if ever
Operation = Callable[[Doors, UUID], datetime | None]


class QueueBell:
    """Rings by deferring a job; a ring for work that is already queued changes nothing."""

    def __init__(self, dsn: str) -> None:
        self._pool = psycopg_pool.ConnectionPool(dsn, min_size=0, max_size=4, open=False)
        self._app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())

    def open(self) -> None:
        """Connect."""
        self._pool.open()
        self._app.open(self._pool)

    def close(self) -> None:
        """Let go of the connections."""
        self._app.close()
        self._pool.close()

    def ring(self, org_id: UUID, what: str) -> None:
        """Queue the job for this work, unless it is queued already."""
        job = Job(org_id, What(what))
        deferrer = self._app.configure_task(
            _TASK, allow_unknown=True, queue=_QUEUE, queueing_lock=job.key, lock=job.lock
        )
        try:
            deferrer.defer(org_id=str(org_id), what=what)
        except exceptions.AlreadyEnqueued:
            return


class Engine:
    """A worker in a thread, which also gives up the jobs of workers that died.

    Both are in seconds of machine time. A worker that has not been heard of for `stalled_after` is
    given up, its jobs are ended as failed and rung again. Each `looks_every` it looks for jobs that
    had to wait for another of their organisation; new ones wake it. Business time is the Clock
    door's.
    """

    def __init__(
        self,
        doors: Doors,
        operations: Mapping[What, Operation],
        *,
        dsn: str,
        concurrency: int = 4,
        stalled_after: float = 30.0,
        looks_every: float = 1.0,
    ) -> None:
        self._doors = doors
        self._operations = operations
        self._concurrency = concurrency
        self._stalled_after = stalled_after
        self._looks_every = looks_every
        self._app = procrastinate.App(
            connector=procrastinate.PsycopgConnector(conninfo=dsn, min_size=1, max_size=6)
        )
        self._app.task(name=_TASK, queue=_QUEUE)(self._work)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._worker: asyncio.Task[None] | None = None
        self._has_begun = threading.Event()
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

    def start(self) -> None:
        """Begin to work in a thread of its own; on return there is something to stop."""
        self._thread.start()
        while self._thread.is_alive() and not self._has_begun.wait(0.05):
            pass

    def stop(self, *, within: float = 15.0) -> None:
        """Let every job end with the outside call that it is in, then end; safe to ask twice."""
        self._is_stopping = True
        self._doors.budget.close()
        if self._loop is not None and self._worker is not None:
            # it may have ended by itself a moment ago, and its loop with it
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._worker.cancel)
        self._thread.join(within)

    def _run(self) -> None:
        logging.getLogger("procrastinate").setLevel(logging.WARNING)
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        async with self._app.open_async():
            self._worker = asyncio.create_task(
                self._app.run_worker_async(
                    queues=[_QUEUE],
                    name="goodterms",
                    concurrency=self._concurrency,
                    install_signal_handlers=False,
                    fetch_job_polling_interval=self._looks_every,
                    delete_jobs="always",
                    update_heartbeat_interval=self._stalled_after / 3,
                    stalled_worker_timeout=self._stalled_after,
                )
            )
            rescuer = asyncio.create_task(self._rescue_for_ever())
            self._has_begun.set()
            try:
                await self._worker
            except asyncio.CancelledError:
                log.info("engine stopped")
            finally:
                rescuer.cancel()

    async def _rescue_for_ever(self) -> None:
        while True:
            try:
                await self._rescue()
            except exceptions.ConnectorException:
                log.exception("could not look for stalled jobs; looking again")
            await asyncio.sleep(self._stalled_after / 3)

    async def _rescue(self) -> None:
        """End the jobs of dead workers as failed; the sweep rings for their rows again."""
        stalled = await self._app.job_manager.get_stalled_jobs(
            queue=_QUEUE, seconds_since_heartbeat=self._stalled_after
        )
        for job in stalled:
            log.warning("stalled job given up", job=job.id, args=job.task_kwargs)
            await self._app.job_manager.finish_job(job, jobs.Status.FAILED, delete_job=True)

    def _work(self, *, org_id: str, what: str) -> None:
        """Do what was rung for, then what became due for the same organisation by doing it.

        One job at a time per organisation holds either way; waiting in the queue for one's own
        lock would only cost a look of the worker, a second each.
        """
        organisation = UUID(org_id)
        found: What | None = What(what)
        for _ in range(_IN_A_ROW):
            if found is None or self._is_stopping:
                return
            work(self._doors, self._operations, organisation, found)
            found = self._next_due(organisation)

    def _next_due(self, org_id: UUID) -> What | None:
        now = self._doors.clock.now()
        with self._doors.store.house() as house:
            rows = due.of_organisation(house, org_id)
        return rows[0].what if rows and rows[0].at <= now else None


def work(
    doors: Doors, operations: Mapping[What, Operation], org_id: UUID, what: What
) -> dict[str, Any]:
    """Do what one row of `due` says, if it is due, and settle the row. Never raises.

    A passing failure moves the row forward; a lost connection ends it until somebody reconnects;
    a fault of ours moves it five minutes and is logged with its traceback.
    """
    now = doors.clock.now()
    with doors.store.house() as house:
        row = due.read(house, org_id, what)
    if row is None or row.at > now:
        return {"did": "nothing"}
    bound = log.bind(org=str(org_id), what=what.value)
    next_at: datetime | None
    try:
        next_at = operations[what](doors, org_id)
        outcome = "done"
    except Unavailable as passing:
        next_at = doors.clock.now() + (passing.retry_after or timedelta(seconds=30))
        outcome = "postponed"
        bound.warning("postponed", why=str(passing), until=next_at.isoformat())
    except OutcomeUnknown as unknown:
        # what was written is looked for by the next run, before it is written again
        next_at, outcome = doors.clock.now() + timedelta(minutes=1), "postponed"
        bound.warning("postponed", why=str(unknown), until=next_at.isoformat())
    except (Disconnected, NeedsConsent) as lost:
        # another person's consent may have taken over: then the same work is right again
        next_at = note_lost(doors, org_id, lost, began=now)
        outcome = "connection lost" if next_at is None else "postponed"
        bound.warning(outcome, why=str(lost))
    except LedgerError as refused:
        next_at, outcome = doors.clock.now() + timedelta(hours=1), "refused"
        doors.budget.went_wrong(org_id, refused)
        bound.error("refused by the ledger", why=str(refused))
    except Exception:  # noqa: BLE001 - the one place where a fault of ours is met: moved, logged, told
        next_at, outcome = doors.clock.now() + timedelta(minutes=5), "failed"
        bound.exception("work failed")
    with doors.store.house() as house:
        settled = due.finish(house, org_id, what, seq=row.seq, next_at=next_at)
        if not settled and outcome not in {"done", "connection lost"} and next_at is not None:
            # asked for again meanwhile, but it would only fail again: its time is kept
            settled = due.postpone(house, org_id, what, until=next_at)
    if not settled:
        doors.bell.ring(org_id, what)
    bound.info("worked", outcome=outcome)
    return {"did": outcome}
