"""What a reply is made of, and how amounts, days and lists stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from plugin.assistant.facts import Facts
from plugin.credit.account import Invoice
from plugin.letters.wording import dated, listed, money

__all__ = ["Said", "as_of", "dated", "day", "listed", "money", "named", "numbers", "owing"]

#: so many lines of one list; the rest is counted
MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said: its intent, its words, where they come from, the invoices it is about.

    `did` is what it amounts to: answer, confirm_action, handover or refuse. `focus` are the
    invoices that 'it' or 'that one' would now mean, `listed` those in the order they were named.
    """

    intent: str
    text: str
    did: str = "answer"
    sources: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    slots: dict[str, str | int] = field(default_factory=dict)


def day(on: date) -> str:
    """Friday 27 November 2026: a day that somebody agrees to has its name."""
    return f"{on:%A} {dated(on)}"


def as_of(facts: Facts) -> str:
    """The ledger as a source, with its day."""
    return f"your ledger as of {facts.on.isoformat()}"


def numbers(invoices: Sequence[Invoice], most: int = MOST_LINES) -> str:
    """INV-1, INV-2 and INV-3; beyond `most` how many more."""
    return listed([each.number for each in invoices], most)


def either(invoices: Sequence[Invoice]) -> str:
    """INV-1, INV-2 or INV-3, to choose from."""
    return " or ".join(numbers(invoices).rsplit(" and ", 1))


def named(invoices: Sequence[Invoice]) -> tuple[str, ...]:
    """The numbers as sources, not too many of them."""
    return tuple(each.number for each in invoices[:MOST_LINES])


def owing(invoice: Invoice, on: date) -> str:
    """One open invoice in a line: what is left, when it was or is due, how late it is."""
    parts = [part for part in invoice.instalments if part.balance.amount > 0]
    if parts:
        lines = "; ".join(f"{money(part.balance)} {_when(part.due, on)}" for part in parts)
        return f"{invoice.number}: {money(invoice.balance)} in instalments, {lines}"
    return f"{invoice.number}: {money(invoice.balance)}, {_when(invoice.due, on)}"


def _when(due: date, on: date) -> str:
    late = (on - due).days
    if late == 0:
        return f"is due today, {dated(due)}"
    if late < 0:
        return f"is due on {dated(due)}"
    return f"was due on {dated(due)}, {'1 day' if late == 1 else f'{late} days'} ago"
