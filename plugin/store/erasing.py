"""Erasing an organisation whole: every row of it, its log included, and its people where no other
organisation needs them. It asks nobody whether it may.

Of one contact that asked to be forgotten, see `contacts`: there the log stays and still verifies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Table

from plugin.store._tx import Tx
from plugin.store.organisations import OrgState
from plugin.store.roles import APPEND_ONLY
from plugin.store.schema import all_tables


class StillConnected(Exception):
    """Only an organisation that has left may be erased."""


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows went, and how many people nobody knows here any more."""

    rows: int
    people: int


def declaration(app: str) -> Iterator[str]:
    """The function by which the app's login, which may not touch the log, erases it whole.

    It takes nothing from its caller: it erases the log of the organisations that the transaction
    named, and only where each of them has left. One line alone can be taken out by nobody.
    """
    yield f"""create function erase_log() returns bigint language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    named uuid[] := nullif(current_setting('app.org_ids', true), '')::uuid[];
    gone bigint;
begin
    if named is null or cardinality(named) = 0 or cardinality(named) <> (
        select count(*) from organisations
        where id = any (named) and state = '{OrgState.DISCONNECTED.value}'
    ) then
        raise exception 'only the log of an organisation that has left may be erased';
    end if;
    delete from audit where org_id = any (named);
    get diagnostics gone = row_count;
    return gone;
end
$$"""  # noqa: S608 - a word of ours
    yield "revoke all on function erase_log() from public"
    yield f"grant execute on function erase_log() to {app}"


def erase_organisation(tx: Tx) -> Erased:
    """Destroy every row of the transaction's organisation. Raises StillConnected.

    Its people go too, with their sessions and tokens, unless they belong to another organisation.
    """
    state = tx.sql("select state from organisations where id = :org for update").scalar_one()
    if state != OrgState.DISCONNECTED.value:
        raise StillConnected(f"this organisation is {state}")
    theirs = (
        tx.sql(
            "select user_id from members where org_id = :org"
            " union select user_id from former_members where org_id = :org"
        )
        .scalars()
        .all()
    )
    rows = sum(_erase_from(tx, table) for table in all_tables().sorted_tables)
    rows += tx.sql("delete from organisations where id = :org").rowcount
    return Erased(rows, _erase_people(tx, theirs))


def _erase_from(tx: Tx, table: Table) -> int:
    """Erase what a table holds of this organisation; who merely looked at it looks at nothing."""
    if table.name in APPEND_ONLY:
        return int(tx.sql("select erase_log()").scalar_one())
    if "org_id" not in table.columns:
        return 0
    if not table.columns["org_id"].primary_key:
        tx.sql(f"update {table.name} set org_id = null where org_id = :org")  # noqa: S608
        return 0
    return tx.sql(f"delete from {table.name} where org_id = :org").rowcount  # noqa: S608


def _erase_people(tx: Tx, user_ids: Sequence[UUID]) -> int:
    """Erase those of these people whom no other organisation needs; says how many they were."""
    gone = (
        tx.sql(
            "delete from users where id = any(:ids)"
            " and id not in (select user_id from members) returning id",
            ids=list(user_ids),
        )
        .scalars()
        .all()
    )
    for table in all_tables().sorted_tables:
        if "user_id" in table.columns:
            tx.sql(f"delete from {table.name} where user_id = any(:gone)", gone=list(gone))  # noqa: S608
    return len(gone)
