"""What a person answered on the stack of cards of a day; what a card is about lies elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from plugin.credit.money import Money
from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class CardAnswer:
    """One answer to one card."""

    id: UUID
    card: str
    answer: str
    amount: Money | None
    at: datetime


def note(
    tx: Tx,
    user_id: UUID,
    *,
    day: date,
    card: str,
    answer: str,
    amount: Money | None,
    at: datetime,
) -> UUID:
    """Keep an answer."""
    answer_id = uuid4()
    tx.sql(
        "insert into card_answers (org_id, id, user_id, day, place, card, answer, amount, currency,"
        " at) select cast(:org as uuid), cast(:id as uuid), cast(:user as uuid),"
        " cast(:day as date), coalesce(max(place), 0) + 1, cast(:card as text),"
        " cast(:answer as text), cast(:amount as numeric), cast(:currency as text),"
        " cast(:at as timestamptz) from card_answers"
        " where org_id = :org and user_id = :user and day = :day",
        id=answer_id,
        user=user_id,
        day=day,
        card=card,
        answer=answer,
        amount=amount.amount if amount is not None else None,
        currency=amount.currency if amount is not None else None,
        at=at,
    )
    return answer_id


def of_day(tx: Tx, user_id: UUID, day: date) -> tuple[CardAnswer, ...]:
    """A person's answers of a day that they did not take back, oldest first."""
    rows = tx.sql(
        "select id, card, answer, amount, currency, at from card_answers"
        " where org_id = :org and user_id = :user and day = :day and undone_at is null"
        " order by place, id",
        user=user_id,
        day=day,
    )
    return tuple(
        CardAnswer(
            id=row.id,
            card=row.card,
            answer=row.answer,
            amount=Money(row.amount, row.currency) if row.amount is not None else None,
            at=row.at,
        )
        for row in rows
    )


def take_back(tx: Tx, user_id: UUID, answer_id: UUID, *, at: datetime) -> CardAnswer | None:
    """Undo one answer of a person's own; None where it is not there (any more)."""
    row = tx.sql(
        "update card_answers set undone_at = :at where org_id = :org and id = :id"
        " and user_id = :user and undone_at is null returning id, card, answer, amount, currency,"
        " at",
        id=answer_id,
        user=user_id,
        at=at,
    ).one_or_none()
    if row is None:
        return None
    amount = Money(row.amount, row.currency) if row.amount is not None else None
    return CardAnswer(id=row.id, card=row.card, answer=row.answer, amount=amount, at=row.at)
