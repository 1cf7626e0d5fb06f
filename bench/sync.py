"""Pages read and rows stored a second in a first sync over HTTP, and where the time goes.

The local Xero is a process of its own. Its work is in the HTTP share, because we wait for it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, cast
from uuid import UUID

import msgspec
import psycopg
import requests
import sqlalchemy
from sqlalchemy import event

from bench.figures import Row, Times, several, timed
from bench.house import connect_local, environment, folder, house
from bench.local_xero import BenchXero, local_xero
from plugin.operations.ingest import read_ledger
from plugin.ports import Ledger, Page, Urgency

#: what a first sync reads in pages, by Xero's names
_PAGED = ("Contacts", "Invoices", "Payments", "CreditNotes", "Overpayments", "Prepayments")
_PAGE = 1_000


@dataclass
class _Spent:
    """Seconds of one first sync by where they went, and what came over the wire."""

    calls: float = 0.0
    decoding: float = 0.0
    sql: float = 0.0
    sql_in_calls: float = 0.0
    pages: int = 0
    records: int = 0
    bytes: int = 0

    @property
    def http(self) -> float:
        """Seconds of waiting for answers, the SDK's and the client's own work included."""
        return self.calls - self.decoding - self.sql_in_calls


@dataclass(frozen=True, slots=True)
class _Run:
    """One first sync: its seconds, their shares, the rows it left, and its floor's seconds."""

    seconds: float
    spent: _Spent
    rows: int
    floor: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Synced:
    """Seconds of first syncs of one ledger, the one in the middle, and the floor's seconds."""

    invoices: int
    sync: Times
    middle: _Run
    floor: Times
    floor_http: float
    floor_decode: float
    floor_sql: float


class _TimedLedger:
    """The Ledger door with a watch on it."""

    def __init__(self, ledger: Ledger, spent: _Spent) -> None:
        self._ledger = ledger
        self._spent = spent

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._ledger, name)

        def watched(*arguments: Any, **options: Any) -> Any:
            before = self._spent.sql
            seconds, answer = timed(lambda: call(*arguments, **options))
            self._spent.calls += seconds
            self._spent.sql_in_calls += self._spent.sql - before
            if isinstance(answer, Page):
                self._spent.decoding += answer.decode_ms / 1000
                self._spent.bytes += answer.bytes
                self._spent.pages += 1
                self._spent.records += len(answer.items)
            return answer

        return watched


@dataclass
class _SqlWatch:
    """Adds up the seconds of statements and commits of this thread."""

    spent: _Spent
    began: dict[int, float] = field(default_factory=dict)

    def statement_begins(self, _c: Any, cursor: Any, *_rest: Any) -> None:
        self.began[id(cursor)] = time.perf_counter()

    def statement_ends(self, _c: Any, cursor: Any, *_rest: Any) -> None:
        self.spent.sql += time.perf_counter() - self.began.pop(id(cursor))

    def commit_begins(self, connection: sqlalchemy.Connection) -> None:
        self.began[id(connection.connection.dbapi_connection)] = time.perf_counter()

    def commit_ends(self, connection: Any, _record: Any) -> None:
        began = self.began.pop(id(connection), None)
        if began is not None:
            self.spent.sql += time.perf_counter() - began


@contextmanager
def _watching_sql(spent: _Spent) -> Iterator[None]:
    watch = _SqlWatch(spent)
    listeners: tuple[tuple[Any, str, Any], ...] = (
        (sqlalchemy.Engine, "before_cursor_execute", watch.statement_begins),
        (sqlalchemy.Engine, "after_cursor_execute", watch.statement_ends),
        (sqlalchemy.Engine, "commit", watch.commit_begins),
        (sqlalchemy.Pool, "checkin", watch.commit_ends),
    )
    for listener in listeners:
        event.listen(*listener)
    try:
        yield
    finally:
        for listener in listeners:
            event.remove(*listener)


def rows(invoices: int, *, times: int) -> list[Row]:
    """The table's lines for a ledger of so many invoices."""
    return _lines(measure(invoices, times=times))


def measure(invoices: int, *, times: int) -> Synced:
    """Measure first syncs of one ledger, each into a new database."""
    with folder() as place, local_xero(place, invoices) as xero:
        runs = several(lambda: _first_sync(xero), times)
    sync = Times(tuple(run.seconds for run in runs))
    middle = min(runs, key=lambda run: abs(run.seconds - sync.median))
    floor = Times(tuple(sum(run.floor) for run in runs))
    parts = min((run.floor for run in runs), key=lambda each: abs(sum(each) - floor.median))
    return Synced(invoices, sync, middle, floor, *parts)


