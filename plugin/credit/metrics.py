"""Figures of how money comes in: DSO, days to pay, lateness, on-time record.

Formulas and check numbers are the rules' own. They inform; only the on-time record decides
anything, by way of the segment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from plugin.credit.account import Account, Invoice, InvoiceState, Payment
from plugin.credit.money import MixedCurrencies, Money
from plugin.credit.policy import DEFAULT_POLICY, CreditPolicy
from plugin.credit.working_days import roll_forward

_NOTHING = Decimal(0)
_TENTH = Decimal("0.1")
_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)


class NotAvailable(StrEnum):
    """Why a figure is n/a rather than a number."""

    NO_SALES = "no_sales"
    NO_PAYMENTS = "no_payments"
    NOTHING_OPEN = "nothing_open"
    NO_HISTORY = "no_history"
    NO_SALES_OF_MONTH = "no_sales_of_month"
    OLDER_THAN_SALES = "older_than_sales"
    NOTHING_DUE = "nothing_due"
    NOTHING_OPEN_THEN = "nothing_open_then"
    NOTHING_BILLED = "nothing_billed"
    NOTHING_TO_COMPARE = "nothing_to_compare"
    NO_PROMISES = "no_promises"
    NOTHING_PAID_OFF = "nothing_paid_off"
    COST_NOT_SET = "cost_not_set"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number to one decimal, or None with the reason why there is none."""

    value: Decimal | None
    why_not: NotAvailable | None = None


@dataclass(frozen=True, slots=True)
class OnTimeRecord:
    """How many of the last settled or fallen-due invoices were paid on time, newest last."""

    counted: int
    on_time: int
    marks: tuple[bool, ...]


def dso(receivables: Money, unallocated: Money, sales: Money, days: int) -> Figure:
    """Days sales outstanding: open debt net of unallocated credit, over sales, times days.

    All in one currency; `sales` are those of the period of `days` days, incl. tax, less credit
    notes. n/a without sales, never zero. Raises MixedCurrencies.
    """
    net = receivables - unallocated
    if sales.currency != net.currency:
        raise MixedCurrencies(net.currency, sales.currency)
    if sales.amount <= 0:
        return Figure(None, NotAvailable.NO_SALES)
    return _figure(net.amount / sales.amount * days)


def best_possible_dso(current: Money, sales: Money, days: int) -> Figure:
    """The DSO that would be left if nothing were late: debt not yet due over sales, times days."""
    return dso(current, Money.zero(current.currency), sales, days)


def dso_countback(receivables: Money, sales: Sequence[tuple[Money, int]]) -> Figure:
    """Days sales outstanding by counting back: how many days of the newest sales are still open.

    `sales` are months, newest first, each with its days; whole months are taken off what is open
    while it covers them, the last in part. n/a where what is open is older than all of them.
    Raises MixedCurrencies.
    """
    left, days = receivables, _NOTHING
    for month, length in sales:
        if left < month:
            part = left.amount / month.amount * length if left.amount > 0 else _NOTHING
            return Figure((days + part).quantize(_CENT))
        left, days = left - month, days + length
    if left.amount > 0:
        return Figure(None, NotAvailable.NO_SALES)
    return Figure(days.quantize(_CENT))


def days_to_pay(invoices: Iterable[Invoice], payments: Iterable[Payment]) -> Figure:
    """Average days from issue to payment, weighted by amount.

    Write-offs do not count (rule 5), and interest and fees are outside (rule 36).
    """
    issued = {each.id: each.issued for each in invoices if not each.is_charge}
    return _weighted(payments, issued)


def days_late(invoices: Iterable[Invoice], payments: Iterable[Payment]) -> Figure:
    """Average days from due date to payment, weighted by amount; early payments are negative.

    As for `days_to_pay`, write-offs, interest and fees do not count.
    """
    due = {each.id: each.due for each in invoices if not each.is_charge}
    return _weighted(payments, due)


def share_late(late: Money, open_debt: Money) -> Figure:
    """What of the open debt is late, in per cent."""
    if open_debt.amount <= 0:
        return Figure(None, NotAvailable.NOTHING_OPEN)
    return _figure((late - Money.zero(open_debt.currency)).amount / open_debt.amount * _HUNDRED)


