"""A tiny world, small enough to know by heart."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from connectors.sandbox.seed import (
    CreditKind,
    Habit,
    InvoiceKind,
    InvoiceRaised,
    InvoiceStatus,
    PaymentMade,
    SeedAccount,
    SeedAddress,
    SeedAllocation,
    SeedContact,
    SeedCredit,
    SeedGroup,
    SeedInvoice,
    SeedLine,
    SeedNote,
    SeedOrganisation,
    SeedPayment,
    SeedPerson,
    SeedPhone,
    SeedQuote,
    SeedRepeating,
    SeedTerms,
    SeedUser,
    SeedWorld,
)

DAY = date(2026, 11, 24)
SCOPES = (
    "openid profile email offline_access accounting.settings.read accounting.contacts "
    "accounting.invoices accounting.payments.read"
)


def lines(amount: str) -> tuple[SeedLine, ...]:
    """One line over an amount."""
    return (SeedLine("Olive oil", Decimal(1), Decimal(amount)),)


def invoice(number: str, contact: str, amount: str, due: date, **rest: Any) -> SeedInvoice:
    """An approved and sent sales invoice of thirty days."""
    issued = rest.pop("issued", due - timedelta(days=30))
    currency = rest.pop("currency", "GBP")
    return SeedInvoice(number, number, contact, issued, due, lines(amount), currency, **rest)


def _contacts() -> tuple[SeedContact, ...]:
    return (
        SeedContact(
            "kettle",
            "The Copper Kettle Café",
            number="C-1",
            email="accounts@copperkettle.example",
            first_name="Maya",
            people=(SeedPerson("Ada", "Low", "ada@copperkettle.example"),),
            phones=(SeedPhone("2222 333", area="0117"),),
            addresses=(SeedAddress("1 Dock Road", "Bristol", "BS1 1AA", "United Kingdom"),),
            sales_terms=SeedTerms(14),
            currency="GBP",
        ),
        SeedContact("bistro", "Quay Bistro", number="C-2", email="pay@quaybistro.example"),
        SeedContact("maison", "Maison du Port", number="C-3", currency="EUR"),
        SeedContact("gone", "Gone Ltd", number="C-4", is_archived=True),
        SeedContact("punctual", "Punctual & Sons", number="C-5", habit=Habit.RELIABLE),
        SeedContact("mill", "Mill (supplier)", is_supplier=True),
    )


def _invoices() -> tuple[SeedInvoice, ...]:
    paid = date(2026, 9, 30)
    return (
        invoice("INV-1", "kettle", "400.00", date(2026, 11, 1), notes=(_note("Called"),)),
        invoice("INV-2", "kettle", "100.00", paid),
        invoice("INV-3", "bistro", "250.00", date(2026, 12, 10)),
        invoice("INV-4", "bistro", "80.00", date(2026, 12, 24), status=InvoiceStatus.SUBMITTED),
        invoice("INV-5", "bistro", "60.00", date(2026, 12, 24), status=InvoiceStatus.DRAFT),
        invoice("INV-6", "bistro", "50.00", date(2026, 10, 24), status=InvoiceStatus.VOIDED),
        invoice(
            "INV-7", "maison", "900.00", date(2026, 12, 2), currency="EUR", rate=Decimal("1.2")
        ),
        invoice("INV-8", "punctual", "120.00", date(2026, 11, 27)),
        invoice("INV-9", "kettle", "500.00", date(2026, 11, 30), expected=date(2026, 12, 4)),
        invoice("BILL-1", "mill", "700.00", date(2026, 12, 1), kind=InvoiceKind.BILL),
    )


def _note(text: str) -> SeedNote:
    return SeedNote(date(2026, 11, 10), "Tom Ferris", text)


def _payments() -> tuple[SeedPayment, ...]:
    return (
        SeedPayment("p1", "INV-2", date(2026, 9, 29), Decimal("100.00")),
        SeedPayment("p2", "INV-9", date(2026, 11, 20), Decimal("50.00"), reference="part"),
        SeedPayment("p3", "INV-1", date(2026, 11, 5), Decimal("400.00"), is_deleted=True),
    )


def _credits() -> tuple[SeedCredit, ...]:
    allocated = (SeedAllocation("INV-1", date(2026, 11, 12), Decimal("30.00")),)
    return (
        SeedCredit(
            "cn1",
            CreditKind.CREDIT_NOTE,
            "kettle",
            date(2026, 11, 12),
            lines("80.00"),
            "GBP",
            number="CN-1",
            allocations=allocated,
        ),
        SeedCredit(
            "op1", CreditKind.OVERPAYMENT, "bistro", date(2026, 11, 3), lines("15.00"), "GBP"
        ),
        SeedCredit(
            "pp1", CreditKind.PREPAYMENT, "maison", date(2026, 11, 4), lines("200.00"), "EUR"
        ),
    )


def small_world(*, on: date = DAY, is_demo: bool = False) -> SeedWorld:
    """Two organisations: the first with a little of everything, the second with one invoice."""
    first = SeedOrganisation(
        key="harbour",
        name="Harbour Lane Foods",
        country="GB",
        base_currency="GBP",
        timezone="Europe/London",
        xero_timezone="GMTSTANDARDTIME",
        short_code="!hL4Nf",
        is_demo=is_demo,
        accounts=(
            SeedAccount("090", "Bank", "BANK", "GBP"),
            SeedAccount("200", "Sales", "REVENUE"),
            SeedAccount("404", "Bad debts", "EXPENSE"),
        ),
        contacts=_contacts(),
        groups=(SeedGroup("VIP", ("kettle",)),),
        invoices=_invoices(),
        payments=_payments(),
        credits=_credits(),
        quotes=(
            SeedQuote(
                "q1",
                "QU-1",
                "bistro",
                date(2026, 11, 20),
                date(2026, 12, 20),
                lines("300.00"),
                "GBP",
                title="Christmas",
            ),
        ),
        repeating=(
            SeedRepeating("r1", "bistro", lines("45.00"), "GBP", date(2026, 11, 26), due_days=14),
        ),
        events=(
            InvoiceRaised(
                date(2026, 11, 25), invoice("INV-20", "bistro", "70.00", date(2026, 12, 25))
            ),
            PaymentMade(
                date(2026, 11, 26),
                SeedPayment("p9", "INV-3", date(2026, 11, 26), Decimal("250.00")),
            ),
        ),
    )
    second = SeedOrganisation(
        key="hire",
        name="Catering Hire",
        country="GB",
        base_currency="GBP",
        timezone="Europe/London",
        xero_timezone="GMTSTANDARDTIME",
        short_code="!cH1rE",
        accounts=(SeedAccount("090", "Bank", "BANK", "GBP"),),
        contacts=(SeedContact("only", "Only Customer", number="C-1"),),
        invoices=(invoice("INV-1", "only", "10.00", date(2026, 12, 1)),),
    )
    users = (
        SeedUser("owner", "Lisa", "Harding", "lisa@harbour.example"),
        SeedUser("accountant", "Tom", "Ferris", "tom@ferris.example"),
    )
    return SeedWorld(on, (first, second), users)
