"""Payments that appeared after a message had asked for them, dated on or before it.

Whether anybody apologises is the engine's decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plugin.store._tx import Tx
from plugin.store.reading import Record


@dataclass(frozen=True, slots=True)
class Rate:
    """How many reminders went in a window, and how many of them a payment crossed."""

    sent: int
    crossed: int


def note_crossings(tx: Tx, payment_ids: Sequence[str]) -> None:
    """Of payments seen for the first time, keep those that a message had asked for already.

    A courtesy asks for nothing that is late. One entered anew, after the same was deleted, was
    known before.
    """
    if not payment_ids:
        return
    tx.sql(
        "insert into crossings (org_id, message_id, invoice_id, customer_id, payment_id, amount,"
        " currency, paid_on, written_on, seen_on)"
        " select distinct on (m.id, s.invoice_id) cast(:org as uuid), m.id, s.invoice_id,"
        " m.customer_id, p.id, p.amount, p.currency, p.paid_on, m.sent_on, greatest(m.sent_on,"
        " cast(p.updated_at at time zone"
        "  (select timezone from organisations where id = :org) as date))"
        " from payments p"
        " join steps s on s.org_id = :org and s.invoice_id = p.document_id and s.state = 'done'"
        " join messages m on m.org_id = :org and m.id = s.message_id and m.kind = 'reminder'"
        " and m.state = 'done' and not m.is_courtesy and m.sent_on >= p.paid_on"
        " where p.org_id = :org and p.id = any(:ids) and p.kind = 'sale' and not p.deleted"
        " and not p.is_write_off and not exists (select from payments q where q.org_id = :org"
        "  and q.document_id = p.document_id and q.id <> p.id and q.amount = p.amount"
        "  and q.deleted)"
        " order by m.id, s.invoice_id, p.paid_on, p.id on conflict do nothing",
        ids=sorted(set(payment_ids)),
    )


def rate(tx: Tx, *, since: date, on: date) -> Rate:
    """Reminders that went in the window, and those of them that a payment crossed."""
    row = tx.sql(
        "select count(*) as sent, count(*) filter (where exists (select from crossings c"
        " where c.org_id = :org and c.message_id = m.id)) as crossed from messages m"
        " where m.org_id = :org and m.kind = 'reminder' and m.state = 'done'"
        " and not m.is_courtesy and m.channel <> 'call' and m.sent_on between :since and :on",
        since=since,
        on=on,
    ).one()
    return Rate(row.sent, row.crossed)


def crossed(tx: Tx, *, since: date, on: date, limit: int = 200) -> Sequence[Record]:
    """The messages of the window that a payment crossed, newest first, invoice by invoice."""
    return tx.sql(
        "select c.*, i.number, k.name as customer_name, w.state as apology_state,"
        " w.sent_on as apology_on from crossings c"
        " join messages m on m.org_id = :org and m.id = c.message_id"
        " and m.sent_on between :since and :on"
        " left join invoices i on i.org_id = :org and i.id = c.invoice_id"
        " left join contacts k on k.org_id = :org and k.id = c.customer_id"
        " left join lateral (select a.state, a.sent_on from kind_words n join messages a"
        "  on a.org_id = :org and a.id = n.message_id where n.org_id = :org"
        "  and n.customer_id = c.customer_id and n.kind = 'apology'"
        "  and a.also ? c.invoice_id and n.written_on >= c.written_on and a.state <> 'dropped'"
        "  order by a.proposed_on desc limit 1) w on true"
        " where c.org_id = :org order by c.written_on desc, c.message_id, i.number limit :limit",
        since=since,
        on=on,
        limit=limit,
    ).fetchall()
