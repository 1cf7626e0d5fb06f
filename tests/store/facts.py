"""Small builders of what a ledger says, and verbs that save it. Connected on 2026-01-05."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from plugin.calendars import calendar_for
from plugin.credit.account import Account, Calendar
from plugin.ports.records import (
    LedgerContact,
    LedgerCredit,
    LedgerDocumentKind,
    LedgerInvoice,
    LedgerPayment,
    LedgerPaymentKind,
)
from plugin.store import Store, Tx
from plugin.store._bulk import Saved
from plugin.store.accounts import load_accounts
from plugin.store.contacts import save_contacts
from plugin.store.invoices import save_invoices
from plugin.store.payments import save_credits, save_payments

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 2)
BAD_DEBTS = "bad-debts"


def later(hours: int) -> datetime:
    """Some hours after NOON."""
    return NOON + timedelta(hours=hours)


def a_contact(id_: str = "acme", **changes: Any) -> LedgerContact:
    """A customer with one email address."""
    facts: dict[str, Any] = {
        "id": id_,
        "number": f"C-{id_}",
        "name": id_.title(),
        "updated_at": NOON,
        "email": f"{id_}@customer.test",
        "is_customer": True,
    }
    return LedgerContact(**{**facts, **changes})


def a_sale(id_: str = "i1", *, amount: str = "100.00", **changes: Any) -> LedgerInvoice:
    """An approved sales invoice of *acme*, sent, issued 1 February and due 1 March 2026."""
    facts: dict[str, Any] = {
        "id": id_,
        "kind": LedgerDocumentKind.SALE,
        "number": f"INV-{id_}",
        "contact_id": "acme",
        "state": "approved",
        "issued": date(2026, 2, 1),
        "due": date(2026, 3, 1),
        "currency": "GBP",
        "total": Decimal(amount),
        "balance": Decimal(amount),
        "paid": Decimal(0),
        "credited": Decimal(0),
        "updated_at": NOON,
        "sent": True,
    }
    return LedgerInvoice(**{**facts, **changes})


def a_payment(id_: str = "p1", *, amount: str = "40.00", **changes: Any) -> LedgerPayment:
    """A payment of invoice *i1* on 2 March 2026."""
    facts: dict[str, Any] = {
        "id": id_,
        "kind": LedgerPaymentKind.SALE,
        "document_id": "i1",
        "on": TODAY,
        "amount": Decimal(amount),
        "currency": "GBP",
        "updated_at": NOON,
        "account_id": "bank",
    }
    return LedgerPayment(**{**facts, **changes})


def a_credit(id_: str = "n1", *, remaining: str = "30.00", **changes: Any) -> LedgerCredit:
    """A credit note of *acme* over 30.00 on 2 March 2026."""
    facts: dict[str, Any] = {
        "id": id_,
        "kind": "credit_note",
        "number": f"CN-{id_}",
        "contact_id": "acme",
        "on": TODAY,
        "currency": "GBP",
        "total": Decimal("30.00"),
        "remaining": Decimal(remaining),
        "live": True,
        "updated_at": NOON,
        "account_ids": ("sales",),
    }
    return LedgerCredit(**{**facts, **changes})


class Books:
    """One organisation's store with verbs to fill it; each verb is a transaction of its own."""

    def __init__(self, store: Store, org: UUID) -> None:
        self.store = store
        self.org = org

    @contextmanager
    def tx(self) -> Iterator[Tx]:
        """A transaction of the organisation."""
        with self.store.tenant(self.org) as tx:
            yield tx

    def contacts(self, *contacts: LedgerContact) -> Saved:
        """Save contacts."""
        with self.tx() as tx:
            return save_contacts(tx, contacts)

    def invoices(
        self, *invoices: LedgerInvoice, seen_on: date = TODAY, first_sync: bool = False
    ) -> Saved:
        """Save invoices under terms of 30 days."""
        with self.tx() as tx:
            return save_invoices(
                tx, invoices, seen_on=seen_on, first_sync=first_sync, terms_days=30
            )

    def payments(self, *payments: LedgerPayment) -> Saved:
        """Save payments."""
        with self.tx() as tx:
            return save_payments(tx, payments, bad_debt_accounts={BAD_DEBTS})

    def credits(self, *credits_: LedgerCredit) -> Saved:
        """Save credits."""
        with self.tx() as tx:
            return save_credits(tx, credits_, bad_debt_accounts={BAD_DEBTS})

    def account(self, customer_id: str = "acme", *, on: date = TODAY) -> Account:
        """Load one account."""
        with self.tx() as tx:
            (found,) = load_accounts(
                tx, on=on, customer_ids=[customer_id], calendar_of=british_calendar
            )
        return found

    def all(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        """Rows of a query, as tuples."""
        with self.tx() as tx:
            return [tuple(row) for row in tx.sql(query, **values)]

    def changed_seq(self, customer_id: str = "acme") -> int:
        """How often facts of a customer have changed."""
        found = self.all(
            "select changed_seq from assessments where customer_id = :c", c=customer_id
        )
        return int(found[0][0]) if found else 0


def british_calendar(country: str) -> Calendar:
    """Working days of a country in 2026."""
    return calendar_for(country, (2026,))
