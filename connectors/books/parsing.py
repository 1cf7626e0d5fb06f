"""Turns a books document into records, or refuses it with everything that is wrong with it.

It computes no figure and decides nothing; it opens the one file that it is given.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from connectors.books.fields import Fields, Reading, shown
from connectors.books.records import (
    Allocation,
    Books,
    BooksError,
    Complaint,
    Credit,
    CreditKind,
    Customer,
    Instalment,
    Invoice,
    Organisation,
    Payment,
)

DEFAULT_TERMS_DAYS = 30

_TOP = frozenset({"organisation", "customers", "invoices", "payments", "credits"})
_ORGANISATION = frozenset({"name", "country", "base_currency", "timezone", "terms_days"})
_CUSTOMER = frozenset({"id", "name", "email", "country", "policy", "credit_limit"})
_INVOICE = frozenset(
    {"id", "number", "customer", "issued", "due", "amount", "currency"}
    | {"sent", "disputed", "receivable", "instalments"}
)
_INSTALMENT = frozenset({"due", "amount"})
_PAYMENT = frozenset({"invoice", "instalment", "date", "amount"})
_CREDIT = frozenset({"id", "customer", "kind", "date", "amount", "currency", "allocations"})


def load(path: str | Path) -> Books:
    """The books in a file.

    Raises BooksError with every complaint, OSError where the file cannot be read.
    """
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BooksError((Complaint("", f"not UTF-8 text: {error.reason}"),)) from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BooksError((Complaint("", f"not JSON: {error.msg} at {where}"),)) from error
    except (RecursionError, ValueError) as error:
        # nested a thousand deep, or a number of thousands of digits
        raise BooksError((Complaint("", "not a books file: too deep or too long"),)) from error
    return parse(document)


def parse(document: object) -> Books:
    """The books in a decoded JSON document. Raises BooksError with every complaint."""
    reading = Reading()
    top = Fields(reading, "", document, _TOP)
    if not isinstance(document, dict):
        raise BooksError(tuple(reading.complaints))
    organisation = _organisation(top.inner("organisation", _ORGANISATION))
    customers = tuple(_customers(top))
    known = _Known(frozenset(customer.id for customer in customers), {}, set())
    invoices = tuple(_invoices(top, organisation, known))
    covered: dict[str, Decimal] = defaultdict(Decimal)
    payments = tuple(_payments(top, known, covered))
    credits_ = tuple(_credits(top, known, covered))
    if reading.complaints:
        raise BooksError(tuple(reading.complaints))
    return Books(organisation, customers, invoices, payments, credits_, reading.last_date)


@dataclass(frozen=True, slots=True)
class _Known:
    """What has been read so far, for references to point at."""

    customers: frozenset[str]
    invoices: dict[str, Invoice]
    """Sound invoices by id: sums are checked against these only."""
    invoice_ids: set[str]
    """Ids of sound and unsound ones, so that one wrong field is one complaint."""


def _organisation(fields: Fields) -> Organisation:
    terms = fields.count("terms_days")
    return Organisation(
        name=fields.text("name"),
        country=fields.letters("country", 2, "a country of two letters", optional=True),
        base_currency=_currency(fields, "base_currency"),
        timezone=fields.timezone("timezone"),
        terms_days=DEFAULT_TERMS_DAYS if terms is None else terms,
    )


def _currency(fields: Fields, key: str = "currency") -> str:
    return fields.letters(key, 3, "a currency of three letters")


def _customers(top: Fields) -> Iterable[Customer]:
    seen: set[str] = set()
    for fields in top.each("customers", _CUSTOMER):
        has_limit = fields.has("credit_limit")
        customer = Customer(
            id=fields.text("id"),
            name=fields.text("name"),
            email=_email(fields),
            country=fields.letters("country", 2, "a country of two letters", optional=True),
            policy=fields.optional_text("policy") or None,
            credit_limit=fields.amount("credit_limit", zero_allowed=True) if has_limit else None,
        )
        _refuse_second(fields, "id", customer.id, seen)
        yield customer


def _email(fields: Fields) -> str:
    email = fields.optional_text("email")
    if email and (email.count("@") != 1 or any(letter.isspace() for letter in email)):
        fields.complain("email", f"not an email address: {shown(email)}")
    return email


def _refuse_second(fields: Fields, key: str, value: str, seen: set[str]) -> None:
    if value and value in seen:
        fields.complain(key, f"given twice: {shown(value)}")
    seen.add(value)


def _refuse_unknown(fields: Fields, key: str, value: str, known: Iterable[str]) -> None:
    if value and value not in known:
        fields.complain(key, f"no such {key}: {shown(value)}")


def _invoices(top: Fields, organisation: Organisation, known: _Known) -> Iterable[Invoice]:
    numbers: set[str] = set()
    for fields in top.each("invoices", _INVOICE):
        issued = fields.day("issued")
        terms = timedelta(days=organisation.terms_days)
        invoice = Invoice(
            id=fields.text("id"),
            number=fields.text("number"),
            customer=fields.text("customer"),
            issued=issued,
            due=fields.day("due") if fields.has("due") else issued + terms,
            amount=fields.amount("amount", zero_allowed=True),
            currency=_currency(fields),
            is_sent=fields.flag("sent", default=True),
            is_disputed=fields.flag("disputed", default=False),
            is_receivable=fields.flag("receivable", default=True),
            instalments=_instalments(fields),
        )
        _refuse_second(fields, "id", invoice.id, known.invoice_ids)
        _refuse_second(fields, "number", invoice.number, numbers)
        _refuse_unknown(fields, "customer", invoice.customer, known.customers)
        total = sum((part.amount for part in invoice.instalments), Decimal(0))
        if fields.is_sound and invoice.instalments and total != invoice.amount:
            fields.complain("instalments", f"sum to {total}, not to {invoice.amount}")
        if fields.is_sound:
            known.invoices[invoice.id] = invoice
        yield invoice


def _instalments(fields: Fields) -> tuple[Instalment, ...]:
    parts = []
    for part in fields.each("instalments", _INSTALMENT, optional=True):
        parts.append(Instalment(part.day("due"), part.amount("amount")))
        fields.is_sound = fields.is_sound and part.is_sound
    return tuple(parts)


def _payments(top: Fields, known: _Known, covered: dict[str, Decimal]) -> Iterable[Payment]:
    for fields in top.each("payments", _PAYMENT):
        payment = Payment(
            fields.text("invoice"),
            fields.day("date"),
            fields.amount("amount"),
            fields.count("instalment"),
        )
        _check_cover(fields, payment, known, covered)
        yield payment


def _credits(top: Fields, known: _Known, covered: dict[str, Decimal]) -> Iterable[Credit]:
    seen: set[str] = set()
    for fields in top.each("credits", _CREDIT, optional=True):
        kind = fields.text("kind")
        if kind and kind not in tuple(CreditKind):
            fields.complain("kind", f"not one of {', '.join(CreditKind)}: {shown(kind)}")
            kind = ""
        credit = Credit(
            id=fields.text("id"),
            customer=fields.text("customer"),
            kind=CreditKind(kind) if kind else CreditKind.CREDIT_NOTE,
            date=fields.day("date"),
            amount=fields.amount("amount"),
            currency=_currency(fields),
            allocations=(),
        )
        _refuse_second(fields, "id", credit.id, seen)
        _refuse_unknown(fields, "customer", credit.customer, known.customers)
        yield Credit(
            credit.id,
            credit.customer,
            credit.kind,
            credit.date,
            credit.amount,
            credit.currency,
            tuple(_allocations(fields, credit, known, covered)),
        )


def _allocations(
    fields: Fields, credit: Credit, known: _Known, covered: dict[str, Decimal]
) -> Iterable[Allocation]:
    is_credit_sound = fields.is_sound
    left = credit.amount
    for row in fields.each("allocations", _PAYMENT, optional=True):
        allocation = Allocation(
            row.text("invoice"), row.day("date"), row.amount("amount"), row.count("instalment")
        )
        invoice = known.invoices.get(allocation.invoice)
        if row.is_sound and is_credit_sound:
            left -= allocation.amount
            if left < 0:
                row.complain("amount", f"more than the credit of {credit.amount} has left")
            if allocation.date < credit.date:
                row.complain("date", f"before the credit's own, {credit.date}")
            if invoice and invoice.customer != credit.customer:
                row.complain("invoice", f"of another customer: {shown(invoice.customer)}")
            if invoice and invoice.currency != credit.currency:
                row.complain("invoice", f"in {invoice.currency}, the credit in {credit.currency}")
        _check_cover(row, allocation, known, covered)
        yield allocation


def _check_cover(
    fields: Fields,
    cover: Payment | Allocation,
    known: _Known,
    covered: dict[str, Decimal],
) -> None:
    """No invoice is paid beyond its amount, and an instalment named is one that it has."""
    _refuse_unknown(fields, "invoice", cover.invoice, known.invoice_ids)
    invoice = known.invoices.get(cover.invoice)
    if invoice is None or not fields.is_sound:
        return
    if cover.instalment is not None and cover.instalment >= len(invoice.parts):
        fields.complain("instalment", f"{cover.instalment} of {len(invoice.parts)} (from 0)")
    before = covered[invoice.id]
    if before + cover.amount > invoice.amount:
        fields.complain("amount", f"{cover.amount} where {invoice.amount - before} is left to pay")
        return
    covered[invoice.id] = before + cover.amount
