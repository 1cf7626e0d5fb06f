"""Links and wishes of customers who were merged or asked to be forgotten. It decides neither."""

from __future__ import annotations

from collections.abc import Sequence

from plugin.store._tx import Tx

_OF_LINKS = (
    " where org_id = :org and link_id in"
    " (select id from portal_links where org_id = :org and customer_id = any(:ids))"
)


def move_links(tx: Tx, losers: Sequence[str]) -> None:
    """Links and proposals are the winner's; its own wishes stand, else the loser's.

    A link opens the winner's account only where its address stands in the winner's own record,
    which is looked at whenever it is opened.
    """
    for table in ("portal_links", "proposed_people"):
        tx.sql(
            f"update {table} set customer_id = c.merged_into from contacts c"  # noqa: S608
            f" where {table}.org_id = :org and c.org_id = :org and c.id = {table}.customer_id"
            " and c.merged_into is not null and c.id = any(:losers)",
            losers=list(losers),
        )
    tx.sql(
        "insert into customer_wishes (org_id, customer_id, pay_run, order_route, said_at)"
        " select distinct on (c.merged_into) w.org_id, c.merged_into, w.pay_run, w.order_route,"
        " w.said_at from customer_wishes w join contacts c on c.org_id = :org"
        " and c.id = w.customer_id where w.org_id = :org and c.merged_into is not null"
        " and c.id = any(:losers) order by c.merged_into, w.said_at desc"
        " on conflict (org_id, customer_id) do nothing",
        losers=list(losers),
    )
    tx.sql(
        "delete from customer_wishes where org_id = :org and customer_id = any(:losers)",
        losers=list(losers),
    )


def forget_links(tx: Tx, ids: Sequence[str]) -> None:
    """Nothing of theirs opens any more, and nothing says that it ever did."""
    for table in ("portal_codes", "portal_proofs"):
        tx.sql(f"delete from {table}{_OF_LINKS}", ids=list(ids))  # noqa: S608 - our own names
    for table in ("portal_links", "proposed_people", "customer_wishes"):
        tx.sql(
            f"delete from {table} where org_id = :org and customer_id = any(:ids)",  # noqa: S608
            ids=list(ids),
        )