class Mark(NamedTuple):
    """One invoice of the record; `by_money` is False where it is still late or was given up.

    A tuple, because a review makes and sorts one for each of a million invoices.
    """

    day: date
    invoice_id: str
    on_time: bool
    by_money: bool


def on_time(
    account: Account, on: date, last: int = 12, policy: CreditPolicy = DEFAULT_POLICY
) -> OnTimeRecord:
    """Of the last invoices that were paid or fell due by `on`, how many were paid on time.

    Paid by the due date, or on the next working day where that is none (rule 1). A credit note
    that closes an invoice says nothing either way; a write-off changes nothing: what was late
    stays late (rule 5). A residue below tolerance spoils no record (rule 4).
    """
    found, _ = marks(account, on, policy)
    verdicts = tuple(mark.on_time for mark in found[-last:])
    return OnTimeRecord(len(verdicts), sum(verdicts), verdicts)


def marks(
    account: Account, on: date, policy: CreditPolicy = DEFAULT_POLICY
) -> tuple[tuple[Mark, ...], date | None]:
    """Every mark of the record by its day, oldest first, and the next day that adds one by itself.

    That day is the one after the deadline of the open invoice that falls due next.
    """
    by_invoice: dict[str, list[Payment]] = {}
    for payment in account.payments:
        if payment.on <= on:
            by_invoice.setdefault(payment.invoice_id, []).append(payment)
    found: list[Mark] = []
    undue: list[date] = []
    for invoice in account.invoices:
        # interest and fees stand outside every record (rule 36)
        if invoice.is_charge:
            continue
        payments = by_invoice.get(invoice.id, ())
        if not payments and invoice.due >= on:
            if invoice.is_open:
                undue.append(invoice.due)
            continue
        deadline = roll_forward(invoice.due, account.calendar)
        residue = policy.tolerance_for(invoice.balance.currency).residue
        mark = _mark(invoice, payments, deadline, residue, on)
        if mark is not None:
            found.append(Mark(mark[0], invoice.id, mark[1], mark[2]))
        elif invoice.is_open and deadline >= on:
            undue.append(deadline)
    again = roll_forward(min(undue), account.calendar) + timedelta(days=1) if undue else None
    return tuple(sorted(found)), again


def _mark(
    invoice: Invoice, payments: Sequence[Payment], deadline: date, residue: Decimal, on: date
) -> tuple[date, bool, bool] | None:
    """The day on which this invoice entered the record, whether on time, and whether by money."""
    if not payments:
        still_owed = invoice.is_open and invoice.balance.amount >= residue
        return (deadline, False, False) if still_owed and deadline < on else None
    money = sorted((each for each in payments if not each.is_write_off), key=lambda each: each.on)
    given_up = [each for each in payments if each.is_write_off]
    lost = sum((each.amount.amount for each in given_up), _NOTHING)
    still_open = invoice.is_open and invoice.balance.amount >= residue
    if still_open or lost >= max(residue, _TENTH):
        missed = deadline < (on if still_open else min(each.on for each in given_up))
        return (deadline, False, False) if missed else None
    if not money or not (invoice.is_open or invoice.state is InvoiceState.PAID):
        return None
    wanted = sum((each.amount.amount for each in money), _NOTHING) - residue
    settled, so_far = money[0].on, _NOTHING
    for payment in money:
        if so_far > wanted:
            break
        settled, so_far = payment.on, so_far + payment.amount.amount
    return (settled, settled <= deadline, True)


def _weighted(payments: Iterable[Payment], since: dict[str, date]) -> Figure:
    weighted = amount = _NOTHING
    currency: str | None = None
    for payment in payments:
        start = since.get(payment.invoice_id)
        if start is None or payment.is_write_off:
            continue
        if currency is not None and payment.amount.currency != currency:
            raise MixedCurrencies(currency, payment.amount.currency)
        currency = payment.amount.currency
        amount += payment.amount.amount
        weighted += payment.amount.amount * (payment.on - start).days
    if amount <= 0:
        return Figure(None, NotAvailable.NO_PAYMENTS)
    return _figure(weighted / amount)


def _figure(value: Decimal) -> Figure:
    return Figure(value.quantize(_TENTH))
