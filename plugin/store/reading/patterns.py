"""Reads what patterns and opportunities are made of beside the dated ledger. It writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from plugin.store._tx import Tx


def standing(tx: Tx) -> Sequence[Row[Any]]:
    """Of each reviewed customer: status, segment, on-time record, use of the limit; with the name.

    `quiet` is false where something of theirs is contested.
    """
    return tx.sql(
        "select c.id, c.name, c.country, a.status, a.segment,"
        " a.decision -> 'segment' -> 'record' as record,"
        " a.decision -> 'limit_use' as limit_use, not exists (select from disputes d"
        "  where d.org_id = :org and d.customer_id = c.id and d.outcome is null) as quiet,"
        " w.pay_run from contacts c"
        " join assessments a on a.org_id = :org and a.customer_id = c.id"
        " left join customer_wishes w on w.org_id = :org and w.customer_id = c.id"
        " where c.org_id = :org and c.merged_into is null order by c.name, c.id"
    ).all()


def tracked(tx: Tx) -> dict[str, dict[str, str]]:
    """By tracking category, the option that the ledger gives each customer's sales."""
    rows = tx.sql(
        "select id, tracking from contacts where org_id = :org and merged_into is null"
        " and tracking <> '[]' order by id"
    )
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        for category, option in row.tracking:
            found.setdefault(category, {})[row.id] = option
    return dict(sorted(found.items()))


def never_acted(tx: Tx, *, since: date, least: int) -> Sequence[Row[Any]]:
    """Customers who were sent so many links to their page since, and never acted through any.

    Newest first who owe most; what they owe is in the base currency at each invoice's own rate.
    """
    return tx.sql(
        "select l.customer_id as id, c.name, count(*) as links,"
        " count(l.message_id) as with_messages,"
        " (max(l.minted_at) at time zone o.timezone)::date as last_on,"
        " coalesce((select sum(i.balance * i.base_per_unit) from invoices i"
        "  where i.org_id = :org and i.contact_id = l.customer_id and i.kind = 'sale'"
        "  and i.state = 'approved'), 0) as owed"
        " from portal_links l join contacts c on c.org_id = :org and c.id = l.customer_id"
        " join organisations o on o.id = l.org_id"
        " where l.org_id = :org and l.minted_at >= cast(:since as date)"
        " and not exists (select from portal_links a where a.org_id = :org"
        "  and a.customer_id = l.customer_id and a.acted_at is not null)"
        " and not exists (select from portal_answers a where a.org_id = :org"
        "  and a.customer_id = l.customer_id)"
        " group by l.customer_id, c.name, o.timezone having count(*) >= :least"
        " order by owed desc, c.name",
        since=since,
        least=least,
    ).all()


def link_counts(tx: Tx, *, since: date) -> Row[Any]:
    """How many links went out since, through how many somebody acted, and to how many customers."""
    return tx.sql(
        "select count(*) as links, count(acted_at) as acted,"
        " count(distinct customer_id) as customers,"
        " count(distinct customer_id) filter (where acted_at is not null) as customers_acted"
        " from portal_links where org_id = :org and minted_at >= cast(:since as date)",
        since=since,
    ).one()


def repeat_disputes(tx: Tx, *, since: date) -> Sequence[Row[Any]]:
    """Customers who contested more than once for the same reason since, most often first."""
    return tx.sql(
        "select d.customer_id as id, c.name, d.reason, count(*) as n,"
        " count(*) filter (where d.outcome in ('credit_due', 'in_part')) as upheld,"
        " count(*) filter (where d.outcome is null) as open, max(d.opened_on) as last_on"
        " from disputes d join contacts c on c.org_id = :org and c.id = d.customer_id"
        " where d.org_id = :org and d.opened_on >= :since"
        " group by d.customer_id, c.name, d.reason having count(*) > 1"
        " order by n desc, c.name, d.reason",
        since=since,
    ).all()


