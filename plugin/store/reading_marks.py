"""How far each resource of the ledger has been read: cursors to go on from, progress to show.

It reads no ledger; instants are aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where to go on: changes after `since` (None: everything), from `page`.

    `finished` says that everything has been read at least once.
    """

    resource: str
    since: datetime | None = None
    page: int = 1
    finished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What one resource's reading has come to; `failed` is the words for a person."""

    resource: str
    pages_done: int
    page_count: int
    rows: int
    started_at: datetime
    finished_at: datetime | None
    failed: str | None


def cursor(tx: Tx, resource: str) -> Cursor:
    """Where the reading of a resource goes on; from the very start where it never began."""
    row = tx.sql(
        "select resource, since, page, finished from cursors"
        " where org_id = :org and resource = :resource",
        resource=resource,
    ).one_or_none()
    return Cursor(resource) if row is None else Cursor(*row)


def move_cursor(tx: Tx, moved: Cursor) -> None:
    """Move a cursor, in the transaction that saved the page; once finished, it stays finished."""
    tx.sql(
        "insert into cursors (org_id, resource, since, page, finished)"
        " values (:org, :resource, :since, :page, :finished)"
        " on conflict (org_id, resource) do update set since = excluded.since,"
        " page = excluded.page, finished = cursors.finished or excluded.finished",
        resource=moved.resource,
        since=moved.since,
        page=moved.page,
        finished=moved.finished,
    )


def next_page(tx: Tx, resource: str, *, page: int) -> None:
    """Go on with this page, of the same changes as before."""
    move_cursor(tx, Cursor(resource, cursor(tx, resource).since, page))


def forget_cursors(tx: Tx) -> None:
    """Read everything again from the start, as after a reconnection."""
    tx.sql("delete from cursors where org_id = :org")
    tx.sql("delete from sync_progress where org_id = :org")


def progress(tx: Tx) -> tuple[Progress, ...]:
    """The progress of every resource in the order in which they were begun."""
    rows = tx.sql(
        "select resource, pages_done, page_count, rows, started_at, finished_at, failed"
        " from sync_progress where org_id = :org order by started_at, resource"
    ).mappings()
    return tuple(Progress(**row) for row in rows)


def begin(tx: Tx, resource: str, *, at: datetime) -> None:
    """A reading begins; what an earlier one came to is forgotten."""
    tx.sql(
        "insert into sync_progress (org_id, resource, started_at) values (:org, :resource, :at)"
        " on conflict (org_id, resource) do update set pages_done = 0, page_count = 0, rows = 0,"
        " started_at = excluded.started_at, finished_at = null, failed = null",
        resource=resource,
        at=at,
    )


def page_done(tx: Tx, resource: str, *, page: int, page_count: int, rows: int) -> None:
    """A page of a reading that was begun is saved; a failure before it is over."""
    tx.sql(
        "update sync_progress set pages_done = :page, page_count = :page_count,"
        " rows = rows + :rows, failed = null where org_id = :org and resource = :resource",
        resource=resource,
        page=page,
        page_count=page_count,
        rows=rows,
    )


def finish(tx: Tx, resource: str, *, since: datetime, at: datetime) -> None:
    """A reading came to its end at `at`; the next one asks for what changed after `since`."""
    move_cursor(tx, Cursor(resource, since, page=1, finished=True))
    tx.sql(
        "update sync_progress set finished_at = :at, failed = null"
        " where org_id = :org and resource = :resource",
        resource=resource,
        at=at,
    )


def failed(tx: Tx, resource: str, words: str) -> None:
    """A reading failed, with the words that a person should read; the cursor stays where it was."""
    tx.sql(
        "update sync_progress set failed = :words where org_id = :org and resource = :resource",
        resource=resource,
        words=words,
    )
