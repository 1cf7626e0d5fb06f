"""What a line of a table that was brought in changes, in words. It changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Protocol

from plugin.credit.money import Money
from plugin.letters.wording import dated, money


class Changed(Protocol):
    """One field, and what it becomes."""

    @property
    def field(self) -> str:
        """limit, hold, direct_debit, never_chase or sales."""
        ...

    @property
    def after(self) -> str:
        """As a table writes it; empty where nothing is set."""
        ...


FIELD_NAMES = {
    "limit": "credit limit",
    "hold": "hold",
    "direct_debit": "direct debit",
    "never_chase": "never chase",
    "sales": "salesperson",
}


def value_words(field: str, written: str) -> str:
    """A value as people read it; whoever sells is named elsewhere."""
    if field == "limit":
        amount, _, currency = written.partition(" ")
        return money(Money(Decimal(amount), currency)) if currency else "no limit set"
    if field == "hold":
        return f"until {dated(date.fromisoformat(written))}" if written else "no hold"
    return written or "nobody"


def change_words(changes: Iterable[Changed]) -> str:
    """What a customer's line changed, in one sentence without its end."""
    said = [
        "salesperson changed"
        if each.field == "sales"
        else f"{FIELD_NAMES[each.field]} {value_words(each.field, each.after)}"
        for each in changes
    ]
    words = "; ".join(said)
    return f"{words[:1].upper()}{words[1:]}"