def _first_sync(xero: BenchXero) -> _Run:
    """A first sync into an empty database, and right after it the floor in the same database."""
    spent = _Spent()
    with folder() as data, house(data, environment(xero.variables)) as home:
        org_id = connect_local(home.doors, tenant=xero.tenant)

        def open_books(org: UUID, ledger_id: str, grant_id: UUID, urgency: Urgency) -> Ledger:
            opened = home.doors.open_books(org, ledger_id, grant_id, urgency)
            return cast("Ledger", _TimedLedger(opened, spent))

        doors = replace(home.doors, open_books=open_books)
        with _watching_sql(spent):
            seconds, _ = timed(lambda: read_ledger(doors, org_id))
        with home.store.tenant(org_id) as tx:
            stored = sum(
                int(tx.sql(f"select count(*) from {name}").scalar_one())
                for name in ("contacts", "invoices", "payments", "credits")
            )
        return _Run(seconds, spent, stored, _floor(xero, home.owner_url))


def _floor(xero: BenchXero, owner_url: str) -> tuple[float, float, float]:
    """Seconds of plain requests of the same pages, of json of them, of COPY of their records."""
    headers = xero.headers()
    with requests.Session() as session:
        http, bodies = timed(lambda: list(_bodies(session, xero.url, headers)))
    decode, pages = timed(lambda: [msgspec.json.decode(body) for body in bodies])
    records = [tuple(map(str, each.values())) for page in pages for each in _records(page)]
    sql, _ = timed(lambda: _copy(owner_url, records))
    return http, decode, sql


def _bodies(session: requests.Session, url: str, headers: dict[str, str]) -> Iterator[bytes]:
    for name in _PAGED:
        number, last = 1, 1
        while number <= last:
            answer = session.get(
                f"{url}/api.xro/2.0/{name}",
                params={"page": number, "pageSize": _PAGE},
                headers=headers,
                timeout=30,
            )
            answer.raise_for_status()
            last = _page_count(answer.content)
            yield answer.content
            number += 1


class _Counted(msgspec.Struct, rename="camel"):
    page_count: int = 1


class _Counting(msgspec.Struct):
    pagination: _Counted | None = None


def _page_count(body: bytes) -> int:
    found = msgspec.json.decode(body, type=_Counting).pagination
    return found.page_count if found is not None else 1


def _records(page: dict[str, Any]) -> Sequence[dict[str, Any]]:
    return next((page[name] for name in _PAGED if name in page), [])


def _copy(owner_url: str, records: Sequence[tuple[str, ...]]) -> None:
    """Copy the records, twelve values of each, into a plain table and commit."""
    columns = ", ".join(f"c{at} text" for at in range(12))
    with psycopg.connect(owner_url) as connection:
        connection.execute(f"create temporary table plain ({columns})")
        with connection.cursor().copy("copy plain from stdin") as copy:
            for record in records:
                copy.write_row((*record[:12], *("",) * (12 - len(record[:12]))))


def _lines(found: Synced) -> list[Row]:
    spent, seconds, stored = found.middle.spent, found.middle.seconds, found.middle.rows
    name = f"first sync, {found.invoices:,} invoices"
    share = {
        "http": spent.http / seconds,
        "decoding": spent.decoding / seconds,
        "sql": spent.sql / seconds,
    }
    share["rest"] = max(0.0, 1 - sum(share.values()))
    return [
        Row(
            what=f"{name}: pages",
            value=found.sync.rate(spent.pages),
            unit="pages/s",
            spread=found.sync.spread,
            more={"pages": spent.pages, "megabytes": spent.bytes / 1e6},
        ),
        Row(
            what=f"{name}: rows stored",
            value=found.sync.rate(stored),
            unit="rows/s",
            spread=found.sync.spread,
            floor=found.floor.rate(stored),
            floor_is="plain requests of the same pages, json of them, COPY of their records",
            more={"rows": stored, "runs": len(found.sync.seconds), "share": share},
        ),
        Row(
            what=f"{name}: decoding",
            value=spent.decoding * 1000,
            unit="ms",
            floor=found.floor_decode * 1000,
            floor_is="msgspec's untyped json of the same pages",
        ),
        Row(
            what=f"{name}: SQL",
            value=spent.sql * 1000,
            unit="ms",
            floor=found.floor_sql * 1000,
            floor_is="COPY of the same records into a plain table without keys",
        ),
        Row(
            what=f"{name}: HTTP",
            value=spent.http * 1000,
            unit="ms",
            floor=found.floor_http * 1000,
            floor_is="plain requests of the same pages",
        ),
    ]
