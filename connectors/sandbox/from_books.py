"""A books file as the first content of the local Xero, as it stood on a day.

What is dated later becomes happenings on their dates. What Xero has no field for (policies,
disputes, accounts that no policy covers, instalments) stays in the file; limits are carried aside
for whoever enters them. Nothing is invented: a books customer pays when the file says so.
"""

import sys
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from connectors.books import Allocation, Books, Credit, Customer, Invoice, Payment
from connectors.books import CreditKind as BooksCreditKind
from connectors.sandbox.places import country_name, xero_timezone
from connectors.sandbox.seed import (
    BAD_DEBTS_CODE,
    BANK_CODE,
    SALES_CODE,
    CreditAllocated,
    CreditKind,
    CreditRaised,
    InvoiceRaised,
    PaymentMade,
    SeedAccount,
    SeedAddress,
    SeedAllocation,
    SeedContact,
    SeedCredit,
    SeedEvent,
    SeedInvoice,
    SeedLimit,
    SeedLine,
    SeedOrganisation,
    SeedPayment,
    SeedTerms,
    SeedUser,
    SeedWorld,
)

_KINDS = {
    BooksCreditKind.CREDIT_NOTE: CreditKind.CREDIT_NOTE,
    BooksCreditKind.OVERPAYMENT: CreditKind.OVERPAYMENT,
    BooksCreditKind.PREPAYMENT: CreditKind.PREPAYMENT,
}
_ONE, _UNKNOWN = Decimal(1), Decimal(0)
_ORDER: dict[type, int] = {InvoiceRaised: 0, CreditRaised: 1, CreditAllocated: 2, PaymentMade: 3}


def from_books(books: Books, on: date) -> SeedWorld:
    """The books as of the evening of `on`, everything later as events in the order of their dates.

    Raises ValueError where Xero has no name for the organisation's time zone.
    """
    organisation = books.organisation
    issued = {invoice.id: invoice.issued for invoice in books.invoices}
    events: list[SeedEvent] = []
    base = organisation.base_currency
    invoices = [_invoice(invoice, base) for invoice in books.invoices]
    events += [InvoiceRaised(one.issued, one) for one in invoices if one.issued > on]
    payments = []
    for place, payment in enumerate(books.payments):
        # money that came before its invoice can be recorded only once the invoice is there
        happens = max(payment.date, issued[payment.invoice])
        seeded = _payment(payment, place)
        if happens <= on:
            payments.append(seeded)
        else:
            events.append(PaymentMade(happens, seeded))
    credits_ = []
    for credit in books.credits:
        for one in _credits(credit, base):
            now, later = _as_of(one, on, issued)
            credits_ += now
            events += later
    events.sort(key=lambda event: (event.on, _ORDER[type(event)]))
    seed = SeedOrganisation(
        key="books",
        name=organisation.name,
        legal_name=organisation.name,
        country=organisation.country or "GB",
        base_currency=base,
        timezone=organisation.timezone,
        xero_timezone=xero_timezone(organisation.timezone),
        short_code="!b00Ks",
        sales_terms=SeedTerms(organisation.terms_days),
        accounts=_chart(base),
        contacts=tuple(_contact(customer) for customer in books.customers),
        invoices=tuple(one for one in invoices if one.issued <= on),
        payments=tuple(payments),
        credits=tuple(credits_),
        events=tuple(events),
        limits=tuple(_limits(books)),
    )
    return SeedWorld(on, (seed,), (SeedUser("owner", "Robin", "Hale", "robin.hale@books.example"),))


def _chart(base_currency: str) -> tuple[SeedAccount, ...]:
    return (
        SeedAccount(BANK_CODE, "Business Bank Account", "BANK", base_currency),
        SeedAccount(SALES_CODE, "Sales", "REVENUE"),
        SeedAccount(BAD_DEBTS_CODE, "Bad Debts", "EXPENSE"),
    )


