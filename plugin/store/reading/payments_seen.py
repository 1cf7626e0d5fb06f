"""Reads what payment providers saw, for the console. It writes nothing."""

from __future__ import annotations

from plugin.store._tx import Tx
from plugin.store.reading import Record

_SEEN = (
    "select p.*, c.name as customer_name from provider_payments p"
    " left join contacts c on c.org_id = p.org_id and c.id = p.customer_id where p.org_id = :org"
)


def of_customer(tx: Tx, customer_id: str, *, limit: int = 12) -> list[Record]:
    """Payments of one customer, newest first."""
    return list(
        tx.sql(
            f"{_SEEN} and p.customer_id = :customer and p.match in ('sure', 'suggested')"
            " order by p.at desc, p.id limit :limit",
            customer=customer_id,
            limit=limit,
        ).fetchall()
    )


def of_nobody(tx: Tx, *, limit: int = 50) -> list[Record]:
    """Payments that are on their way or received and fit no invoice, newest first."""
    return list(
        tx.sql(
            f"{_SEEN} and p.match = 'unknown' and p.state in ('on_its_way', 'received')"
            " order by p.at desc, p.id limit :limit",
            limit=limit,
        ).fetchall()
    )
