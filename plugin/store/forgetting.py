"""Forgetting the copy of a ledger whose organisation has waited too long for a consent.

What was said and decided stays for a while (messages, steps, the log); the books themselves go.
"""

from __future__ import annotations

from plugin.store._tx import Tx

#: the copy of the ledger and what was derived from it alone
COPIED = (
    "allocations",
    "assessments",
    "chart",
    "comparison_pages",
    "comparisons",
    "contact_people",
    "contacts",
    "credits",
    "cursors",
    "differences",
    "due_changes",
    "flags",
    "group_members",
    "invoices",
    "kpi_days",
    "kpi_seen",
    "kpi_sums",
    "ledger_groups",
    "notices",
    "payments",
    "portfolio_snapshots",
    "quotes",
    "repeating",
    "sync_progress",
    "tax_rates",
)


def forget_ledger(tx: Tx) -> int:
    """Delete the organisation's copy of its ledger; says how many rows went.

    A later reconnection reads everything anew.
    """
    gone = sum(
        tx.sql(f"delete from {table} where org_id = :org").rowcount  # noqa: S608 - our own names
        for table in COPIED
    )
    tx.sql("update organisations set first_synced_at = null where id = :org")
    return gone
