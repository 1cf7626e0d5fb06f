"""Answers to mail on their way: a row before anything leaves, sent at most once.

Nothing is sent here. Of both kinds: a person's own words, and invoices that were asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row

from plugin.credit.steps import StepState
from plugin.store._tx import Tx


class AnswerKind(StrEnum):
    """Who wrote it: a person, or the rule that sends copies of invoices and statements."""

    PERSON = "answer"
    COPY = "copy"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerContent:
    """What of an answer lies sealed."""

    to: str
    subject: str
    text: str
    #: the Message-ID of the mail that it answers
    in_reply_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAnswer:
    """One answer with the state it stands in, as of the outbox."""

    id: UUID
    customer_id: str
    #: what it answers; None where it was asked for on the customer's page
    mail_id: UUID | None
    kind: AnswerKind
    state: StepState
    by: str
    at: datetime
    send_after: datetime
    content: AnswerContent
    invoice_ids: tuple[str, ...] = ()
    sent_on: date | None = None
    outcome: str = ""


def write(tx: Tx, answer: MailAnswer) -> None:
    """Write an answer down, to leave when its time has come."""
    tx.sql(
        "insert into mail_answers (org_id, id, customer_id, mail_id, kind, state, by, at,"
        " send_after, content, invoice_ids) values (:org, :id, :customer, :mail, :kind, :state,"
        " :by, :at, :after, :content, :invoices)",
        id=answer.id,
        customer=answer.customer_id,
        mail=answer.mail_id,
        kind=answer.kind.value,
        state=answer.state.value,
        by=answer.by,
        at=answer.at,
        after=answer.send_after,
        content=tx.seal.close(msgspec.json.encode(asdict(answer.content)).decode()),
        invoices=list(answer.invoice_ids),
    )


def move(
    tx: Tx,
    answer_id: UUID,
    *,
    to: StepState,
    frm: Sequence[StepState],
    now: datetime,
    on: date | None = None,
    outcome: str | None = None,
) -> bool:
    """Move an answer to a state if it stands in one of `frm`; says whether it did."""
    return bool(
        tx.sql(
            "update mail_answers set state = :to, outcome = coalesce(:outcome, outcome),"
            " sent_on = coalesce(cast(:on_day as date), sent_on), settled_at = case when :to in"
            " ('done', 'refused', 'dropped', 'unconfirmed') then :now else settled_at end"
            " where org_id = :org and id = :id and state = any(:frm)",
            to=to.value,
            outcome=outcome,
            on_day=on,
            now=now,
            id=answer_id,
            frm=[each.value for each in frm],
        ).rowcount
    )


def delay(tx: Tx, answer_id: UUID, *, until: datetime, why: str) -> None:
    """Let an answer wait until a later instant."""
    tx.sql(
        "update mail_answers set send_after = :until, outcome = :why, state = 'approved'"
        " where org_id = :org and id = :id and state in ('approved', 'claimed')",
        until=until,
        why=why,
        id=answer_id,
    )


def read(tx: Tx, answer_id: UUID) -> MailAnswer | None:
    """One answer."""
    row = tx.sql(
        "select * from mail_answers where org_id = :org and id = :id", id=answer_id
    ).one_or_none()
    return None if row is None else _answer(tx, row)


def in_state(tx: Tx, state: StepState, *, before: datetime | None = None) -> tuple[MailAnswer, ...]:
    """Answers in a state, oldest first; with `before`, only those that may leave by then."""
    rows = tx.sql(
        "select * from mail_answers where org_id = :org and state = :state"
        " and (cast(:before as timestamptz) is null or send_after <= :before) order by at, id",
        state=state.value,
        before=before,
    )
    return tuple(_answer(tx, row) for row in rows)


def next_after(tx: Tx) -> datetime | None:
    """The instant at which the next answer may leave."""
    found: datetime | None = tx.sql(
        "select min(send_after) from mail_answers where org_id = :org and state = 'approved'"
    ).scalar_one()
    return found


def of_customer(tx: Tx, customer_id: str, *, limit: int = 20) -> tuple[MailAnswer, ...]:
    """The last answers to a customer, newest first."""
    rows = tx.sql(
        "select * from mail_answers where org_id = :org and customer_id = :customer"
        " order by at desc, id limit :limit",
        customer=customer_id,
        limit=limit,
    )
    return tuple(_answer(tx, row) for row in rows)


def of_mail(tx: Tx, mail_id: UUID) -> tuple[MailAnswer, ...]:
    """What was answered to one mail, oldest first."""
    rows = tx.sql(
        "select * from mail_answers where org_id = :org and mail_id = :mail order by at, id",
        mail=mail_id,
    )
    return tuple(_answer(tx, row) for row in rows)


def copies_since(tx: Tx, customer_id: str, *, since: datetime) -> int:
    """How many times this customer was sent papers by rule since an instant."""
    found: int = tx.sql(
        "select count(*) from mail_answers where org_id = :org and customer_id = :customer"
        " and kind in ('copy', 'statement')"
        " and state not in ('dropped', 'refused') and at > :since",
        customer=customer_id,
        since=since,
    ).scalar_one()
    return found


def _answer(tx: Tx, row: Row[Any]) -> MailAnswer:
    return MailAnswer(
        id=row.id,
        customer_id=row.customer_id,
        mail_id=row.mail_id,
        kind=AnswerKind(row.kind),
        state=StepState(row.state),
        by=row.by,
        at=row.at,
        send_after=row.send_after,
        content=msgspec.json.decode(tx.seal.open(row.content), type=AnswerContent),
        invoice_ids=tuple(row.invoice_ids),
        sent_on=row.sent_on,
        outcome=row.outcome or "",
    )