#: each case of a span: customer, name, invoice, from when to when; an open end is left out
_SPANS = {
    "sent": (
        "select i.contact_id as id, c.name, i.number, i.issued as begun, i.sent_on as ended"
        " from invoices i join contacts c on c.org_id = :org and c.id = i.contact_id"
        " join organisations o on o.id = i.org_id"
        " where i.org_id = :org and i.kind = 'sale' and i.state in ('approved', 'paid')"
        # what was there at the connection counts as sent on its issue date (rule 3): no news
        " and not i.is_charge and i.issued >= greatest(:since, o.connected_on)"
        " and i.sent_on >= i.issued order by i.issued desc, i.id"
    ),
    "touch": (
        "select i.contact_id as id, c.name, i.number, i.due as begun, min(s.stepped_on) as ended"
        " from steps s join invoices i on i.org_id = :org and i.id = s.invoice_id"
        " join messages m on m.org_id = :org and m.id = s.message_id and not m.is_courtesy"
        " join contacts c on c.org_id = :org and c.id = i.contact_id"
        " join organisations o on o.id = i.org_id"
        # opening debt waits for a person and would tell of the first morning only (rule 2)
        " where s.org_id = :org and s.state = 'done' and i.due >= greatest(:since, o.connected_on)"
        " and s.stepped_on > i.due group by i.id, i.contact_id, c.name, i.number, i.due"
        " order by i.due desc, i.id"
    ),
    "dispute": (
        "select d.customer_id as id, c.name, i.number, d.opened_on as begun,"
        " (d.decided_at at time zone o.timezone)::date as ended from disputes d"
        " join invoices i on i.org_id = :org and i.id = d.invoice_id"
        " join contacts c on c.org_id = :org and c.id = d.customer_id"
        " join organisations o on o.id = d.org_id"
        " where d.org_id = :org and d.opened_on >= :since and d.decided_at is not null"
        " order by d.opened_on desc, d.id"
    ),
    "promise": (
        "select p.customer_id as id, c.name, string_agg(distinct i.number, ' ') as number,"
        " p.made_on as begun, min(y.paid_on) as ended from promises p"
        " join promise_invoices n on n.org_id = :org and n.promise_id = p.id"
        " join invoices i on i.org_id = :org and i.id = n.invoice_id"
        " join contacts c on c.org_id = :org and c.id = p.customer_id"
        " join payments y on y.org_id = :org and y.document_id = i.id and y.kind = 'sale'"
        " and not y.deleted and not y.is_write_off and y.paid_on >= p.made_on"
        " where p.org_id = :org and p.made_on >= :since and p.withdrawn_at is null"
        " group by p.id, p.customer_id, c.name, p.made_on order by p.made_on desc, p.id"
    ),
}


def span(tx: Tx, name: str, *, since: date) -> Sequence[Row[Any]]:
    """Every closed case of a span that began since, the newest first. KeyError for another name."""
    return tx.sql(_SPANS[name], since=since).all()


def still_open(tx: Tx, *, since: date, on: date) -> Row[Any]:
    """How many cases of each span have begun since and not ended by a day."""
    return tx.sql(
        "select (select count(*) from invoices i join organisations o on o.id = i.org_id"
        "  where i.org_id = :org and i.kind = 'sale' and i.state in ('approved', 'paid')"
        "  and not i.is_charge and i.issued >= greatest(:since, o.connected_on)"
        "  and i.sent_on is null) as sent,"
        " (select count(*) from invoices i join organisations o on o.id = i.org_id"
        "  where i.org_id = :org and i.kind = 'sale' and i.state = 'approved' and i.balance > 0"
        "  and not i.is_charge and i.due >= greatest(:since, o.connected_on) and i.due < :on"
        "  and not exists (select from steps s where s.org_id = :org and s.invoice_id = i.id"
        "   and s.state = 'done' and s.stepped_on > i.due)) as touch,"
        " (select count(*) from disputes where org_id = :org and opened_on >= :since"
        "  and decided_at is null) as dispute,"
        " (select count(*) from promises p where p.org_id = :org and p.made_on >= :since"
        "  and p.withdrawn_at is null and not exists (select from promise_invoices n"
        "   join payments y on y.org_id = :org and y.document_id = n.invoice_id"
        "   and y.kind = 'sale' and not y.deleted and not y.is_write_off"
        "   and y.paid_on >= p.made_on where n.org_id = :org and n.promise_id = p.id)) as promise",
        since=since,
        on=on,
    ).one()
