"""How late an invoice was paid, counted within a span that has wholly passed. It judges nobody.

An invoice that is still open is neither left out (that would flatter) nor taken for paid today:
lateness is counted only within the first `HORIZON` days after the due date, and only of invoices
whose horizon has passed. What is not paid by then counts the whole horizon, and so does what was
written off. This is the restricted mean of survival analysis; it needs no guess about the future.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from plugin.credit.history import CoverKind
from plugin.credit.ledger_past import DatedInvoice

#: lateness is counted up to so many days after the due date
HORIZON = 45
#: money that came earlier than this before the due date counts as so early
EARLIEST = 30

_NOTHING = Decimal(0)


class FellDue(NamedTuple):
    """A sales invoice and the money that came for it; amounts in the base currency.

    `amount` is what money was to pay: the total less credit notes, at the invoice's own rate.
    A tuple, because a ledger has a hundred thousand of them.
    """

    id: str
    customer_id: str
    due: date
    amount: Decimal
    paid: tuple[tuple[date, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Lateness:
    """Average days late, weighted by amount, of so many invoices over this amount in all."""

    days: Decimal
    count: int
    amount: Decimal


def fell_due(invoice: DatedInvoice) -> FellDue:
    """An invoice of the dated ledger as its lateness is measured, in base currency.

    The due date is the one in force on the day on which it first fell due: one that was agreed
    before counts, one that was moved afterwards does not make it punctual.
    """
    due = invoice.due_on(invoice.dues[0][1]) if invoice.dues else invoice.due
    credited = sum((c.amount for c in invoice.covers if c.kind is CoverKind.CREDIT), _NOTHING)
    rate = invoice.base_per_unit
    money = tuple(
        (each.on, each.amount * rate) for each in invoice.covers if each.kind is CoverKind.PAYMENT
    )
    return FellDue(invoice.id, invoice.customer_id, due, (invoice.total - credited) * rate, money)


def counts_from(on: date) -> date:
    """The newest due date whose horizon has wholly passed on a day."""
    return on - timedelta(days=HORIZON)


def weighted_days(fell: FellDue) -> Decimal:
    """Amount times days late within the horizon; early money is negative, down to `EARLIEST`."""
    left, found = fell.amount, _NOTHING
    for day, part in fell.paid:
        late = (day - fell.due).days
        if late > HORIZON or left <= 0:
            continue
        counted = min(part, left)
        left -= counted
        found += counted * max(late, -EARLIEST)
    return found + left * HORIZON


def lateness(fallen: Iterable[FellDue], *, since: date, until: date) -> Lateness | None:
    """The average of invoices due from `since` to the day before `until`; None where there are
    none. The caller sees to it that `until` is no later than the day after `counts_from`.
    """
    weighted = amount = _NOTHING
    count = 0
    for each in fallen:
        if since <= each.due < until and each.amount > 0:
            weighted += weighted_days(each)
            amount += each.amount
            count += 1
    return Lateness(weighted / amount, count, amount) if count else None
