"""What people called off of a batch of customers, read in one statement. Nothing is judged here."""

from __future__ import annotations

from collections import defaultdict

from plugin.credit.called_off import CalledOff
from plugin.store._account_facts import Batch


def called_off_of(batch: Batch) -> dict[str, list[CalledOff]]:
    """The levels that were skipped or put off ahead of their day, per customer."""
    rows = batch.tx.sql(
        "select customer_id, invoice_id, instalment, level, foreseen, until, cycle from called_off"
        " where org_id = :org and customer_id = any(:ids) and undone_at is null"
        " order by at, invoice_id, instalment",
        ids=batch.ids,
    )
    found: dict[str, list[CalledOff]] = defaultdict(list)
    for customer, *its in map(tuple, rows.fetchall()):
        found[customer].append(CalledOff(*its))
    return found
