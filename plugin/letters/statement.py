"""Sets a statement of account as PDF: what is open, or all that happened since a day.

It asks for nothing, chases nothing and computes no balance but the running one of its own lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from plugin.credit.money import Money, total
from plugin.letters.facts import LetterCredit
from plugin.letters.languages import fallback
from plugin.letters.paper import letterhead, set_paper
from plugin.letters.wording import counted, dated, days, money, sentence, short_day


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An invoice or instalment with something left of it; late where `days_late` is above 0."""

    number: str
    reference: str
    issued: date
    due: date
    days_late: int
    amount: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """Something that changed the balance: an invoice adds, a payment or credit takes off."""

    on: date
    what: str
    change: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFacts:
    """One customer's account in one currency, as of the civil day `on`.

    `activity` with the balance that stood before `since` makes it a statement of activity; without
    `since` it lists what is open. `ageing` is name and amount of each bucket.
    """

    on: date
    organisation: str
    customer: str
    currency: str
    open: tuple[OpenLine, ...]
    credits: tuple[LetterCredit, ...] = ()
    ageing: tuple[tuple[str, Money], ...] = ()
    since: date | None = None
    brought_forward: Money | None = None
    activity: tuple[ActivityLine, ...] = ()
    address: tuple[str, ...] = ()
    how_to_pay: tuple[str, ...] = ()
    phone: str = ""
    reply_to: str = ""

    @property
    def owed(self) -> Money:
        """Everything open, before any credit that is not yet used."""
        return total((line.balance for line in self.open), self.currency)


def statement_pdf(facts: StatementFacts) -> bytes:
    """The statement as PDF/UA, A4. The same facts give the same statement."""
    title = f"Statement of account, {dated(facts.on)}"
    body = _open_items(facts) if facts.since is None else _activity(facts, facts.since)
    return set_paper(
        "statement.typ",
        on=facts.on,
        values={
            **letterhead(
                organisation=facts.organisation,
                customer=facts.customer,
                address=facts.address,
                contact=(facts.phone, facts.reply_to),
                on=facts.on,
                footer=(
                    f"Statement of {facts.customer}’s account with {facts.organisation} as our "
                    f"books stand on {dated(facts.on)}."
                ),
                language=fallback(),
            ),
            **body,
            "title": title,
            "credits_opening": "Credit that is not yet set against an invoice:",
            "credits": [
                [
                    sentence(fallback().credit_name(each)),
                    short_day(each.on, facts.on),
                    money(each.remaining),
                ]
                for each in facts.credits
            ],
            "ageing": [[name, money(amount)] for name, amount in facts.ageing],
            "how_to_pay": list(facts.how_to_pay) if facts.open else [],
            "closing": _closing(facts),
        },
    )


def _open_items(facts: StatementFacts) -> dict[str, Any]:
    late = total((each.balance for each in facts.open if each.days_late > 0), facts.currency)
    if not facts.open:
        opening = "Nothing is open on your account. Thank you."
    else:
        named = counted(len(facts.open), "invoice")
        opening = f"{sentence(named)} open, {money(facts.owed)} in all."
        if late:
            opening += f" Of this {money(late)} is past its due date."
    rows = [
        [
            each.number,
            each.reference,
            short_day(each.issued, facts.on),
            short_day(each.due, facts.on),
            f"{days(each.days_late)} late" if each.days_late > 0 else "",
            money(each.amount),
            money(each.balance),
        ]
        for each in facts.open
    ]
    return {
        "opening": opening,
        "head": ["Invoice", "Your reference", "Issued", "Due", "", "Amount", "Open"],
        "rows": rows,
        "money": [5, 6],
        "widths": ["auto", "wide", "auto", "auto", "auto", "auto", "auto"],
        "total": ["Total", "", "", "", "", "", money(facts.owed)] if facts.open else None,
    }


def _activity(facts: StatementFacts, since: date) -> dict[str, Any]:
    balance = facts.brought_forward or Money.zero(facts.currency)
    rows = [[short_day(since, facts.on), "Brought forward", "", money(balance)]]
    for each in facts.activity:
        balance = balance + each.change
        row = [short_day(each.on, facts.on), each.what, money(each.change), money(balance)]
        rows.append(row)
    return {
        "opening": f"What happened on your account since {dated(since)}.",
        "head": ["Date", "", "Change", "Balance"],
        "rows": rows,
        "money": [2, 3],
        "widths": ["auto", "wide", "auto", "auto"],
        "total": [dated(facts.on), "Balance", "", money(balance)],
    }


def _closing(facts: StatementFacts) -> str:
    if facts.reply_to:
        return f"If anything here is not as you have it, please write to {facts.reply_to}."
    return "If anything here is not as you have it, please tell us."
