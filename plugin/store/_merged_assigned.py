"""Who looks after a contact that the ledger merged away, and what was proposed about it."""

from __future__ import annotations

from plugin.store._tx import Tx


def move_assigned(tx: Tx, losers: list[str]) -> None:
    """The winner's own people stay; whom it has none of comes from the loser.

    What one person proposed about the loser has lapsed: it was about another customer.
    """
    tx.sql(
        "insert into customer_people as p (org_id, customer_id, controller_id, sales_id, by, at)"
        " select distinct on (c.merged_into) l.org_id, c.merged_into, l.controller_id, l.sales_id,"
        " l.by, l.at from customer_people l"
        " join contacts c on c.org_id = :org and c.id = l.customer_id"
        " where l.org_id = :org and l.customer_id = any(:losers) and c.merged_into is not null"
        " order by c.merged_into, l.at desc, l.customer_id"
        " on conflict (org_id, customer_id) do update set"
        " controller_id = coalesce(p.controller_id, excluded.controller_id),"
        " sales_id = coalesce(p.sales_id, excluded.sales_id)",
        losers=losers,
    )
    tx.sql(
        "delete from customer_people where org_id = :org and customer_id = any(:losers)",
        losers=losers,
    )
    tx.sql(
        "update second_approvals set state = 'lapsed' where org_id = :org"
        " and customer_id = any(:losers) and state in ('open', 'agreed')",
        losers=losers,
    )
