"""Many rows in one statement: newest wins, and word of what really changed.

It knows no table by name. COPY into a table with row-level security is refused by PostgreSQL, so
rows travel as one parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

import msgspec
from sqlalchemy import Row

from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did: rows written, and the customers whose facts really changed."""

    rows: int
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Differs:
    """One field of one record that is not as held; values as text, instants as last changed.

    `ours_at` is None, and `field` is id, where the record is not held at all.
    """

    id: str
    customer_id: str
    field: str
    ours: str | None
    theirs: str | None
    ours_at: datetime | None
    theirs_at: datetime


class Dated(Protocol):
    """A record of the ledger."""

    @property
    def id(self) -> str:
        """Its identifier in the ledger."""

    @property
    def updated_at(self) -> datetime:
        """When it last changed there."""


DatedT = TypeVar("DatedT", bound=Dated)


def newest(records: Iterable[DatedT]) -> list[DatedT]:
    """The newest version of each record, in the order of their ids, so that locks never cross."""
    best: dict[str, DatedT] = {}
    for record in records:
        held = best.get(record.id)
        if held is None or record.updated_at > held.updated_at:
            best[record.id] = record
    return [best[key] for key in sorted(best)]


def fresh_rows(
    columns: Mapping[str, str], rows: Sequence[Sequence[Any]]
) -> tuple[str, dict[str, Any]]:
    """A query that yields these rows, and its values.

    `columns` maps each name to its PostgreSQL type. The rows travel as one JSON text, which is
    written and read several times as fast as an array per column; amounts stay exact text.
    """
    names = tuple(columns)
    records = [dict(zip(names, row, strict=True)) for row in rows]
    for name in (name for name, kind in columns.items() if kind == "bytea"):
        for record in records:
            if record[name] is not None:
                record[name] = "\\x" + record[name].hex()
    shape = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    query = f"select * from json_to_recordset(cast(:fresh as json)) as u({shape})"  # noqa: S608
    return query, {"fresh": msgspec.json.encode(records).decode()}


@dataclass(frozen=True, slots=True)
class Upsert:
    """How one noun's records reach its table; every name here is ours, never a caller's text.

    `compared` are the columns whose difference counts as a changed fact. `kept` gives columns a
    rule of their own on conflict (`was` is the row in the table). `told` are expressions over
    `fresh` (as it came), `was` (as it stood; null when new) returned for each written row.
    """

    table: str
    columns: Mapping[str, str]
    compared: Sequence[str]
    kept: Mapping[str, str] = field(default_factory=dict)
    told: Sequence[str] = ()

    def run(self, tx: Tx, rows: Sequence[Sequence[Any]]) -> Sequence[Row[Any]]:
        """Write the rows that are newer than what is held, in one statement.

        A row of the same instant is written only where a fact differs: the ledger changes some
        facts (sent, due date) without moving the instant.

        Returns (id, differs, *told) of each written row; the table's former state is read from
        the statement's own snapshot, before it wrote.
        """
        source, values = fresh_rows(self.columns, rows)
        names = ", ".join(self.columns)
        changes = ", ".join(
            f"{name} = {self.kept.get(name, f'excluded.{name}')}"
            for name in self.columns
            if name != "id"
        )
        ours, theirs, new = (
            ", ".join(f"{of}.{name}" for name in self.compared)
            for of in ("fresh", "was", "excluded")
        )
        told = "".join(f", {expression}" for expression in self.told)
        statement = (
            f"with fresh as materialized ({source}),"  # noqa: S608 - names are ours
            # found by their ids: a join may be planned badly while the table has no statistics
            f" was as materialized (select * from {self.table}"
            f" where org_id = :org and id = any(:fresh_ids)),"
            f" written as (insert into {self.table} as was (org_id, {names})"
            f" select cast(:org as uuid), {names} from fresh"
            f" on conflict (org_id, id) do update set {changes}"
            f" where was.updated_at < excluded.updated_at or was.updated_at = excluded.updated_at"
            f" and row({theirs}) is distinct from row({new}) returning id)"
            f" select fresh.id, was.id is null or row({theirs}) is distinct from row({ours})"
            f" as differs{told}"
            f" from written join fresh on fresh.id = written.id"
            f" left join was on was.id = fresh.id"
        )
        at = list(self.columns).index("id")
        return tx.sql(statement, fresh_ids=[row[at] for row in rows], **values).fetchall()

    def differing(
        self, tx: Tx, rows: Sequence[Sequence[Any]], fields_: Sequence[str]
    ) -> tuple[Differs, ...]:
        """Each of `fields_` in which these rows are not as held, without writing anything.

        A row that is not held at all comes once, as the field `id`. The columns have a contact_id.
        """
        source, values = fresh_rows(self.columns, rows)
        pairs = ", ".join(
            f"('{name}', was.id is not null and was.{name} is distinct from fresh.{name},"
            f" cast(was.{name} as text), cast(fresh.{name} as text))"
            for name in fields_
        )
        at = list(self.columns).index("id")
        found = tx.sql(
            f"with fresh as materialized ({source}),"  # noqa: S608 - names are ours
            f" was as materialized (select * from {self.table}"
            " where org_id = :org and id = any(:fresh_ids))"
            " select fresh.id, fresh.contact_id as customer_id, pair.field, pair.ours, pair.theirs,"
            " was.updated_at as ours_at, fresh.updated_at as theirs_at"
            " from fresh left join was on was.id = fresh.id cross join lateral"
            f" (values ('id', was.id is null, null, fresh.id), {pairs})"
            " as pair (field, differs, ours, theirs) where pair.differs order by fresh.id",
            fresh_ids=[row[at] for row in rows],
            **values,
        ).mappings()
        return tuple(Differs(**row) for row in found)
