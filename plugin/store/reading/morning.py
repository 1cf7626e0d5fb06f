"""Reads what a morning letter tells: what came in since an instant, who is held. No writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from plugin.store._tx import Tx
from plugin.store.reading import Record


def payments_since(tx: Tx, *, since: datetime, dated_from: date) -> Sequence[Record]:
    """Customers' payments entered in the ledger after `since`, by customer, largest first.

    One that was only touched again after weeks is not told again: it is dated before `dated_from`.
    """
    return tx.sql(
        "select c.name, p.currency, count(*) as n, sum(p.amount) as amount from payments p"
        " join invoices i on i.org_id = p.org_id and i.id = p.document_id"
        " join contacts c on c.org_id = i.org_id and c.id = i.contact_id"
        " where p.org_id = :org and p.kind = 'sale' and not p.deleted and not p.is_write_off"
        " and p.paid_on >= :dated_from and p.updated_at > :since"
        " group by c.id, c.name, p.currency order by amount desc, c.name",
        since=since,
        dated_from=dated_from,
    ).all()


def promises_since(tx: Tx, *, since: datetime) -> Sequence[Record]:
    """Promises made after `since` that stand, largest first."""
    return tx.sql(
        "select c.name, p.currency, 1 as n, p.amount, p.due from promises p"
        " join contacts c on c.org_id = p.org_id and c.id = p.customer_id"
        " where p.org_id = :org and p.at > :since and p.withdrawn_at is null"
        " order by p.amount desc, c.name",
        since=since,
    ).all()


def plans_since(tx: Tx, *, since: datetime) -> Sequence[Record]:
    """Payment plans agreed after `since` that stand, with the sum of their instalments."""
    return tx.sql(
        "select c.name, p.currency, 1 as n, (select sum(q.amount) from plan_instalments q"
        "  where q.org_id = p.org_id and q.plan_id = p.id) as amount from plans p"
        " join contacts c on c.org_id = p.org_id and c.id = p.customer_id"
        " where p.org_id = :org and p.at > :since and p.ended_on is null"
        " order by amount desc, c.name",
        since=since,
    ).all()


def held(tx: Tx, *, on: date) -> Sequence[Record]:
    """Customers held until a day by a person's word who owe something late, largest first."""
    return tx.sql(
        "select h.id, h.customer_id, c.name, h.until, h.by, i.currency, sum(i.balance) as late"
        " from holds h join contacts c on c.org_id = h.org_id and c.id = h.customer_id"
        " join invoices i on i.org_id = h.org_id and i.contact_id = h.customer_id"
        "  and i.kind = 'sale' and i.state = 'approved' and i.balance > 0 and i.due < :on"
        " where h.org_id = :org and h.ended_at is null and h.invoice_id is null"
        " and h.kind = 'until' and h.until > :on"
        " group by h.id, h.customer_id, c.name, h.until, h.by, i.currency"
        " order by late desc, c.name, h.id limit 20",
        on=on,
    ).all()


def asked_of(tx: Tx, user_id: UUID, *, since: date) -> Sequence[Record]:
    """What a salesperson was asked by mail from `since` on and has not answered, oldest first."""
    return tx.sql(
        "select v.id, c.name, v.step, v.opened_on from veto_windows v"
        " join contacts c on c.org_id = v.org_id and c.id = v.customer_id"
        " join customer_people p on p.org_id = v.org_id and p.customer_id = v.customer_id"
        "  and p.sales_id = v.asked_id"
        " where v.org_id = :org and v.asked_id = :user and v.answer is null"
        " and v.closed_at is null and v.opened_on >= :since order by v.opened_on, v.id",
        user=user_id,
        since=since,
    ).all()
