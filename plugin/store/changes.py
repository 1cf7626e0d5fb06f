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
    # one step at a time, by ids: a join would be planned badly before the first statistics
    named = tx.sql(
        "select coalesce(merged_into, id) from contacts where org_id = :org and id = any(:ids)",
        ids=ids,
    ).scalars()
    concerned: set[str] = set(named)
    concerned |= _kin(tx, concerned)
    tx.sql(
        "insert into assessments (org_id, customer_id, changed_seq)"
        " select org_id, id, 1 from contacts where org_id = :org and is_customer"
        " and id = any(:ids) order by id"
        " on conflict (org_id, customer_id) do update"
        " set changed_seq = assessments.changed_seq + 1",
        ids=sorted(concerned),
    )


def _kin(tx: Tx, customer_ids: Iterable[str]) -> set[str]:
    """Everybody who is of one family with any of these."""
    families = tx.sql(
        "select distinct family_id from terms where org_id = :org and customer_id = any(:ids)"
        " and family_id is not null",
        ids=sorted(customer_ids),
    ).scalars()
    kin = tx.sql(
        "select customer_id from terms where org_id = :org and family_id = any(:families)",
        families=sorted(families),
    )
    return set(kin.scalars())


def customers_due(tx: Tx, *, on: date, limit: int | None = None) -> tuple[str, ...]:
    """Customers to review on civil day `on`: changed ones first, then those whose day has come.

    No more than `limit` of them; None is all.
    """
    rows = tx.sql(
        # each half has its index; as one condition they would read every customer there is
        "select customer_id from"
        " (select customer_id, 1 as place from assessments"
        " where org_id = :org and changed_seq > assessed_seq"
        " union all select customer_id, 2 from assessments"
        " where org_id = :org and changed_seq <= assessed_seq and look_again_on <= :on) found"
        " order by place, customer_id limit :limit",
        on=on,
        limit=limit,
    )
    return tuple(rows.scalars())
