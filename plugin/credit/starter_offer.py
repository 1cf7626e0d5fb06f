"""What to offer somebody new: the policy's starter limit, within the loss budget; and its reasons.

It sets nothing: a person says yes, asks for a deposit, wants cash first, or says no.

The rule, in the order in which it is read: the starter limit of the policy; without one there is no
suggestion. Nobody is offered more than they asked for, rounded up to a friendly step. Then it has
to fit the loss budget, at the published share of those without a score; what does not fit is not
suggested, and a deposit or cash first is named instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from plugin.credit.limits import rounded_up
from plugin.credit.loss_budget import expected_loss
from plugin.credit.money import Money


@dataclass(frozen=True, slots=True)
class ByPolicy:
    """The starter limit of the policy in force."""

    limit: Money


@dataclass(frozen=True, slots=True)
class AskedForLess:
    """They asked for less than the starter limit, and are offered no more."""

    asked: Money


@dataclass(frozen=True, slots=True)
class FitsBudget:
    """Its expected loss, and what the loss budget has left; `left` None = no budget is set."""

    costs: Money
    left: Money | None


@dataclass(frozen=True, slots=True)
class NoStarterLimit:
    """The policy has no starter limit: a person names one."""


@dataclass(frozen=True, slots=True)
class NotWithinBudget:
    """The loss budget has not enough left for it."""

    costs: Money
    left: Money


OfferReason = ByPolicy | AskedForLess | FitsBudget | NoStarterLimit | NotWithinBudget


@dataclass(frozen=True, slots=True)
class StarterOffer:
    """A limit to offer in the base currency; None where none is suggested, and why."""

    limit: Money | None
    reasons: tuple[OfferReason, ...]


def starter_offer(
    starter: Decimal | None, asked: Money | None, *, left: Decimal | None, currency: str
) -> StarterOffer:
    """The offer in `currency`; `left` is what the loss budget has left, None where none is set.

    What is asked for in another currency bounds nothing, because nothing is compared without a
    rate (rule 9).
    """
    if starter is None:
        return StarterOffer(None, (NoStarterLimit(),))
    limit = Money(starter, currency)
    reasons: list[OfferReason] = [ByPolicy(limit)]
    if asked is not None and asked.currency == currency and asked.amount > 0:
        wanted = rounded_up(asked)
        if wanted < limit:
            limit = wanted
            reasons.append(AskedForLess(asked))
    costs = Money(expected_loss(limit.amount, None), currency)
    if left is not None and costs.amount > left:
        rest = Money(max(left, Decimal(0)), currency)
        return StarterOffer(None, (*reasons, NotWithinBudget(costs, rest)))
    reasons.append(FitsBudget(costs, None if left is None else Money(left, currency)))
    return StarterOffer(limit, tuple(reasons))
