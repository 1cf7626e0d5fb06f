"""Resealing: everything that lies sealed is sealed anew with the newest key, so that old ones go.

In batches, each a transaction of its own, beside an app that goes on working; what carries the
newest key already is left, so a run that was interrupted is simply started again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, Table, and_, bindparam, or_, select, tuple_, update

from plugin.store._store import Store
from plugin.store._tx import HouseTx, Tx
from plugin.store.schema import all_tables
from plugin.store.sealing import Seal

#: rows of one transaction
_BATCH = 500
_HASH_KEY = "hash_key"


def reseal(store: Store, *, batch: int = _BATCH) -> Mapping[str, int]:
    """Seal everything with the first of the keys; says how many values of each table that took.

    Afterwards the other keys open nothing any more. Raises CannotUnseal where none of the keys
    opens a value: put back the key that does, and start again.
    """
    done: dict[str, int] = {}
    with store.house() as house:
        org_ids = house.sql("select id from organisations order by id").scalars().all()
    for table in sealed_tables():
        owners: list[UUID | None] = list(org_ids) if table.info["tenant"] else [None]
        done[table.name] = sum(_reseal_table(store, table, owner, batch) for owner in owners)
    return done


def sealed_tables() -> tuple[Table, ...]:
    """Every table with a sealed column; a sealed column is one that holds bytes."""
    return tuple(table for table in all_tables().sorted_tables if sealed_columns(table))


def sealed_columns(table: Table) -> tuple[str, ...]:
    """The names of a table's sealed columns."""
    return tuple(each.name for each in table.columns if isinstance(each.type, LargeBinary))


def _reseal_table(store: Store, table: Table, org_id: UUID | None, batch: int) -> int:
    """Go through a table by its key, so many rows at a time."""
    count, after = 0, None
    while True:
        with store.tenant(org_id) if org_id is not None else store.house() as tx:
            changed, after = _reseal_batch(tx, table, org_id, after, batch)
        count += changed
        if after is None:
            return count


def _reseal_batch(
    tx: Tx | HouseTx, table: Table, org_id: UUID | None, after: tuple[Any, ...] | None, batch: int
) -> tuple[int, tuple[Any, ...] | None]:
    """Reseal one batch behind the key `after`; how many values, and the last key, None at the end.

    The rows are locked meanwhile: nobody's newer words are overwritten with older ones.
    """
    key = [column for column in table.primary_key.columns if column.name != "org_id"]
    key = key or list(table.primary_key.columns)
    names = sealed_columns(table)
    columns = [table.c[name] for name in names]
    query = select(*key, *columns).where(or_(*(each.is_not(None) for each in columns)))
    if org_id is not None:
        query = query.where(table.c.org_id == org_id)
    if after is not None:
        query = query.where(tuple_(*key) > tuple_(*after))
    rows = tx.run(query.order_by(*key).limit(batch).with_for_update()).all()
    found = [_anew(tx.seal, row[len(key) :]) for row in rows]
    changes = [
        {
            **{f"key_{place}": value for place, value in enumerate(row[: len(key)])},
            **dict(zip(names, values, strict=True)),
        }
        for row, (values, changed) in zip(rows, found, strict=True)
        if changed
    ]
    if changes:
        where = [column == bindparam(f"key_{place}") for place, column in enumerate(key)]
        if org_id is not None:
            where.append(table.c.org_id == org_id)
        tx.run(
            update(table).where(and_(*where)).values({name: bindparam(name) for name in names}),
            changes,
        )
    count = sum(changed for _, changed in found)
    return count, tuple(rows[-1][: len(key)]) if len(rows) == batch else None


def _anew(seal: Seal, sealed: tuple[bytes | None, ...]) -> tuple[tuple[bytes | None, ...], int]:
    """The values of a row under the newest key, and how many of them were not."""
    old = [value is not None and not seal.is_newest(value) for value in sealed]
    values = tuple(
        seal.rotate(value) if is_old and value is not None else value
        for value, is_old in zip(sealed, old, strict=True)
    )
    return values, sum(old)


def keep_hash_key(store: Store) -> None:
    """Let keyed hashes outlive the keys that seal: their own key is kept, sealed, from the start.

    The first time it is the one that the oldest key gives. Raises CannotUnseal where the key that
    sealed it is not configured: then nothing else that it sealed could be read either.
    """
    with store.house() as house:
        house.sql(
            "insert into house_secrets (name, value) values (:name, :value)"
            " on conflict (name) do nothing",
            name=_HASH_KEY,
            value=house.seal.close(house.seal.hash_key.hex()),
        )
        kept = house.sql(
            "select value from house_secrets where name = :name", name=_HASH_KEY
        ).scalar_one()
        house.seal.hash_with(bytes.fromhex(house.seal.open(kept)))
