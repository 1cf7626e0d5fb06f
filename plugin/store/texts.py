"""Numbers that were texted, and who of them said STOP. Only keyed hashes; nothing is sent here.

All organisations text from one sender, so a STOP is said to all of them.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from plugin.store._tx import HouseTx, Tx
from plugin.store.changes import mark_changed


def note_texted(tx: Tx, number: str, *, at: datetime) -> None:
    """Remember that this organisation texts a number, before it does: an answer must find it."""
    tx.sql(
        "insert into texted_numbers (number_hash, org_id, texted_at) values (:hash, :org, :at)"
        " on conflict (number_hash, org_id) do update set texted_at = excluded.texted_at",
        hash=tx.seal.fingerprint(number),
        at=at,
    )


def texted_by(house: HouseTx, number: str) -> tuple[UUID, ...]:
    """The organisations that have texted a number, the latest first."""
    found = house.sql(
        "select org_id from texted_numbers where number_hash = :hash"
        " order by texted_at desc, org_id",
        hash=house.seal.fingerprint(number),
    ).scalars()
    return tuple(found)


def stop(house: HouseTx, number: str, *, at: datetime) -> None:
    """The number said STOP: nobody here texts it any more."""
    house.sql(
        "insert into stopped_numbers (number_hash, stopped_at) values (:hash, :at)"
        " on conflict (number_hash) do nothing",
        hash=house.seal.fingerprint(number),
        at=at,
    )


def start(house: HouseTx, number: str) -> None:
    """The number said START: it may be texted again."""
    house.sql(
        "delete from stopped_numbers where number_hash = :hash",
        hash=house.seal.fingerprint(number),
    )


def has_stopped(tx: Tx, number: str) -> bool:
    """Whether the number said STOP, to whichever organisation."""
    found: bool = tx.sql(
        "select exists (select from stopped_numbers where number_hash = :hash)",
        hash=tx.seal.fingerprint(number),
    ).scalar_one()
    return found


def customers_at(tx: Tx, number: str) -> tuple[str, ...]:
    """The customers whose texts go to this number; each is reviewed anew."""
    ids = tuple(
        tx.sql(
            "select id from contacts where org_id = :org and mobile_hash = :hash"
            " and merged_into is null order by id",
            hash=tx.seal.fingerprint(number),
        ).scalars()
    )
    mark_changed(tx, ids)
    return ids
