"""Tables that people brought in, and what stands of the customers that they name.

What a line may change, and whether it is changed, is decided elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of one customer: what stood, and what it becomes ("" = nothing is set)."""

    field: str
    before: str
    after: str
    #: the world moved after it was shown first
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a table as it is shown: whom it names, what would change, or why it cannot."""

    line: int
    called: str
    customer_id: str
    name: str
    changes: tuple[Change, ...]
    refused: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableImport:
    """A table that was brought in; `state` is shown, applied, undone or dropped."""

    id: UUID
    file_name: str
    reason: str
    by: str
    at: datetime
    lines: tuple[Line, ...]
    count: int
    refused: int
    state: str
    applied_at: datetime | None
    applied_by: str | None
    undone_at: datetime | None
    undone_by: str | None


@dataclass(frozen=True, slots=True)
class Stands:
    """What is set of one customer, each field in the words of a table."""

    limit: str = ""
    hold: str = ""
    direct_debit: str = "no"
    never_chase: str = "no"
    sales: str = ""
    hold_id: UUID | None = None


def keep(
    tx: Tx, *, file_name: str, reason: str, by: str, at: datetime, lines: Sequence[Line]
) -> UUID:
    """Keep what was read of a table until a person says yes."""
    import_id = uuid4()
    tx.sql(
        "insert into table_imports (org_id, id, file_name, reason, by, at, lines, count, refused,"
        " state) values (:org, :id, :file_name, :reason, :by, :at, :lines, :count, :refused,"
        " 'shown')",
        id=import_id,
        file_name=file_name,
        reason=reason,
        by=by,
        at=at,
        lines=_sealed(tx, lines),
        count=len(lines),
        refused=sum(bool(each.refused) for each in lines),
    )
    return import_id


def show_anew(tx: Tx, import_id: UUID, lines: Sequence[Line]) -> None:
    """Keep what the lines would change by now."""
    tx.sql(
        "update table_imports set lines = :lines, refused = :refused"
        " where org_id = :org and id = :id",
        id=import_id,
        lines=_sealed(tx, lines),
        refused=sum(bool(each.refused) for each in lines),
    )


def locked(tx: Tx, import_id: UUID) -> TableImport | None:
    """A table under its lock; None where there is no such."""
    row = tx.sql(
        "select * from table_imports where org_id = :org and id = :id for update", id=import_id
    ).one_or_none()
    return None if row is None else _import(tx, row)


def read(tx: Tx, import_id: UUID) -> TableImport | None:
    """A table; None where there is no such."""
    row = tx.sql(
        "select * from table_imports where org_id = :org and id = :id", id=import_id
    ).one_or_none()
    return None if row is None else _import(tx, row)


def recent(tx: Tx, *, limit: int = 20) -> Sequence[Row[Any]]:
    """The tables that were brought in last, without their lines."""
    return tx.sql(
        "select id, file_name, reason, by, at, count as n, refused, state, applied_at, applied_by,"
        " undone_at, undone_by from table_imports where org_id = :org and state <> 'dropped'"
        " order by at desc, id limit :limit",
        limit=limit,
    ).all()


def settle(tx: Tx, import_id: UUID, *, state: str, by: str, at: datetime) -> None:
    """Note that it was applied, undone or dropped, and by whom."""
    column = {"applied": "applied", "undone": "undone"}.get(state)
    noted = f", {column}_at = :at, {column}_by = :by" if column else ""
    tx.sql(
        f"update table_imports set state = :state{noted}"  # noqa: S608 - one of two names of ours
        " where org_id = :org and id = :id",
        id=import_id,
        state=state,
        **({"by": by, "at": at} if column else {}),
    )


def stands(tx: Tx, customer_ids: Sequence[str], *, on: date) -> dict[str, Stands]:
    """What is set of these customers on a civil day; whoever has nothing set has the defaults.

    Of holds only that which a person began for the whole customer, until a day.
    """
    rows = tx.sql(
        "select u.id, t.credit_limit, t.limit_currency,"
        " coalesce(t.direct_debit, false) as direct_debit,"
        " coalesce(t.never_chase, false) as never_chase, h.until, h.id as hold_id,"
        " a.sales_id from unnest(cast(:ids as text[])) as u(id)"
        " left join terms t on t.org_id = :org and t.customer_id = u.id"
        " left join customer_people a on a.org_id = :org and a.customer_id = u.id"
        " left join lateral (select id, until from holds x where x.org_id = :org"
        "  and x.customer_id = u.id and x.invoice_id is null and x.kind = 'until'"
        "  and x.ended_at is null and x.until > :on order by x.until desc, x.at desc limit 1) h"
        " on true",
        ids=sorted(set(customer_ids)),
        on=on,
    )
    return {
        row.id: Stands(
            limit=f"{row.credit_limit:.2f} {row.limit_currency}" if row.limit_currency else "",
            hold=row.until.isoformat() if row.until is not None else "",
            direct_debit="yes" if row.direct_debit else "no",
            never_chase="yes" if row.never_chase else "no",
            sales=str(row.sales_id) if row.sales_id is not None else "",
            hold_id=row.hold_id,
        )
        for row in rows
    }


def named(tx: Tx, ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """Number and name of the customers of these ids; whoever is none of ours is left out."""
    rows = tx.sql(
        "select id, number, name from contacts where org_id = :org and id = any(:ids)"
        " and merged_into is null and status <> 'erase'",
        ids=list(ids),
    )
    return {row.id: (row.number, row.name) for row in rows}


def all_customers(tx: Tx, *, limit: int) -> Sequence[Row[Any]]:
    """Id, number and name of every live customer, by name."""
    return tx.sql(
        "select id, number, name from contacts where org_id = :org and is_customer"
        " and merged_into is null and status = 'active' order by lower(name), id limit :limit",
        limit=limit,
    ).all()


def _sealed(tx: Tx, lines: Sequence[Line]) -> bytes:
    return tx.seal.close(
        json.dumps(
            [
                [
                    each.line, each.called, each.customer_id, each.name, each.refused,
                    [[one.field, one.before, one.after, one.moved] for one in each.changes],
                ]
                for each in lines
            ]
        )
    )  # fmt: skip


def _import(tx: Tx, row: Row[Any]) -> TableImport:
    return TableImport(
        id=row.id,
        file_name=row.file_name,
        reason=row.reason,
        by=row.by,
        at=row.at,
        lines=tuple(
            Line(
                line=line,
                called=called,
                customer_id=customer_id,
                name=name,
                refused=refused,
                changes=tuple(
                    Change(field=field, before=before, after=after, moved=moved)
                    for field, before, after, moved in changes
                ),
            )
            for line, called, customer_id, name, refused, changes in json.loads(
                tx.seal.open(row.lines)
            )
        ),
        count=row._mapping["count"],
        refused=row.refused,
        state=row.state,
        applied_at=row.applied_at,
        applied_by=row.applied_by,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
    )
