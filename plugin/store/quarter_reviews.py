"""Quarterly reviews: one meeting with one customer, and the mail of its last change.

Who is invited, the place and the owner's lines lie sealed. What goes when is decided elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.credit.steps import StepState
from plugin.store._tx import Tx


class ReviewState(StrEnum):
    """Where a meeting stands; only a person moves it."""

    PLANNED = "planned"
    INVITED = "invited"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterReview:
    """A meeting about the quarter that begins on `quarter`; `starts_at` is an instant.

    `mail` is how the mail of its last change stands, None where none is to go; `invited_at` is set
    once an invitation went or may have gone. `paper` are the words of the page as it went.
    """

    id: UUID
    customer_id: str
    quarter: date
    starts_at: datetime
    minutes: int
    place: str
    name: str
    email: str
    agenda: str
    state: ReviewState
    sequence: int
    mail: StepState | None
    outcome: str
    invited_at: datetime | None
    paper: Mapping[str, Any] | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """When, where and with whom; `agenda` are the owner's own lines."""

    quarter: date
    starts_at: datetime
    minutes: int
    place: str
    name: str
    email: str
    agenda: str


def plan(tx: Tx, customer_id: str, meeting: Meeting, *, by: str, at: datetime) -> UUID:
    """Plan one; nobody is invited yet."""
    id_ = uuid4()
    tx.sql(
        "insert into quarter_reviews (org_id, id, customer_id, quarter, starts_at, minutes, place,"
        " name, email, agenda, state, sequence, mail, by, at) values (:org, :id, :customer,"
        " :quarter, :starts_at, :minutes, :place, :name, :email, :agenda, 'planned', 0, '', :by,"
        " :at)",
        id=id_,
        customer=customer_id,
        **_kept(tx, meeting),
        by=by,
        at=at,
    )
    return id_


def change(tx: Tx, review_id: UUID, meeting: Meeting, *, by: str, at: datetime) -> None:
    """Another time, place or agenda; what is told of it is `to_send`'s."""
    tx.sql(
        "update quarter_reviews set quarter = :quarter, starts_at = :starts_at, minutes = :minutes,"
        " place = :place, name = :name, email = :email, agenda = :agenda, by = :by, at = :at"
        " where org_id = :org and id = :id",
        id=review_id,
        **_kept(tx, meeting),
        by=by,
        at=at,
    )


def to_send(
    tx: Tx, review_id: UUID, state: ReviewState, *, sequence: int, mail: bool, by: str, at: datetime
) -> None:
    """The meeting stands so now; where `mail`, they are told."""
    tx.sql(
        "update quarter_reviews set state = :state, sequence = :sequence, mail = :mail,"
        " outcome = null, by = :by, at = :at where org_id = :org and id = :id",
        id=review_id,
        state=state.value,
        sequence=sequence,
        mail=StepState.APPROVED.value if mail else "",
        by=by,
        at=at,
    )


def claim(tx: Tx, review_id: UUID, sequence: int, paper: Mapping[str, Any] | None) -> bool:
    """Claim the mail of this very change, with its page; False where somebody has it, or a newer.

    A page that is None leaves the one that went before.
    """
    return bool(
        tx.sql(
            "update quarter_reviews set mail = 'claimed', paper = coalesce(:paper, paper)"
            " where org_id = :org and id = :id and mail = 'approved' and sequence = :sequence",
            id=review_id,
            sequence=sequence,
            paper=tx.seal.close(json.dumps(paper)) if paper is not None else None,
        ).rowcount
    )


def settle(
    tx: Tx, review_id: UUID, state: StepState, *, at: datetime, on: date, outcome: str = ""
) -> None:
    """Say how the claimed mail ended; one that was changed meanwhile waits with its newer words.

    Whoever was invited while the meeting was called off is told of that too; where nothing went and
    nobody had been invited before, it is only planned again.
    """
    tx.sql(
        "update quarter_reviews set mail = case when mail = 'claimed' then :mail"
        " when :went and state = 'cancelled' and mail = '' then 'approved' else mail end,"
        " state = case when :gone_back and state = 'invited' and invited_at is null"
        " and mail = 'claimed' then 'planned' else state end,"
        " outcome = :outcome, invited_at = case when :went then coalesce(invited_at, :at)"
        " else invited_at end, went_on = case when :went then :on_day else went_on end"
        " where org_id = :org and id = :id",
        on_day=on,
        id=review_id,
        mail=state.value,
        outcome=outcome or None,
        went=state in (StepState.DONE, StepState.UNCONFIRMED),
        gone_back=state in (StepState.REFUSED, StepState.DROPPED),
        at=at,
    )


def give_up_claimed(tx: Tx, *, at: datetime) -> None:
    """Those claimed by a run that died: nobody can say whether they went, and none goes twice."""
    tx.sql(
        "update quarter_reviews set mail = 'unconfirmed', invited_at = coalesce(invited_at, :at),"
        " outcome = 'a run ended while it was on its way'"
        " where org_id = :org and mail = 'claimed'",
        at=at,
    )


def waiting(tx: Tx) -> tuple[QuarterReview, ...]:
    """Those of which something is to be told."""
    rows = tx.sql(
        "select * from quarter_reviews where org_id = :org and mail = 'approved' order by at, id"
    )
    return tuple(_review(tx, row) for row in rows)


def read(tx: Tx, review_id: UUID) -> QuarterReview | None:
    """One meeting; None where there is none."""
    row = tx.sql(
        "select * from quarter_reviews where org_id = :org and id = :id", id=review_id
    ).one_or_none()
    return None if row is None else _review(tx, row)


def of_customer(tx: Tx, customer_id: str, *, limit: int = 6) -> tuple[QuarterReview, ...]:
    """The meetings with a customer, the latest first."""
    rows = tx.sql(
        "select * from quarter_reviews where org_id = :org and customer_id = :customer"
        " order by starts_at desc, id limit :limit",
        customer=customer_id,
        limit=limit,
    )
    return tuple(_review(tx, row) for row in rows)


def _kept(tx: Tx, it: Meeting) -> dict[str, Any]:
    def sealed(words: str) -> bytes | None:
        return tx.seal.close(words) if words else None

    return {
        "quarter": it.quarter,
        "starts_at": it.starts_at,
        "minutes": it.minutes,
        "place": sealed(it.place),
        "name": sealed(it.name),
        "email": tx.seal.close(it.email),
        "agenda": sealed(it.agenda),
    }


def _review(tx: Tx, row: Row[Any]) -> QuarterReview:
    def opened(value: bytes | None) -> str:
        return tx.seal.open(value) if value is not None else ""

    return QuarterReview(
        id=row.id,
        customer_id=row.customer_id,
        quarter=row.quarter,
        starts_at=row.starts_at,
        minutes=row.minutes,
        place=opened(row.place),
        name=opened(row.name),
        email=opened(row.email),
        agenda=opened(row.agenda),
        state=ReviewState(row.state),
        sequence=row.sequence,
        mail=StepState(row.mail) if row.mail else None,
        outcome=row.outcome or "",
        invited_at=row.invited_at,
        paper=json.loads(opened(row.paper)) if row.paper is not None else None,
        by=row.by,
        at=row.at,
    )
