"""Sets the month on one page, for the owner and the accountant, as PDF. It computes nothing.

Typst sets it; every value travels as plain text, so that no name is ever markup.
"""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from plugin.letters.month_facts import DsoAt, MonthFacts
from plugin.letters.month_words import (
    dso_sentence,
    headline,
    known,
    month_name,
    next_sentence,
    of,
    received_sentence,
    why,
)
from plugin.letters.paper import set_paper
from plugin.letters.wording import dated, short_day

#: characters of a decision and of a name that the page has room for
_WORDS, _NAME = 96, 40
#: of the size of letters, tried in turn
_SCALES = (1.0, 0.92, 0.85, 0.78)
_BUCKETS = ("not yet due", "1–30 days", "31–60 days", "61–90 days", "over 90 days")
_NOTES = (
    "Late from the day after the due date then in force. Owed is before unallocated credit, with "
    "interest and fees. DSO is what is owed, less unallocated credit and without interest and "
    "fees, over the sales of 90 days, times 90; best possible counts only what was not yet due. "
    "Customers are ordered by what is late times the days it is late. Forecasts follow published "
    "rules over your own past; nothing is fitted."
)


def month_pdf(facts: MonthFacts) -> bytes:
    """The page as PDF/UA, A4, one sheet; a crowded month is set smaller.

    The same facts give the same page.
    """
    from pypdf import PdfReader  # noqa: PLC0415 - seldom needed, and slow to load

    values = _values(facts)
    for scale in _SCALES:
        page = set_paper("month.typ", on=facts.books.last, values={**values, "scale": scale})
        if len(PdfReader(io.BytesIO(page)).pages) == 1:
            break
    return page


def _values(facts: MonthFacts) -> dict[str, Any]:
    books, name = facts.books, month_name(facts)
    return {
        "lang": "en",
        "region": "gb",
        "title": f"{facts.organisation}: {name}",
        "organisation": facts.organisation,
        "customer": "",
        "month": name if facts.is_over else f"{name}, so far",
        "as_of": f"as of {dated(books.last)}, in {books.currency}",
        "headline": headline(facts),
        "ageing": [
            [label, of(books, amount), False]
            for label, amount in zip(_BUCKETS, books.buckets, strict=True)
        ]
        + ([["credit not used", of(books, -books.unused), False]] if books.unused else []),
        "others": _others(facts),
        "dso": dso_sentence(facts.trend),
        "bars": _bars(facts.trend),
        "received": received_sentence(facts),
        "stand_out": [[_shortened(each.name, _NAME), why(books, each)] for each in books.stand_out],
        "decided": [
            [short_day(each.on, books.last), _shortened(each.words), each.by]
            for each in facts.decided
        ],
        "decided_more": _more(facts),
        "next": next_sentence(facts),
        "footer": _NOTES,
    }


def _shortened(words: str, most: int = _WORDS) -> str:
    """So that one page stays one page; the timeline has every word."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _others(facts: MonthFacts) -> str:
    """Other currencies, apart: nothing is converted."""
    apart = "; ".join(
        f"{of(each, each.owed)} owed, {of(each, each.late)} late, {of(each, each.received)} came in"
        for each in facts.others
    )
    return f"In other currencies, apart: {apart}." if apart else ""


def _more(facts: MonthFacts) -> str:
    left = facts.decided_in_all - len(facts.decided)
    if not facts.decided_in_all:
        return "Nobody decided anything about a customer's credit in this month."
    return f"and {left:,} more; the timeline has them all." if left > 0 else ""


def _bars(trend: tuple[DsoAt, ...]) -> list[dict[str, Any]]:
    """Each month as the heights of its parts, in shares of the tallest."""
    tallest = max((each.dso.value for each in trend if each.dso.value is not None), default=None)
    if not tallest or tallest <= 0:
        return []
    return [
        {
            "name": f"{each.on:%b}",
            "best": _share(each.best.value, tallest),
            "late": _share(each.delinquent.value, tallest),
            "figure": known(each.dso) if each.dso.value is not None else "n/a",
        }
        for each in trend
    ]


def _share(part: Decimal | None, whole: Decimal) -> float:
    return max(0.0, float(part / whole)) if part is not None else 0.0
