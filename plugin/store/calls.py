"""Calls that were made to customers, and answers that came from them. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

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


def note_reply(
    tx: Tx, customer_id: str, channel: Channel, *, at: datetime, on: date, said: str
) -> UUID:
    """Write down that a customer answered, in their own words."""
    reply_id = uuid4()
    tx.sql(
        "insert into replies (org_id, id, customer_id, channel, replied_at, replied_on, said)"
        " values (:org, :id, :customer, :channel, :at, :on_day, :said)",
        id=reply_id,
        customer=customer_id,
        channel=channel.value,
        at=at,
        on_day=on,
        said=tx.seal.close(said) if said else None,
    )
    return reply_id


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
