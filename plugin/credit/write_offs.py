"""Write-offs as the status sees them: a debt given up is not money, and improves nothing (rule 5).

Nothing but the status may read what is added back here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from plugin.credit.account import Account, Invoice
from plugin.credit.debts import Debt, apart, is_small, whole_debt
from plugin.credit.money import Money
from plugin.credit.plans import STRIDE
from plugin.credit.policy import CreditPolicy

_NOTHING = Decimal(0)


def with_write_offs(
    account: Account, policy: CreditPolicy, on: date, debts: Mapping[str, list[Debt]]
) -> Mapping[str, list[Debt]]:
    """The debts as the status sees them: what was written off is added back (rule 5).

    A debt that was wholly written off stands still on that day; what a person settled since
    (`StatusHeld.settled_on`) is left out. Nothing else may read these.
    """
    lost = _lost(account, on)
    if not lost:
        return debts
    judged: dict[str, list[Debt]] = {}
    left = dict(lost)
    for currency, each in debts.items():
        judged[currency] = [_add_back(debt, left, policy) for debt in each]
    for invoice in account.invoices:
        if invoice.id in left:
            amount, last = left[invoice.id]
            gone = _gone(invoice, amount, last, account, policy)
            judged.setdefault(invoice.balance.currency, []).extend(gone)
    return judged


def _lost(account: Account, on: date) -> dict[str, tuple[Decimal, date]]:
    """Amount and last day of the write-offs of each invoice."""
    lost: dict[str, tuple[Decimal, date]] = {}
    settled = account.status.settled_on
    for payment in account.payments:
        if not payment.is_write_off or payment.on > on:
            continue
        if settled is None or payment.on > settled:
            amount, last = lost.get(payment.invoice_id, (_NOTHING, payment.on))
            lost[payment.invoice_id] = (amount + payment.amount.amount, max(last, payment.on))
    return lost


def _add_back(debt: Debt, left: dict[str, tuple[Decimal, date]], policy: CreditPolicy) -> Debt:
    """The debt of an invoice that is due first carries what was written off of it.

    Where nothing is left of what was due first, what was written off of that stands by itself: an
    instalment or retention of a later day would make it younger.
    """
    if debt.instalment < STRIDE and debt.due > _first_due(debt.invoice):
        return debt
    amount, _ = left.pop(debt.invoice.id, (_NOTHING, None))
    if not amount:
        return debt
    whole = debt.balance + amount
    return replace(
        debt,
        balance=whole,
        undisputed=debt.undisputed + amount,
        small=is_small(whole, debt.invoice.total.amount, debt.currency, policy),
        written_off=amount,
    )


def _first_due(invoice: Invoice) -> date:
    return min((each.due for each in invoice.instalments), default=invoice.due)


def _gone(
    invoice: Invoice, amount: Decimal, last: date, account: Account, policy: CreditPolicy
) -> list[Debt]:
    """As it stood on the day of the write-off: by its earliest instalment, a retention apart.

    What of a retention still stands is a debt of its own and not counted twice.
    """
    currency = invoice.balance.currency
    retained = _NOTHING
    if invoice.retained is not None and policy.guards:
        standing = min(invoice.retained.amount.amount, invoice.balance.amount)
        retained = min(invoice.retained.amount.amount - standing, amount)
    before = replace(invoice, balance=Money(amount, currency), disputed=None)
    found: list[Debt] = []
    if retained and invoice.retained is not None:
        share = replace(invoice.retained, amount=Money(retained, currency))
        before, held = apart(before, share, policy, last)
        found.append(replace(held, written_off=retained))
    if amount > retained:
        rest = whole_debt(replace(before, due=_first_due(invoice)), account, policy, last)
        found.append(replace(rest, written_off=amount - retained))
    return found
