"""The ledger's complaints, the last hundred of an organisation; one that repeats is one line.

Words and kinds only: what a complaint means is said where it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from plugin.store._tx import Tx

#: so many lines are kept of each organisation
KEPT = 100
#: the same words within this time of the last are the same complaint
_SAME_WITHIN = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the ledger said, how often, and from when to when (instants in UTC)."""

    kind: str
    words: str
    first_at: datetime
    last_at: datetime
    times: int


def note(tx: Tx, *, kind: str, words: str, now: datetime) -> None:
    """Keep a complaint; the oldest go once there are more than a hundred."""
    repeated = tx.sql(
        "update complaints set times = times + 1, last_at = greatest(last_at, :now)"
        " where org_id = :org and id = (select id from complaints where org_id = :org"
        "  order by id desc limit 1) and kind = :kind and words = :words and last_at > :since",
        kind=kind,
        words=words,
        now=now,
        since=now - _SAME_WITHIN,
    )
    if repeated.rowcount:
        return
    tx.sql(
        "insert into complaints (org_id, kind, words, first_at, last_at)"
        " values (:org, :kind, :words, :now, :now)",
        kind=kind,
        words=words,
        now=now,
    )
    tx.sql(
        "delete from complaints where org_id = :org and id <= (select id from complaints"
        " where org_id = :org order by id desc offset :kept limit 1)",
        kept=KEPT,
    )


def latest(tx: Tx) -> tuple[Complaint, ...]:
    """What the ledger said last, newest first."""
    rows = tx.sql(
        "select kind, words, first_at, last_at, times from complaints where org_id = :org"
        " order by last_at desc, id desc"
    )
    return tuple(Complaint(**row._mapping) for row in rows)
