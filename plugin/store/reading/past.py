"""Reads the past of every customer as plain rows, for a replay of a policy. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from plugin.store._tx import Tx


def customers(tx: Tx, *, since: date) -> Sequence[Row[Any]]:
    """Customers who were invoiced since, or still owe; segment and own policy as they are today."""
    return tx.sql(
        "select c.id, c.name, c.country, t.credit_limit, t.limit_currency, t.never_chase,"
        " t.direct_debit, t.policy, t.policy_until, a.segment from contacts c"
        " left join assessments a on a.org_id = :org and a.customer_id = c.id"
        " left join terms t on t.org_id = :org and t.customer_id = c.id"
        " where c.org_id = :org and c.merged_into is null and exists (select from invoices i"
        "  where i.org_id = :org and i.contact_id = c.id and i.kind = 'sale'"
        "  and i.state in ('approved', 'paid') and (i.issued >= :since or i.balance > 0"
        "  or i.fully_paid_on >= :since)) order by c.id",
        since=since,
    ).fetchall()


def invoices(tx: Tx, *, since: date) -> Sequence[Row[Any]]:
    """Their sales invoices that matter since then, with the due date in force now.

    Those for interest and fees are no sales and in no record (rule 36).
    """
    return tx.sql(
        "select id, contact_id, number, issued, due, total, currency, sent_on from invoices"
        " where org_id = :org and kind = 'sale' and state in ('approved', 'paid') and not is_charge"
        " and (issued >= :since or balance > 0 or fully_paid_on >= :since) order by due, id",
        since=since,
    ).fetchall()


def covers(tx: Tx, *, since: date) -> Sequence[Row[Any]]:
    """What took something off them: invoice, day, amount, and what it was."""
    return tx.sql(
        "with sold as (select id from invoices where org_id = :org and kind = 'sale'"
        " and state in ('approved', 'paid') and (issued >= :since or balance > 0"
        " or fully_paid_on >= :since))"
        " select p.document_id as invoice_id, p.paid_on as covered_on, p.amount,"
        " case when p.is_write_off then 'write_off' else 'payment' end as kind"
        " from payments p join sold on sold.id = p.document_id"
        " where p.org_id = :org and p.kind = 'sale' and not p.deleted"
        " union all select a.invoice_id, a.allocated_on, a.amount,"
        " case when c.is_write_off then 'write_off' when c.kind = 'credit_note' then 'credit'"
        " else 'payment' end from allocations a join sold on sold.id = a.invoice_id"
        " join credits c on c.org_id = :org and c.id = a.credit_id and c.live"
        " where a.org_id = :org order by 2, 1",
        since=since,
    ).fetchall()


def credits(tx: Tx) -> Sequence[Row[Any]]:  # noqa: A001 - the word of the trade
    """Customers' credits, write-offs left out."""
    return tx.sql(
        "select id, contact_id, kind, credited_on, total, currency from credits"
        " where org_id = :org and live and not is_write_off order by credited_on, id"
    ).fetchall()


def allocations(tx: Tx) -> Sequence[Row[Any]]:
    """Where those credits went, and when."""
    return tx.sql(
        "select a.credit_id, a.allocated_on, a.amount from allocations a join credits c"
        " on c.org_id = :org and c.id = a.credit_id and c.live and not c.is_write_off"
        " where a.org_id = :org order by a.allocated_on, a.position"
    ).fetchall()
