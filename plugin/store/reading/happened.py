"""Reads what has happened since an organisation was connected: messages, money, flags. No writes.

Times are instants in UTC on the business clock; days are civil dates of the organisation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from plugin.store._tx import Tx


def messages(tx: Tx) -> Sequence[Row[Any]]:
    """Every reminder ever proposed, oldest first, with the invoices that it names."""
    return tx.sql(
        "select m.id, m.level, m.is_courtesy, m.is_final, m.total, m.currency, m.state, m.outcome,"
        " coalesce(m.sent_on, m.proposed_on) as day, c.id as customer_id, c.number, c.name,"
        " m.mail_id, carried.numbers, carried.days_late"
        " from messages m"
        " join contacts c on c.org_id = m.org_id and c.id = m.customer_id"
        " left join lateral (select array_agg(distinct i.number order by i.number) as numbers,"
        "  max(s.days_late) as days_late from steps s"
        "  join invoices i on i.org_id = s.org_id and i.id = s.invoice_id"
        "  where s.org_id = m.org_id and s.message_id = m.id) carried on true"
        " where m.org_id = :org and m.kind = 'reminder'"
        " order by day, lower(c.name), m.currency, m.level, m.id"
    ).all()


def payments(tx: Tx) -> Sequence[Row[Any]]:
    """Payments that the ledger recorded after it was first connected, oldest first.

    Also those of the minutes that the first sync took: they were told of by notices of their own.
    `recorded_at` is the ledger's own instant; `known_at` is when the notice about it had been
    looked into and what it named was stored, None where an hourly reading found it instead.
    """
    return tx.sql(
        "select p.id, i.number, i.contact_id as customer_id, p.amount, p.currency, p.paid_on,"
        " p.is_write_off, p.updated_at as recorded_at,"
        " (select min(n.handled_at) from notices n where n.org_id = p.org_id"
        "  and n.resource = 'INVOICE' and n.resource_id = p.document_id"
        "  and n.at >= p.updated_at - interval '1 second'"
        "  and n.handled_at >= p.updated_at) as known_at"
        " from payments p"
        " join invoices i on i.org_id = p.org_id and i.id = p.document_id and i.kind = 'sale'"
        " join organisations o on o.id = p.org_id"
        " where p.org_id = :org and p.kind = 'sale' and not p.deleted"
        " and p.updated_at > least(o.first_synced_at, o.connected_at)"
        " order by p.updated_at, i.number, p.id"
    ).all()


def events(tx: Tx, *kinds: str) -> Sequence[Row[Any]]:
    """Lines of the timeline of these kinds with their customers, oldest first."""
    return tx.sql(
        "select e.at, e.kind, e.by, e.summary, e.refs, c.id as customer_id, c.number, c.name"
        " from events e left join contacts c on c.org_id = e.org_id and c.id = e.customer_id"
        " where e.org_id = :org and e.kind = any(:kinds) order by e.id",
        kinds=list(kinds),
    ).all()


def decisions(tx: Tx) -> Sequence[Row[Any]]:
    """Every reviewed customer with the last decision, and the flag that stands in the ledger."""
    return tx.sql(
        "select c.id, c.number, c.name, a.status, a.stop_proposed, a.stop_confirmed_by,"
        " a.decision, coalesce(f.written, 'open') as flag"
        " from assessments a"
        " join contacts c on c.org_id = a.org_id and c.id = a.customer_id"
        " left join flags f on f.org_id = a.org_id and f.customer_id = a.customer_id"
        " where a.org_id = :org order by lower(c.name), c.id"
    ).all()


def invoice_numbers(tx: Tx, ids: Sequence[str]) -> dict[str, str]:
    """The numbers of these invoices by their ids."""
    rows = tx.sql(
        "select id, number from invoices where org_id = :org and id = any(:ids)", ids=list(ids)
    )
    return {row.id: row.number for row in rows}


def calls(tx: Tx) -> Row[Any]:
    """How many calls the ledger was asked, and the bytes of its answers, as we counted them."""
    return tx.sql(
        "select coalesce(sum(calls), 0) as calls, coalesce(sum(bytes), 0) as bytes"
        " from call_days where org_id = :org"
    ).one()
