"""What the list of a person's organisations shows of each: read over all of them at once.

Every statement runs in a transaction that named the organisations (`Store.portfolio`), each row
still protected by itself; their number does not depend on how many there are. Nothing is summed
across organisations: every row says whose it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row

from plugin.credit.money import Money
from plugin.credit.tidy import TidyKind
from plugin.store._tx import Tx

#: whoever comes back within this time is still at the same visit
VISIT = timedelta(hours=1)
#: what is told as new at the very first visit
FIRST = timedelta(days=7)
#: lines of one kind and organisation that are read; their count is of all
SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What was counted when work was last done; `small` per currency with their number."""

    at: datetime
    over_limit: int
    small: tuple[tuple[int, Money], ...]
    tidy: Mapping[TidyKind, int]


@dataclass(frozen=True, slots=True)
class Flags:
    """How many customers stand in our groups in the ledger, as we wrote them there."""

    stop: int = 0
    watch: int = 0


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that happened since; `words` say it, `customer` is who it concerns."""

    at: datetime
    kind: str
    words: str
    customer_id: str | None
    customer: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """A part of an invoice, or a credit, that was given up; as the ledger recorded it."""

    at: datetime
    on: date
    number: str
    amount: Money
    customer_id: str | None
    customer: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in an organisation; the counts are of all, the lines of the newest."""

    counts: Mapping[str, int] = field(default_factory=dict)
    lines: tuple[Changed, ...] = ()
    lost_count: int = 0
    lost: tuple[WrittenOff, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """When the ledger was last read to the end, and what a person should know if it failed."""

    at: datetime | None = None
    failed: str = ""


# --- the snapshot -----------------------------------------------------------------------------


def over_limit(tx: Tx) -> int:
    """How many customers of the transaction's organisation are over their limit."""
    return int(
        tx.sql(
            "select count(*) from assessments a join contacts c on c.org_id = a.org_id"
            " and c.id = a.customer_id and c.merged_into is null"
            " where a.org_id = :org and a.over_limit"
        ).scalar_one()
    )


def keep_snapshot(tx: Tx, snapshot: Snapshot) -> None:
    """Write down what was counted of the transaction's organisation."""
    small = [[count, str(sum_.amount), sum_.currency] for count, sum_ in snapshot.small]
    tx.sql(
        "insert into portfolio_snapshots (org_id, at, over_limit, small, tidy)"
        " values (:org, :at, :over, cast(:small as jsonb), cast(:tidy as jsonb))"
        " on conflict (org_id) do update set at = excluded.at, over_limit = excluded.over_limit,"
        " small = excluded.small, tidy = excluded.tidy",
        at=snapshot.at,
        over=snapshot.over_limit,
        small=msgspec.json.encode(small).decode(),
        tidy=msgspec.json.encode(snapshot.tidy).decode(),
    )


def snapshots(tx: Tx) -> dict[UUID, Snapshot]:
    """The last snapshot of each of the transaction's organisations that has one."""
    rows = tx.sql(
        "select org_id, at, over_limit, small, tidy from portfolio_snapshots"
        " where org_id = any(:orgs)",
        orgs=list(tx.org_ids),
    )
    return {
        row.org_id: Snapshot(
            at=row.at,
            over_limit=row.over_limit,
            small=tuple((count, Money(Decimal(sum_), code)) for count, sum_, code in row.small),
            tidy={kind: row.tidy.get(kind.value, 0) for kind in TidyKind},
        )
        for row in rows
    }


# --- what is true now -------------------------------------------------------------------------


def flags(tx: Tx) -> dict[UUID, Flags]:
    """How many customers carry each flag in the ledger; organisations without one are left out."""
    found: dict[UUID, dict[str, int]] = {}
    for row in tx.sql(
        "select org_id, written, count(*) as n from flags where org_id = any(:orgs)"
        " and written <> 'open' and not removed_by_person group by org_id, written",
        orgs=list(tx.org_ids),
    ):
        found.setdefault(row.org_id, {})[row.written] = row.n
    return {org: Flags(of.get("stop", 0), of.get("watch", 0)) for org, of in found.items()}


def readings(tx: Tx) -> dict[UUID, Read]:
    """How the last reading of each ledger went."""
    rows = tx.sql(
        "select org_id, max(finished_at) as at, max(failed) as failed from sync_progress"
        " where org_id = any(:orgs) group by org_id",
        orgs=list(tx.org_ids),
    )
    return {row.org_id: Read(row.at, row.failed or "") for row in rows}


# --- what changed since -----------------------------------------------------------------------

_SINCE = "unnest(cast(:orgs as uuid[]), cast(:sinces as timestamptz[])) as v(org_id, since)"
_TOLD = "e.kind in ('flag', 'planned', 'plan_ended') and e.org_id = v.org_id and e.at > v.since"
_LOST = (
    "(select p.id, p.org_id, p.updated_at as at, p.paid_on as day, i.number, p.amount, p.currency,"
    " i.contact_id from payments p join invoices i on i.org_id = p.org_id and i.id = p.document_id"
    " where p.org_id = v.org_id and p.is_write_off and not p.deleted and p.updated_at > v.since"
    " union all"
    " select c.id, c.org_id, c.updated_at, c.credited_on, c.number, c.total, c.currency,"
    " c.contact_id from credits c where c.org_id = v.org_id and c.is_write_off and c.live"
    " and c.updated_at > v.since)"
)


def changes(tx: Tx, since: Mapping[UUID, datetime]) -> dict[UUID, Changes]:
    """What changed in each organisation after its own instant, in three statements.

    Flags set and cleared and plans are the timeline's; write-offs are the ledger's, and new when
    it last recorded them after that instant.
    """
    asked = {"orgs": list(since), "sinces": list(since.values())}
    counts: dict[UUID, dict[str, int]] = {}
    for row in tx.sql(
        "select v.org_id, e.kind || coalesce(' ' || (e.refs ->> 'after'), '') as what,"  # noqa: S608
        f" count(*) as n from {_SINCE} join events e on {_TOLD} group by 1, 2",
        **asked,
    ):
        counts.setdefault(row.org_id, {})[row.what] = row.n
    lines = _by_org(
        tx,
        "select x.* from " + _SINCE + " cross join lateral"  # noqa: S608
        " (select e.org_id, e.at, e.kind, e.summary, e.customer_id,"
        "  coalesce(c.name, '') as customer, coalesce(e.refs ->> 'before', '') as before,"
        "  coalesce(e.refs ->> 'after', '') as after from events e"
        "  left join contacts c on c.org_id = e.org_id and c.id = e.customer_id"
        f"  where {_TOLD} order by e.at desc, e.id desc limit :shown) x",
        asked,
    )
    lost = _by_org(
        tx,
        "select x.*, coalesce(c.name, '') as customer from " + _SINCE + " cross join lateral"  # noqa: S608
        f" (select w.*, count(*) over () as n from {_LOST} w order by w.at desc, w.id"
        "  limit :shown) x"
        " left join contacts c on c.org_id = x.org_id and c.id = x.contact_id",
        asked,
    )
    return {
        org: Changes(
            counts.get(org, {}),
            tuple(
                Changed(r.at, r.kind, r.summary, r.customer_id, r.customer, r.before, r.after)
                for r in lines.get(org, ())
            ),
            lost[org][0].n if org in lost else 0,
            tuple(
                WrittenOff(
                    r.at, r.day, r.number, Money(r.amount, r.currency), r.contact_id, r.customer
                )
                for r in lost.get(org, ())
            ),
        )
        for org in since
        if org in counts or org in lost
    }


def _by_org(tx: Tx, statement: str, asked: Mapping[str, Any]) -> dict[UUID, Sequence[Row[Any]]]:
    found: dict[UUID, list[Row[Any]]] = {}
    for row in tx.sql(statement, shown=SHOWN, **asked):
        found.setdefault(row.org_id, []).append(row)
    return {org: tuple(rows) for org, rows in found.items()}


# --- visits -----------------------------------------------------------------------------------


def visit(tx: Tx, user_id: UUID, *, now: datetime) -> dict[UUID, datetime]:
    """A person opens the list; says since when changes are new to them in each organisation.

    Within an hour of the last opening it is the same visit, so that a page loaded again does not
    lose its news; after that the last opening is what they have seen.
    """
    rows = tx.sql(
        "insert into portfolio_visits as v (org_id, user_id, seen_to, opened_at)"
        " select o, :user, :first, :now from unnest(cast(:orgs as uuid[])) o order by o"
        " on conflict (org_id, user_id) do update set opened_at = :now, seen_to ="
        " case when v.opened_at < :still then v.opened_at else v.seen_to end"
        " returning org_id, seen_to",
        orgs=list(tx.org_ids),
        user=user_id,
        now=now,
        first=now - FIRST,
        still=now - VISIT,
    )
    return {row.org_id: row.seen_to for row in rows}


def seen(tx: Tx, user_id: UUID, *, now: datetime) -> None:
    """A person has seen all that changed in the transaction's organisations until now."""
    tx.sql(
        "insert into portfolio_visits (org_id, user_id, seen_to, opened_at)"
        " select o, :user, :now, :now from unnest(cast(:orgs as uuid[])) o order by o"
        " on conflict (org_id, user_id) do update set seen_to = :now, opened_at = :now",
        orgs=list(tx.org_ids),
        user=user_id,
        now=now,
    )
