"""Reads what setting up needs: the first sync, opening debt, groups, accounts, the policy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from plugin.store._tx import Tx


def sync_progress(tx: Tx) -> Sequence[Row[Any]]:
    """Pages and rows read of each resource, in the order in which they began."""
    return tx.sql(
        "select * from sync_progress where org_id = :org order by started_at, resource"
    ).all()


def groups(tx: Tx) -> Sequence[Row[Any]]:
    """The ledger's contact groups with how many customers each has; ours are left out."""
    return tx.sql(
        "select g.id, g.name, g.meaning, count(m.contact_id) as n,"
        " coalesce((array_agg(c.name order by c.name) filter (where c.name is not null))[1:3],"
        "  '{}') as names"
        " from ledger_groups g"
        " left join group_members m on m.org_id = g.org_id and m.group_id = g.id"
        " left join contacts c on c.org_id = m.org_id and c.id = m.contact_id"
        " where g.org_id = :org and not g.ours group by g.id, g.name, g.meaning order by g.name"
    ).all()


def accounts(tx: Tx) -> Sequence[Row[Any]]:
    """The chart of accounts, those that can hold bad debts first."""
    return tx.sql(
        "select * from chart where org_id = :org"
        " order by bad_debts desc, type in ('EXPENSE', 'OVERHEADS') desc,"
        " name ilike '%bad%' desc, code, id"
    ).all()


def active_policy(tx: Tx) -> Row[Any] | None:
    """The default policy's version in force; None before the first was written."""
    return tx.sql(
        "select * from policies where org_id = :org and active and name = coalesce("
        "(select c.policy from policy_cover c where c.org_id = :org and c.segment = ''),"
        " 'standard')"
    ).one_or_none()


def starter_counts(tx: Tx, *, on: date) -> Row[Any]:
    """Counts of the ledger at a glance."""
    return tx.sql(
        "select (select count(*) from contacts where org_id = :org and is_customer"
        "  and status = 'active' and merged_into is null) as customers,"
        " (select count(*) from invoices where org_id = :org and kind = 'sale') as invoices,"
        " (select count(*) from payments where org_id = :org and kind = 'sale'"
        "  and not deleted) as payments,"
        " (select min(issued) from invoices where org_id = :org and kind = 'sale'"
        "  and issued <= :on) as since",
        on=on,
    ).one()


def unsent(tx: Tx, *, on: date) -> Sequence[Row[Any]]:
    """Approved invoices with a balance that were never sent (rule 3)."""
    return tx.sql(
        "select i.*, c.name as customer_name, :on - i.due as days_late from invoices i"
        " join contacts c on c.org_id = i.org_id and c.id = i.contact_id"
        " where i.org_id = :org and i.kind = 'sale' and i.state = 'approved' and i.balance > 0"
        " and i.issued <= :on and not i.sent and i.sent_on is null order by i.number, i.id",
        on=on,
    ).all()
