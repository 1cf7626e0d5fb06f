"""Reads who has a credit limit and who has none. It writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from plugin.store._tx import Tx
from plugin.store.reading.planning import joined_by_hash


def without_limit(tx: Tx, *, limit: int) -> Sequence[Row[Any]]:
    """Active customers without a limit who were ever invoiced, the latest invoiced first."""
    with joined_by_hash(tx):
        return tx.sql(
            "select c.id, c.number, c.name from contacts c"
            " left join terms t on t.org_id = c.org_id and t.customer_id = c.id"
            " join (select contact_id, max(issued) as latest from invoices"
            "  where org_id = :org and kind = 'sale' and state in ('approved', 'paid')"
            "  group by contact_id) i on i.contact_id = c.id"
            " where c.org_id = :org and c.merged_into is null and c.status = 'active'"
            " and t.credit_limit is null order by i.latest desc, lower(c.name), c.id limit :limit",
            limit=limit,
        ).all()


def counts(tx: Tx) -> Row[Any]:
    """How many active customers there are, and how many of them have a limit."""
    with joined_by_hash(tx):
        return tx.sql(
            "select count(*) as customers, count(t.credit_limit) as with_limit from contacts c"
            " left join terms t on t.org_id = c.org_id and t.customer_id = c.id"
            " where c.org_id = :org and c.merged_into is null and c.status = 'active'"
            " and c.is_customer"
        ).one()
