"""A small cast for letters: one organisation, one customer, a few invoices."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.money import Money
from plugin.credit.policy import Tone
from plugin.letters import LetterFacts, LetterLine

TODAY = date(2026, 11, 24)
BANK = ("Harbour Lane Foods Ltd", "Sort code 20-45-77, account 3311 2094")


def gbp(amount: str) -> Money:
    """Pounds."""
    return Money.of(amount, "GBP")


def line(
    number: str = "INV-1041", *, late: int = 17, amount: str = "412.40", reference: str = ""
) -> LetterLine:
    """An invoice that is `late` days late today (negative: not yet due)."""
    due = TODAY - timedelta(days=late)
    return LetterLine(
        number=number,
        issued=due - timedelta(days=30),
        due=due,
        days_late=late,
        amount=gbp(amount),
        reference=reference,
        pay_url=f"https://in.xero.com/{number.lower()}",
    )


def reminder(tone: Tone = Tone.FRIENDLY, *lines: LetterLine, **others: object) -> LetterFacts:
    """A reminder to the café about these lines (one late invoice where none is given)."""
    lines = lines or (line(late=-7) if tone is Tone.COURTESY else line(),)
    facts: dict[str, object] = {
        "on": TODAY,
        "tone": tone,
        "organisation": "Harbour Lane Foods",
        "customer": "The Copper Kettle Café",
        "recipient": "Maya",
        "sender_name": "Sarah Hughes",
        "sender_title": "Accounts",
        "reply_to": "sarah@harbourlane.example",
        "phone": "01752 555 0134",
        "how_to_pay": BANK,
        "lines": lines,
        "total": Money(sum((each.amount.amount for each in lines), Decimal(0)), "GBP"),
    }
    return LetterFacts(**{**facts, **others})  # type: ignore[arg-type]  # a builder's liberty
