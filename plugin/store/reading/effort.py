"""Reads what collecting took: promises, reminders and calls by day, and touches by invoice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from plugin.store._tx import Tx
from plugin.store.reading.kpis import Scope, whose
from plugin.store.reading.planning import joined_by_hash


def promises_made(tx: Tx, *, since: date, on: date, scope: Scope) -> Sequence[Row[Any]]:
    """Promises made by a day that fell due since another, with the day of their withdrawal."""
    return tx.sql(
        "select p.id, p.customer_id, p.amount, p.currency, p.made_on, p.due, p.grace_days,"  # noqa: S608
        " cast(p.withdrawn_at at time zone o.timezone as date) as withdrawn_on,"
        " array(select pi.invoice_id from promise_invoices pi where pi.org_id = :org"
        "  and pi.promise_id = p.id order by 1) as invoice_ids"
        " from promises p join organisations o on o.id = :org"
        " where p.org_id = :org and p.made_on <= :on and p.due >= :since and "
        + whose("p.customer_id")
        + " order by p.due, p.id",
        since=since,
        on=on,
        **scope.values(),
    ).all()


_PAID_OFF = (
    "with lost as (select document_id from payments where org_id = :org and is_write_off"
    " and not deleted union select a.invoice_id from allocations a join credits c"
    " on c.org_id = :org and c.id = a.credit_id and c.live and c.is_write_off"
    " where a.org_id = :org), paid_off as"
    " (select i.id, i.number, i.contact_id as customer_id, i.currency, i.total,"
    " i.fully_paid_on as day, count(s.invoice_id) as touches from invoices i"
    " left join steps s on s.org_id = :org and s.invoice_id = i.id and s.state = 'done'"
    "  and s.stepped_on <= i.fully_paid_on"
    " left join lost on lost.document_id = i.id"
    " where i.org_id = :org and i.kind = 'sale' and i.state = 'paid' and not i.is_charge"
    " and i.paid > 0 and i.fully_paid_on > :after and i.fully_paid_on <= :on"
    " and lost.document_id is null and {whose} group by 1, 2, 3, 4, 5, 6)"
)


def paid_off(tx: Tx, *, after: date, on: date, scope: Scope) -> Sequence[Row[Any]]:
    """Invoices that money closed in these days, with the touches about each up to that day.

    A touch is a step that was taken: a reminder sent, a call made, or one that somebody did by
    hand. An invoice with a write-off was not paid off (rule 5).
    """
    with joined_by_hash(tx):
        return tx.sql(
            _PAID_OFF.format(whose=whose("i.contact_id"))  # noqa: S608
            + " select * from paid_off order by day, id",
            after=after,
            on=on,
            **scope.values(),
        ).all()


def paid_off_by_day(tx: Tx, *, after: date, on: date, scope: Scope) -> Sequence[Row[Any]]:
    """The same by day and currency: how many invoices, and how many touches in all."""
    with joined_by_hash(tx):
        return tx.sql(
            _PAID_OFF.format(whose=whose("i.contact_id"))  # noqa: S608
            + " select currency, day, count(*) as n,"
            " cast(sum(touches) as integer) as touches from paid_off group by 1, 2 order by 2, 1",
            after=after,
            on=on,
            **scope.values(),
        ).all()


def reminders_by_day(tx: Tx, *, after: date, on: date, scope: Scope) -> Sequence[Row[Any]]:
    """Reminders that went out, by day and currency; by telephone they are calls."""
    return tx.sql(
        "select m.currency, m.sent_on as day, count(*) as n from messages m"  # noqa: S608
        " where m.org_id = :org and m.kind = 'reminder' and m.state = 'done'"
        " and m.channel <> 'call' and m.sent_on > :after and m.sent_on <= :on"
        " and " + whose("m.customer_id") + " group by 1, 2 order by 2, 1",
        after=after,
        on=on,
        **scope.values(),
    ).all()


def calls_by_day(tx: Tx, *, after: date, on: date, scope: Scope) -> Sequence[Row[Any]]:
    """Calls that somebody made, by day and currency."""
    return tx.sql(
        "select c.currency, c.called_on as day, count(*) as n from calls c"  # noqa: S608
        " where c.org_id = :org and c.called_on > :after and c.called_on <= :on"
        " and " + whose("c.customer_id") + " group by 1, 2 order by 2, 1",
        after=after,
        on=on,
        **scope.values(),
    ).all()
