"""The past of one customer as documents and what covered them, and their account on any day of it.

Facts only: what was sent, promised or decided on the way is handed in by whoever walks the days.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from plugin.credit.account import (
    Account,
    Calendar,
    Credit,
    CreditKind,
    Customer,
    Instalment,
    Invoice,
    InvoiceState,
    Opening,
    PastMessage,
    Payment,
    Placement,
    Step,
)
from plugin.credit.money import Money
from plugin.credit.statements import NO_STATEMENTS, PastStatement, StatementTerms

_NOTHING = Decimal(0)


class CoverKind(StrEnum):
    """What took something off an invoice; a write-off is not money (rule 5)."""

    PAYMENT = "payment"
    CREDIT = "credit"
    WRITE_OFF = "write_off"


@dataclass(frozen=True, slots=True)
class Cover:
    """A part of an invoice that was covered on a day; `instalment` None fills the oldest due."""

    on: date
    amount: Decimal
    kind: CoverKind = CoverKind.PAYMENT
    instalment: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastInvoice:
    """An approved sales invoice and all that ever covered it; amounts in `currency`.

    `parts` are due date and amount of each instalment, empty where it falls due as a whole.
    """

    id: str
    number: str
    issued: date
    due: date
    amount: Decimal
    currency: str
    sent_on: date | None
    is_disputed: bool = False
    receivable: bool = True
    parts: tuple[tuple[date, Decimal], ...] = ()
    covers: tuple[Cover, ...] = ()


@dataclass(frozen=True, slots=True)
class PastCredit:
    """A credit and the days on which parts of it were allocated."""

    id: str
    kind: CreditKind
    on: date
    amount: Decimal
    currency: str
    allocated: tuple[tuple[date, Decimal], ...] = ()

    def remaining(self, on: date) -> Decimal:
        """What was not yet allocated on a day."""
        return self.amount - sum((part for day, part in self.allocated if day <= on), _NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One customer's whole past; `calendar` holds their working days over all of it."""

    customer: Customer
    base_currency: str
    invoices: tuple[PastInvoice, ...] = ()
    credits: tuple[PastCredit, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)


@dataclass(frozen=True, slots=True)
class Happened:
    """What we did up to a day: the steps, the messages, and where opening debts were placed."""

    connected_on: date
    #: opening debts are released for a gentle chase on this day (rule 2)
    released_on: date | None = None
    steps: tuple[Step, ...] = ()
    messages: tuple[PastMessage, ...] = ()
    statements: tuple[PastStatement, ...] = ()


def account_on(past: Past, on: date, happened: Happened) -> Account:
    """The customer as they stood at the end of a civil day: nothing later is in it."""
    invoices = tuple(_invoice(each, on, happened) for each in past.invoices if each.issued <= on)
    return Account(
        customer=past.customer,
        base_currency=past.base_currency,
        connected_on=happened.connected_on,
        invoices=invoices,
        credits=_credits(past, on),
        payments=_payments(past, on),
        steps=happened.steps,
        messages=happened.messages,
        statements=StatementTerms(past=happened.statements)
        if happened.statements
        else NO_STATEMENTS,
        calendar=past.calendar,
    )


def balances_on(invoice: PastInvoice, on: date) -> tuple[Decimal, ...]:
    """What was left on a day, by instalment (one for an invoice without).

    A cover that names an instalment fills that one first; what is over, and all that name none,
    fill the oldest due first.
    """
    parts = invoice.parts or ((invoice.due, invoice.amount),)
    left = [amount for _, amount in parts]
    pool = _NOTHING
    for cover in invoice.covers:
        if cover.on > on:
            continue
        if cover.instalment is None:
            pool += cover.amount
        else:
            left[cover.instalment] -= cover.amount
    for index, amount in enumerate(left):
        if amount < 0:
            pool, left[index] = pool - amount, _NOTHING
    for index in sorted(range(len(parts)), key=lambda at: (parts[at][0], at)):
        filled = min(pool, left[index])
        left[index], pool = left[index] - filled, pool - filled
    return tuple(left)


def _invoice(past: PastInvoice, on: date, happened: Happened) -> Invoice:
    left = balances_on(past, on)
    balance = Money(sum(left, _NOTHING), past.currency)
    return Invoice(
        id=past.id,
        number=past.number,
        issued=past.issued,
        due=past.due,
        state=InvoiceState.APPROVED if balance else InvoiceState.PAID,
        total=Money(past.amount, past.currency),
        balance=balance,
        sent_on=past.sent_on,
        receivable=past.receivable,
        disputed=balance if past.is_disputed and balance else None,
        opening=_opening(past, happened),
        instalments=tuple(
            Instalment(index, due, Money(amount, past.currency), Money(left[index], past.currency))
            for index, (due, amount) in enumerate(past.parts)
        ),
    )


def _opening(past: PastInvoice, happened: Happened) -> Opening | None:
    """What was late on the day of connection counts as placed on *chase gently*."""
    oldest = min((due for due, _ in past.parts), default=past.due)
    if oldest >= happened.connected_on or happened.released_on is None:
        return None
    return Opening(Placement.GENTLE, released_on=happened.released_on)


def _credits(past: Past, on: date) -> tuple[Credit, ...]:
    found: list[Credit] = []
    for each in past.credits:
        remaining = each.remaining(on)
        if each.on <= on and remaining > 0:
            money = Money(remaining, each.currency)
            found.append(Credit(each.id, each.id, each.kind, each.on, money))
    return tuple(found)


def _payments(past: Past, on: date) -> tuple[Payment, ...]:
    return tuple(
        Payment(
            invoice.id,
            cover.on,
            Money(cover.amount, invoice.currency),
            is_write_off=cover.kind is CoverKind.WRITE_OFF,
        )
        for invoice in past.invoices
        for cover in invoice.covers
        if cover.on <= on and cover.kind is not CoverKind.CREDIT
    )


def days_of_change(past: Past) -> tuple[date, ...]:
    """Every day on which a document or what covered it changed the facts, in order."""
    days = {invoice.issued for invoice in past.invoices}
    days.update(cover.on for invoice in past.invoices for cover in invoice.covers)
    days.update(credit.on for credit in past.credits)
    days.update(day for credit in past.credits for day, _ in credit.allocated)
    return tuple(sorted(days))
