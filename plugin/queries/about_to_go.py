"""What is about to go, for the one question whether any of it is paid already (rule 21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from plugin.credit.decisions import AskWhy
from plugin.credit.money import Money
from plugin.store import Tx
from plugin.store.reading import Record, about_to_go, ledger


@dataclass(frozen=True, slots=True)
class AskedInvoice:
    """An invoice that a reminder is about to ask for."""

    id: str
    number: str
    due: date
    days_late: int
    asked: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutToGo:
    """One reminder; `is_seen` where a payment provider may have seen money for it."""

    message_id: UUID
    customer_id: str
    customer: str
    is_approved: bool
    is_stale: bool
    is_seen: bool
    total: Money
    invoices: tuple[AskedInvoice, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """All that is about to go, and to when the books are reconciled; None where never."""

    messages: tuple[AboutToGo, ...]
    reconciled_to: date | None

    @property
    def is_stale(self) -> bool:
        """Whether anything waits for the answer."""
        return any(each.is_stale for each in self.messages)


def question(tx: Tx) -> Question:
    """The question as of now."""
    rows = about_to_go.asked_for(tx)
    messages = tuple(
        _message(list(its)) for _, its in groupby(rows, key=lambda row: row.message_id)
    )
    return Question(messages, ledger.reconciled_to(tx))


def waiting_for_the_books(tx: Tx) -> int:
    """How many reminders wait for the answer."""
    return about_to_go.waiting_for_the_books(tx)


def _message(rows: Sequence[Record]) -> AboutToGo:
    first = rows[0]
    return AboutToGo(
        message_id=first.message_id,
        customer_id=first.customer_id,
        customer=first.customer_name or first.customer_id,
        is_approved=first.state == "approved",
        is_stale=AskWhy.STALE_BOOKS in first.ask,
        is_seen=AskWhy.PAYMENT_SEEN in first.ask,
        total=Money(first.total, first.currency),
        invoices=tuple(
            AskedInvoice(
                row.invoice_id, row.number, row.due, row.days_late, Money(row.amount, row.currency)
            )
            for row in rows
        ),
    )
