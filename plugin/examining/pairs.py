"""A true amount or due date said of the wrong invoice is a false fact as well.

Only what stands right beside an invoice's number is held to it; the rest of a sentence may be
about anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from connectors.books import Allocation, Invoice, Payment, open_parts
from plugin.examining.stated import Amount, amounts, days, plain

#: an amount belongs to the number before it where only these stand between
_BESIDE = re.compile(r"[\s:,(–—-]{1,4}(?:is |for |has )?")
_DUE = re.compile(
    r"\b(?:is |was |fell |falls )?due(?: date)?(?: on| by|:| is| was)?\s+", re.IGNORECASE
)
_CLAUSE = re.compile(r"\n|;|(?<=[.?!])\s")


@dataclass(frozen=True, slots=True)
class OwnInvoice:
    """What may be said beside the number of one invoice; amounts in its own currency."""

    number: str
    amounts: frozenset[Decimal]
    dues: frozenset[date]


def own_invoices(
    invoices: Iterable[Invoice], covers: Sequence[Payment | Allocation], on: date
) -> Iterator[OwnInvoice]:
    """The amounts and due dates of each invoice, and of its instalments."""
    for invoice in invoices:
        own = [each for each in covers if each.invoice == invoice.id]
        left = [part.amount for part in open_parts(invoice, own, on)]
        yield OwnInvoice(
            invoice.number.upper(),
            frozenset(
                (
                    *(invoice.amount, sum(left, Decimal(0)), *left),
                    *(each.amount for each in (*own, *invoice.parts)),
                    sum((each.amount for each in own), Decimal(0)),
                )
            ),
            frozenset(part.due for part in (*invoice.parts,)) | {invoice.due},
        )


def false_pairs(
    reply: str, invoices: Iterable[OwnInvoice], own_amounts: set[Decimal], spoken: str
) -> Iterator[str]:
    """Amounts and due dates that stand beside a number and are not that invoice's."""
    said = {(each.month, each.day) for each in days(spoken)}
    by_number = {each.number: each for each in invoices}
    for clause in _CLAUSE.split(plain(reply)):
        named = [number for number in by_number if _places(number, clause)]
        for number in named:
            allowed = by_number[number].amounts | own_amounts
            for end in _places(number, clause):
                amount = _beside(clause, end)
                if amount is not None and amount.amount not in allowed:
                    yield f"not of {number}: {amount.amount}"
        if len(named) == 1:
            for found in _DUE.finditer(clause):
                day = next(days(clause[found.end() : found.end() + 28]), None)
                dues = by_number[named[0]].dues
                if day and (day.month, day.day) not in said and not any(map(day.is_day, dues)):
                    yield f"not the due date of {named[0]}: {day.month:02}-{day.day:02}"


def _places(number: str, text: str) -> list[int]:
    """Where a number ends in a text, as a whole word."""
    found = re.finditer(rf"(?<!\w){re.escape(number)}(?!\w)", text, re.IGNORECASE)
    return [each.end() for each in found]


def _beside(text: str, end: int) -> Amount | None:
    """The amount that follows right after a number: a sign or code and a figure, no further."""
    gap = _BESIDE.match(text, end)
    if gap is None:
        return None
    words = text[gap.end() :].split(" ")
    return next(amounts(" ".join(words[:2] if words[0].isalpha() else words[:1])), None)
