"""Reads what customers needed and did not get: answers, order numbers, an address. Judges none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from plugin.store._tx import Tx


def unanswered(tx: Tx) -> Sequence[Row[Any]]:
    """What customers wrote, by whatever way, that nobody has read or answered; oldest first."""
    return tx.sql(
        "select w.customer_id as id, c.name, w.way, (w.at at time zone o.timezone)::date as on_day"
        " from (select customer_id, channel as way, replied_at as at from replies"
        "  where org_id = :org and read_at is null"
        "  union all select customer_id, 'page', at from talk_lines"
        "  where org_id = :org and side = 'customer' and read_at is null) w"
        " join contacts c on c.org_id = :org and c.id = w.customer_id"
        " join organisations o on o.id = :org order by w.at, w.customer_id"
    ).all()


def without_order_number(tx: Tx, *, since: date, least: int, share: int) -> Sequence[Row[Any]]:
    """Open invoices without a reference, of customers who want one; longest late first.

    Who wants one: they said how their order numbers come, contested an invoice for the lack of one
    since, or carried one on `share` per cent of at least `least` invoices since.
    """
    return tx.sql(
        "with carried as (select contact_id, count(*) as n,"
        " count(*) filter (where reference <> '') as with_one from invoices"
        " where org_id = :org and kind = 'sale' and state in ('approved', 'paid')"
        " and not is_charge and issued >= :since group by contact_id),"
        " wanting as (select customer_id, 'said' as why, 1 as rank from customer_wishes"
        " where org_id = :org and order_route is not null"
        " union all select customer_id, 'contested', 2 from disputes"
        " where org_id = :org and reason = 'order_number' and opened_on >= :since"
        " union all select contact_id, 'usual', 3 from carried"
        " where n >= :least and with_one * 100 >= n * :share)"
        " select distinct on (i.due, i.id) i.contact_id as id, c.name, i.number, i.due, i.balance,"
        " i.currency, w.why from invoices i"
        " join wanting w on w.customer_id = i.contact_id"
        " join contacts c on c.org_id = :org and c.id = i.contact_id"
        " where i.org_id = :org and i.kind = 'sale' and i.state = 'approved' and i.balance > 0"
        " and i.reference = '' and not i.is_charge order by i.due, i.id, w.rank",
        since=since,
        least=least,
        share=share,
    ).all()


def dispute_reasons(tx: Tx, *, since: date) -> Sequence[Row[Any]]:
    """How often each reason was given since, by how many, and how often they were right."""
    return tx.sql(
        "select reason, count(*) as n, count(distinct customer_id) as customers,"
        " count(*) filter (where outcome in ('credit_due', 'in_part')) as upheld,"
        " count(*) filter (where outcome is null) as open from disputes"
        " where org_id = :org and opened_on >= :since group by reason order by n desc, reason",
        since=since,
    ).all()


def handed_over(tx: Tx, *, since: date) -> Sequence[Row[Any]]:
    """Questions that the assistant passed to a person since, newest first; the words stay sealed.

    `waits` while the task of it is open.
    """
    return tx.sql(
        "select a.customer_id as id, c.name, a.intent,"
        " (a.at at time zone o.timezone)::date as on_day,"
        " exists (select from tasks t where t.org_id = :org and t.customer_id = a.customer_id"
        " and t.kind = 'asked' and t.state = 'open') as waits from asked a"
        " join contacts c on c.org_id = :org and c.id = a.customer_id"
        " join organisations o on o.id = :org"
        " where a.org_id = :org and a.did = 'handover' and a.at >= cast(:since as date)"
        " order by a.at desc, a.id",
        since=since,
    ).all()


def without_address(tx: Tx) -> Sequence[Row[Any]]:
    """Customers who owe and have no mail address of any kind, by what they owe in a currency."""
    return tx.sql(
        "select c.id, c.name, i.currency, sum(i.balance) as owed, min(i.due) as oldest"
        " from contacts c join invoices i on i.org_id = :org and i.contact_id = c.id"
        " and i.kind = 'sale' and i.state = 'approved' and i.balance > 0"
        " where c.org_id = :org and c.email_hash is null and c.status = 'active'"
        " and not exists (select from contact_people h where h.org_id = :org"
        " and h.contact_id = c.id and h.included and h.email_hash is not null)"
        " group by c.id, c.name, i.currency order by owed desc, c.name"
    ).all()
