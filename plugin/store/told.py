"""Mail that tells a customer what they did or what was answered: each once, its words kept sealed.

Its states are those of every message. What it says and whether it may go is decided elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True)
class ToTell:
    """A mail that waits: `subject_id` is the answer, talk, line or dispute that it is about."""

    id: UUID
    customer_id: str
    kind: str
    subject_id: UUID
    talk_id: UUID | None
    at: datetime


def put(
    tx: Tx,
    customer_id: str,
    kind: str,
    subject_id: UUID,
    *,
    once: str,
    at: datetime,
    talk_id: UUID | None = None,
) -> None:
    """Intend to tell a customer something; the same thing is told once."""
    tx.sql(
        "insert into told (org_id, id, customer_id, kind, subject_id, talk_id, state, once, at)"
        " values (:org, :id, :customer, :kind, :subject, :talk, 'approved', :once, :at)"
        " on conflict (org_id, once) do nothing",
        id=uuid4(),
        customer=customer_id,
        kind=kind,
        subject=subject_id,
        talk=talk_id,
        once=once,
        at=at,
    )


def waiting(tx: Tx) -> tuple[ToTell, ...]:
    """What is to be told, oldest first."""
    rows = tx.sql(
        "select id, customer_id, kind, subject_id, talk_id, at from told"
        " where org_id = :org and state = 'approved' order by at, id"
    )
    return tuple(ToTell(*row) for row in map(tuple, rows))


def claim(tx: Tx, told_id: UUID, letter: Mapping[str, object]) -> bool:
    """Claim a mail with its words, before it leaves; False where somebody has it already."""
    return bool(
        tx.sql(
            "update told set state = 'claimed', letter = :letter"
            " where org_id = :org and id = :id and state = 'approved'",
            id=told_id,
            letter=tx.seal.close(json.dumps(letter)),
        ).rowcount
    )


def settle(
    tx: Tx, told_id: UUID, *, state: str, now: datetime, on: date | None, outcome: str | None
) -> None:
    """Say how a mail ended; `on` is the civil day on which it went."""
    tx.sql(
        "update told set state = :state, settled_at = :now, sent_on = :on_day, outcome = :outcome"
        " where org_id = :org and id = :id",
        id=told_id,
        state=state,
        now=now,
        on_day=on,
        outcome=outcome,
    )


def back_in_line(tx: Tx, told_id: UUID) -> None:
    """It was certainly not taken: it waits again."""
    tx.sql(
        "update told set state = 'approved' where org_id = :org and id = :id and state = 'claimed'",
        id=told_id,
    )


def give_up_claimed(tx: Tx, *, now: datetime) -> int:
    """Those claimed by a run that died: nobody can say whether they went, and none goes twice."""
    return tx.sql(
        "update told set state = 'unconfirmed', settled_at = :now,"
        " outcome = 'a run ended while it was on its way'"
        " where org_id = :org and state = 'claimed'",
        now=now,
    ).rowcount


def sent_on(tx: Tx, customer_id: str, on: date) -> int:
    """How many went to a customer on a day."""
    found: int = tx.sql(
        "select count(*) from told where org_id = :org and customer_id = :customer"
        " and sent_on = :on_day",
        customer=customer_id,
        on_day=on,
    ).scalar_one()
    return found
