"""Remittance advice in mail: its rows, and the invoices it may be about. It allocates nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from plugin.credit.money import Money
from plugin.credit.remittance import OpenInvoice, names_any, read_remittance
from plugin.mail.reading import Arrived
from plugin.mail.rows import rows_of_csv, rows_of_text
from plugin.operations.ground import Ground
from plugin.store import Tx, remitting
from plugin.store.mail import MailContent

#: paid so lately an invoice is still recognised, though nothing of it is open
_LATELY = timedelta(days=90)
_MOST_ROWS = 800
_MOST_TEXT = 60_000


def rows_of(arrived: Arrived) -> tuple[tuple[str, ...], ...]:
    """The rows in which a mail may name what was paid: its tables, its lines, tables with it."""
    rows: list[tuple[str, ...]] = list(arrived.rows)
    rows += rows_of_text(arrived.said)
    for each in arrived.files:
        rows += rows_of_csv(each.content) if each.kind in {"text/csv", "text/plain"} else ()
    return bounded(rows)


def bounded(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """As many rows as anybody reads."""
    kept: list[tuple[str, ...]] = []
    size = 0
    for row in rows[:_MOST_ROWS]:
        size += sum(map(len, row))
        if size > _MOST_TEXT:
            break
        kept.append(row)
    return tuple(kept)


def invoices_of(tx: Tx, on: Ground, customer_id: str) -> tuple[OpenInvoice, ...]:
    """The customer's open invoices and those paid lately."""
    found = remitting.invoices_meant(tx, customer_id, since=on.today - _LATELY)
    return tuple(
        OpenInvoice(each.id, each.number, Money(each.balance, each.currency), each.reference)
        for each in found
    )


def is_advice(tx: Tx, on: Ground, customer_id: str, content: MailContent) -> bool:
    """Whether a mail names invoices of the customer with amounts."""
    invoices = invoices_of(tx, on, customer_id)
    if not names_any(content.rows, invoices):
        return False
    return read_remittance(content.rows, invoices) is not None
