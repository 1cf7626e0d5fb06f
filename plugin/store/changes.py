"""Whose facts changed since they were last reviewed. What a review decides is no matter of this."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from plugin.store._tx import Tx


def mark_changed(tx: Tx, customer_ids: Iterable[str]) -> None:
    """Note that these customers must be reviewed anew, in the transaction of the change itself.

    A contact that was merged away counts as its winner; one that never bought is left out. The
    rest of a family is reviewed too, because its exposure is common (rule 10).
    """
    ids = sorted(set(customer_ids))
    if not ids:
        return
    tx.sql(
        "with named as (select coalesce(merged_into, id) as id from contacts"
        " where org_id = :org and id = any(:ids)),"
        " concerned as (select id from named union"
        " select kin.customer_id from terms mine join terms kin on kin.org_id = :org"
        " and kin.family_id = mine.family_id"
        " where mine.org_id = :org and mine.customer_id in (select id from named))"
        " insert into assessments (org_id, customer_id, changed_seq)"
        " select c.org_id, c.id, 1 from contacts c where c.org_id = :org and c.is_customer"
        " and c.id in (select id from concerned) order by c.id"
        " on conflict (org_id, customer_id) do update"
        " set changed_seq = assessments.changed_seq + 1",
        ids=ids,
    )


def customers_due(tx: Tx, *, on: date, limit: int) -> tuple[str, ...]:
    """Customers to review on civil day `on`: changed ones first, then those whose day has come."""
    rows = tx.sql(
        "select customer_id from assessments"
        " where org_id = :org and (changed_seq > assessed_seq or look_again_on <= :on)"
        " order by changed_seq <= assessed_seq, customer_id limit :limit",
        on=on,
        limit=limit,
    )
    return tuple(row.customer_id for row in rows)
