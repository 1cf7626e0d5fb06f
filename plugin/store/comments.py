"""Notes that people of a team leave for each other, and whom they name. Words lie sealed.

They are of the organisation alone: nothing here is shown to a customer or written into a ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.store._tx import Tx


class About(StrEnum):
    """What a note is about."""

    CUSTOMER = "customer"
    INVOICE = "invoice"
    DISPUTE = "dispute"
    TASK = "task"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One note; `words` is empty once it was withdrawn."""

    id: UUID
    customer_id: str
    about: About
    subject: str
    words: str
    by_id: UUID
    by: str
    at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom a note names and whose mail has not gone."""

    comment_id: UUID
    user_id: UUID


_COLUMNS = "id, customer_id, about, subject, words, by_id, by, at, withdrawn_at, withdrawn_by"


def add(
    tx: Tx,
    *,
    customer_id: str,
    about: About,
    subject: str,
    words: str,
    by_id: UUID,
    by: str,
    at: datetime,
    mail_to: Sequence[UUID],
) -> UUID:
    """Keep a note, and whom to tell of it by mail."""
    comment_id = uuid4()
    tx.sql(
        "insert into comments (org_id, id, customer_id, about, subject, words, by_id, by, at)"
        " values (:org, :id, :customer, :about, :subject, :words, :by_id, :by, :at)",
        id=comment_id,
        customer=customer_id,
        about=about.value,
        subject=subject,
        words=tx.seal.close(words),
        by_id=by_id,
        by=by,
        at=at,
    )
    tx.sql(
        "insert into comment_mails (org_id, comment_id, user_id)"
        " select :org, :id, u from unnest(cast(:users as uuid[])) u on conflict do nothing",
        id=comment_id,
        users=list(mail_to),
    )
    return comment_id


def read(tx: Tx, comment_id: UUID) -> Comment | None:
    """One note; None where there is none."""
    row = tx.sql(
        f"select {_COLUMNS} from comments where org_id = :org and id = :id",  # noqa: S608
        id=comment_id,
    ).one_or_none()
    return None if row is None else _comment(tx, row)


def of_customer(tx: Tx, customer_id: str, *, limit: int = 100) -> tuple[Comment, ...]:
    """The notes about a customer and what is theirs, newest first, withdrawn ones too."""
    rows = tx.sql(
        f"select {_COLUMNS} from comments where org_id = :org"  # noqa: S608 - a constant
        " and customer_id = :customer order by at desc, id limit :limit",
        customer=customer_id,
        limit=limit,
    )
    return tuple(_comment(tx, row) for row in rows)


def withdraw(tx: Tx, comment_id: UUID, *, by: str, at: datetime) -> bool:
    """Take a note's words away, here and on the timeline; that there was one stays.

    False where it was withdrawn before. Mails that have not gone do not go.
    """
    gone = tx.sql(
        "update comments set words = null, withdrawn_at = :at, withdrawn_by = :by"
        " where org_id = :org and id = :id and withdrawn_at is null",
        id=comment_id,
        by=by,
        at=at,
    )
    tx.sql(
        "update events set said = null where org_id = :org and kind = 'comment'"
        " and customer_id = (select customer_id from comments where org_id = :org and id = :id)"
        " and refs ->> 'comment' = cast(:id as text)",
        id=comment_id,
    )
    tx.sql("delete from comment_mails where org_id = :org and comment_id = :id"
           " and claimed_at is null", id=comment_id)  # fmt: skip
    return gone.rowcount == 1


def unmailed(tx: Tx) -> tuple[Named, ...]:
    """Whose mails have not gone, in the order in which the notes were left."""
    rows = tx.sql(
        "select m.comment_id, m.user_id from comment_mails m join comments c on c.org_id = :org"
        " and c.id = m.comment_id where m.org_id = :org and m.claimed_at is null"
        " order by c.at, m.comment_id, m.user_id"
    )
    return tuple(Named(row.comment_id, row.user_id) for row in rows)


def claim(tx: Tx, named: Named, *, at: datetime) -> bool:
    """Take a mail in hand, so that it goes once; False where somebody has."""
    return (
        tx.sql(
            "update comment_mails set claimed_at = :at where org_id = :org"
            " and comment_id = :comment and user_id = :user and claimed_at is null",
            comment=named.comment_id,
            user=named.user_id,
            at=at,
        ).rowcount
        == 1
    )


def unclaim(tx: Tx, named: Named) -> None:
    """It did not go, for certain: it may be tried again."""
    tx.sql(
        "update comment_mails set claimed_at = null where org_id = :org"
        " and comment_id = :comment and user_id = :user",
        comment=named.comment_id,
        user=named.user_id,
    )


def settle(tx: Tx, named: Named, outcome: str) -> None:
    """What became of a mail."""
    tx.sql(
        "update comment_mails set outcome = :outcome where org_id = :org"
        " and comment_id = :comment and user_id = :user",
        comment=named.comment_id,
        user=named.user_id,
        outcome=outcome,
    )


def _comment(tx: Tx, row: Row[Any]) -> Comment:
    words = tx.seal.open(row.words) if row.words is not None else ""
    found = {
        **row._mapping,
        "about": About(row.about),
        "words": words,
        "withdrawn_by": row.withdrawn_by or "",
    }
    return Comment(**found)
