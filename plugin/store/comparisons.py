"""Rounds of comparing with the ledger what is open, and what was found to differ.

It reads no ledger and judges no difference; instants are aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from plugin.store._bulk import Differs, fresh_rows
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed

__all__ = ["Differs"]


class Part(StrEnum):
    """The lists that a round reads, in their order; credits are named as their readings are."""

    INVOICES = "invoices"
    CREDIT_NOTES = "credit_notes"
    OVERPAYMENTS = "overpayments"
    PREPAYMENTS = "prepayments"


#: the kind of credit that each list of credits holds
KINDS = {
    Part.CREDIT_NOTES: "credit_note",
    Part.OVERPAYMENTS: "overpayment",
    Part.PREPAYMENTS: "prepayment",
}


class Why(StrEnum):
    """How a difference came about."""

    #: the ledger changed it without saying that it changed
    SILENT = "silent"
    #: the ledger said so, and it was not read: a lost page, a clock that ran ahead
    MISSED = "missed"
    #: the ledger does not know it any more
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One comparison: what it reads next (`page` 0: what the list left out), what it came to."""

    started_at: datetime
    part: Part
    page: int
    calls: int
    listed: int
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that differed; values as text, `field` id = the whole document."""

    part: str
    document_id: str
    number: str
    #: of the document's amounts
    currency: str
    customer_id: str
    field: str
    ours: str | None
    theirs: str | None
    why: Why


@dataclass(frozen=True, slots=True)
class Held:
    """An open document as held."""

    id: str
    number: str
    currency: str
    customer_id: str


_ROUND = "select started_at, part, page, calls, listed, finished_at from comparisons"

_DIFFERENCE = {
    "part": "text",
    "document_id": "text",
    "number": "text",
    "currency": "text",
    "customer_id": "text",
    "field": "text",
    "ours": "text",
    "theirs": "text",
    "why": "text",
}


def running(tx: Tx) -> Round | None:
    """The round that is under way."""
    return _round(tx, "finished_at is null order by started_at desc")


def last_finished(tx: Tx) -> Round | None:
    """The newest round that came to its end."""
    return _round(tx, "finished_at is not null order by finished_at desc")


def begin(tx: Tx, *, at: datetime) -> Round:
    """A new round; one that was under way is given up."""
    tx.sql("delete from comparison_pages where org_id = :org")
    tx.sql("delete from comparisons where org_id = :org and finished_at is null")
    tx.sql(
        "insert into comparisons (org_id, started_at, part) values (:org, :at, :part)",
        at=at,
        part=Part.INVOICES.value,
    )
    return Round(started_at=at, part=Part.INVOICES, page=1, calls=0, listed=0, finished_at=None)


def go_on(tx: Tx, part: Part, page: int, *, calls: int) -> None:
    """What the running round reads next, after so many more calls."""
    tx.sql(
        "update comparisons set part = :part, page = :page, calls = calls + :calls"
        " where org_id = :org and finished_at is null",
        part=part.value,
        page=page,
        calls=calls,
    )


def note_listed(tx: Tx, part: Part, page: int, ids: Collection[str]) -> None:
    """The ids of a page, so that at the end what was left out is known."""
    tx.sql(
        "insert into comparison_pages (org_id, part, page, ids) values (:org, :part, :page, :ids)"
        " on conflict (org_id, part, page) do update set ids = excluded.ids",
        part=part.value,
        page=page,
        ids=sorted(ids),
    )


def note_read(tx: Tx, part: Part, ids: Collection[str]) -> None:
    """Documents that no page held were read by their ids: they are looked at too."""
    tx.sql(
        "insert into comparison_pages (org_id, part, page, ids)"
        " select :org, :part, least(1, min(page)) - 1, :ids from comparison_pages"
        " where org_id = :org and part = :part",
        part=part.value,
        ids=sorted(ids),
    )


def left_out(tx: Tx, part: Part, *, before: datetime, limit: int) -> tuple[Held, ...]:
    """Open documents held that no page of the running round held, the oldest change first.

    What changed after `before` was read since, so it is left alone.
    """
    kind = KINDS.get(part)
    source = (
        "invoices where kind = 'sale' and state = 'approved'"
        if kind is None
        else "credits where kind = :kind and live and remaining > 0"
    )
    rows = tx.sql(
        "with listed as materialized (select unnest(ids) as id from comparison_pages"  # noqa: S608
        " where org_id = :org and part = :part)"
        f" select id, number, currency, contact_id as customer_id from {source} and org_id = :org"
        " and updated_at < :before and id not in (select id from listed)"
        " order by updated_at, id limit :limit",
        part=part.value,
        kind=kind,
        before=before,
        limit=limit,
    ).mappings()
    return tuple(Held(**row) for row in rows)


def close_gone(tx: Tx, part: Part, held: Sequence[Held]) -> None:
    """These are not known to the ledger any more: nothing is owed or held on them."""
    change = (
        "invoices set state = 'deleted', balance = 0"
        if part is Part.INVOICES
        else "credits set live = false, remaining = 0"
    )
    tx.sql(
        f"update {change} where org_id = :org and id = any(:ids)",
        ids=sorted(each.id for each in held),
    )
    mark_changed(tx, [each.customer_id for each in held])


def finish(tx: Tx, *, at: datetime, forget_before: datetime) -> Round:
    """The running round came to its end; rounds and differences of long ago are forgotten."""
    tx.sql(
        "update comparisons set finished_at = :at, listed = (select count(distinct id)"
        " from comparison_pages p cross join lateral unnest(p.ids) as id"
        " where p.org_id = :org and p.page > 0)"
        " where org_id = :org and finished_at is null",
        at=at,
    )
    tx.sql("delete from comparison_pages where org_id = :org")
    tx.sql(
        "delete from comparisons where org_id = :org and finished_at < :before",
        before=forget_before,
    )
    tx.sql(
        "delete from differences where org_id = :org and found_at < :before", before=forget_before
    )
    found = last_finished(tx)
    assert found is not None
    return found


def keep(tx: Tx, found: Sequence[Difference], *, at: datetime) -> None:
    """Keep what differed, as found at `at`."""
    if not found:
        return
    source, values = fresh_rows(
        _DIFFERENCE, [tuple(getattr(each, name) for name in _DIFFERENCE) for each in found]
    )
    names = ", ".join(_DIFFERENCE)
    tx.sql(
        f"insert into differences (org_id, found_at, {names})"  # noqa: S608 - the names are ours
        f" select cast(:org as uuid), :at, {names} from ({source}) as fresh",
        at=at,
        **values,
    )


def found_since(tx: Tx, since: datetime, *, limit: int) -> Sequence[Row[Any]]:
    """Differences found since then, newest first, each with its customer's name."""
    return tx.sql(
        "select d.*, coalesce(c.name, '') as customer from differences d"
        " left join contacts c on c.org_id = d.org_id and c.id = d.customer_id"
        " where d.org_id = :org and d.found_at >= :since order by d.found_at desc, d.id"
        " limit :limit",
        since=since,
        limit=limit,
    ).all()


def count_since(tx: Tx, since: datetime) -> int:
    """How many documents differed since then, each counted once a round."""
    return int(
        tx.sql(
            "select count(distinct (part, document_id, found_at)) from differences"
            " where org_id = :org and found_at >= :since",
            since=since,
        ).scalar_one()
    )


def _round(tx: Tx, which: str) -> Round | None:
    row = tx.sql(f"{_ROUND} where org_id = :org and {which} limit 1").mappings().one_or_none()
    return None if row is None else Round(**{**row, "part": Part(row["part"])})
