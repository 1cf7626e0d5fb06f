"""Which invoices and how much a wish is about, and what of it was said and not filled in."""

from __future__ import annotations

from collections.abc import Sequence

from plugin.assistant.acts import Act, Pointless, SaidWrong, StatementAsked, Wish, plain_amount
from plugin.assistant.facts import Facts, share_of
from plugin.assistant.said import numbers
from plugin.assistant.slots import Share
from plugin.credit.account import Invoice
from plugin.credit.money import Money, total
from plugin.credit.plans import may_be_planned

_DOLLARS = frozenset({"USD", "AUD", "NZD", "CAD", "SGD", "HKD"})


def slots_of(facts: Facts, wish: Wish, act: Act | None = None) -> dict[str, str | int]:
    """What the customer named, made plain, and the one invoice that an act is about.

    What else the house filled in is not among it.
    """
    found: dict[str, str | int] = {}
    amount = None if wish.intent in {"copy", "statement"} else worth(facts, wish)
    if amount is not None:
        found["amount"] = plain_amount(amount.amount)
    if wish.day is not None:
        found["date"] = wish.day.isoformat()
    invoices = [i for each in wish.invoice_ids if (i := facts.by_id(each)) is not None]
    if invoices:
        found["invoice"] = ", ".join(each.number for each in invoices)
    elif act is not None and _is_whole(wish) and len(ids := _ids_of(act)) == 1:
        found["invoice"] = ", ".join(i.number for e in ids if (i := facts.by_id(e)) is not None)
    count = wish.count if wish.count is not None else len(wish.pairs) or None
    if count is not None and wish.intent == "plan":
        found["instalments"] = count
    return found


def _is_whole(wish: Wish) -> bool:
    """Whether it is about all of what it is of, and no part that the house puts somewhere."""
    return wish.intent in {"copy", "dispute"} or (wish.amount is None and wish.share is None)


def _ids_of(act: Act) -> tuple[str, ...]:
    match act:
        case StatementAsked():
            return ()
        case SaidWrong():
            return (act.invoice_id,)
        case _:
            return act.invoice_ids


def worth(facts: Facts, wish: Wish) -> Money | None:
    """The amount that was named, in the currency of what it is of."""
    chosen = scope_of(facts, wish)
    if wish.intent == "dispute" and wish.amount is None:
        return None
    if wish.amount is not None:
        currency = _of_one_invoice(facts, wish) or currency_of(chosen, wish, facts)
        return Money(wish.amount.value, currency)
    if wish.share is None:
        return None
    base = named_in(facts, wish) or facts.open
    currency = currency_of(base, wish, facts)
    owed = facts.owed(tuple(base), currency)
    if wish.share.is_rest:
        promised = [p.amount for p in facts.account.promises if p.due >= facts.on]
        mine = total((each for each in promised if each.currency == currency), currency)
        return (owed - mine).at_least_zero()
    return share_of(owed, wish.share.of_whole)


def _of_one_invoice(facts: Facts, wish: Wish) -> str:
    """The currency of the one open invoice that a bare amount is exactly; empty where none is."""
    if wish.amount is None or wish.amount.currency or wish.invoice_ids or wish.meant:
        return ""
    fits = [each for each in facts.open if each.balance.amount == wish.amount.value]
    return fits[0].balance.currency if len(fits) == 1 else ""


def named_in(facts: Facts, wish: Wish) -> tuple[Invoice, ...]:
    """The invoices that were named, or meant by a word such as 'it'."""
    found = (facts.by_id(each) for each in wish.invoice_ids or wish.meant)
    return tuple(each for each in found if each is not None)


def scope_of(facts: Facts, wish: Wish) -> tuple[Invoice, ...]:
    """The open invoices that are meant: those named, else all that is late, else all."""
    chosen = named_in(facts, wish)
    if chosen:
        return tuple(each for each in chosen if each.is_open)
    if wish.share is not None or any(isinstance(what, Share) for what, _ in wish.pairs):
        # a part is a part of all that is owed
        return facts.open
    return facts.late_invoices or facts.open


def currency_of(chosen: Sequence[Invoice], wish: Wish, facts: Facts) -> str:
    """The one currency of a wish: that of its amount, else the base currency where it is owed."""
    found = {each.balance.currency for each in chosen}
    if wish.amount is not None and wish.amount.currency in found:
        return wish.amount.currency
    base = facts.account.base_currency
    if base in found or not found:
        return base if base in facts.currencies else facts.currencies[0]
    return min(found)


def misfit_of(facts: Facts, wish: Wish) -> Pointless | None:
    """Why these invoices and this money do not go together, or None."""
    chosen = named_in(facts, wish)
    if chosen and not any(each.is_open for each in chosen):
        return Pointless(f"{numbers(chosen)} {_is(chosen)} settled: nothing is left to pay.")
    if not facts.open:
        return Pointless("Nothing is open on your account, so there is nothing left to pay.")
    scope = scope_of(facts, wish)
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


def _is(chosen: Sequence[Invoice]) -> str:
    return "is" if len(chosen) == 1 else "are"


def chosen_for(facts: Facts, wish: Wish, amount: Money | None) -> tuple[Invoice, ...]:
    """The invoices of an act: one that an amount pays exactly, else the oldest that it covers."""
    scope = scope_of(facts, wish)
    if amount is None:
        currency = currency_of(scope, wish, facts)
        return tuple(each for each in scope if each.balance.currency == currency)
    if named_in(facts, wish):
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
