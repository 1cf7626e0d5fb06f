"""Contact groups of the ledger, and what a person said that each of them means (rule 22).

A meaning, and which groups are ours, survive every reading. Nothing here writes to the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugin.credit.account import HoldKind
from plugin.ports.records import LedgerGroup
from plugin.store._bulk import Saved, fresh_rows
from plugin.store._merges import winners_of
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed

#: members are key accounts, unless a person put one of them into another segment
VIP = "vip"
#: the group has no meaning for credit control
NOTHING = "nothing"
MEANINGS = frozenset({VIP, NOTHING, *(kind.value for kind in HoldKind)})


@dataclass(frozen=True, slots=True)
class Group:
    """A contact group; `meaning` is a kind of hold, vip, nothing, or None while not asked."""

    id: str
    name: str
    meaning: str | None
    ours: bool
    members: tuple[str, ...]


def replace_groups(tx: Tx, groups: Sequence[LedgerGroup]) -> Saved:
    """Make the groups and their members exactly these; meanings and what is ours stay.

    `changed` names everybody who joined or left a group.
    """
    rows = {group.id: (group.id, group.name) for group in groups}
    source, values = fresh_rows({"id": "text", "name": "text"}, [rows[key] for key in sorted(rows)])
    tx.sql(
        f"with fresh as materialized ({source}),"  # noqa: S608 - the names are ours
        " gone as (delete from ledger_groups where org_id = :org"
        " and id not in (select id from fresh))"
        " insert into ledger_groups (org_id, id, name) select cast(:org as uuid), id, name"
        " from fresh on conflict (org_id, id) do update set name = excluded.name",
        **values,
    )
    winners = winners_of(tx, (member for group in groups for member in group.members))
    pairs = sorted({(g.id, winners.get(m, m)) for g in groups for m in g.members})
    source, values = fresh_rows({"group_id": "text", "contact_id": "text"}, pairs)
    moved = tx.sql(
        f"with fresh as materialized ({source}),"  # noqa: S608 - the names are ours
        " gone as (delete from group_members m where org_id = :org and not exists (select from"
        " fresh f where f.group_id = m.group_id and f.contact_id = m.contact_id)"
        " returning contact_id),"
        " joined as (insert into group_members (org_id, group_id, contact_id)"
        " select cast(:org as uuid), group_id, contact_id from fresh"
        " on conflict do nothing returning contact_id)"
        " select contact_id from gone union select contact_id from joined",
        **values,
    )
    changed = frozenset(row.contact_id for row in moved)
    mark_changed(tx, changed)
    return Saved(len(rows), changed)


def groups(tx: Tx) -> tuple[Group, ...]:
    """Every group by name, with its members' ids."""
    rows = tx.sql(
        "select g.id, g.name, g.meaning, g.ours,"
        " array(select m.contact_id from group_members m where m.org_id = :org"
        " and m.group_id = g.id order by 1) as members"
        " from ledger_groups g where g.org_id = :org order by g.name, g.id"
    )
    return tuple(Group(r.id, r.name, r.meaning, r.ours, tuple(r.members)) for r in rows)


def set_meanings(tx: Tx, meanings: Mapping[str, str]) -> frozenset[str]:
    """Say what groups mean, by group id; returns the members, who are reviewed anew.

    Raises ValueError for a meaning that is not one of MEANINGS.
    """
    for meaning in meanings.values():
        if meaning not in MEANINGS:
            raise ValueError(f"not a meaning of a group: {meaning!r}")
    source, values = fresh_rows({"id": "text", "meaning": "text"}, sorted(meanings.items()))
    rows = tx.sql(
        f"with fresh as materialized ({source}),"  # noqa: S608 - the names are ours
        " said as (update ledger_groups g set meaning = fresh.meaning from fresh"
        " where g.org_id = :org and g.id = fresh.id"
        " and g.meaning is distinct from fresh.meaning returning g.id)"
        " select distinct contact_id from group_members where org_id = :org"
        " and group_id in (select id from said)",
        **values,
    )
    changed = frozenset(row.contact_id for row in rows)
    mark_changed(tx, changed)
    return changed


def ours(tx: Tx) -> frozenset[str]:
    """The ids of the groups that we made for credit flags."""
    rows = tx.sql("select id from ledger_groups where org_id = :org and ours")
    return frozenset(row.id for row in rows)


def remember_ours(tx: Tx, group_id: str, name: str) -> None:
    """Remember that a group carries one of our credit flags; it never gets another meaning."""
    tx.sql(
        "insert into ledger_groups (org_id, id, name, meaning, ours)"
        " values (:org, :id, :name, 'nothing', true)"
        " on conflict (org_id, id) do update set ours = true, meaning = 'nothing'",
        id=group_id,
        name=name,
    )
