"""Calls that were made to customers, and answers that came from them. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from plugin.credit.policy_parts import Channel
from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call; `called_on` is the organisation's civil day, `said` what a person noted of it."""

    id: UUID
    customer_id: str
    message_id: UUID | None
    level: int | None
    currency: str
    called_at: datetime
    called_on: date
    by: str
    outcome: str
    #: somebody was reached or a message left: it counts as a contact (rule 23)
    reached: bool
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a customer answered, in their own words, on a civil day of the organisation."""

    id: UUID
    customer_id: str
    channel: Channel
    replied_at: datetime
    replied_on: date
    said: str
    is_read: bool = False


def note_call(tx: Tx, call: Call) -> None:
    """Write a call down."""
    tx.sql(
        "insert into calls (org_id, id, customer_id, message_id, level, currency, called_at,"
        " called_on, by, outcome, reached, said) values (:org, :id, :customer, :message, :level,"
        " :currency, :at, :on_day, :by, :outcome, :reached, :said)",
        id=call.id,
        customer=call.customer_id,
        message=call.message_id,
        level=call.level,
        currency=call.currency,
        at=call.called_at,
        on_day=call.called_on,
        by=call.by,
        outcome=call.outcome,
        reached=call.reached,
        said=tx.seal.close(call.said) if call.said else None,
    )


def calls_of(tx: Tx, customer_ids: Sequence[str]) -> dict[str, tuple[Call, ...]]:
    """The calls to these customers, newest first."""
    rows = tx.sql(
        "select * from calls where org_id = :org and customer_id = any(:ids)"
        " order by customer_id, called_at desc, id",
        ids=list(customer_ids),
    )
    found: dict[str, tuple[Call, ...]] = {}
    for row in rows:
        found[row.customer_id] = (*found.get(row.customer_id, ()), _call(tx, row))
    return found


def note_reply(tx: Tx, reply: Reply) -> bool:
    """Write an answer down in its own words; False where it was told before."""
    return bool(
        tx.sql(
            "insert into replies (org_id, id, customer_id, channel, replied_at, replied_on, said,"
            " read_at) values (:org, :id, :customer, :channel, :at, :on_day, :said,"
            " case when :is_read then cast(:at as timestamptz) end)"
            " on conflict (org_id, id) do nothing",
            id=reply.id,
            customer=reply.customer_id,
            channel=reply.channel.value,
            at=reply.replied_at,
            on_day=reply.replied_on,
            said=tx.seal.close(reply.said) if reply.said else None,
            is_read=reply.is_read,
        ).rowcount
    )


def read_replies(tx: Tx, customer_id: str, *, by: str, at: datetime) -> int:
    """A person has read what this customer answered; says how many answers that were."""
    return tx.sql(
        "update replies set read_at = :at, read_by = :by where org_id = :org"
        " and customer_id = :customer and read_at is null",
        at=at,
        by=by,
        customer=customer_id,
    ).rowcount


def read_reply(tx: Tx, reply_id: UUID, *, by: str, at: datetime) -> bool:
    """A person has read one answer; False where somebody had, or there is none."""
    return bool(
        tx.sql(
            "update replies set read_at = :at, read_by = :by where org_id = :org and id = :id"
            " and read_at is null",
            at=at,
            by=by,
            id=reply_id,
        ).rowcount
    )


def count_unread(tx: Tx) -> int:
    """How many answers nobody has read yet."""
    found: int = tx.sql(
        "select count(*) from replies where org_id = :org and read_at is null"
    ).scalar_one()
    return found


def every_unread(tx: Tx) -> tuple[Reply, ...]:
    """What any customer answered and nobody has read yet, oldest first."""
    rows = tx.sql(
        "select * from replies where org_id = :org and read_at is null order by replied_at, id"
    )
    return tuple(_reply(tx, row) for row in rows)


def unread_replies(tx: Tx, customer_id: str) -> tuple[Reply, ...]:
    """What this customer answered and nobody has read yet, oldest first."""
    rows = tx.sql(
        "select * from replies where org_id = :org and customer_id = :customer"
        " and read_at is null order by replied_at, id",
        customer=customer_id,
    )
    return tuple(_reply(tx, row) for row in rows)


def _reply(tx: Tx, row: Row[Any]) -> Reply:
    return Reply(
        id=row.id,
        customer_id=row.customer_id,
        channel=Channel(row.channel),
        replied_at=row.replied_at,
        replied_on=row.replied_on,
        said=tx.seal.open(row.said) if row.said is not None else "",
    )


def _call(tx: Tx, row: Row[Any]) -> Call:
    return Call(
        id=row.id,
        customer_id=row.customer_id,
        message_id=row.message_id,
        level=row.level,
        currency=row.currency,
        called_at=row.called_at,
        called_on=row.called_on,
        by=row.by,
        outcome=row.outcome,
        reached=row.reached,
        said=tx.seal.open(row.said) if row.said is not None else "",
    )
