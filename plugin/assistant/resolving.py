"""From a wish to an act: how much, by when, and whether the owner's bounds allow it.

The bounds are `plugin.credit.answering`'s; beyond them an act is a proposal for a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from plugin.assistant.acts import Lacking, Pointless, Promised, Ready, SaidPaid, Wish
from plugin.assistant.answers_payments import latest, payments_in_short
from plugin.assistant.facts import Facts
from plugin.assistant.resolving_papers import resolve_copy, resolve_dispute, resolve_statement
from plugin.assistant.resolving_plan import resolve_plan
from plugin.assistant.said import as_of, dated, day, money, named, numbers
from plugin.assistant.scoping import chosen_for, misfit_of, worth
from plugin.credit.account import Invoice
from plugin.credit.answering import beyond_promise, paid_until
from plugin.credit.money import Money, total
from plugin.credit.plans import may_be_planned

Resolved = Ready | Lacking | Pointless

#: nobody agrees on a day further ahead by a conversation
_FARTHEST = timedelta(days=183)
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
            return resolve_plan(facts, wish)
        case "dispute":
            return resolve_dispute(facts, wish)
        case "copy":
            return resolve_copy(facts, wish)
        case _:
            return resolve_statement(facts, wish)


def _promise(  # noqa: PLR0911 - one return for each thing that may lack
    facts: Facts, wish: Wish
) -> Resolved:
    misfit = misfit_of(facts, wish)
    if misfit is not None:
        return misfit
    if wish.day is None:
        words = "That day has passed. " if wish.day_misfits else ""
        return Lacking(f"{words}On which day will you pay?{_offered(facts)}")
    if wish.day < facts.on or wish.day > facts.on + _FARTHEST:
        return Lacking(f"{dated(wish.day)} cannot be promised. On which day will you pay?")
    amount = worth(facts, wish)
    if wish.is_unclear or (amount is not None and amount.amount <= 0):
        return Lacking("How much will you pay?")
    chosen = tuple(each for each in chosen_for(facts, wish, amount) if may_be_planned(each))
    if not chosen:
        return Pointless(
            "What is open there is in query or agreed otherwise, so nobody asks for it meanwhile."
        )
    currency = chosen[0].balance.currency
    owed = total((may_be_planned(each) for each in chosen), currency)
    promised = owed if amount is None else min(amount, owed)
    more = amount is not None and amount > owed
    if more and not wish.invoice_ids:
        # what is more than all that is open there may be meant of something else
        words = f"{money(owed)} is all that is open there."
        return Lacking(f"{words} How much will you pay, and of what?")
    over = f"{money(promised)} is all that is open there. " if more else ""
    return _read_back(facts, chosen, promised, wish.day, over)


def _read_back(
    facts: Facts, chosen: tuple[Invoice, ...], promised: Money, by: date, over: str
) -> Resolved:
    """The promise as a question: noted at once within the bounds, else put to a person."""
    beyond = beyond_promise(
        facts.account,
        facts.policy,
        chosen,
        promised,
        by,
        before=facts.promised_before,
        on=facts.on,
    )
    act = Promised(tuple(each.id for each in chosen), promised, by, bool(beyond))
    what = f"{money(promised)} for {numbers(chosen)} by {day(by)}"
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


def _paid(  # noqa: C901, PLR0911 - one return for each thing that may lack
    facts: Facts, wish: Wish
) -> Resolved:
    misfit = misfit_of(facts, wish)
    if misfit is not None:
        # what was received is told, for it may be the very payment that is spoken of
        return misfit if facts.open or misfit.did != "answer" else _received(facts, wish, misfit)
    if wish.day_misfits or (wish.day is not None and wish.day > facts.on):
        asked = "On which day did you pay? It has to be today or before."
        return Lacking(f"{asked} {latest(facts)}".strip())
    if wish.day is not None and wish.day < facts.on - _LONGEST_AGO:
        return Lacking(f"{dated(wish.day)} is long ago. On which day did you pay?")
    amount = worth(facts, wish)
    if amount is not None and amount.amount <= 0:
        return Lacking("How much did you pay?")
    names_none = amount is None and not wish.invoice_ids and not wish.meant
    if not wish.is_plain and names_none and wish.day is None:
        asked = "Which invoice did you pay, how much, and on which day?"
        return Lacking(f"{asked} {latest(facts)}".strip())
    chosen = chosen_for(facts, wish, amount)
    if not chosen:
        return Pointless("Nothing is open on your account, so there is nothing left to pay.")
    currency = chosen[0].balance.currency
    paid = amount if amount is not None else facts.owed(chosen, currency)
    paid_on = wish.day or facts.on
    said = {each for known in facts.account.answered for each in known.invoice_ids}
    again = any(each.id in said for each in chosen)
    act = SaidPaid(tuple(each.id for each in chosen), paid, paid_on, again)
    # a day that nobody named is not stated
    what = f"{money(paid)} for {numbers(chosen)}"
    if wish.day is not None:
        what += f" on {day(paid_on)}"
    ask = ""
    if wish.day is None:
        ask = " If the amount is another, or you know the day, tell me."
    elif amount is None:
        ask = " If the amount is another, tell me."
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


def _received(facts: Facts, wish: Wish, misfit: Pointless) -> Pointless:
    of = [each.amount.amount for each in facts.payments]
    if wish.amount is not None and wish.amount.value not in of:
        # of money that the ledger does not know a person has to look
        return Pointless(f"{misfit.words} {latest(facts)}".strip(), did="handover")
    lines = payments_in_short(facts, wish.amount.value if wish.amount is not None else None)
    return Pointless(f"{misfit.words} {lines}".strip())


def _it(chosen: Sequence[Invoice]) -> str:
    return "it" if len(chosen) == 1 else "them"
