"""Feedback as it was asked for and given: one row a closed case. Who may be asked, others decide.

Words of the customer lie sealed and are opened only for the page that shows them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.credit.feedback import ClosedCase, Scored
from plugin.store._tx import Tx

#: where the question was put
MAIL, PORTAL = "mail", "portal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question to a customer, with the answer where there is one; days are civil dates."""

    id: UUID
    customer_id: str
    customer: str
    asked_on: date
    via: str
    is_chased: bool
    score: int | None
    words: str
    answered_at: datetime | None
    answered_on: date | None
    read_at: datetime | None
    read_by: str


def add_question(
    tx: Tx, customer_id: str, case: ClosedCase, *, via: str, at: datetime, on: date
) -> UUID:
    """Write down that a customer is asked about a case."""
    id_ = uuid4()
    tx.sql(
        "insert into feedback (org_id, id, customer_id, asked_at, asked_on, via, closed_on,"
        " is_chased) values (:org, :id, :customer, :at, :on, :via, :closed_on, :is_chased)",
        id=id_,
        customer=customer_id,
        at=at,
        on=on,
        via=via,
        closed_on=case.closed_on,
        is_chased=case.is_chased,
    )
    return id_


def answer(tx: Tx, id_: UUID, *, score: int, at: datetime, on: date) -> None:
    """Write the tap down; a second one, of somebody who thought again, takes its place."""
    tx.sql(
        "update feedback set score = :score, answered_at = :at, answered_on = :on, read_at = null,"
        " read_by = null where org_id = :org and id = :id",
        id=id_,
        score=score,
        at=at,
        on=on,
    )


def add_words(tx: Tx, id_: UUID, words: str) -> None:
    """Keep what else the customer said, sealed; it is unread again."""
    tx.sql(
        "update feedback set words = :words, read_at = null, read_by = null"
        " where org_id = :org and id = :id",
        id=id_,
        words=tx.seal.close(words) if words else None,
    )


_SELECT = (
    "select f.*, coalesce(c.name, '') as customer from feedback f"
    " left join contacts c on c.org_id = :org and c.id = f.customer_id where f.org_id = :org"
)


def last_of(tx: Tx, customer_id: str) -> Asked | None:
    """The newest question to a customer; None where there was none."""
    row = tx.sql(
        f"{_SELECT} and f.customer_id = :customer order by f.asked_at desc, f.id limit 1",
        customer=customer_id,
    ).one_or_none()
    return None if row is None else _asked(tx, row)


def answers(tx: Tx, *, limit: int) -> tuple[Asked, ...]:
    """The answers, the newest first."""
    rows = tx.sql(
        f"{_SELECT} and f.answered_at is not null order by f.answered_at desc, f.id limit :limit",
        limit=limit,
    )
    return tuple(_asked(tx, row) for row in rows)


def scored(tx: Tx, *, since: date) -> tuple[Scored, ...]:
    """The scores given from a civil day on."""
    rows = tx.sql(
        "select answered_on, score, is_chased from feedback where org_id = :org"
        " and answered_on >= :since",
        since=since,
    )
    return tuple(Scored(row.answered_on, row.score, row.is_chased) for row in rows)


def asked_since(tx: Tx, since: date) -> int:
    """How many questions were put from a civil day on."""
    return int(
        tx.sql(
            "select count(*) from feedback where org_id = :org and asked_on >= :since", since=since
        ).scalar_one()
    )


def unread(tx: Tx, *, up_to: int) -> tuple[Asked, ...]:
    """Answers that nobody has read, scored so low or with words; the newest first."""
    rows = tx.sql(
        f"{_SELECT} and f.answered_at is not null and f.read_at is null"
        " and (f.score <= :up_to or f.words is not null) order by f.answered_at desc, f.id",
        up_to=up_to,
    )
    return tuple(_asked(tx, row) for row in rows)


def note_read(tx: Tx, ids: Collection[UUID], *, by: str, at: datetime) -> int:
    """Somebody has read these answers; how many were new."""
    return tx.sql(
        "update feedback set read_at = :at, read_by = :by where org_id = :org and id = any(:ids)"
        " and answered_at is not null and read_at is null",
        ids=list(ids),
        at=at,
        by=by,
    ).rowcount


def disputes_decided(tx: Tx, customer_id: str, *, since: date) -> tuple[date, ...]:
    """The civil days, in the organisation's time zone, on which disputes of a customer ended."""
    rows = tx.sql(
        "select distinct (d.decided_at at time zone o.timezone)::date as day from disputes d"
        " join organisations o on o.id = d.org_id where d.org_id = :org"
        " and d.customer_id = :customer and d.decided_at is not null"
        " and (d.decided_at at time zone o.timezone)::date >= :since",
        customer=customer_id,
        since=since,
    )
    return tuple(rows.scalars())


def _asked(tx: Tx, row: Row[Any]) -> Asked:
    return Asked(
        id=row.id,
        customer_id=row.customer_id,
        customer=row.customer,
        asked_on=row.asked_on,
        via=row.via,
        is_chased=row.is_chased,
        score=row.score,
        words=tx.seal.open(row.words) if row.words is not None else "",
        answered_at=row.answered_at,
        answered_on=row.answered_on,
        read_at=row.read_at,
        read_by=row.read_by or "",
    )
