"""From the wish for instalments to a plan within the owner's bounds, or to a proposal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_UP, Decimal

from plugin.assistant.acts import Lacking, Pointless, Ready, Split, Wish
from plugin.assistant.facts import Facts, share_of
from plugin.assistant.said import as_of, day, money, named, numbers
from plugin.assistant.scoping import chosen_for, misfit_of
from plugin.assistant.slots import Amount, Share
from plugin.credit.agreements import PlanPart
from plugin.credit.answering import beyond_split
from plugin.credit.law import PlanBounds, plan_refusals
from plugin.credit.money import Money, total
from plugin.credit.negotiation import MOST_PARTS
from plugin.credit.pay_run import pay_run
from plugin.credit.plan_offers import Every, offer
from plugin.credit.plans import may_be_planned
from plugin.credit.working_days import NoWorkingDay

_EVERY = {"week": Every.WEEK, "fortnight": Every.FORTNIGHT, "month": Every.MONTH}
_WEEK = timedelta(days=7)
#: more instalments than these are talked about with a person
_MOST = 12


def resolve_plan(facts: Facts, wish: Wish) -> Ready | Lacking | Pointless:
    """Instalments: agreed on the spot within the bounds, a proposal beyond, or a question."""
    misfit = misfit_of(facts, wish)
    if misfit is not None:
        return misfit
    of = _of_the_amount(facts, wish)
    if of is None:
        return Lacking(
            "Which invoices should the payments be for? Say their numbers, or that it is all that"
            " is late."
        )
    wish = of
    scope = tuple(e for e in chosen_for(facts, _without_amount(wish), None) if may_be_planned(e))
    if not scope:
        return Pointless(
            "What is open there is in query or agreed otherwise, so nobody asks for it meanwhile."
        )
    currency = scope[0].balance.currency
    owed = total((may_be_planned(each) for each in scope), currency)
    parts = _parts(facts, wish, owed)
    if isinstance(parts, Lacking):
        return parts
    refusals = plan_refusals(
        [(part.due, part.amount) for part in parts],
        owed,
        agreed_on=facts.on,
        standing=facts.account.customer.standing,
        bounds=facts.policy.plans.bounds,
    )
    beyond = beyond_split(facts.account, facts.policy, scope, before=(), on=facts.on)
    act = Split(tuple(each.id for each in scope), parts, bool(refusals or beyond))
    lines = "; ".join(f"{money(part.amount)} on {day(part.due)}" for part in parts)
    what = f"{money(owed)} for {numbers(scope)} in {len(parts)} payments: {lines}"
    if act.is_proposal:
        question = (
            f"I can put this to {facts.organisation} as a proposal: {what}. A person answers"
            f" it, and"
            " nothing is agreed before. Shall I send it? (yes or no)"
        )
        done = f"Sent to {facts.organisation} as a proposal: {what}. A person answers it."
    else:
        question = (
            f"Shall I agree this plan: {what}? Each payment is then asked for by itself."
            " (yes or no)"
        )
        done = f"Agreed: {what}. Each payment is asked for by itself."
    return Ready(act, question, done, (*named(scope), as_of(facts), "the policy: if you need time"))


def _of_the_amount(facts: Facts, wish: Wish) -> Wish | None:
    """With a number of payments an amount is the whole of one invoice, or one payment of all.

    None where it is neither: then nobody knows what is to be split.
    """
    if wish.amount is None or wish.count is None or wish.invoice_ids or wish.meant or wish.pairs:
        return wish
    value = wish.amount.value
    fits = [
        each
        for each in facts.open
        if value in {each.balance.amount, each.total.amount, each.balance.amount // 1}
    ]
    if len(fits) == 1:
        return replace(wish, meant=(fits[0].id,), amount=None)
    scope = chosen_for(facts, _without_amount(wish), None)
    owed = sum((may_be_planned(each).amount for each in scope), Decimal(0))
    if owed - 1 < value <= owed:
        return replace(wish, amount=None)
    is_each = value * (wish.count - 1) < owed <= value * wish.count
    return wish if is_each else None


def _without_amount(wish: Wish) -> Wish:
    return replace(wish, amount=None)


def _how_many(owed: Money, bounds: PlanBounds) -> str:
    """What may be split here by itself, and the question that is open."""
    asked = "In how many payments would you like to pay?"
    if owed.amount < 2 * bounds.least:
        least = money(Money(bounds.least, owed.currency))
        return (
            f"An instalment is at least {least}, so {money(owed)} is not split here without a"
            f" person; I can pass it on as a proposal. {asked}"
        )
    return (
        f"{money(owed)} can be split into at most {bounds.payments} payments within"
        f" {bounds.months} months; anything else a person answers. {asked}"
    )


def _parts(facts: Facts, wish: Wish, owed: Money) -> tuple[PlanPart, ...] | Lacking:
    """The instalments of a wish, or the question that is still open."""
    if wish.pairs:
        return _paired(facts, wish, owed)
    amount = Money(wish.amount.value, owed.currency) if wish.amount is not None else None
    count = wish.count
    if amount is not None and count is None and 0 < amount.amount < owed.amount:
        count = int((owed.amount / amount.amount).to_integral_value(ROUND_UP))
    bounds = facts.policy.plans.bounds
    if count is None or count < 2:
        return Lacking(_how_many(owed, bounds))
    if (
        count > max(_MOST, bounds.payments)
        or count > MOST_PARTS
        or owed.amount < count * Decimal("0.01")
    ):
        return Lacking(
            f"That is more payments than I can put together. Up to {bounds.payments} can be agreed"
            " here. In how many would you like to pay?"
        )
    first = wish.day if wish.day is not None and wish.day >= facts.on else facts.on + _WEEK
    try:
        run = pay_run(facts.account.payments, facts.on, facts.account.calendar)
        days = offer(
            owed,
            count,
            first=first,
            every=_EVERY.get(wish.every, Every.MONTH),
            run=None if wish.day is not None else run,
            calendar=facts.account.calendar,
        )
    except (NoWorkingDay, OverflowError, ValueError):
        return Lacking("From which day on would you like to pay?")
    if amount is None or wish.count is not None:
        return days
    return _of(amount, days, owed)


def _of(amount: Money, days: tuple[PlanPart, ...], owed: Money) -> tuple[PlanPart, ...]:
    """Instalments of a named amount each; the last is what is left."""
    last = owed - amount * (len(days) - 1)
    sums = [*(amount for _ in days[:-1]), last]
    return tuple(PlanPart(part.due, each) for part, each in zip(days, sums, strict=True))


def _paired(facts: Facts, wish: Wish, owed: Money) -> tuple[PlanPart, ...] | Lacking:
    parts: list[PlanPart] = []
    left = owed
    for what, on in sorted(wish.pairs, key=lambda each: each[1]):
        if isinstance(what, Amount):
            amount = Money(what.value, owed.currency)
        else:
            amount = left if what.is_rest else share_of(owed, what.of_whole)
        amount = min(amount, left)
        if amount.amount > 0:
            parts.append(PlanPart(on, amount))
            left = left - amount
    if (
        left.amount > 0
        and parts
        and isinstance(wish.pairs[-1][0], Share)
        and left.amount < Decimal("0.05")
    ):
        parts[-1] = PlanPart(parts[-1].due, parts[-1].amount + left)
        left = Money.zero(owed.currency)
    if left.amount > 0 or len(parts) < 2 or len({part.due for part in parts}) < len(parts):
        return Lacking(
            f"The payments have to add up to {money(owed)}, each on a day of its own. Which amounts"
            " on which days would you like?"
        )
    if parts[0].due < facts.on:
        return Lacking("The first day has passed. Which amounts on which days would you like?")
    return tuple(parts)
