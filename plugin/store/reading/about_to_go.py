"""Reads what reminders are about to ask for, invoice by invoice. It writes nothing."""

from __future__ import annotations

from plugin.store._tx import Tx
from plugin.store.reading import Record


def asked_for(tx: Tx, *, limit: int = 500) -> list[Record]:
    """Every invoice that a proposed or approved reminder asks for, largest messages first.

    A call asks for nothing in writing, and what it asks is looked up before it is made.
    """
    return list(
        tx.sql(
            "select m.id as message_id, m.customer_id, c.name as customer_name, m.state,"
            " m.currency, m.total, m.ask, s.invoice_id, i.number, i.due,"
            " sum(s.amount) as amount, max(s.days_late) as days_late, i.balance"
            " from messages m join steps s on s.org_id = :org and s.message_id = m.id"
            " join invoices i on i.org_id = :org and i.id = s.invoice_id"
            " left join contacts c on c.org_id = :org and c.id = m.customer_id"
            " where m.org_id = :org and m.kind = 'reminder' and m.channel <> 'call'"
            " and m.state in ('proposed', 'approved')"
            " group by m.id, m.customer_id, c.name, m.state, m.currency, m.total, m.ask,"
            " s.invoice_id, i.number, i.due, i.balance"
            " order by m.currency, m.total desc, m.id, days_late desc, i.number limit :limit",
            limit=limit,
        ).fetchall()
    )


def waiting_for_the_books(tx: Tx) -> int:
    """How many proposed reminders wait for the one answer about stale books (rule 21)."""
    return int(
        tx.sql(
            "select count(*) from messages where org_id = :org and state = 'proposed'"
            " and kind = 'reminder' and channel <> 'call' and 'stale_books' = any(ask)"
        ).scalar_one()
    )
