"""Lines of the tidy list that people put aside, and who gets the list by mail each week.

What stands on the list is found by rules elsewhere; a line put aside stays away until somebody
brings it back or it becomes another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that somebody put aside, and why."""

    line: str
    reason: str
    by: str
    at: datetime


def asides(tx: Tx) -> dict[str, Aside]:
    """Every line that was put aside, by its name."""
    rows = tx.sql("select line, reason, by, at from tidy_asides where org_id = :org")
    return {row.line: Aside(row.line, tx.seal.open(row.reason), row.by, row.at) for row in rows}


def aside_lines(tx: Tx) -> frozenset[str]:
    """The names of the lines that were put aside; no reason is opened."""
    return frozenset(tx.sql("select line from tidy_asides where org_id = :org").scalars())


def put_aside(
    tx: Tx, line: str, *, customer_ids: Sequence[str], reason: str, by: str, at: datetime
) -> bool:
    """Take a line about these customers off the list; False where somebody did already."""
    return (
        tx.sql(
            "insert into tidy_asides (org_id, line, customer_ids, reason, by, at)"
            " values (:org, :line, :customers, :reason, :by, :at) on conflict do nothing",
            line=line,
            customers=list(customer_ids),
            reason=tx.seal.close(reason),
            by=by,
            at=at,
        ).rowcount
        == 1
    )


def bring_back(tx: Tx, line: str) -> bool:
    """Put a line back on the list; False where it was not aside."""
    gone = tx.sql("delete from tidy_asides where org_id = :org and line = :line", line=line)
    return gone.rowcount == 1


def wanted_by(tx: Tx) -> frozenset[UUID]:
    """The people who switched the weekly mail on and may still see the books."""
    rows = tx.sql(
        "select l.user_id from tidy_letters l join members m on m.org_id = l.org_id"
        " and m.user_id = l.user_id where l.org_id = :org"
    )
    return frozenset(rows.scalars())


def wanted_in(tx: Tx, user_id: UUID) -> frozenset[UUID]:
    """Those of the transaction's organisations of which a person gets the weekly mail."""
    rows = tx.sql(
        "select org_id from tidy_letters where org_id = any(:orgs) and user_id = :user",
        orgs=list(tx.org_ids),
        user=user_id,
    )
    return frozenset(rows.scalars())


def switch_on(tx: Tx, user_id: UUID, *, at: datetime, but: date) -> None:
    """From the week after the one that began on `but`, which they can read already."""
    tx.sql(
        "insert into tidy_letters (org_id, user_id, since, sent_for)"
        " values (:org, :user, :at, :but) on conflict do nothing",
        user=user_id,
        at=at,
        but=but,
    )


def switch_off(tx: Tx, user_id: UUID) -> None:
    """No more."""
    tx.sql("delete from tidy_letters where org_id = :org and user_id = :user", user=user_id)


def claim(tx: Tx, user_id: UUID, week: date) -> bool:
    """Take a week's mail to a person in hand; False where it was before, or is not wanted."""
    return (
        tx.sql(
            "update tidy_letters set sent_for = :week where org_id = :org and user_id = :user"
            " and (sent_for is null or sent_for < :week)",
            user=user_id,
            week=week,
        ).rowcount
        == 1
    )


def unclaim(tx: Tx, user_id: UUID, week: date, before: date) -> None:
    """It did not go, for certain: it may be tried again."""
    tx.sql(
        "update tidy_letters set sent_for = :before where org_id = :org and user_id = :user"
        " and sent_for = :week",
        user=user_id,
        week=week,
        before=before,
    )
