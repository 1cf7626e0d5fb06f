"""Check-ins and refusals of a contact that the ledger merged away come to the winner."""

from __future__ import annotations

from plugin.store._tx import Tx


def move_relationship(tx: Tx, losers: list[str]) -> None:
    """The winner's own choice of check-ins stands; that nobody asks them holds for either."""
    tx.sql(
        "insert into check_ins (org_id, customer_id, every_weeks, next_on, by, at)"
        " select distinct on (c.merged_into) cast(:org as uuid), c.merged_into, x.every_weeks,"
        " x.next_on, x.by, x.at from check_ins x"
        " join contacts c on c.org_id = :org and c.id = x.customer_id"
        " where x.org_id = :org and c.merged_into is not null and c.id = any(:losers)"
        " order by c.merged_into, x.at desc on conflict do nothing",
        losers=losers,
    )
    tx.sql(
        "insert into never_asked (org_id, customer_id, by, at)"
        " select distinct on (c.merged_into) cast(:org as uuid), c.merged_into, x.by, x.at"
        " from never_asked x join contacts c on c.org_id = :org and c.id = x.customer_id"
        " where x.org_id = :org and c.merged_into is not null and c.id = any(:losers)"
        " order by c.merged_into, x.at on conflict do nothing",
        losers=losers,
    )
    for table in ("check_ins", "never_asked"):
        tx.sql(
            f"delete from {table} where org_id = :org and customer_id = any(:losers)",  # noqa: S608
            losers=losers,
        )
