"""The paid invoices of the past as a forecast reads them: how many days after its due date each
was settled.

It forecasts nothing. What was given up or credited away teaches nothing about paying.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from plugin.credit.history import CoverKind
from plugin.credit.ledger_past import DatedInvoice

_PAYMENT, _WRITE_OFF = CoverKind.PAYMENT, CoverKind.WRITE_OFF
_NOTHING = Decimal(0)


class Settled(NamedTuple):
    """An invoice that money settled; `issued` and `paid` are ordinals of civil days.

    `late` is the day it was settled less its due date: negative where it was paid early. A tuple
    of numbers, because a forecast reads a hundred thousand.
    """

    issued: int
    paid: int
    late: int
    customer_id: str
    invoice_id: str


def settled(invoice: DatedInvoice, residue: Decimal = _NOTHING) -> Settled | None:
    """When money settled an invoice; None where it is open, written off or credited away.

    Settled is the day from which at most `residue` (in its currency, rule 4) was left. Interest
    and fees stand outside (rule 36), write-offs are not money (rule 5), and what credit notes
    alone closed was not paid. Days late are counted from the due date in force on that day.
    """
    if invoice.is_charge or not invoice.covers:
        return None
    left, money = invoice.total, False
    for cover in sorted(invoice.covers, key=lambda each: each.on):
        if cover.kind is _WRITE_OFF:
            return None
        money = money or cover.kind is _PAYMENT
        left -= cover.amount
        if left <= residue:
            if not money:
                return None
            late = (cover.on - invoice.due_on(cover.on)).days
            paid = cover.on.toordinal()
            issued = min(invoice.issued.toordinal(), paid)
            return Settled(issued, paid, late, invoice.customer_id, invoice.id)
    return None


def settled_of(
    invoices: Iterable[DatedInvoice], residue: Decimal = _NOTHING
) -> tuple[Settled, ...]:
    """All that were settled by money, in the order of their issue, in whatever order they come."""
    found = (settled(each, residue) for each in invoices)
    return tuple(sorted(each for each in found if each is not None))


def known_on(past: Iterable[Settled], on: date) -> list[Settled]:
    """Those that were settled by the end of a civil day: nothing later may be known on it."""
    day = on.toordinal()
    return [each for each in past if each.paid <= day]
