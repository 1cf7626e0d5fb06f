"""Who gets each month's page by mail. A month is claimed before its mail goes, so it goes once."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from plugin.store._tx import Tx


def wanted_by(tx: Tx) -> frozenset[UUID]:
    """The people of the organisation who switched it on and may still see the books."""
    rows = tx.sql(
        "select l.user_id from month_letters l join members m on m.org_id = l.org_id"
        " and m.user_id = l.user_id where l.org_id = :org"
    )
    return frozenset(rows.scalars())


def switch_on(tx: Tx, user_id: UUID, *, at: datetime, but: date) -> None:
    """From the month after the one that ended on `but`, which they can read already."""
    tx.sql(
        "insert into month_letters (org_id, user_id, since, sent_for)"
        " values (:org, :user, :at, :but) on conflict do nothing",
        user=user_id,
        at=at,
        but=but,
    )


def switch_off(tx: Tx, user_id: UUID) -> None:
    """No more."""
    tx.sql("delete from month_letters where org_id = :org and user_id = :user", user=user_id)


def claim(tx: Tx, user_id: UUID, month: date) -> bool:
    """Take a month's mail to a person in hand; False where it was before, or is not wanted."""
    return (
        tx.sql(
            "update month_letters set sent_for = :month where org_id = :org and user_id = :user"
            " and (sent_for is null or sent_for < :month)",
            user=user_id,
            month=month,
        ).rowcount
        == 1
    )


def unclaim(tx: Tx, user_id: UUID, month: date, before: date) -> None:
    """It did not go, for certain: it may be tried again."""
    tx.sql(
        "update month_letters set sent_for = :before where org_id = :org and user_id = :user"
        " and sent_for = :month",
        user=user_id,
        month=month,
        before=before,
    )


def wanted_in(tx: Tx, user_id: UUID) -> frozenset[UUID]:
    """Those of the transaction's organisations of which a person gets each month."""
    rows = tx.sql(
        "select org_id from month_letters where org_id = any(:orgs) and user_id = :user",
        orgs=list(tx.org_ids),
        user=user_id,
    )
    return frozenset(rows.scalars())
