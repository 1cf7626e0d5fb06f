"""What has to be paid up to a day: what is late already, and what falls due until then."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from plugin.assistant.answers_money import next_due, totals
from plugin.assistant.facts import Facts
from plugin.assistant.said import MOST_LINES, Said, as_of, dated, money, named
from plugin.credit.money import Money


def due_by(facts: Facts, by: date) -> Said:
    """Each debt that is due by a day, that of the day itself too, with its own date and the sum."""
    debts = sorted(
        (each for found in facts.debts.values() for each in found if each.due <= by),
        key=lambda each: (each.due, each.invoice.number),
    )
    if not debts:
        text = f"Nothing falls due by {dated(by)}."
        return Said("due_date", text + next_due(facts) + totals(facts), sources=(as_of(facts),))
    lines = []
    for currency in sorted({each.currency for each in debts}):
        mine = [each for each in debts if each.currency == currency]
        owed = Money(sum((each.balance for each in mine), Decimal(0)), currency)
        lines.append(f"By {dated(by)} {money(owed)} has to be paid:")
        lines += [
            f"  {each.invoice.number}: {money(Money(each.balance, currency))},"
            f" {'was' if each.due < facts.on else 'is'} due on {dated(each.due)}"
            for each in mine[:MOST_LINES]
        ]
        if len(mine) > MOST_LINES:
            lines.append(f"  and {len(mine) - MOST_LINES} more")
        queried = owed.amount - sum((each.undisputed for each in mine), Decimal(0))
        if queried > 0:
            part = money(Money(queried, currency))
            lines.append(f"Of this {part} is in query, and nobody asks for it meanwhile.")
    after = [each for each in facts.coming if each.due > by]
    if after:
        left = money(Money(after[0].balance, after[0].currency))
        lines.append(f"After that {after[0].invoice.number}: {left} on {dated(after[0].due)}.")
    invoices = tuple({each.invoice.id: each.invoice for each in debts}.values())
    ids = tuple(each.id for each in invoices)
    return Said(
        "due_date",
        "\n".join(lines) + totals(facts),
        sources=(*named(invoices), as_of(facts)),
        focus=ids,
        listed=ids,
    )
