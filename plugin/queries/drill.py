"""The invoices that a total is made of, so that every number can be asked "says who?"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugin.credit.money import Money
from plugin.queries.figures import bucket_label
from plugin.store import Tx
from plugin.store.reading import ledger

MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInvoice:
    """One open invoice; `days_late` is negative before the due date."""

    id: str
    number: str
    customer_id: str
    customer: str
    issued: date
    due: date
    days_late: int
    total: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class Drill:
    """Open invoices of one currency and bucket; `total` sums all of them, also those not shown."""

    heading: str
    lines: tuple[OpenInvoice, ...]
    count: int
    total: Money | None


def open_invoices(tx: Tx, *, on: date, currency: str, bucket: str, most: int = MOST) -> Drill:
    """The open invoices of a civil day; an empty currency or bucket means every one."""
    rows = ledger.open_invoices(
        tx, on=on, currency=currency or None, bucket=bucket or None, limit=most
    )
    label = f"Open invoices, {bucket_label(bucket)}" if bucket else "Open invoices"
    return Drill(
        heading=f"{label}, {currency}" if currency else label,
        lines=tuple(
            OpenInvoice(
                id=row.id,
                number=row.number,
                customer_id=row.contact_id,
                customer=row.customer_name,
                issued=row.issued,
                due=row.due,
                days_late=row.days_late,
                total=Money(row.total, row.currency),
                balance=Money(row.balance, row.currency),
            )
            for row in rows
        ),
        count=rows[0].n_all if rows else 0,
        total=Money(rows[0].balance_all, currency) if rows and currency else None,
    )
