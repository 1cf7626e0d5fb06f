"""Sets the quarter with one customer on one page, as PDF: agenda, figures, what is open, the limit.

What it says is put into words once; the same words can be set at any later day.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from plugin.credit.metrics import OnTimeRecord
from plugin.credit.money import Money
from plugin.credit.quarter import QuarterFigures, QuarterMoney, quarter_end
from plugin.letters.paper import set_paper
from plugin.letters.quarter_facts import QuarterFacts
from plugin.letters.wording import counted, dated, listed, money

#: of the size of letters, tried in turn
_SCALES = (1.0, 0.93, 0.86, 0.8, 0.74)
#: so much of what has no natural end fits
_NUMBERS, _LINES, _LINE = 6, 6, 140
_NOTES = (
    "Bought is what we invoiced in the quarter, paid what came in; both with tax. Days to pay "
    "run from the date of an invoice to its payment, weighted by amount. On time is by the due "
    "date, or on the next working day where that was a weekend or public holiday."
)


def quarter_name(first: date) -> str:
    """July to September 2026."""
    last = first.replace(month=first.month + 2)
    return f"{first:%B} to {last:%B} {first.year}"


def meeting_words(facts: QuarterFacts) -> str:
    """Thursday 10 December 2026 at 10:00, 30 minutes, at their café."""
    starts = facts.starts_at
    day = f"{starts:%A} {starts.day} {starts:%B %Y} at {starts:%H:%M}"
    place = f", {facts.place}" if facts.place else ""
    return f"{day}, {facts.minutes} minutes{place}"


def quarter_words(facts: QuarterFacts) -> dict[str, Any]:
    """Every word and figure of the page, as JSON-ready values."""
    figures = facts.figures
    main = figures.money[0]
    name = quarter_name(figures.first)
    return {
        "lang": "en",
        "region": "gb",
        "on": figures.on.isoformat(),
        "title": f"Quarterly review: {facts.customer}, {name}",
        "organisation": facts.organisation,
        "letterhead": [each for each in (*facts.letterhead, facts.phone, facts.reply_to) if each],
        "customer": facts.customer,
        "quarter": name if figures.last >= quarter_end(figures.first) else f"{name}, so far",
        "meeting": meeting_words(facts),
        "with": _with(facts),
        "agenda": list(agenda(facts)),
        "figures": [list(each) for each in _figures(figures, main)],
        "bars": _bars(main),
        "others": _others(figures),
        "open": list(open_points(figures)),
        "credit": _credit(facts),
        "footer": f"{_NOTES} As our books had it on {dated(figures.on)}.",
    }


def quarter_pdf(words: Mapping[str, Any]) -> bytes:
    """The page as PDF/UA, A4, one sheet; a crowded quarter is set smaller."""
    from pypdf import PdfReader  # noqa: PLC0415 - seldom needed, and slow to load

    on = date.fromisoformat(words["on"])
    for scale in _SCALES:
        page = set_paper("quarter.typ", on=on, values={**words, "scale": scale})
        if len(PdfReader(io.BytesIO(page)).pages) == 1:
            break
    return page


def agenda(facts: QuarterFacts) -> tuple[str, ...]:
    """What is talked about, in order; the owner's own lines before the last."""
    figures = facts.figures
    lines = [f"How the quarter went for you, and with us ({quarter_name(figures.first)})"]
    if open_points(figures)[0] != _NOTHING_OPEN:
        lines.append("What is open between us, and who settles it by when")
    lines.append("What you plan to buy in the coming months, and when")
    if facts.passport is not None:
        lines.append("Whether your terms and your limit still fit that")
    own = [each[:_LINE] for each in facts.agenda][:_LINES]
    return (*lines, *own, "What we could do better")


_NOTHING_OPEN = "Nothing is open between us."


def open_points(figures: QuarterFigures) -> tuple[str, ...]:
    """What is open between the two; what is late only where something is."""
    points: list[str] = []
    if figures.contested:
        points.append(f"You contest part of {listed(figures.contested, _NUMBERS)}.")
    if figures.talks:
        offers = counted(figures.talks, "offer").capitalize()
        points.append(f"{offers} of other terms not settled yet.")
    if figures.late:
        points.append(f"{listed([money(each) for each in figures.late])} is past its due date.")
    return tuple(points) or (_NOTHING_OPEN,)


def _with(facts: QuarterFacts) -> str:
    ours = f"{facts.signer}, {facts.organisation}" if facts.signer else facts.organisation
    return f"{facts.recipient or facts.customer} and {ours}"


def _figures(figures: QuarterFigures, main: QuarterMoney) -> tuple[tuple[str, str, str], ...]:
    """Name, figure and what stands small beneath it."""
    bought, paid = main.before
    days = main.days_to_pay.value
    return (
        ("You bought", money(main.bought), _against(_so_many(main.invoices, "invoice"), bought)),
        ("You paid", money(main.paid), _against(_so_many(main.payments, "payment"), paid)),
        ("Days to pay", "n/a" if days is None else str(_whole(days)), "from invoice to payment"),
        ("On time", _share(figures.record), _record(figures)),
    )


def _against(what: str, before: Money) -> str:
    return f"{what}; quarter before {money(before)}" if before else what


def _so_many(count: int, noun: str) -> str:
    """With a figure, as everything beside it."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _whole(days: Decimal) -> int:
    return int(days.to_integral_value())


def _share(record: OnTimeRecord) -> str:
    if not record.counted:
        return "n/a"
    return f"{record.on_time * 100 // record.counted} %"


def _record(figures: QuarterFigures) -> str:
    record, before = figures.record, figures.record_before
    if not record.counted:
        return "nothing was paid or fell due"
    said = f"{record.on_time} of {_so_many(record.counted, 'invoice')}"
    return (
        f"{said}; quarter before {before.on_time} of {before.counted}" if before.counted else said
    )


def _bars(main: QuarterMoney) -> list[dict[str, Any]]:
    """Each month with its two bars as shares of the longest, and their amounts in words."""
    tallest = max((each.amount for m in main.months for each in (m.bought, m.paid)), default=None)
    if not tallest:
        return []
    return [
        {
            "month": f"{each.month:%B}",
            "bought": money(each.bought),
            "paid": money(each.paid),
            "bought_share": float(each.bought.amount / tallest),
            "paid_share": float(each.paid.amount / tallest),
        }
        for each in main.months
    ]


def _others(figures: QuarterFigures) -> str:
    """Other currencies, apart: nothing is converted."""
    apart = "; ".join(
        f"{money(each.bought)} bought, {money(each.paid)} paid" for each in figures.money[1:]
    )
    return f"In other currencies, apart: {apart}." if apart else ""


def _credit(facts: QuarterFacts) -> dict[str, Any] | None:
    """Their own credit as their passport has it; None where it is not shown to them."""
    passport = facts.passport
    if passport is None:
        return None
    return {
        "summary": passport.summary,
        "record": passport.record,
        "raised_heading": passport.raised_heading,
        "raised": list(passport.raised),
    }
