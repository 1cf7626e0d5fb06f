"""What a payment that is only thought of would leave. It notes nothing and promises nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plugin.assistant import answers_money
from plugin.assistant.facts import Facts, share_of
from plugin.assistant.said import Said, as_of, money, named, numbers
from plugin.assistant.slots import Amount, Share
from plugin.credit.account import Invoice
from plugin.credit.money import Money


def what_if(facts: Facts, chosen: Sequence[Invoice], part: Amount | Share) -> Said:
    """What of these invoices, or of all that is open, would be left in the currency of the part."""
    of = tuple(each for each in chosen if each.is_open) or facts.open
    currency = _currency(facts, of, part)
    mine = tuple(each for each in of if each.balance.currency == currency)
    if not mine:
        return answers_money.balance(facts)
    owed = facts.owed(mine, currency)
    paid = (
        Money(part.value, currency) if isinstance(part, Amount) else share_of(owed, part.of_whole)
    )
    if not 0 < paid.amount < owed.amount:
        return answers_money.invoice(facts, mine) if chosen else answers_money.balance(facts)
    text = (
        f"You owe {money(owed)} on {numbers(mine)}. A payment of {money(paid)} would leave"
        f" {money(owed - paid)}. Nothing is noted by this."
    )
    return Said(
        "what_if",
        text,
        sources=(*named(mine), as_of(facts)),
        focus=tuple(each.id for each in mine),
    )


def without(facts: Facts, chosen: Sequence[Invoice]) -> Said:
    """What would be left of all that is open once these invoices were paid, per currency."""
    ids = {each.id for each in chosen}
    rest = tuple(each for each in facts.open if each.id not in ids)
    left = [money(facts.owed(rest, currency)) for currency in facts.currencies]
    said = answers_money.invoice(facts, chosen)
    text = f"Once {numbers(chosen)} is paid you owe {' and '.join(left)}. Nothing is noted by this."
    return replace(said, intent="what_if", text=f"{text}\n{said.text}")


def _currency(facts: Facts, of: Sequence[Invoice], part: Amount | Share) -> str:
    """That of the part where it is owed in it, else the base currency, else the only one."""
    owed = {each.balance.currency for each in of}
    if isinstance(part, Amount) and part.currency in owed:
        return part.currency
    base = facts.account.base_currency
    return base if base in owed or not owed else min(owed)
