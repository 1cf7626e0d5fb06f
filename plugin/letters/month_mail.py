"""The mail that brings a month's page to our own user: the same sentences, the page beside them.

Pure: it composes, and sends nothing. It never goes to a customer.
"""

from __future__ import annotations

from markupsafe import escape

from plugin.letters.compose import Letter
from plugin.letters.languages import DEFAULT
from plugin.letters.month_facts import MonthFacts
from plugin.letters.month_words import (
    dso_sentence,
    headline,
    month_name,
    next_sentence,
    of,
    received_sentence,
    why,
)
from plugin.letters.wording import one_line


def compose_month(facts: MonthFacts, *, link: str, recipient: str) -> Letter:
    """The mail of a month that is over; `link` leads to the page, where it can be switched off."""
    books, name = facts.books, month_name(facts)
    subject = one_line(
        f"{facts.organisation} in {name}: {of(books, books.owed)} owed, "
        f"{of(books, books.late)} late"
    )
    greeting = f"Good morning {recipient}," if recipient else "Good morning,"
    first = f"This is {name} on one page, as the books stood on its last day. It is attached."
    said = (
        headline(facts),
        dso_sentence(facts.trend),
        received_sentence(facts),
        f"Expected in the next month: {next_sentence(facts)}",
    )
    look = [f"{each.name}: {why(books, each)}" for each in books.stand_out]
    ask = "Read it with its tables, or switch this mail off:"
    parts = [greeting, first, *said]
    if look:
        parts.append("\n".join(["Customers to look at:", *(f"  {each}" for each in look)]))
    text = "\n\n".join([*parts, f"{ask}\n{link}"]) + "\n"
    html = "".join(f"<p>{escape(part)}</p>" for part in (greeting, first, *said))
    if look:
        rows = "".join(f"<li>{escape(each)}</li>" for each in look)
        html += f"<p>Customers to look at:</p><ul>{rows}</ul>"
    html += f'<p>{escape(ask)} <a href="{escape(link)}">{escape(name)}</a></p>'
    head = f'<!doctype html><html lang="{DEFAULT}"><title>{escape(subject)}</title>'
    return Letter(subject=subject, text=text, html=f"{head}<body>{html}</body></html>")