def _contact(customer: Customer) -> SeedContact:
    country = customer.country
    address = SeedAddress("", "", "", country_name(country)) if country else None
    return SeedContact(
        key=customer.id,
        number=customer.id,
        name=customer.name,
        email=customer.email,
        addresses=(address,) if address else (),
    )


def _limits(books: Books) -> Iterable[SeedLimit]:
    for customer in books.customers:
        if customer.credit_limit is not None:
            currency = books.organisation.base_currency
            yield SeedLimit(customer.id, customer.credit_limit, currency)


def _line(text: str, amount: Decimal, account: str = SALES_CODE) -> tuple[SeedLine, ...]:
    return (SeedLine(text, _ONE, amount, account),)


def _rate(currency: str, base: str) -> Decimal:
    """A books file names no rate, and none is invented (rule 9)."""
    return _ONE if currency == base else _UNKNOWN


def _invoice(invoice: Invoice, base: str) -> SeedInvoice:
    return SeedInvoice(
        key=invoice.id,
        number=invoice.number,
        contact=sys.intern(invoice.customer),
        issued=invoice.issued,
        due=invoice.due,
        lines=_line(f"As invoice {invoice.number}", invoice.amount),
        currency=sys.intern(invoice.currency),
        rate=_rate(invoice.currency, base),
        is_sent=invoice.is_sent,
    )


def _payment(payment: Payment, place: int) -> SeedPayment:
    return SeedPayment(f"payment-{place}", payment.invoice, payment.date, payment.amount)


def _allocation(allocation: Allocation) -> SeedAllocation:
    return SeedAllocation(allocation.invoice, allocation.date, allocation.amount)


def _credits(credit: Credit, base: str) -> Iterable[SeedCredit]:
    """One credit, or for a write-off one credit note for each invoice that it closes.

    A write-off is worth nothing beyond what it closes, so that none of it may remain as credit.
    """
    if credit.kind is not BooksCreditKind.WRITE_OFF:
        yield SeedCredit(
            key=credit.id,
            kind=_KINDS[credit.kind],
            contact=credit.customer,
            on=credit.date,
            lines=_line(credit.kind.replace("_", " ").capitalize(), credit.amount),
            currency=credit.currency,
            rate=_rate(credit.currency, base),
            number=credit.id if credit.kind is BooksCreditKind.CREDIT_NOTE else "",
            allocations=tuple(_allocation(one) for one in credit.allocations),
        )
        return
    for place, one in enumerate(credit.allocations):
        yield SeedCredit(
            key=f"{credit.id}/{place}",
            kind=CreditKind.CREDIT_NOTE,
            contact=credit.customer,
            on=one.date,
            lines=_line("Bad debt written off", one.amount, BAD_DEBTS_CODE),
            currency=credit.currency,
            rate=_rate(credit.currency, base),
            number=credit.id if place == 0 else f"{credit.id}/{place}",
            allocations=(_allocation(one),),
        )


def _as_of(
    credit: SeedCredit, on: date, issued: dict[str, date]
) -> tuple[list[SeedCredit], list[SeedEvent]]:
    """The credit as it stood on the day, and what happens to it afterwards."""
    days = [max(one.on, issued[one.invoice]) for one in credit.allocations]
    earlier = tuple(
        one for one, day in zip(credit.allocations, days, strict=True) if max(day, credit.on) <= on
    )
    events: list[SeedEvent] = [
        CreditAllocated(day, credit.key, one)
        for one, day in zip(credit.allocations, days, strict=True)
        if max(day, credit.on) > on
    ]
    as_it_stood = SeedCredit(
        key=credit.key,
        kind=credit.kind,
        contact=credit.contact,
        on=credit.on,
        lines=credit.lines,
        currency=credit.currency,
        rate=credit.rate,
        number=credit.number,
        allocations=earlier,
    )
    if credit.on <= on:
        return [as_it_stood], events
    return [], [CreditRaised(credit.on, as_it_stood), *events]
