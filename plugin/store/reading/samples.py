"""Customers for whom a letter can be shown: those who owe something."""

from __future__ import annotations

from collections.abc import Sequence

from plugin.store._tx import Tx
from plugin.store.reading import Record


def owing(tx: Tx, *, most: int) -> Sequence[Record]:
    """Customers with an open sales invoice, the longest late first."""
    return tx.sql(
        "select c.id, c.name from contacts c join invoices i on i.org_id = :org"
        " and i.contact_id = c.id where c.org_id = :org and c.merged_into is null"
        " and i.kind = 'sale' and i.state = 'approved' and i.balance > 0"
        " group by c.id, c.name order by min(i.due), c.id limit :most",
        most=most,
    ).all()
