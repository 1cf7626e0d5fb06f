"""What a person let stand on invoices that had not left. It asks nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from plugin.credit.leaving_findings import Fine
from plugin.store._tx import Tx


def keep(tx: Tx, fine: Sequence[Fine], *, by: str, at: datetime) -> None:
    """Remember that these findings are fine as they are."""
    tx.sql(
        "insert into looked_fine (org_id, invoice_id, key, by, at)"
        " select :org, f.invoice, f.key, :by, :at"
        " from unnest(cast(:invoices as text[]), cast(:keys as text[])) as f(invoice, key)"
        " on conflict (org_id, invoice_id, key) do nothing",
        invoices=[each.invoice_id for each in fine],
        keys=[each.key for each in fine],
        by=by,
        at=at,
    )


def forget(tx: Tx, invoice_id: str) -> int:
    """Ask about this invoice again; says how many findings had been let stand."""
    return tx.sql(
        "delete from looked_fine where org_id = :org and invoice_id = :id", id=invoice_id
    ).rowcount
