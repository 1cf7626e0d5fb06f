"""What becomes of statements where the ledger merged two contacts. It decides nothing."""

from __future__ import annotations

from plugin.store._tx import Tx

_WINNER = " from contacts c where s.org_id = :org and c.org_id = :org and c.id = s.customer_id"


def move_statements(tx: Tx, losers: list[str]) -> None:
    """What was stated to the loser counts as stated to the winner, and can still be shown.

    Where both had one of the same month and currency, the winner's keeps its place and the
    loser's stands beside it under the loser's name. The winner's own wish stands.
    """
    tx.sql(
        "update statements s set customer_id = c.merged_into, period = case when exists"  # noqa: S608
        " (select from statements o where o.org_id = :org and o.customer_id = c.merged_into"
        " and o.currency = s.currency and o.period = s.period)"
        " then s.period || ' ' || s.customer_id else s.period end"
        + _WINNER
        + " and c.merged_into is not null and c.id = any(:losers)",
        losers=losers,
    )
    tx.sql(
        "insert into statement_wishes (org_id, customer_id, wish, by, at)"
        " select distinct on (c.merged_into) cast(:org as uuid), c.merged_into, s.wish, s.by, s.at"
        " from statement_wishes s join contacts c on c.org_id = :org and c.id = s.customer_id"
        " where s.org_id = :org and c.merged_into is not null and c.id = any(:losers)"
        " order by c.merged_into, s.at desc on conflict do nothing",
        losers=losers,
    )
    tx.sql(
        "delete from statement_wishes where org_id = :org and customer_id = any(:losers)",
        losers=losers,
    )
