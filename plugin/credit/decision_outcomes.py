"""What became of a decision about a customer, ninety days later: paid, late, lost, or too quiet.

It judges the facts since, not whether the decision was their cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from plugin.credit.account import Account, Payment
from plugin.credit.debts import debts_of
from plugin.credit.exposure import exposure
from plugin.credit.metrics import days_late
from plugin.credit.money import Money
from plugin.credit.policy import CreditPolicy

#: so long after a decision its outcome is looked at
LOOK_AFTER = timedelta(days=90)
#: a debt later than this on that day is a decision that did not go well
LATE_FROM = 31


class Verdict(StrEnum):
    """How it went, the worst first."""

    #: something above tolerance was written off since
    LOST = "lost"
    #: a debt is more than thirty days late on that day
    LATE = "late"
    WELL = "well"
    #: nothing was paid and nothing is owed: there is nothing to judge
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class DecisionOutcome:
    """The facts of the days since, per currency; `days_late` weighs what was paid by amount.

    `oldest_days` is that of the oldest debt on the day of looking; 0 = nothing is late.
    """

    verdict: Verdict
    paid: tuple[Money, ...]
    lost: tuple[Money, ...]
    days_late: tuple[tuple[str, Decimal], ...]
    oldest_days: int
    exposure: tuple[Money, ...]

    @classmethod
    def nothing_known(cls) -> DecisionOutcome:
        """Of a customer who is gone from the ledger."""
        return cls(Verdict.QUIET, (), (), (), 0, ())


def outcome_of(
    account: Account, decided_on: date, on: date, policy: CreditPolicy
) -> DecisionOutcome:
    """What became of a decision of a civil day by `on`; a write-off is not money (rule 5).

    Interest and fee invoices stand outside (rule 36); disputed parts and small residues are not
    late.
    """
    charges = {each.id for each in account.invoices if each.is_charge}
    since = [
        each
        for each in account.payments
        if decided_on < each.on <= on and each.invoice_id not in charges
    ]
    money = [each for each in since if not each.is_write_off]
    lost = tuple(
        each
        for each in _sums(each for each in since if each.is_write_off)
        if each.amount >= policy.tolerance_for(each.currency).residue
    )
    exposed = tuple(each.amount for each in exposure(account, policy, on) if each.amount)
    oldest = _oldest(account, policy, on)
    paid = _sums(money)
    if lost:
        verdict = Verdict.LOST
    elif oldest >= LATE_FROM:
        verdict = Verdict.LATE
    else:
        verdict = Verdict.WELL if paid or exposed else Verdict.QUIET
    lateness = []
    for each in paid:
        theirs = [one for one in money if one.amount.currency == each.currency]
        figure = days_late(account.invoices, theirs).value
        if figure is not None:
            lateness.append((each.currency, figure))
    return DecisionOutcome(verdict, paid, lost, tuple(lateness), oldest, exposed)


def _oldest(account: Account, policy: CreditPolicy, on: date) -> int:
    """By the ledger's own dates, undisputed and above tolerance."""
    seen = replace(
        account, plans=(), invoices=tuple(each for each in account.invoices if not each.is_charge)
    )
    return max(
        (
            debt.days_late
            for debts in debts_of(seen, policy, on).values()
            for debt in debts
            if debt.is_late and not debt.small and debt.undisputed > 0
        ),
        default=0,
    )


def _sums(payments: Iterable[Payment]) -> tuple[Money, ...]:
    found: dict[str, Money] = {}
    for each in payments:
        code = each.amount.currency
        found[code] = found.get(code, Money.zero(code)) + each.amount
    return tuple(found[code] for code in sorted(found))
