"""What is due, for which organisation, and when. A row is the work; ringing is the engine's.

`at` is business time. `seq` rises each time somebody asks for the work, so that whoever finishes
it can tell whether it was asked for again meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plugin.jobs import What
from plugin.store._tx import HouseTx, Tx


@dataclass(frozen=True, slots=True)
class Due:
    """One kind of work of one organisation, and when it is to be done."""

    org_id: UUID
    what: What
    at: datetime
    seq: int


def put(tx: Tx | HouseTx, what: What | str, at: datetime, *, org_id: UUID | None = None) -> None:
    """Ask for work at `at`; an earlier time that stands already is kept.

    The organisation is the transaction's own, unless it is named (as a HouseTx must).
    ValueError where none is known.
    """
    tx.sql(
        "insert into due (org_id, what, at) values (:asked, :what, :at)"
        " on conflict (org_id, what) do update"
        " set at = least(due.at, excluded.at), seq = due.seq + 1",
        asked=_organisation(tx, org_id),
        what=What(what).value,
        at=at,
    )


def take_due(house: HouseTx, now: datetime, *, limit: int = 500) -> tuple[Due, ...]:
    """The rows whose time has come, the longest waiting first; they stay where they are."""
    found = house.sql(
        "select org_id, what, at, seq from due where at <= :now order by at limit :limit",
        now=now,
        limit=limit,
    )
    return tuple(Due(row.org_id, What(row.what), row.at, row.seq) for row in found)


def count_due(house: HouseTx, now: datetime) -> int:
    """How many rows' time has come; one being worked on counts until it is settled."""
    return int(house.sql("select count(*) from due where at <= :now", now=now).scalar_one())


def read(tx: Tx | HouseTx, org_id: UUID, what: What | str) -> Due | None:
    """One row; None where nothing is asked for."""
    row = tx.sql(
        "select at, seq from due where org_id = :asked and what = :what",
        asked=org_id,
        what=What(what).value,
    ).one_or_none()
    return None if row is None else Due(org_id, What(what), row.at, row.seq)


def of_organisation(tx: Tx | HouseTx, org_id: UUID) -> tuple[Due, ...]:
    """All work of one organisation, soonest first."""
    found = tx.sql(
        "select what, at, seq from due where org_id = :asked order by at, what", asked=org_id
    )
    return tuple(Due(org_id, What(row.what), row.at, row.seq) for row in found)


def finish(
    tx: Tx | HouseTx,
    org_id: UUID,
    what: What | str,
    *,
    seq: int,
    next_at: datetime | None = None,
) -> bool:
    """Settle the work as it was read: gone, or moved to `next_at`.

    False where it was asked for again meanwhile; then nothing changes and it is still due.
    """
    if next_at is None:
        settled = tx.sql(
            "delete from due where org_id = :asked and what = :what and seq = :seq",
            asked=org_id,
            what=What(what).value,
            seq=seq,
        )
    else:
        settled = tx.sql(
            "update due set at = :next_at where org_id = :asked and what = :what and seq = :seq",
            asked=org_id,
            what=What(what).value,
            seq=seq,
            next_at=next_at,
        )
    return settled.rowcount == 1


def postpone(tx: Tx | HouseTx, org_id: UUID, what: What | str, *, until: datetime) -> bool:
    """Move work forward to `until`, never back; False where nothing was moved."""
    moved = tx.sql(
        "update due set at = :until where org_id = :asked and what = :what and at < :until",
        asked=org_id,
        what=What(what).value,
        until=until,
    )
    return moved.rowcount == 1


def drop_all(tx: Tx | HouseTx, org_id: UUID) -> None:
    """Forget all work of an organisation that is no longer connected."""
    tx.sql("delete from due where org_id = :asked", asked=org_id)


def _organisation(tx: Tx | HouseTx, named: UUID | None) -> UUID:
    if named is not None:
        return named
    if isinstance(tx, Tx):
        return tx.org_id
    raise ValueError("a transaction without a tenant must name the organisation")
