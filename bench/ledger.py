"""A sales ledger of any size, the same for the same size: as records of ours and as a books file.

Twenty invoices a customer over eighteen months; most are paid, some are late, a few very. It is
made by arithmetic, so that nothing about it is surprising.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from plugin.ports import LedgerContact, LedgerInvoice, LedgerPayment
from plugin.ports.records import LedgerDocumentKind, LedgerPaymentKind

#: the day on which everything is measured, a Tuesday; the organisation was connected on it
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
INVOICES_A_CUSTOMER = 20

_DAYS = 540
_TERMS = timedelta(days=30)
#: days after the due date on which customers of each kind pay; None = not at all yet
_HABITS: tuple[int | None, ...] = (-3, 0, 0, 2, 5, 9, 14, 21, 35, None)
_BEFORE = NOW - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sale:
    """An invoice of 30 days in pounds, and when it was paid in full, if ever."""

    number: int
    customer: int
    issued: date
    amount: Decimal
    paid_on: date | None

    @property
    def due(self) -> date:
        """Thirty days after its issue."""
        return self.issued + _TERMS


def customers_of(invoices: int) -> int:
    """How many customers a ledger of so many invoices has."""
    return max(1, invoices // INVOICES_A_CUSTOMER)


def sales(invoices: int) -> Iterator[Sale]:
    """So many invoices, the oldest first; their customers take turns."""
    customers = customers_of(invoices)
    for number in range(invoices):
        customer = (number * 7919) % customers
        issued = TODAY - timedelta(days=_DAYS - number * _DAYS // invoices)
        habit = _HABITS[(customer * 31 + number // customers * 17) % len(_HABITS)]
        paid_on = None
        if habit is not None:
            paid_on = max(issued, issued + _TERMS + timedelta(days=habit))
        # old debts are rare: what stands longer than half a year has been paid but for one in ten
        elif (TODAY - issued).days > 180 and number % 10:
            paid_on = issued + timedelta(days=100)
        if paid_on is not None and paid_on >= TODAY:
            paid_on = None
        pence = 2_500 + (number * 104_729) % 250_000
        yield Sale(number, customer, issued, Decimal(pence) / 100, paid_on)


def contacts(invoices: int) -> Iterator[LedgerContact]:
    """Its customers as the store takes them."""
    for number in range(customers_of(invoices)):
        yield LedgerContact(
            id=record_id("c", number),
            number=f"C{number}",
            name=f"Customer {number}",
            updated_at=_BEFORE,
            email=f"accounts@customer{number}.example",
            is_customer=True,
        )


def invoice_record(sale: Sale) -> LedgerInvoice:
    """An invoice as the store takes it."""
    is_paid = sale.paid_on is not None
    return LedgerInvoice(
        id=record_id("i", sale.number),
        kind=LedgerDocumentKind.SALE,
        number=f"INV-{sale.number}",
        contact_id=record_id("c", sale.customer),
        state="paid" if is_paid else "approved",
        issued=sale.issued,
        due=sale.due,
        currency="GBP",
        total=sale.amount,
        balance=Decimal(0) if is_paid else sale.amount,
        paid=sale.amount if is_paid else Decimal(0),
        credited=Decimal(0),
        updated_at=_BEFORE,
        sent=True,
        fully_paid_on=sale.paid_on,
    )


def payment_record(sale: Sale) -> LedgerPayment | None:
    """The payment of an invoice as the store takes it; None where there was none."""
    if sale.paid_on is None:
        return None
    return LedgerPayment(
        id=record_id("p", sale.number),
        kind=LedgerPaymentKind.SALE,
        document_id=record_id("i", sale.number),
        on=sale.paid_on,
        amount=sale.amount,
        currency="GBP",
        updated_at=_BEFORE,
        reconciled=True,
    )


def books(invoices: int, *, limit: Decimal | None = None) -> dict[str, Any]:
    """The same ledger as a books file; `limit` is what every customer may owe."""
    every = tuple(sales(invoices))
    bound = {} if limit is None else {"credit_limit": str(limit)}
    return {
        "organisation": {
            "name": "Bench Wholesale",
            "country": "GB",
            "base_currency": "GBP",
            "timezone": "Europe/London",
            "terms_days": 30,
        },
        "customers": [
            {
                "id": f"C{number}",
                "name": f"Customer {number}",
                "email": f"accounts@customer{number}.example",
                **bound,
            }
            for number in range(customers_of(invoices))
        ],
        "invoices": [
            {
                "id": f"I{sale.number}",
                "number": f"INV-{sale.number}",
                "customer": f"C{sale.customer}",
                "issued": sale.issued.isoformat(),
                "due": sale.due.isoformat(),
                "amount": f"{sale.amount:.2f}",
                "currency": "GBP",
            }
            for sale in every
        ],
        "payments": [
            {
                "invoice": f"I{sale.number}",
                "date": sale.paid_on.isoformat(),
                "amount": f"{sale.amount:.2f}",
            }
            for sale in every
            if sale.paid_on is not None
        ],
        "credits": [],
    }


def record_id(kind: str, number: int) -> str:
    """An identifier of the length that the ledger's have; scattered, as theirs are."""
    scattered = (number * 2_654_435_761) % 2**32
    return f"{scattered:08x}-{ord(kind):04x}-4000-8000-{number:012x}"
