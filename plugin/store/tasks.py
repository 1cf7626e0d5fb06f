"""What needs a person. A review opens and closes its own tasks; the others close by a person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.credit.decisions import Task, TaskKind
from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that waits for a person."""

    id: UUID
    customer_id: str
    kind: TaskKind
    subject: str
    amount: Decimal | None
    currency: str | None
    names: tuple[str, ...]
    opened_at: datetime


def keep_review_tasks(tx: Tx, tasks: Mapping[str, Sequence[Task]], *, now: datetime) -> None:
    """Make the review's open tasks of these customers exactly `tasks`, keyed by customer id.

    A task that a person has closed stays closed while its reason stands unchanged: it is opened
    again only after the review has once not named it.
    """
    customers = list(tasks)
    wanted = {
        (customer, task.kind.value, task.subject): task
        for customer, its_tasks in tasks.items()
        for task in its_tasks
    }
    tx.sql(
        "update tasks set state = 'void', closed_at = :now, closed_by = 'review'"
        " where org_id = :org and raised_by = 'review' and state in ('open', 'done')"
        " and customer_id = any(:customers)"
        " and not (customer_id, kind, subject) in"
        " (select * from unnest(cast(:c as text[]), cast(:k as text[]), cast(:s as text[])))",
        now=now,
        customers=customers,
        c=[key[0] for key in wanted],
        k=[key[1] for key in wanted],
        s=[key[2] for key in wanted],
    )
    _open(tx, wanted.items(), raised_by="review", now=now)


def open_task(tx: Tx, customer_id: str, task: Task, *, raised_by: str, now: datetime) -> None:
    """Open one task, or refresh the one that is already open; `raised_by` names what found it."""
    _open(tx, [((customer_id, task.kind.value, task.subject), task)], raised_by=raised_by, now=now)


def _open(
    tx: Tx,
    wanted: Iterable[tuple[tuple[str, str, str], Task]],
    *,
    raised_by: str,
    now: datetime,
) -> None:
    rows = list(wanted)
    if not rows:
        return
    tx.sql(
        "insert into tasks (org_id, id, customer_id, kind, subject, amount, currency, names,"
        " raised_by, opened_at)"
        " select :org, w.id, w.customer_id, w.kind, w.subject, w.amount, w.currency,"
        " cast(w.names as jsonb), :raised_by, :now"
        " from unnest(cast(:ids as uuid[]), cast(:c as text[]), cast(:k as text[]),"
        " cast(:s as text[]), cast(:amounts as numeric[]), cast(:currencies as text[]),"
        " cast(:names as text[]))"
        " as w(id, customer_id, kind, subject, amount, currency, names)"
        " where not exists (select 1 from tasks t where t.org_id = :org and t.state = 'done'"
        " and t.raised_by = :raised_by and t.customer_id = w.customer_id and t.kind = w.kind"
        " and t.subject = w.subject)"
        " on conflict (org_id, customer_id, kind, subject) where state = 'open'"
        " do update set amount = excluded.amount, currency = excluded.currency,"
        " names = excluded.names",
        raised_by=raised_by,
        now=now,
        ids=[uuid4() for _ in rows],
        c=[key[0] for key, _ in rows],
        k=[key[1] for key, _ in rows],
        s=[key[2] for key, _ in rows],
        amounts=[task.amount.amount if task.amount else None for _, task in rows],
        currencies=[task.amount.currency if task.amount else None for _, task in rows],
        names=[json.dumps(task.names) for _, task in rows],
    )


def close_task(tx: Tx, task_id: UUID, *, by: str, answer: str, now: datetime) -> OpenTask | None:
    """Close an open task with a person's answer; None where it was not open (any more)."""
    row = tx.sql(
        "update tasks set state = 'done', closed_at = :now, closed_by = :by, answer = :answer"
        " where org_id = :org and id = :id and state = 'open' returning *",
        now=now,
        by=by,
        answer=answer,
        id=task_id,
    ).one_or_none()
    return None if row is None else _task(row)


def close_tasks(
    tx: Tx, *, kind: TaskKind, customer_id: str | None, by: str, answer: str, now: datetime
) -> int:
    """Close every open task of a kind, of one customer or of all; says how many."""
    return tx.sql(
        "update tasks set state = 'done', closed_at = :now, closed_by = :by, answer = :answer"
        " where org_id = :org and state = 'open' and kind = :kind"
        " and (cast(:customer as text) is null or customer_id = :customer)",
        now=now,
        by=by,
        answer=answer,
        kind=kind.value,
        customer=customer_id,
    ).rowcount


def close_about(tx: Tx, subject: str, *, by: str, answer: str, now: datetime) -> int:
    """Close every open task about one thing, whatever it asks; says how many."""
    return tx.sql(
        "update tasks set state = 'done', closed_at = :now, closed_by = :by, answer = :answer"
        " where org_id = :org and state = 'open' and subject = :subject",
        now=now,
        by=by,
        answer=answer,
        subject=subject,
    ).rowcount


def open_tasks(tx: Tx) -> tuple[OpenTask, ...]:
    """Every open task, oldest first."""
    rows = tx.sql(
        "select * from tasks where org_id = :org and state = 'open' order by opened_at, kind"
    )
    return tuple(_task(row) for row in rows)


def _task(row: Row[Any]) -> OpenTask:
    return OpenTask(
        id=row.id,
        customer_id=row.customer_id,
        kind=TaskKind(row.kind),
        subject=row.subject,
        amount=row.amount,
        currency=row.currency,
        names=tuple(row.names),
        opened_at=row.opened_at,
    )
