"""Reads what waits and what was done: messages, tasks, the timeline. It writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from plugin.store._tx import Tx

_MESSAGE = (
    "select m.*, c.name as customer_name,"
    " (select count(*) from steps s where s.org_id = m.org_id and s.message_id = m.id) as n_steps,"
    " (select max(s.days_late) from steps s where s.org_id = m.org_id and s.message_id = m.id)"
    "  as days_late,"
    " not exists (select 1 from messages e where e.org_id = m.org_id"
    "  and e.customer_id = m.customer_id and e.state = 'done' and e.kind <> 'proof') as is_first"
    " from messages m left join contacts c on c.org_id = m.org_id and c.id = m.customer_id"
    " where m.org_id = :org"
)


def messages(tx: Tx, *states: str, limit: int = 500) -> Sequence[Row[Any]]:
    """Messages in these states with their customers, largest amounts of a currency first."""
    return tx.sql(
        f"{_MESSAGE} and m.state = any(:states)"
        " order by m.is_courtesy, count(*) over (partition by m.currency) desc, m.currency,"
        " m.total desc, m.id limit :limit",
        states=list(states),
        limit=limit,
    ).all()


def settled_messages(tx: Tx, *, limit: int = 50) -> Sequence[Row[Any]]:
    """Messages that ended: sent, refused, dropped; newest first."""
    return tx.sql(
        f"{_MESSAGE} and m.state in ('done', 'refused', 'dropped')"
        " order by m.settled_at desc nulls last, m.id limit :limit",
        limit=limit,
    ).all()


def message(tx: Tx, message_id: UUID) -> Row[Any] | None:
    """One message; None where the organisation has no such."""
    return tx.sql(f"{_MESSAGE} and m.id = :id", id=message_id).one_or_none()


def messages_of(tx: Tx, customer_id: str, *, limit: int = 20) -> Sequence[Row[Any]]:
    """A customer's messages: open ones first, then the newest."""
    return tx.sql(
        f"{_MESSAGE} and m.customer_id = :customer"
        " order by m.state in ('proposed', 'approved', 'claimed', 'unconfirmed') desc,"
        " coalesce(m.settled_at, m.claimed_at) desc nulls last, m.proposed_on desc, m.id"
        " limit :limit",
        customer=customer_id,
        limit=limit,
    ).all()


def message_steps(tx: Tx, message_id: UUID) -> Sequence[Row[Any]]:
    """The invoices that a message asks for, longest late first, as they stand in the ledger."""
    return tx.sql(
        "select s.*, i.number, i.issued, i.due, i.currency, i.balance, i.total, i.reference,"
        " i.state as invoice_state from steps s"
        " join invoices i on i.org_id = s.org_id and i.id = s.invoice_id"
        " where s.org_id = :org and s.message_id = :id"
        " order by s.days_late desc, i.number, s.instalment",
        id=message_id,
    ).all()


def waiting(tx: Tx) -> Sequence[Row[Any]]:
    """How many messages stand in each state that is not an end, with sums per currency."""
    return tx.sql(
        "select state, channel, currency, count(*) as n, sum(total) as amount from messages"
        " where org_id = :org and state in ('proposed', 'approved', 'claimed', 'unconfirmed')"
        " group by state, channel, currency order by state, channel, currency"
    ).all()


def tasks(
    tx: Tx, *, customer_id: str | None = None, task_id: UUID | None = None, limit: int = 500
) -> Sequence[Row[Any]]:
    """Open tasks with their customers and, where the subject is an invoice, its number."""
    return tx.sql(
        "select t.*, c.name as customer_name, i.number as invoice_number, i.due as invoice_due,"
        " i.balance as invoice_balance, i.currency as invoice_currency,"
        " coalesce(a.status, 'open') as status, coalesce(a.stop_proposed, false) as stop_proposed,"
        " coalesce(a.decision, '{}'::jsonb) as decision,"
        " o.id as whose_id, coalesce(nullif(o.name, ''), 'a colleague') as whose"
        " from tasks t"
        # whoever it was handed to, else the customer's controller; who left the team has none
        " left join customer_people p on p.org_id = :org and p.customer_id = t.customer_id"
        " left join members h on h.org_id = :org and h.user_id = t.handed_to"
        " left join members k on k.org_id = :org and k.user_id = p.controller_id"
        " left join users o on o.id = coalesce(h.user_id, k.user_id)"
        " left join assessments a on a.org_id = t.org_id and a.customer_id = t.customer_id"
        " left join contacts c on c.org_id = t.org_id and c.id = t.customer_id"
        " left join invoices i on i.org_id = t.org_id and i.id = t.subject"
        " where t.org_id = :org and t.state = 'open'"
        " and (cast(:customer as text) is null or t.customer_id = :customer)"
        " and (cast(:id as uuid) is null or t.id = :id)"
        " order by t.kind, t.amount desc nulls last, t.opened_at, t.id limit :limit",
        customer=customer_id,
        id=task_id,
        limit=limit,
    ).all()


def task_counts(tx: Tx) -> Sequence[Row[Any]]:
    """How many open tasks there are of each kind, and how many customers they concern."""
    return tx.sql(
        "select kind, count(*) as n, count(distinct customer_id) as customers,"
        " min(opened_at) as oldest from tasks"
        " where org_id = :org and state = 'open' group by kind"
    ).all()


def events(
    tx: Tx,
    *,
    customer_id: str | None = None,
    search: str = "",
    before: int | None = None,
    limit: int = 100,
) -> Sequence[Row[Any]]:
    """The timeline, newest first; `before` is the id of the last row of the page above.

    Searches sentences, kinds, persons and names of customers; what people said lies sealed.
    """
    escaped = search.strip().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return tx.sql(
        "select e.*, c.name as customer_name from events e"
        " left join contacts c on c.org_id = e.org_id and c.id = e.customer_id"
        " where e.org_id = :org"
        " and (cast(:customer as text) is null or e.customer_id = :customer)"
        " and (cast(:before as bigint) is null or e.id < :before)"
        " and (cast(:words as text) is null or e.summary ilike :words escape '!'"
        "  or c.name ilike :words escape '!' or e.by ilike :words escape '!')"
        " order by e.id desc limit :limit",
        customer=customer_id,
        before=before,
        words=f"%{escaped}%" if escaped else None,
        limit=limit,
    ).all()


def notes_written(tx: Tx, customer_id: str, *, limit: int = 20) -> Sequence[Row[Any]]:
    """What was written, or is to be written, into the ledger about a customer; newest first."""
    return tx.sql(
        "select w.*, i.number from ledger_writes w"
        " left join invoices i on i.org_id = w.org_id and i.id = w.subject_id"
        " where w.org_id = :org and w.customer_id = :customer and w.kind <> 'flag'"
        " order by w.created_at desc, w.id limit :limit",
        customer=customer_id,
        limit=limit,
    ).all()


def next_looks(tx: Tx) -> date | None:
    """The next civil day on which some decision could change by itself."""
    found: date | None = tx.sql(
        "select min(look_again_on) from assessments where org_id = :org"
    ).scalar_one()
    return found
