"""Who is never asked for a recommendation, and who said so. Whom to ask is decided elsewhere."""

from __future__ import annotations

from datetime import datetime

from plugin.store._tx import Tx
from plugin.store.changes import mark_changed


def refuse(tx: Tx, customer_id: str, *, by: str, at: datetime) -> None:
    """Keep that nobody asks them; whoever said it first stays named."""
    tx.sql(
        "insert into never_asked (org_id, customer_id, by, at) values (:org, :customer, :by, :at)"
        " on conflict (org_id, customer_id) do nothing",
        customer=customer_id,
        by=by,
        at=at,
    )
    mark_changed(tx, [customer_id])


def allow(tx: Tx, customer_id: str) -> None:
    """They may be asked again."""
    tx.sql(
        "delete from never_asked where org_id = :org and customer_id = :customer",
        customer=customer_id,
    )
    mark_changed(tx, [customer_id])


def refused_by(tx: Tx, customer_id: str) -> str | None:
    """Who said that they are not asked; None where nobody did."""
    by: str | None = tx.sql(
        "select by from never_asked where org_id = :org and customer_id = :customer",
        customer=customer_id,
    ).scalar_one_or_none()
    return by


def has_refused(tx: Tx, customer_id: str) -> bool:
    """Whether anybody said so."""
    return refused_by(tx, customer_id) is not None


def every(tx: Tx) -> dict[str, str]:
    """Who said so, by customer."""
    rows = tx.sql("select customer_id, by from never_asked where org_id = :org")
    return {row.customer_id: row.by for row in rows}
