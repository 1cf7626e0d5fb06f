"""The debts of one account on one day: open invoices or their instalments, with what is small.

Whether a debt may be chased, and how, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from plugin.credit.account import (
    Account,
    Credit,
    CreditKind,
    Instalment,
    Invoice,
    InvoiceState,
    Opening,
    Placement,
)
from plugin.credit.agreements import Retention
from plugin.credit.money import Money
from plugin.credit.plans import PlanShare, shares_by_invoice, standing_plans
from plugin.credit.policy import CreditPolicy
from plugin.credit.quick import quick

#: under which number a retention climbs: a debt of its own, after every instalment of the ledger
RETAINED = 999

_NOTHING = Decimal(0)
_NO_PLANS: Mapping[str, tuple[PlanShare, ...]] = {}
_UNPLACED = Opening(Placement.UNPLACED)


@quick
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
    """Every debt per currency, oldest due first; invoices dated after `on` are left out.

    An invoice under a plan owes its share of each instalment, on the days of the plan; one with a
    retention owes that on its own day.
    """
    found: dict[str, list[Debt]] = {}
    approved = InvoiceState.APPROVED
    planned = _planned(account) if account.plans and policy.guards else _NO_PLANS
    for invoice in account.invoices:
        if invoice.state is approved and invoice.balance.amount > 0 and invoice.issued <= on:
            currency = invoice.balance.currency
            into = found.get(currency)
            if into is None:
                into = found[currency] = []
            if invoice.id in planned or (invoice.retained is not None and policy.guards):
                into.extend(_agreed(invoice, planned.get(invoice.id), account, policy, on))
            elif invoice.instalments:
                into.extend(_instalments(invoice, account, policy, on))
            else:
                into.append(whole_debt(invoice, account, policy, on))
    for debts in found.values():
        debts.sort(key=_by_due)
    return {currency: found[currency] for currency in sorted(found) if found[currency]}


def _planned(account: Account) -> Mapping[str, tuple[PlanShare, ...]]:
    return shares_by_invoice(standing_plans(account))


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


def _nets(credit: Credit, policy: CreditPolicy) -> bool:
    return credit.kind is not CreditKind.PREPAYMENT or policy.net_prepayments


def whole_debt(invoice: Invoice, account: Account, policy: CreditPolicy, on: date) -> Debt:
    """An invoice that falls due in one piece."""
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


def _agreed(
    invoice: Invoice,
    shares: Sequence[PlanShare] | None,
    account: Account,
    policy: CreditPolicy,
    on: date,
) -> list[Debt]:
    """The debts of an invoice whose dates were agreed anew, in whole or in part."""
    found: list[Debt] = []
    if invoice.retained is not None:
        invoice, retained = apart(invoice, invoice.retained, policy, on)
        found.append(retained)
    if shares is not None:
        found.extend(_by_plan(invoice, shares, policy, on))
        found.extend(_outside(invoice, shares, policy, on))
    elif invoice.instalments:
        found.extend(_instalments(_shortened(invoice), account, policy, on))
    elif invoice.balance:
        found.append(whole_debt(invoice, account, policy, on))
    return found


def _shortened(invoice: Invoice) -> Invoice:
    """The ledger's instalments without what is retained, which is taken from the last ones."""
    over = sum((each.balance.amount for each in invoice.instalments), _NOTHING)
    over -= invoice.balance.amount
    kept: list[Instalment] = []
    for part in sorted(invoice.instalments, key=lambda each: (each.due, each.index), reverse=True):
        taken = min(max(over, _NOTHING), part.balance.amount)
        over -= taken
        balance = Money(part.balance.amount - taken, part.balance.currency)
        kept.append(replace(part, balance=balance))
    return replace(invoice, instalments=tuple(reversed(kept)))


def _by_plan(
    invoice: Invoice, shares: Sequence[PlanShare], policy: CreditPolicy, on: date
) -> list[Debt]:
    """An invoice's share of each instalment of its plan; small is the instalment, not the share.

    Agreeing it told the customer: nothing goes before so many days, as after a sending (rule 3).
    What is contested lies in no share.
    """
    currency = invoice.balance.currency
    found: list[Debt] = []
    for share in shares:
        told = max(share.agreed_on, invoice.sent_on or share.agreed_on)
        found.append(
            Debt(
                replace(invoice, sent_on=told, due=share.part.due),
                share.index,
                share.part.due,
                (on - share.part.due).days,
                currency,
                share.amount,
                share.amount,
                is_small(share.rest, share.part.amount.amount, currency, policy),
                None,
            )
        )
    return found


def _outside(
    invoice: Invoice, shares: Sequence[PlanShare], policy: CreditPolicy, on: date
) -> list[Debt]:
    """What of an invoice no instalment covers: contested, or more than was agreed. Owed, silent."""
    rest = invoice.balance.amount - sum((share.amount for share in shares), _NOTHING)
    if rest <= 0:
        return []
    currency = invoice.balance.currency
    small = is_small(rest, invoice.total.amount, currency, policy)
    late = (on - invoice.due).days
    return [Debt(invoice, 0, invoice.due, late, currency, rest, _NOTHING, small, None)]


def apart(
    invoice: Invoice, retained: Retention, policy: CreditPolicy, on: date
) -> tuple[Invoice, Debt]:
    """The invoice without its retention, and the retention as a debt that is due on its own day.

    What is unpaid is the retention last: a payment pays what is due first.
    """
    currency = invoice.balance.currency
    amount = min(retained.amount.amount, invoice.balance.amount)
    rest = Money(invoice.balance.amount - amount, currency)
    disputed = invoice.disputed.amount if invoice.disputed is not None else _NOTHING
    contested = min(max(disputed - rest.amount, _NOTHING), amount)
    left = Money(disputed - contested, currency) if disputed - contested else None
    debt = Debt(
        invoice,
        RETAINED,
        retained.due,
        (on - retained.due).days,
        currency,
        amount,
        amount - contested,
        is_small(amount, retained.amount.amount, currency, policy),
        None,
    )
    return replace(invoice, balance=rest, disputed=left), debt


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
