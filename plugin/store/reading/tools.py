"""Reads the books and what was decided for an organisation's own tools, page by page.

Every list is ordered by id and goes on after the last one, so that nothing is left out or told
twice while the books move. It writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from plugin.store._tx import Tx


def customers(
    tx: Tx,
    *,
    on: date,
    after: str = "",
    customer_id: str | None = None,
    flag: str | None = None,
    is_late: bool | None = None,
    search: str = "",
    limit: int,
) -> Sequence[Row[Any]]:
    """Customers with their last decision and their limit, after an id; or the one of an id."""
    escaped = search.strip().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return tx.sql(
        "select c.id, c.number, c.name, c.status <> 'active' as archived,"
        " coalesce(a.status, 'open') as status, a.since,"
        " coalesce(a.stop_proposed, false) as stop_proposed,"
        " coalesce(a.decision, '{}'::jsonb) as decision,"
        " case when f.credit_limit is not null then f.credit_limit else t.credit_limit end"
        "  as credit_limit,"
        " case when f.credit_limit is not null then f.limit_currency else t.limit_currency end"
        "  as limit_currency"
        " from contacts c"
        " left join assessments a on a.org_id = c.org_id and a.customer_id = c.id"
        " left join terms t on t.org_id = c.org_id and t.customer_id = c.id"
        " left join families f on f.org_id = c.org_id and f.id = t.family_id"
        " where c.org_id = :org and c.is_customer and c.merged_into is null and c.id > :after"
        " and (cast(:id as text) is null or c.id = :id)"
        " and (cast(:flag as text) is null or coalesce(a.status, 'open') = :flag)"
        " and (cast(:words as text) is null or c.name ilike :words escape '!'"
        "  or c.number ilike :words escape '!')"
        " and (cast(:is_late as bool) is null or :is_late = exists (select from invoices i"
        "  where i.org_id = :org and i.contact_id = c.id and i.kind = 'sale'"
        "  and i.state = 'approved' and i.balance > 0 and i.due < :on))"
        " order by c.id limit :limit",
        after=after,
        id=customer_id,
        flag=flag,
        is_late=is_late,
        words=f"%{escaped}%" if escaped else None,
        on=on,
        limit=limit,
    ).all()


def owed(tx: Tx, ids: Sequence[str], *, on: date) -> Sequence[Row[Any]]:
    """What these customers owe, and what is left of their credit, per currency."""
    return tx.sql(
        "with billed as (select contact_id, currency, count(*) as n, sum(balance) as amount,"
        "  count(*) filter (where due < :on) as late_n,"
        "  coalesce(sum(balance) filter (where due < :on), 0) as late,"
        "  greatest(max(:on - due), 0) as oldest from invoices"
        "  where org_id = :org and contact_id = any(:ids) and kind = 'sale'"
        "  and state = 'approved' and balance > 0 and issued <= :on group by 1, 2),"
        " held as (select contact_id, currency, sum(remaining) as amount from credits"
        "  where org_id = :org and contact_id = any(:ids) and live and not is_write_off"
        "  and remaining > 0 and credited_on <= :on group by 1, 2)"
        " select contact_id, currency, coalesce(b.n, 0) as n, coalesce(b.amount, 0) as amount,"
        " coalesce(b.late_n, 0) as late_n, coalesce(b.late, 0) as late,"
        " coalesce(b.oldest, 0) as oldest, coalesce(h.amount, 0) as credit"
        " from billed b full join held h using (contact_id, currency)"
        " order by contact_id, amount desc, currency",
        ids=list(ids),
        on=on,
    ).all()


def invoices(
    tx: Tx,
    *,
    on: date,
    after: str = "",
    invoice_id: str | None = None,
    customer_id: str | None = None,
    state: str = "all",
    limit: int,
) -> Sequence[Row[Any]]:
    """Sales invoices after an id: all, or those that are open, late or paid."""
    return tx.sql(
        "select i.*, case when i.state = 'approved' and i.balance > 0"
        "  then greatest(:on - i.due, 0) else 0 end as days_late from invoices i"
        " where i.org_id = :org and i.kind = 'sale' and i.state <> 'deleted' and i.id > :after"
        " and (cast(:id as text) is null or i.id = :id)"
        " and (cast(:customer as text) is null or i.contact_id = :customer)"
        " and (:state = 'all' or (:state = 'paid' and i.state = 'paid')"
        "  or (:state in ('open', 'late') and i.state = 'approved' and i.balance > 0"
        "   and (:state = 'open' or i.due < :on)))"
        " order by i.id limit :limit",
        after=after,
        id=invoice_id,
        customer=customer_id,
        state=state,
        on=on,
        limit=limit,
    ).all()


def promises(
    tx: Tx, *, after: UUID, customer_id: str | None, limit: int, promise_id: UUID | None = None
) -> Sequence[Row[Any]]:
    """Promises after an id, withdrawn ones too, with the invoices that they name."""
    return tx.sql(
        "select p.*, array(select i.invoice_id from promise_invoices i where i.org_id = :org"
        " and i.promise_id = p.id order by 1) as invoice_ids from promises p"
        " where p.org_id = :org and p.id > :after"
        " and (cast(:id as uuid) is null or p.id = :id)"
        " and (cast(:customer as text) is null or p.customer_id = :customer)"
        " order by p.id limit :limit",
        after=after,
        id=promise_id,
        customer=customer_id,
        limit=limit,
    ).all()


def plans(tx: Tx, *, after: UUID, customer_id: str | None, limit: int) -> Sequence[Row[Any]]:
    """Plans after an id, with their invoices and instalments."""
    return tx.sql(
        "select p.*, array(select c.invoice_id from plan_invoices c where c.org_id = :org"
        " and c.plan_id = p.id order by 1) as invoice_ids,"
        " (select jsonb_agg(jsonb_build_array(n.due, n.amount::text) order by n.position)"
        "  from plan_instalments n where n.org_id = :org and n.plan_id = p.id) as parts"
        " from plans p where p.org_id = :org and p.id > :after"
        " and (cast(:customer as text) is null or p.customer_id = :customer)"
        " order by p.id limit :limit",
        after=after,
        customer=customer_id,
        limit=limit,
    ).all()


def disputes(
    tx: Tx, *, after: UUID, customer_id: str | None, only_open: bool, limit: int
) -> Sequence[Row[Any]]:
    """Disputes after an id, their words still sealed."""
    return tx.sql(
        "select * from disputes where org_id = :org and id > :after"
        " and (cast(:customer as text) is null or customer_id = :customer)"
        " and (not :only_open or outcome is null) order by id limit :limit",
        after=after,
        customer=customer_id,
        only_open=only_open,
        limit=limit,
    ).all()


def holds(
    tx: Tx, *, on: date, after: UUID, customer_id: str | None, limit: int,
    hold_id: UUID | None = None,
) -> Sequence[Row[Any]]:  # fmt: skip
    """Holds in force on a civil day, after an id; or the one of an id."""
    return tx.sql(
        "select * from holds where org_id = :org and id > :after and ended_at is null"
        " and (until is null or until > :on)"
        " and (cast(:id as uuid) is null or id = :id)"
        " and (cast(:customer as text) is null or customer_id = :customer)"
        " order by id limit :limit",
        on=on,
        after=after,
        id=hold_id,
        customer=customer_id,
        limit=limit,
    ).all()


def limit_changes(tx: Tx, *, before: int, customer_id: str, limit: int) -> Sequence[Row[Any]]:
    """Changes of a customer's limit with an id below `before`, the newest first."""
    return tx.sql(
        "select * from limit_changes where org_id = :org and customer_id = :customer"
        " and id < :before order by id desc limit :limit",
        customer=customer_id,
        before=before,
        limit=limit,
    ).all()
