"""The debts of one account on one day: open invoices or their instalments, with what is small.

Whether a debt may be chased, and how, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from plugin.credit.account import (
    Account,
    Credit,
    CreditKind,
    Invoice,
    InvoiceState,
    Opening,
    Placement,
)
from plugin.credit.money import Money
from plugin.credit.policy import CreditPolicy

_NOTHING = Decimal(0)
_UNPLACED = Opening(Placement.UNPLACED)


@dataclass(frozen=True, slots=True)
class Debt:
    """An open invoice, or one open instalment of it, on a day; amounts in `currency`.

    `days_late` is negative before the due date. `small` is below tolerance by itself (rule 4).
    `undisputed` is what of the balance may be chased. `opening` is its place among the debts that
    were late on the day of connection (rule 2), None for all later ones.
    """

    invoice: Invoice
    instalment: int
    due: date
    days_late: int
    currency: str
    balance: Decimal
    undisputed: Decimal
    small: bool
    opening: Opening | None
    #: what of the balance was written off; only ever in debts as the status sees them
    written_off: Decimal = _NOTHING

    @property
    def is_late(self) -> bool:
        """Late from the day after the due date (rule 1)."""
        return self.days_late > 0

    @property
    def key(self) -> tuple[str, int]:
        """Invoice and instalment: what climbs the ladder by itself."""
        return (self.invoice.id, self.instalment)


def debts_of(account: Account, policy: CreditPolicy, on: date) -> dict[str, list[Debt]]:
    """Every debt per currency, oldest due first; invoices dated after `on` are left out."""
    found: dict[str, list[Debt]] = {}
    approved = InvoiceState.APPROVED
    for invoice in account.invoices:
        if invoice.state is approved and invoice.balance.amount > 0 and invoice.issued <= on:
            currency = invoice.balance.currency
            into = found.get(currency)
            if into is None:
                into = found[currency] = []
            if invoice.instalments:
                into.extend(_instalments(invoice, account, policy, on))
            else:
                into.append(_whole(invoice, account, policy, on))
    for debts in found.values():
        debts.sort(key=_by_due)
    return {currency: found[currency] for currency in sorted(found)}


def _by_due(debt: Debt) -> tuple[date, str, str, int]:
    return (debt.due, debt.invoice.number, debt.invoice.id, debt.instalment)


def small_balances(account: Account, policy: CreditPolicy, on: date) -> tuple[Debt, ...]:
    """The list *small balances to tidy*: late, and below a tolerance (rule 4)."""
    return tuple(
        debt
        for debts in debts_of(account, policy, on).values()
        for debt in debts
        if debt.is_late and (debt.small or late_is_small(debts, policy))
    )


def late_is_small(debts: list[Debt], policy: CreditPolicy) -> bool:
    """Whether all that is late in this currency is below the tolerance of a whole account."""
    late = sum((debt.balance for debt in debts if debt.is_late and not debt.small), _NOTHING)
    return bool(debts) and late < policy.tolerance_for(debts[0].currency).account


def spare_credit(account: Account, policy: CreditPolicy, on: date) -> dict[str, Decimal]:
    """Unallocated credit that nets debts, per currency; deposits where switched on (rule 7)."""
    pool: dict[str, Decimal] = {}
    for credit in account.credits:
        if _nets(credit, policy) and credit.on <= on and credit.remaining.amount > 0:
            currency = credit.remaining.currency
            pool[currency] = pool.get(currency, _NOTHING) + credit.remaining.amount
    return pool


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
    for currency, each in debts.items():
        judged[currency] = [_add_back(debt, lost, policy) for debt in each]
    for invoice in account.invoices:
        if invoice.id in lost and not (invoice.is_open and invoice.issued <= on):
            amount, last = lost[invoice.id]
            debt = _gone(invoice, amount, last, account, policy)
            judged.setdefault(debt.currency, []).append(debt)
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


def _add_back(debt: Debt, lost: dict[str, tuple[Decimal, date]], policy: CreditPolicy) -> Debt:
    """The first open instalment carries what was written off of its invoice."""
    amount, _ = lost.get(debt.invoice.id, (_NOTHING, None))
    first = next((n.index for n in debt.invoice.instalments if n.balance), debt.instalment)
    if not amount or first != debt.instalment:
        return debt
    whole = debt.balance + amount
    return replace(
        debt,
        balance=whole,
        undisputed=debt.undisputed + amount,
        small=is_small(whole, debt.invoice.total.amount, debt.currency, policy),
        written_off=amount,
    )


def _gone(
    invoice: Invoice, amount: Decimal, last: date, account: Account, policy: CreditPolicy
) -> Debt:
    """As it stood on the day of the write-off, by its earliest instalment."""
    due = min((each.due for each in invoice.instalments), default=invoice.due)
    before = replace(
        invoice, balance=Money(amount, invoice.balance.currency), disputed=None, due=due
    )
    return replace(_whole(before, account, policy, last), written_off=amount)


def _nets(credit: Credit, policy: CreditPolicy) -> bool:
    return credit.kind is not CreditKind.PREPAYMENT or policy.net_prepayments


def _whole(invoice: Invoice, account: Account, policy: CreditPolicy, on: date) -> Debt:
    balance = invoice.balance.amount
    disputed = invoice.disputed.amount if invoice.disputed is not None else _NOTHING
    currency = invoice.balance.currency
    return Debt(
        invoice,
        0,
        invoice.due,
        (on - invoice.due).days,
        currency,
        balance,
        balance - disputed if disputed < balance else _NOTHING,
        is_small(balance, invoice.total.amount, currency, policy),
        _opening(invoice, invoice.due, account, policy),
    )


def _instalments(invoice: Invoice, account: Account, policy: CreditPolicy, on: date) -> list[Debt]:
    """The disputed part is taken from the instalments that fall due first."""
    disputed = invoice.disputed.amount if invoice.disputed is not None else _NOTHING
    currency = invoice.balance.currency
    found: list[Debt] = []
    for part in sorted(invoice.instalments, key=lambda each: (each.due, each.index)):
        balance = part.balance.amount
        if balance <= 0:
            continue
        taken = min(disputed, balance)
        disputed -= taken
        opening = _opening(invoice, part.due, account, policy)
        if opening is not None and part.due >= account.connected_on:
            opening = None
        found.append(
            Debt(
                invoice,
                part.index,
                part.due,
                (on - part.due).days,
                currency,
                balance,
                balance - taken,
                is_small(balance, part.amount.amount, currency, policy),
                opening,
            )
        )
    return found


def is_small(balance: Decimal, whole: Decimal, currency: str, policy: CreditPolicy) -> bool:
    """Below the tolerance of any balance, or a residue of a payment below the residue's."""
    tolerance = policy.tolerance if not policy.tolerances else policy.tolerance_for(currency)
    if balance < tolerance.balance:
        return True
    return policy.guards and balance < tolerance.residue and balance < whole


def _opening(invoice: Invoice, due: date, account: Account, policy: CreditPolicy) -> Opening | None:
    """Late on the day of connection and never placed is unplaced, whatever else is known."""
    if not policy.guards:
        return None
    if invoice.opening is not None:
        return invoice.opening
    return _UNPLACED if due < account.connected_on else None
