"""The answer to *can I take this order?*, for somebody who does not see the books."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.credit.money import Money
from plugin.credit.order_answer import (
    AskBecause,
    AskTheOwner,
    DepositFirst,
    OrderAnswer,
    TakeIt,
)
from plugin.letters.wording import money

_ASK = {
    AskBecause.ON_STOP: "They are on stop: nothing is sold to them on terms for now.",
    AskBecause.STOP_PROPOSED: "A stop is proposed for them and waits for the owner’s word.",
    AskBecause.NO_LIMIT: "No credit limit is set for them yet, and unset is not the same as none.",
    AskBecause.CANNOT_COMPARE: "The books hold no exchange rate between this currency and that of "
    "their limit.",
}


@dataclass(frozen=True, slots=True)
class OrderSaid:
    """The answer in a word and the why in a sentence; `asks_owner` where a person decides.

    `deposit` is what has to be paid first, where that is the answer.
    """

    headline: str
    why: str
    asks_owner: bool
    deposit: Money | None = None


def order_said(answer: OrderAnswer, order: Money) -> OrderSaid:
    """The words of an answer; `order` is what was asked about."""
    match answer:
        case TakeIt(left):
            return OrderSaid(
                "Yes",
                f"It fits within their limit: {money(left)} is left after this order.",
                asks_owner=False,
            )
        case DepositFirst(deposit, over, days):
            return OrderSaid(
                f"Yes, with a deposit of {money(deposit)}",
                _why_deposit(over, days, order),
                asks_owner=False,
                deposit=deposit,
            )
        case AskTheOwner(AskBecause.TOO_FAR_OVER, over) if over is not None:
            return OrderSaid(
                "Ask the owner",
                f"It would take them {money(over)} over their limit, which is more than half of "
                "this order.",
                asks_owner=True,
            )
        case AskTheOwner(why):
            return OrderSaid("Ask the owner", _ASK[why], asks_owner=True)


def _why_deposit(over: Money, days: int, order: Money) -> str:
    late = f"their oldest invoice is {days} days late" if days else ""
    beyond = f"it would take them {money(over)} over their limit" if over.amount else ""
    both = " and ".join(part for part in (late, beyond) if part)
    first = both[0].upper() + both[1:]
    return f"{first}. With the deposit paid first, the order of {money(order)} can go ahead."
