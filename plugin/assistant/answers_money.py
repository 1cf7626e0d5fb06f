"""Answers from the ledger: what is owed, late and due, one invoice, payments and credit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from plugin.assistant.facts import Facts
from plugin.assistant.said import MOST_LINES, Said, as_of, dated, money, named, owing
from plugin.credit.account import CreditKind, Invoice
from plugin.credit.money import Money, total

_KINDS = {
    CreditKind.CREDIT_NOTE: "credit note",
    CreditKind.OVERPAYMENT: "overpayment",
    CreditKind.PREPAYMENT: "deposit",
}


_A_YEAR = timedelta(days=365)


def balance(facts: Facts) -> Said:
    """What is open, per currency, with its invoices and the credit that is set against nothing."""
    open_ones = facts.open
    if not open_ones:
        text = "You owe nothing: no invoice is open on your account." + _credit_words(facts)
        return Said("balance", text, sources=(as_of(facts),))
    lines = []
    for currency in facts.currencies:
        mine = tuple(each for each in open_ones if each.balance.currency == currency)
        count = "1 invoice" if len(mine) == 1 else f"{len(mine)} invoices"
        lines.append(f"You owe {money(facts.owed(mine, currency))} on {count}.")
        lines += _lines(facts, mine)
    text = "\n".join(lines) + _late_words(facts) + _credit_words(facts) + _pending_words(facts)
    ids = tuple(each.id for each in open_ones)
    return Said("balance", text, sources=(*named(open_ones), as_of(facts)), focus=ids, listed=ids)


def _lines(facts: Facts, invoices: Sequence[Invoice]) -> list[str]:
    shown = [f"  {owing(each, facts.on)}" for each in invoices[:MOST_LINES]]
    if len(invoices) > MOST_LINES:
        shown.append(f"  and {len(invoices) - MOST_LINES} more")
    return shown


def _late_words(facts: Facts) -> str:
    """How much of it is late, per currency."""
    late: dict[str, Decimal] = {}
    for each in facts.late:
        late[each.currency] = late.get(each.currency, Decimal(0)) + each.balance
    return "".join(
        f"\nOf this {money(Money(late[currency], currency))} is late." for currency in sorted(late)
    )


def totals(facts: Facts) -> str:
    """All that is open, per currency, in one line."""
    if not facts.open:
        return ""
    sums = [money(facts.owed(facts.open, currency)) for currency in facts.currencies]
    return f"\nIn all you owe {' and '.join(sums)}."


def _credit_words(facts: Facts) -> str:
    currencies = sorted({each.remaining.currency for each in facts.credits})
    found = [money(facts.unallocated(currency)) for currency in currencies]
    if not found:
        return ""
    return (
        f"\nYou also have {' and '.join(found)} of credit that is not set against an invoice yet."
    )


def _pending_words(facts: Facts) -> str:
    """What was agreed and stands: a promise or a plan."""
    words = [
        f"You promised {money(promise.amount)} by {dated(promise.due)}."
        for promise in facts.account.promises
        if promise.due >= facts.on
    ]
    if facts.account.plans:
        words.append("A payment plan is agreed for part of it.")
    return "".join(f"\n{each}" for each in words)


def late(facts: Facts) -> Said:
    """What the customer may be told is late; a contested part is named as such."""
    debts = facts.late
    if not debts:
        text = "Nothing of yours is late."
        text += next_due(facts) + totals(facts)
        return Said("late", text, sources=(as_of(facts),))
    lines = []
    for currency in sorted({each.currency for each in debts}):
        mine = [each for each in debts if each.currency == currency]
        owed = Money(sum((each.balance for each in mine), Decimal(0)), currency)
        lines.append(f"{money(owed)} is late:")
        for each in mine[:MOST_LINES]:
            left = money(Money(each.balance, currency))
            days = "1 day" if each.days_late == 1 else f"{each.days_late} days"
            lines.append(
                f"  {each.invoice.number}: {left}, was due on {dated(each.due)}, {days} late"
            )
        if len(mine) > MOST_LINES:
            lines.append(f"  and {len(mine) - MOST_LINES} more")
        asked = sum((each.undisputed for each in mine), Decimal(0))
        if asked != owed.amount:
            queried = Money(owed.amount - asked, currency)
            lines.append(f"Of this {money(queried)} is in query, and nobody asks for it meanwhile.")
    invoices = tuple({each.invoice.id: each.invoice for each in debts}.values())
    ids = tuple(each.id for each in invoices)
    sources = (*named(invoices), as_of(facts))
    text = "\n".join(lines) + next_due(facts, "\n") + totals(facts)
    return Said("late", text, sources=sources, focus=ids, listed=ids)


def next_due(facts: Facts, lead: str = " ") -> str:
    """What falls due next, with its day; empty where nothing does."""
    if not facts.coming:
        return ""
    first = facts.coming[0]
    owed = money(Money(first.balance, first.currency))
    return f"{lead}Next due is {first.invoice.number}: {owed} on {dated(first.due)}."


def coming(facts: Facts) -> Said:
    """What is open and not late, soonest first."""
    debts = facts.coming
    if not debts:
        return Said(
            "due_date",
            "Nothing more is to come: all that is open is past its date."
            if facts.open
            else "Nothing is open on your account.",
            sources=(as_of(facts),),
        )
    lines = []
    for currency in sorted({each.currency for each in debts}):
        mine = [each for each in debts if each.currency == currency]
        owed = Money(sum((each.balance for each in mine), Decimal(0)), currency)
        lines.append(f"{money(owed)} is open and not late:")
        lines += [
            f"  {each.invoice.number}: {money(Money(each.balance, currency))}, is due on"
            f" {dated(each.due)}"
            for each in mine[:MOST_LINES]
        ]
        if len(mine) > MOST_LINES:
            lines.append(f"  and {len(mine) - MOST_LINES} more")
    invoices = tuple({each.invoice.id: each.invoice for each in debts}.values())
    ids = tuple(each.id for each in invoices)
    return Said(
        "due_date",
        "\n".join(lines) + totals(facts) + _late_words(facts),
        sources=(*named(invoices), as_of(facts)),
        focus=ids,
        listed=ids,
    )


def queries(facts: Facts, chosen: Sequence[Invoice]) -> Said:
    """What is in query, and that nobody asks for it meanwhile."""
    asked = tuple(chosen) or tuple(each for each in facts.open if each.disputed is not None)
    lines = []
    for each in asked[:MOST_LINES]:
        if each.disputed is None:
            lines.append(f"{each.number} is not in query.")
        else:
            lines.append(
                f"{each.number}: {money(each.disputed)} of it is in query. Nobody asks for that"
                f" part"
                " until a person has answered."
            )
    text = "\n".join(lines) or "None of your invoices is in query."
    ids = tuple(each.id for each in asked)
    return Said("queries", text, sources=(*named(asked), as_of(facts)), focus=ids, listed=ids)


def due(facts: Facts, chosen: Sequence[Invoice]) -> Said:
    """When the chosen invoices fall due, or all that are open."""
    asked = tuple(chosen) or facts.open
    if not asked:
        return Said(
            "due_date",
            "Nothing is open on your account, so nothing falls due.",
            sources=(as_of(facts),),
        )
    if chosen:
        return replace(invoice(facts, chosen), intent="due_date")
    lines = []
    for each in asked[:MOST_LINES]:
        parts = [part for part in each.instalments if part.balance.amount > 0]
        if not each.is_open:
            lines.append(f"{each.number} is settled. Its due date was {dated(each.due)}.")
        elif parts:
            lines.append(f"{each.number} falls due in instalments: {_parts(each)}.")
        else:
            lines.append(f"{owing(each, facts.on)}.")
    if len(asked) > MOST_LINES:
        lines.append(f"And {len(asked) - MOST_LINES} more.")
    if not chosen:
        lines.append(f"{next_due(facts, '')}{totals(facts)}{_late_words(facts)}".strip())
    ids = tuple(each.id for each in asked)
    return Said(
        "due_date", "\n".join(lines), sources=(*named(asked), as_of(facts)), focus=ids, listed=ids
    )


def invoice(facts: Facts, chosen: Sequence[Invoice]) -> Said:
    """One or more invoices: amount, dates, what came in, what is left."""
    text = "\n".join(_about(facts, each) for each in chosen[:MOST_LINES])
    ids = tuple(each.id for each in chosen)
    return Said("invoice", text, sources=(*named(chosen), as_of(facts)), focus=ids, listed=ids)


def issued_in(facts: Facts, month: int) -> Said:
    """Every invoice that was issued in a month, of the last twelve, and what is left of each."""
    recent = facts.on - _A_YEAR
    mine = [each for each in facts.invoices if each.issued.month == month and each.issued > recent]
    if not mine:
        text = "No invoice of that month stands in the ledger." + totals(facts)
        return Said("invoice", text, sources=(as_of(facts),))
    said = invoice(facts, mine)
    sums = sorted({each.total.currency for each in mine})
    totalled = [
        money(total((each.total for each in mine if each.total.currency == currency), currency))
        for currency in sums
    ]
    return replace(said, text=f"{said.text}\nTogether they are for {' and '.join(totalled)}.")


def _about(facts: Facts, each: Invoice) -> str:
    came = [p for p in facts.payments if p.invoice_id == each.id]
    paid = "; ".join(f"{money(p.amount)} on {dated(p.on)}" for p in reversed(came))
    head = f"{each.number} of {dated(each.issued)} is for {money(each.total)}"
    if not each.is_open:
        how = f" Paid: {paid}." if paid else " It was settled without a payment."
        return (
            f"{head} and was due on {dated(each.due)}. It is settled: nothing is left to pay.{how}"
        )
    late_by = (facts.on - each.due).days
    when = f"It was due on {dated(each.due)}" if late_by > 0 else f"It is due on {dated(each.due)}"
    told = each.sent_on is not None and any(d.invoice.id == each.id for d in facts.late)
    days = f" and is {'1 day' if late_by == 1 else f'{late_by} days'} late" if told else ""
    if each.instalments:
        when, days = "It falls due in instalments: " + _parts(each), ""
    received = f" Paid so far: {paid}." if paid else ""
    in_query = _in_query(each)
    return f"{head}; {money(each.balance)} is left to pay. {when}{days}.{received}{in_query}"


def _in_query(each: Invoice) -> str:
    if each.disputed is None:
        return ""
    if each.disputed.amount >= each.balance.amount:
        return " It is in query: nobody asks for it until a person has answered."
    return (
        f" {money(each.disputed)} of it is in query: nobody asks for that part until a person has"
        " answered."
    )


def _parts(each: Invoice) -> str:
    return "; ".join(
        f"{money(part.amount)} on {dated(part.due)}"
        + (" (paid)" if part.balance.amount <= 0 else "")
        + (f" ({money(part.balance)} left)" if 0 < part.balance.amount < part.amount.amount else "")
        for part in each.instalments
    )


def credit(facts: Facts) -> Said:
    """Credit notes, overpayments and deposits that are set against nothing yet."""
    found = facts.credits
    if not found:
        text = "There is no unused credit on your account, and nothing is due back to you."
        return Said("credits", text, sources=(as_of(facts),))
    lines = []
    for currency in sorted({each.remaining.currency for each in found}):
        lines.append(f"You have {money(facts.unallocated(currency))} of credit not used yet:")
        lines += [
            f"  {money(each.remaining)}, {_KINDS[each.kind]} of {dated(each.on)}"
            for each in found
            if each.remaining.currency == currency
        ]
    return Said("credits", "\n".join(lines) + totals(facts), sources=(as_of(facts),))
