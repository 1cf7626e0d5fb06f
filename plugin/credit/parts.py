"""Which part of an invoice a step is about: an instalment of the ledger or of a plan, a retention.

Only for naming it; what of it is unpaid is in `debts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugin.credit.account import Account, Invoice
from plugin.credit.debts import RETAINED
from plugin.credit.plans import STRIDE


@dataclass(frozen=True, slots=True)
class NamedPart:
    """A part of an invoice with its own due date: *number* of *count*, or the retention."""

    due: date
    number: int = 1
    count: int = 1
    is_retention: bool = False


def part_of(account: Account, invoice: Invoice, index: int) -> NamedPart | None:
    """The part that a step's `instalment` names; None where it is the whole invoice."""
    if index >= STRIDE:
        ordinal, position = divmod(index, STRIDE)
        for plan in account.plans:
            if plan.ordinal == ordinal and position < len(plan.parts):
                return NamedPart(plan.parts[position].due, position + 1, len(plan.parts))
        return None
    if index == RETAINED and invoice.retained is not None:
        return NamedPart(invoice.retained.due, is_retention=True)
    for number, part in enumerate(sorted(invoice.instalments, key=lambda each: each.index), 1):
        if part.index == index:
            return NamedPart(part.due, number, len(invoice.instalments))
    return None
