"""Can this order be taken? Yes, yes with a deposit, or a question to the owner; each with its why.

The rule, in the order in which it is read: on stop, or a stop proposed: the owner. No limit set,
or amounts that cannot be compared: the owner; a limit unset is not a limit of zero. Late enough
for watch: a deposit of half the order at least. What the order takes the customer over the limit:
a deposit of that much, up to half the order; beyond it, the owner. Otherwise yes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from plugin.credit.account import Account, CreditStatus
from plugin.credit.decisions import CannotCompare, OldestOverdue
from plugin.credit.exposure import exposure, family_exposure, limit_in_force, measure
from plugin.credit.money import Money
from plugin.credit.policy import CreditPolicy
from plugin.credit.status import status_of

#: a deposit is asked up to this share of an order; where more is missing, a person decides
MOST_DEPOSIT = Decimal("0.5")
_MANY = Decimal(1_000_000)


class AskBecause(StrEnum):
    """Why an order is a question to the owner."""

    ON_STOP = "on_stop"
    STOP_PROPOSED = "stop_proposed"
    NO_LIMIT = "no_limit"
    CANNOT_COMPARE = "cannot_compare"
    TOO_FAR_OVER = "too_far_over"


@dataclass(frozen=True, slots=True)
class TakeIt:
    """Yes; `left` is the headroom after the order, in the limit's currency."""

    left: Money


@dataclass(frozen=True, slots=True)
class DepositFirst:
    """Yes, once `deposit` has come in; `over` the limit by so much, and `days` late (0 = not)."""

    deposit: Money
    over: Money
    days: int


@dataclass(frozen=True, slots=True)
class AskTheOwner:
    """A person decides; `over` is what is missing, where that is the reason."""

    why: AskBecause
    over: Money | None = None


OrderAnswer = TakeIt | DepositFirst | AskTheOwner


def order_answer(account: Account, policy: CreditPolicy, order: Money, on: date) -> OrderAnswer:
    """Whether an order of `order`, incl. tax, can be taken on `on`, before it is in the ledger.

    Never more generous for a larger order. The deposit is in the order's currency, rounded up to
    a whole unit. Raises ValueError where the order is not more than nothing.
    """
    if order.amount <= 0:
        raise ValueError("an order is for more than nothing")
    decision = status_of(account, policy, on)
    if decision.status is CreditStatus.STOP:
        return AskTheOwner(AskBecause.ON_STOP)
    if decision.stop_proposed:
        return AskTheOwner(AskBecause.STOP_PROPOSED)
    limit = limit_in_force(account)
    if limit is None:
        return AskTheOwner(AskBecause.NO_LIMIT)
    owed = (*(each.amount for each in exposure(account, policy, on)), *family_exposure(account))
    use = measure(account, limit, (*owed, order), on)
    if isinstance(use, CannotCompare):
        return AskTheOwner(AskBecause.CANNOT_COMPARE)
    over = (-use.headroom).at_least_zero()
    late = [each.days for each in decision.reasons if isinstance(each, OldestOverdue)]
    days = max(late, default=0)
    if not over.amount and not days:
        return TakeIt(use.headroom)
    return _with_deposit(account, order, over, days, on)


def _with_deposit(account: Account, order: Money, over: Money, days: int, on: date) -> OrderAnswer:
    """The deposit that brings the customer back within the limit, or shows good will."""
    half = order.amount * MOST_DEPOSIT
    # a million of the order's currency, because what is converted is rounded to the cent
    many = measure(account, over, (Money(_MANY, order.currency),), on)
    if isinstance(many, CannotCompare) or many.used.amount <= 0:
        return AskTheOwner(AskBecause.CANNOT_COMPARE)
    missing = over.amount * _MANY / many.used.amount
    if missing > half:
        return AskTheOwner(AskBecause.TOO_FAR_OVER, over)
    wanted = max(missing, half) if days else missing
    whole = min(wanted.to_integral_value(ROUND_CEILING), order.amount)
    return DepositFirst(Money(whole, order.currency), over, days)
