"""From a wish to an act: which invoices, how much, by when, and whether the owner's bounds allow it.

The bounds are `plugin.credit.answering`'s; beyond them an act is a proposal for a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_UP, Decimal

from plugin.assistant.acts import (
    CopyAsked,
    Lacking,
    Pointless,
    Promised,
    Ready,
    SaidPaid,
    SaidWrong,
    Split,
    StatementAsked,
    Wish,
    plain_amount,
)
from plugin.assistant.facts import Facts, share_of
from plugin.assistant.reasons import reason_of
from plugin.assistant.said import as_of, dated, day, money, named, numbers
from plugin.assistant.slots import Amount, Share
from plugin.credit.account import Invoice
from plugin.credit.agreements import PlanPart
from plugin.credit.answering import beyond_promise, beyond_split, paid_until
from plugin.credit.disputes import may_be_disputed
from plugin.credit.law import plan_refusals
from plugin.credit.money import Money, total
from plugin.credit.negotiation import MOST_PARTS
from plugin.credit.pay_run import pay_run
from plugin.credit.plan_offers import Every, offer
from plugin.credit.plans import may_be_planned
from plugin.credit.working_days import NoWorkingDay

Resolved = Ready | Lacking | Pointless

_EVERY = {"week": Every.WEEK, "fortnight": Every.FORTNIGHT, "month": Every.MONTH}
#: nobody agrees on a day further ahead by a conversation
_FARTHEST = timedelta(days=3 * 365)
_WEEK = timedelta(days=7)
#: a payment of longer ago is no news
_LONGEST_AGO = timedelta(days=400)


def resolve(facts: Facts, wish: Wish) -> Resolved:
    """What a wish comes to on these facts."""
    match wish.intent:
        case "promise":
            return _promise(facts, wish)
        case "paid":
            return _paid(facts, wish)
        case "plan":
            return _plan(facts, wish)
        case "dispute":
            return _dispute(facts, wish)
        case "copy":
            return _copy(facts, wish)
        case _:
            return _statement(facts, wish)


def slots_of(facts: Facts, wish: Wish) -> dict[str, str | int]:
    """What the customer named, made plain; what the house filled in is not among it."""
    found: dict[str, str | int] = {}
    amount = _worth(facts, wish)
    if amount is not None:
        found["amount"] = plain_amount(amount.amount)
    if wish.day is not None:
        found["date"] = wish.day.isoformat()
    invoices = [i for each in wish.invoice_ids if (i := facts.by_id(each)) is not None]
    if invoices:
        found["invoice"] = ", ".join(each.number for each in invoices)
    count = wish.count if wish.count is not None else len(wish.pairs) or None
    if count is not None and wish.intent == "plan":
        found["instalments"] = count
    return found


def _worth(facts: Facts, wish: Wish) -> Money | None:
    """The amount that was named, in the currency of what it is of."""
    chosen = _scope(facts, wish)
    if wish.intent == "dispute" and wish.amount is None:
        return None
    if wish.amount is not None:
        return Money(wish.amount.value, _currency(chosen, wish, facts))
    if wish.share is None:
        return None
    base = _named(facts, wish) or facts.open
    currency = _currency(base, wish, facts)
    owed = facts.owed(tuple(base), currency)
    if wish.share.is_rest:
        promised = [p.amount for p in facts.account.promises if p.due >= facts.on]
        mine = total((each for each in promised if each.currency == currency), currency)
        return (owed - mine).at_least_zero()
    return share_of(owed, wish.share.of_whole)


def _named(facts: Facts, wish: Wish) -> tuple[Invoice, ...]:
    found = (facts.by_id(each) for each in wish.invoice_ids or wish.meant)
    return tuple(each for each in found if each is not None)


def _scope(facts: Facts, wish: Wish) -> tuple[Invoice, ...]:
    """The open invoices that are meant: those named, else all that is late, else all."""
    chosen = _named(facts, wish)
    if chosen:
        return tuple(each for each in chosen if each.is_open)
    if wish.share is not None or any(isinstance(what, Share) for what, _ in wish.pairs):
        # a part is a part of all that is owed
        return facts.open
    return facts.late_invoices or facts.open


def _currency(chosen: Sequence[Invoice], wish: Wish, facts: Facts) -> str:
    found = {each.balance.currency for each in chosen}
    if wish.amount is not None and wish.amount.currency in found:
        return wish.amount.currency
    base = facts.account.base_currency
    if base in found or not found:
        return base if base in facts.currencies else facts.currencies[0]
    return min(found)


def _misfit(facts: Facts, wish: Wish) -> Pointless | None:
    """Why these invoices and this money do not go together, or None."""
    chosen = _named(facts, wish)
    if chosen and not any(each.is_open for each in chosen):
        return Pointless(f"{numbers(chosen)} {_is(chosen)} settled: nothing is left to pay.")
    if not facts.open:
        return Pointless("Nothing is open on your account, so there is nothing left to pay.")
    scope = _scope(facts, wish)
    currencies = {each.balance.currency for each in scope}
    said = wish.amount.currency if wish.amount is not None else ""
    is_dollar = said == "USD" and all(each in _DOLLARS for each in currencies)
    if said and said not in {each.balance.currency for each in facts.open} and not is_dollar:
        return Pointless(
            "Your invoices are in another currency than the amount that you named, and I add"
            " nothing across currencies. A person looks at it with you.",
            did="handover",
        )
    return None


_DOLLARS = frozenset({"USD", "AUD", "NZD", "CAD", "SGD", "HKD"})


def _is(chosen: Sequence[Invoice]) -> str:
    return "is" if len(chosen) == 1 else "are"


def _chosen_for(facts: Facts, wish: Wish, amount: Money | None) -> tuple[Invoice, ...]:
    """The invoices of an act: one that an amount pays exactly, else the oldest that it covers."""
    scope = _scope(facts, wish)
    if amount is None:
        currency = _currency(scope, wish, facts)
        return tuple(each for each in scope if each.balance.currency == currency)
    if _named(facts, wish):
        return scope
    exact = [each for each in facts.open if may_be_planned(each) == amount]
    if exact:
        return (exact[0],)
    pool = [each for each in facts.open if each.balance.currency == amount.currency]
    chosen: list[Invoice] = []
    left = amount.amount
    for each in pool:
        if left <= 0:
            break
        chosen.append(each)
        left -= may_be_planned(each).amount
    return tuple(chosen)


def _promise(facts: Facts, wish: Wish) -> Resolved:
    misfit = _misfit(facts, wish)
    if misfit is not None:
        return misfit
    if wish.day is None:
        words = "That day has passed. " if wish.day_misfits else ""
        return Lacking(f"{words}On which day will you pay?{_offered(facts)}")
    if wish.day < facts.on or wish.day > facts.on + _FARTHEST:
        return Lacking(f"{dated(wish.day)} cannot be promised. On which day will you pay?")
    amount = _worth(facts, wish)
    if amount is not None and amount.amount <= 0:
        return Lacking("How much will you pay?")
    chosen = tuple(each for each in _chosen_for(facts, wish, amount) if may_be_planned(each))
    if not chosen:
        return Pointless(
            "What is open there is in query or agreed otherwise, so nobody asks for it meanwhile."
        )
    currency = chosen[0].balance.currency
    owed = total((may_be_planned(each) for each in chosen), currency)
    promised = owed if amount is None else min(amount, owed)
    more = amount is not None and amount > owed
    beyond = beyond_promise(
        facts.account,
        facts.policy,
        chosen,
        promised,
        wish.day,
        before=facts.promised_before,
        on=facts.on,
    )
    act = Promised(tuple(each.id for each in chosen), promised, wish.day, bool(beyond))
    what = f"{money(promised)} for {numbers(chosen)} by {day(wish.day)}"
    over = f"{money(promised)} is all that is open there. " if more else ""
    if beyond:
        question = (
            f"{over}I can put this to {facts.organisation} as a proposal: you pay {what}. A person"
            " answers it, and nothing is agreed before. Shall I send it? (yes or no)"
        )
        done = f"Sent to {facts.organisation} as a proposal: you pay {what}. A person answers it."
    else:
        question = (
            f"{over}Shall I note that you pay {what}? Reminders for it rest until then. (yes or no)"
        )
        done = f"Noted: you pay {what}. Reminders for it rest until then."
    return Ready(
        act, question, done, (*named(chosen), as_of(facts), "the policy: if you need time")
    )


def _offered(facts: Facts) -> str:
    run = facts.next_pay_run
    days = facts.policy.answers.promise_days
    hint = f" Your own next pay run looks to be {day(run)}." if run is not None else ""
    return (
        f"{hint} You can name a day up to {day(facts.on + timedelta(days=days))} yourself; a later"
        " one goes to a person as a proposal."
    )


def _paid(facts: Facts, wish: Wish) -> Resolved:
    misfit = _misfit(facts, wish)
    if misfit is not None:
        return misfit
    if wish.day_misfits or (wish.day is not None and wish.day > facts.on):
        return Lacking("On which day did you pay? It has to be today or before.")
    if wish.day is not None and wish.day < facts.on - _LONGEST_AGO:
        return Lacking(f"{dated(wish.day)} is long ago. On which day did you pay?")
    amount = _worth(facts, wish)
    if amount is not None and amount.amount <= 0:
        return Lacking("How much did you pay?")
    chosen = _chosen_for(facts, wish, amount)
    if not chosen:
        return Pointless("Nothing is open on your account, so there is nothing left to pay.")
    currency = chosen[0].balance.currency
    paid = amount if amount is not None else facts.owed(chosen, currency)
    paid_on = wish.day or facts.on
    said = {each for known in facts.account.answered for each in known.invoice_ids}
    again = any(each.id in said for each in chosen)
    act = SaidPaid(tuple(each.id for each in chosen), paid, paid_on, again)
    what = f"{money(paid)} for {numbers(chosen)} on {day(paid_on)}"
    ask = (
        ""
        if amount is not None and wish.day is not None
        else (" If the amount or the day is another, tell me.")
    )
    if again:
        follows = "You told us so before, so a person looks for it now."
    else:
        until = paid_until(facts.policy.answers, facts.on, facts.account)
        follows = f"Reminders for {_it(chosen)} rest until {day(until)} while it reaches the books."
    question = f"Shall I note that you paid {what}? {follows}{ask} (yes or no)"
    return Ready(
        act,
        question,
        f"Noted: you paid {what}. {follows} Thank you.",
        (*named(chosen), as_of(facts), "the policy: if you need time"),
    )


def _it(chosen: Sequence[Invoice]) -> str:
    return "it" if len(chosen) == 1 else "them"


def _plan(facts: Facts, wish: Wish) -> Resolved:
    misfit = _misfit(facts, wish)
    if misfit is not None:
        return misfit
    scope = tuple(e for e in _chosen_for(facts, _without_amount(wish), None) if may_be_planned(e))
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
            f"I can put this to {facts.organisation} as a proposal: {what}. A person answers it, and"
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


def _without_amount(wish: Wish) -> Wish:
    return replace(wish, amount=None)


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
        return Lacking(
            f"{money(owed)} can be split into at most {bounds.payments} payments within"
            f" {bounds.months} months; anything else a person answers. In how many payments would"
            " you like to pay?"
        )
    if (
        count > max(12, bounds.payments)
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


def _dispute(facts: Facts, wish: Wish) -> Resolved:
    chosen = _named(facts, wish)
    if not chosen:
        if len(facts.open) == 1:
            chosen = facts.open
        elif not facts.open:
            return Pointless(
                "Nothing is open on your account. A person looks at what you wrote.", did="handover"
            )
        else:
            return Lacking(f"Which invoice is it about: {numbers(facts.open)}?")
    if len(chosen) > 1:
        return Lacking(f"I note one invoice at a time. Which is it about: {numbers(chosen)}?")
    (invoice,) = chosen
    if not invoice.is_open:
        return Pointless(
            f"{invoice.number} is settled, so there is nothing to hold back. A person looks at"
            " what you wrote.",
            did="handover",
        )
    left = may_be_disputed(invoice, facts.account.disputes)
    if invoice.disputed is not None and not facts.account.disputes:
        left = invoice.balance - invoice.disputed
    if not left.amount > 0:
        return Pointless(
            f"{invoice.number} is in query already: nobody asks for it until a person has answered."
            " I have passed on what you wrote.",
            did="handover",
        )
    amount = _worth(facts, wish)
    contested = left if amount is None or amount.amount <= 0 else min(amount, left)
    reason = reason_of(wish.words)
    days = facts.policy.answers.dispute_days
    act = SaidWrong(invoice.id, reason, contested, wish.words)
    rest = invoice.balance - contested
    stays = f" The other {money(rest)} stays payable." if rest.amount > 0 else ""
    what = f"something is wrong with {money(contested)} of {invoice.number}"
    follows = f"Nobody asks for that part until a person has answered, within {days} days.{stays}"
    return Ready(
        act,
        f"Shall I note that {what}? {follows} (yes or no)",
        f"Noted that {what}. {follows}",
        (invoice.number, as_of(facts), "the policy: if something is wrong"),
    )


_ON_THE_PAGE = (
    "{what} on your page here, under the invoices and under *Papers and settings*. It asks for a code"
    " that is sent to an address on file."
)


def _copy(facts: Facts, wish: Wish) -> Resolved:
    if not facts.sends_copies:
        mine = _named(facts, wish)
        what = f"{numbers(mine)} can be had as PDF" if mine else "Your invoices can be had as PDF"
        return Pointless(_ON_THE_PAGE.format(what=what))
    if not facts.has_address:
        return Pointless(
            "There is no mail address for you on file, and I send to no other.", did="handover"
        )
    chosen = _named(facts, wish)
    if not chosen and len(facts.open) == 1:
        chosen = facts.open
    if not chosen:
        if not facts.invoices:
            return Pointless("There is no invoice on your account.")
        some = facts.open or facts.invoices[-3:]
        return Lacking(f"Which invoice shall I send: {numbers(some)}?")
    act = CopyAsked(tuple(each.id for each in chosen))
    what = f"a copy of {numbers(chosen)} as PDF to the address on file"
    return Ready(
        act, f"Shall I send {what}? (yes or no)", f"Done: {what}.", (*named(chosen), as_of(facts))
    )


def _statement(facts: Facts, wish: Wish) -> Resolved:
    if not facts.sends_copies:
        return Pointless(_ON_THE_PAGE.format(what="Your statement of account can be had as PDF"))
    if not facts.has_address:
        return Pointless(
            "There is no mail address for you on file, and I send to no other.", did="handover"
        )
    what = f"a statement of your account as of {dated(facts.on)} to the address on file"
    return Ready(
        StatementAsked(facts.on),
        f"Shall I send {what}? (yes or no)",
        f"Done: {what}.",
        (as_of(facts),),
    )
