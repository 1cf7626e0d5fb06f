"""Notices from the ledger under their unique keys. What they mean is looked up in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True)
class Notice:
    """Something changed in the ledger at `at` (UTC): fetch `resource_id` to see what.

    `resource` and `kind` are the sender's own words, in upper case.
    """

    key: str
    resource: str
    resource_id: str
    kind: str
    at: datetime


def store_notices(tx: Tx, notices: Sequence[Notice], *, received_at: datetime) -> int:
    """Store notices of this organisation; says how many were new. Duplicates are harmless."""
    if not notices:
        return 0
    stored = tx.sql(
        "insert into notices (org_id, key, resource, resource_id, kind, at, received_at)"
        " select :org, n.*, :received_at from unnest("
        " cast(:keys as text[]), cast(:resources as text[]), cast(:ids as text[]),"
        " cast(:kinds as text[]), cast(:ats as timestamptz[])) as n"
        " on conflict (org_id, key) do nothing",
        received_at=received_at,
        keys=[notice.key for notice in notices],
        resources=[notice.resource for notice in notices],
        ids=[notice.resource_id for notice in notices],
        kinds=[notice.kind for notice in notices],
        ats=[notice.at for notice in notices],
    )
    return stored.rowcount


def unhandled(tx: Tx, *, limit: int = 1000) -> tuple[Notice, ...]:
    """The notices that nobody has looked into yet, in the order of their arrival."""
    found = tx.sql(
        "select key, resource, resource_id, kind, at from notices"
        " where org_id = :org and handled_at is null order by received_at, at, key limit :limit",
        limit=limit,
    )
    return tuple(Notice(row.key, row.resource, row.resource_id, row.kind, row.at) for row in found)


def mark_handled(tx: Tx, keys: Sequence[str], *, now: datetime) -> int:
    """Note that these were looked into; says how many were not marked before."""
    marked = tx.sql(
        "update notices set handled_at = :now"
        " where org_id = :org and key = any(:keys) and handled_at is null",
        now=now,
        keys=list(keys),
    )
    return marked.rowcount


def last_handled(tx: Tx) -> datetime | None:
    """When a notice was last looked into."""
    found: datetime | None = tx.sql(
        "select max(handled_at) from notices where org_id = :org"
    ).scalar_one()
    return found


def waiting(tx: Tx) -> int:
    """How many notices wait."""
    return int(
        tx.sql(
            "select count(*) from notices where org_id = :org and handled_at is null"
        ).scalar_one()
    )


def forget_handled(tx: Tx, *, before: datetime) -> int:
    """Delete notices that were handled before this instant; no sender repeats one so late."""
    return tx.sql(
        "delete from notices where org_id = :org and handled_at < :before", before=before
    ).rowcount
