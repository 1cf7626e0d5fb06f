"""Reads of whom nobody has said what they are before the law. It writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from plugin.store._tx import Tx
from plugin.store.reading.planning import joined_by_hash


def unsaid(tx: Tx, *, limit: int) -> Sequence[Row[Any]]:
    """Active customers of whom nobody has said it, by what they owe; one row a currency.

    Amounts stay in their own currencies; only the order weighs them at the ledger's own rates.
    """
    with joined_by_hash(tx):
        return tx.sql(
            "with owed as (select contact_id, sum(balance * base_per_unit) as weight from invoices"
            "  where org_id = :org and kind = 'sale' and state = 'approved' and balance > 0"
            "  group by contact_id),"
            " chosen as (select c.id, c.number, c.name, c.company_number,"
            "  coalesce(o.weight, 0) as weight"
            "  from contacts c left join owed o on o.contact_id = c.id"
            "  left join terms t on t.org_id = :org and t.customer_id = c.id"
            "  where c.org_id = :org and c.merged_into is null and c.status = 'active'"
            "  and c.is_customer and t.kind is null"
            "  order by coalesce(o.weight, 0) desc, lower(c.name), c.id limit :limit)"
            " select h.id, h.number, h.name, h.company_number, i.currency, sum(i.balance) as owed"
            " from chosen h left join invoices i on i.org_id = :org and i.contact_id = h.id"
            " and i.kind = 'sale' and i.state = 'approved' and i.balance > 0"
            " group by h.id, h.number, h.name, h.company_number, h.weight, i.currency"
            " order by h.weight desc, lower(h.name), h.id, i.currency",
            limit=limit,
        ).all()


def counts(tx: Tx) -> Row[Any]:
    """How many active customers there are, and of how many somebody has said it."""
    with joined_by_hash(tx):
        return tx.sql(
            "select count(*) as customers, count(t.kind) as said from contacts c"
            " left join terms t on t.org_id = c.org_id and t.customer_id = c.id"
            " where c.org_id = :org and c.merged_into is null and c.status = 'active'"
            " and c.is_customer"
        ).one()


def named(tx: Tx, customer_id: str) -> Row[Any]:
    """Name and company number of one contact, by which its kind may be guessed."""
    return tx.sql(
        "select name, company_number from contacts where org_id = :org and id = :id",
        id=customer_id,
    ).one()
