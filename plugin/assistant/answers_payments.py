"""Answers about money that came in: when, how much, and which invoices it went to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from plugin.assistant.answers_money import invoice, totals
from plugin.assistant.facts import Facts
from plugin.assistant.said import MOST_LINES, Said, as_of, dated, money, named, numbers
from plugin.assistant.slots import Slots
from plugin.credit.account import Invoice, Payment
from plugin.credit.money import Money, total


def payments(facts: Facts, slots: Slots, chosen: Sequence[Invoice]) -> Said:
    """What came in: of an amount, in a month or for an invoice where one was named, else all.

    Money that came on one day for several invoices is known by its sum too.
    """
    amounts = [each.value for each in slots.amounts]
    months = {each.month for each in slots.days if each.month}
    if amounts:
        return _of_amount(facts, amounts, chosen)
    if chosen:
        return _of_invoices(facts, chosen)
    if months:
        return _of_months(facts, slots, months)
    if not facts.payments:
        text = f"The ledger shows no payment from you up to {dated(facts.on)}." + _ask_details()
        return Said("payments", text, sources=(as_of(facts),))
    return _listed(facts, list(facts.payments), "")


def already_booked(facts: Facts, mine: Sequence[Payment]) -> Said:
    """That money of which the customer tells has reached the ledger, and what is left to pay."""
    said = _listed(facts, mine, "It is in the ledger. ")
    return replace(said, text=said.text + totals(facts))


def payments_in_short(facts: Facts, value: Decimal | None) -> str:
    """The payments of one amount, or all, in one sentence."""
    mine = [each for each in facts.payments if value is None or each.amount.amount == value]
    if not mine:
        return ""
    told = "; ".join(f"{money(each.amount)} on {dated(each.on)}" for each in mine[:MOST_LINES])
    return f"The ledger has from you: {told}."


def latest(facts: Facts) -> str:
    """The newest payment in one sentence; empty where there is none."""
    return _last(facts).strip()


def _of_amount(facts: Facts, amounts: Sequence[Decimal], chosen: Sequence[Invoice]) -> Said:
    came = facts.payments
    same_day: dict[object, Decimal] = {}
    for each in came:
        same_day[each.on] = same_day.get(each.on, Decimal(0)) + each.amount.amount
    mine = [each for each in came if each.amount.amount in amounts]
    mine = mine or [each for each in came if same_day[each.on] in amounts]
    if not mine:
        wanted = Money(amounts[0], came[0].amount.currency if came else facts.currencies[0])
        text = f"The ledger shows no payment of {money(wanted)} up to {dated(facts.on)}."
        return Said("payments", text + _last(facts) + _ask_details(), sources=(as_of(facts),))
    wanted_ids = {each.id for each in chosen}
    elsewhere = wanted_ids and not any(each.invoice_id in wanted_ids for each in mine)
    lead = f"No, not to {numbers(tuple(chosen))}. " if elsewhere else "Yes. "
    return _listed(facts, mine, lead)


def _of_invoices(facts: Facts, chosen: Sequence[Invoice]) -> Said:
    ids = {each.id for each in chosen}
    mine = [each for each in facts.payments if each.invoice_id in ids]
    if mine:
        said = _listed(facts, mine, "")
        return replace(said, text=f"{said.text}\n{invoice(facts, chosen).text}")
    text = f"No payment for {numbers(tuple(chosen))} stands in the ledger." + _ask_details()
    text = f"{text}\n{invoice(facts, chosen).text}"
    return Said("payments", text, sources=(*named(tuple(chosen)), as_of(facts)), focus=tuple(ids))


def _of_months(facts: Facts, slots: Slots, months: set[int]) -> Said:
    since = [each.behind for each in slots.days if each.is_since and each.behind is not None]
    mine = [each for each in facts.payments if each.on.month in months]
    if since:
        mine = [each for each in facts.payments if each.on >= min(since)]
    if mine:
        return _listed(facts, mine, "")
    text = "The ledger shows no payment from you in that month." + _last(facts)
    return Said("payments", text, sources=(as_of(facts),))


def _listed(facts: Facts, rows: Sequence[Payment], lead: str) -> Said:
    currencies = sorted({each.amount.currency for each in rows})
    sums = [money(total((e.amount for e in rows if e.amount.currency == c), c)) for c in currencies]
    lines = []
    for each in rows[:MOST_LINES]:
        found = facts.by_id(each.invoice_id)
        number = found.number if found is not None else ""
        lines.append(f"  {money(each.amount)} on {dated(each.on)} for {number}")
    if len(rows) > MOST_LINES:
        lines.append(f"  and {len(rows) - MOST_LINES} earlier")
    head = f"{lead}We received {' and '.join(sums)} from you, the last on {dated(rows[0].on)}:"
    if len(rows) == 1:
        head = f"{lead}We received:"
    invoices = [found for e in rows if (found := facts.by_id(e.invoice_id)) is not None]
    unique = tuple(dict.fromkeys(invoices))
    return Said(
        "payments",
        "\n".join([head, *lines]),
        sources=(*named(unique), as_of(facts)),
        focus=tuple(each.id for each in unique),
        listed=tuple(each.id for each in unique),
    )


def _last(facts: Facts) -> str:
    if not facts.payments:
        return ""
    newest = facts.payments[0]
    found = facts.by_id(newest.invoice_id)
    number = f" for {found.number}" if found is not None else ""
    return f" The last that came in is {money(newest.amount)} on {dated(newest.on)}{number}."


def _ask_details() -> str:
    return (
        " A payment can take some days to reach the ledger. If you have paid, tell me when and how"
        " much, and reminders rest meanwhile."
    )
