"""Small books for journeys, made by hand: who owes what, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from connectors.sandbox.seed import (
    SeedAccount,
    SeedContact,
    SeedGroup,
    SeedInvoice,
    SeedLine,
    SeedOrganisation,
    SeedPayment,
    SeedUser,
    SeedWorld,
)

#: a Tuesday; the local Xero's clock starts at 09:00 on it
DAY = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer with its invoices; the key is its number too."""

    contact: SeedContact
    invoices: tuple[SeedInvoice, ...] = ()
    payments: tuple[SeedPayment, ...] = field(default=())


def a_debt(number: str, amount: str, *, late: int, **changes: Any) -> SeedInvoice:
    """A sent invoice that is `late` days late on the first day (negative = not due yet)."""
    due = DAY - timedelta(days=late)
    issued = changes.pop("issued", min(due - timedelta(days=30), DAY - timedelta(days=10)))
    currency = changes.pop("currency", "GBP")
    lines = (SeedLine("Olive oil", Decimal(1), Decimal(amount)),)
    return SeedInvoice(number, number, "", issued, due, lines, currency, **changes)


def a_customer(key: str, name: str, *debts: SeedInvoice, **changes: Any) -> Customer:
    """A customer with one address of its own, who owes these."""
    email = changes.pop("email", f"{key}@{key}.example")
    contact = SeedContact(key, name, number=key, email=email, **changes)
    return Customer(contact, tuple(_of(key, debt) for debt in debts))


def _of(key: str, debt: SeedInvoice) -> SeedInvoice:
    values = {name: getattr(debt, name) for name in debt.__slots__}
    return SeedInvoice(**{**values, "contact": key})


def books(
    customers: Iterable[Customer], *, groups: tuple[SeedGroup, ...] = (), **changes: Any
) -> SeedWorld:
    """One organisation in London with these customers.

    A paid invoice of the day before stands beside them, so that the books are not stale.
    """
    fresh = a_customer("fresh", "Fresh Payer", a_debt("PAID-1", "10.00", late=1))
    every = (*customers, fresh)
    organisation = SeedOrganisation(
        key="harbour",
        name="Harbour Lane Foods",
        country="GB",
        base_currency="GBP",
        timezone="Europe/London",
        xero_timezone="GMTSTANDARDTIME",
        short_code="!hL4Nf",
        accounts=(
            SeedAccount("090", "Bank", "BANK", "GBP"),
            SeedAccount("200", "Sales", "REVENUE"),
            SeedAccount("404", "Bad debts", "EXPENSE"),
        ),
        contacts=tuple(customer.contact for customer in every),
        groups=groups,
        invoices=tuple(invoice for customer in every for invoice in customer.invoices),
        payments=(
            SeedPayment("fresh", "PAID-1", DAY - timedelta(days=1), Decimal("10.00")),
            *(payment for customer in every for payment in customer.payments),
        ),
        **changes,
    )
    return SeedWorld(
        DAY, (organisation,), (SeedUser("owner", "Lisa", "Harding", "lisa@harbour.example"),)
    )
