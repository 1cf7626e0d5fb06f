"""Questions to salespeople before a hard step: found, mailed once, answered once. It decides none.

What a salesperson writes lies sealed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.credit.veto_facts import Rung, VetoAnswer, VetoQuestion, VetoStep
from plugin.store._tx import Tx

_COLUMNS = (
    "v.id, v.customer_id, v.step, v.covers, v.currency, v.asked_id, v.asked, v.found_at,"
    " v.opened_on, v.answer, v.answered_at, v.until, v.reason, v.closed_at, v.closed_why"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One question to a salesperson, as it is kept."""

    id: UUID
    customer_id: str
    step: VetoStep
    covers: tuple[Rung, ...]
    currency: str
    asked_id: UUID
    asked: str
    found_at: datetime
    opened_on: date | None
    answer: VetoAnswer | None
    answered_at: datetime | None
    until: date | None
    reason: str
    closed_at: datetime | None
    closed_why: str


def open_windows(
    tx: Tx, questions: Sequence[tuple[str, VetoQuestion]], *, at: datetime
) -> tuple[UUID, ...]:
    """Keep questions about customers (by id), to each one's salesperson; the ids of those kept.

    A customer without a salesperson is passed over.
    """
    rows = tx.sql(
        "insert into veto_windows (org_id, id, customer_id, step, covers, currency, asked_id,"
        " asked, found_at)"
        " select :org, q.id, q.customer, q.step, cast(q.covers as jsonb), q.currency, u.id,"
        " u.name, :at from unnest(cast(:ids as uuid[]), cast(:customers as text[]),"
        " cast(:steps as text[]), cast(:covers as text[]), cast(:currencies as text[]))"
        " as q(id, customer, step, covers, currency)"
        " join customer_people p on p.org_id = :org and p.customer_id = q.customer"
        " join members m on m.org_id = :org and m.user_id = p.sales_id"
        " join users u on u.id = p.sales_id returning id",
        at=at,
        ids=[uuid4() for _ in questions],
        customers=[customer for customer, _ in questions],
        steps=[each.step.value for _, each in questions],
        covers=[json.dumps(each.covers) for _, each in questions],
        currencies=[each.currency for _, each in questions],
    )
    return tuple(rows.scalars())


def read(tx: Tx, window_id: UUID) -> Window | None:
    """One question; None where there is none."""
    row = tx.sql(
        f"select {_COLUMNS} from veto_windows v where v.org_id = :org and v.id = :id",  # noqa: S608
        id=window_id,
    ).one_or_none()
    return None if row is None else _window(tx, row)


def of_customer(tx: Tx, customer_id: str) -> tuple[Window, ...]:
    """What stands open of one customer, newest first."""
    rows = tx.sql(
        f"select {_COLUMNS} from veto_windows v where v.org_id = :org"  # noqa: S608
        " and v.customer_id = :customer and v.closed_at is null order by v.found_at desc, v.id",
        customer=customer_id,
    )
    return tuple(_window(tx, row) for row in rows)


def unmailed(tx: Tx) -> tuple[Window, ...]:
    """Those whose mail has not gone, oldest first."""
    rows = tx.sql(
        f"select {_COLUMNS} from veto_windows v where v.org_id = :org"  # noqa: S608
        " and v.opened_on is null and v.closed_at is null order by v.found_at, v.id"
    )
    return tuple(_window(tx, row) for row in rows)


def opened(tx: Tx, window_id: UUID, *, on: date) -> None:
    """The mail went on this civil day: the working days count from it."""
    tx.sql(
        "update veto_windows set opened_on = :on_day where org_id = :org and id = :id"
        " and opened_on is null",
        id=window_id,
        on_day=on,
    )


def answer(
    tx: Tx,
    window_id: UUID,
    *,
    answer: VetoAnswer,
    until: date | None,
    reason: str,
    at: datetime,
) -> bool:
    """Write down an answer, once; False where it was answered or closed before."""
    return (
        tx.sql(
            "update veto_windows set answer = :answer, until = :until, reason = :reason,"
            " answered_at = :at where org_id = :org and id = :id and answer is null"
            " and closed_at is null",
            id=window_id,
            answer=answer.value,
            until=until,
            reason=tx.seal.close(reason) if reason else None,
            at=at,
        ).rowcount
        == 1
    )


def is_asked(tx: Tx, window_id: UUID) -> bool:
    """Whether whoever was asked is in the team still, and still the customer's salesperson."""
    return bool(
        tx.sql(
            "select exists (select from veto_windows v join customer_people p on p.org_id = :org"
            " and p.customer_id = v.customer_id and p.sales_id = v.asked_id"
            " join members m on m.org_id = :org and m.user_id = v.asked_id"
            " where v.org_id = :org and v.id = :id)",
            id=window_id,
        ).scalar_one()
    )


def end_veto(tx: Tx, window_id: UUID, *, on: date) -> None:
    """The step may be taken from this civil day on, before the veto's own."""
    tx.sql(
        "update veto_windows set until = :on_day where org_id = :org and id = :id",
        id=window_id,
        on_day=on,
    )


def close(tx: Tx, window_id: UUID, *, why: str, at: datetime) -> bool:
    """It counts no longer; False where it was closed before."""
    return (
        tx.sql(
            "update veto_windows set closed_at = :at, closed_why = :why"
            " where org_id = :org and id = :id and closed_at is null",
            id=window_id,
            at=at,
            why=why,
        ).rowcount
        == 1
    )


def close_stops(tx: Tx, customer_ids: Sequence[str], *, why: str, at: datetime) -> None:
    """No stop is due of these customers any more: the next one is asked about anew."""
    tx.sql(
        "update veto_windows set closed_at = :at, closed_why = :why where org_id = :org"
        " and customer_id = any(:ids) and step = 'stop' and closed_at is null",
        ids=list(customer_ids),
        at=at,
        why=why,
    )


def close_unanswered(
    tx: Tx, customer_ids: Sequence[str], *, since: date, why: str, at: datetime
) -> None:
    """Whoever was asked is their salesperson no more: whoever is now has two days of their own.

    Only what was opened on or after `since`, or not at all: a time that is over stays over.
    """
    tx.sql(
        "update veto_windows set closed_at = :at, closed_why = :why where org_id = :org"
        " and customer_id = any(:ids) and answer is null and closed_at is null"
        " and (opened_on is null or opened_on >= :since)",
        ids=list(customer_ids),
        since=since,
        at=at,
        why=why,
    )


def _window(tx: Tx, row: Row[Any]) -> Window:
    found = dict(row._mapping)
    return Window(
        **{
            **found,
            "step": VetoStep(row.step),
            "covers": tuple((str(i), int(n), int(lv), int(c)) for i, n, lv, c in row.covers),
            "answer": VetoAnswer(row.answer) if row.answer else None,
            "reason": tx.seal.open(row.reason) if row.reason is not None else "",
            "closed_why": row.closed_why or "",
        }
    )
