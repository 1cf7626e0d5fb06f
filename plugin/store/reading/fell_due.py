"""Reads what fell due and what money came for it, for measuring lateness. It writes nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from plugin.credit import lateness
from plugin.credit.lateness import FellDue
from plugin.store._tx import Tx
from plugin.store.reading.ledger_past import ledger_past


def fell_due(tx: Tx, *, since: date, customer_ids: Collection[str] | None = None) -> list[FellDue]:
    """Invoices due from `since` on, of these customers or of all; none for interest or fees.

    Amounts are in base currency at the invoice's own rate.
    """
    past = ledger_past(tx, since=since, customer_ids=customer_ids)
    found = [lateness.fell_due(each) for each in past.invoices if not each.is_charge]
    return [each for each in found if each.due >= since and each.amount > 0]
