"""The sentences of a month's page and of the mail that brings it, in plain British English."""

from __future__ import annotations

from decimal import Decimal

from babel import Locale
from babel.dates import format_date

from plugin.credit.money import Money
from plugin.credit.month_end import MonthEnd, StandsOut
from plugin.letters.month_facts import DsoAt, Expected, Known, MonthFacts
from plugin.letters.wording import days, money

_BRITISH = Locale("en", "GB")


def month_name(facts: MonthFacts) -> str:
    """November 2026."""
    return str(format_date(facts.books.last, "MMMM y", locale=_BRITISH))


def of(books: MonthEnd, amount: Decimal) -> str:
    """An amount in the currency of the books."""
    return money(Money(amount, books.currency))


def change(books: MonthEnd, now: Decimal, before: Decimal) -> str:
    """£600.00 more than a month before."""
    if now == before:
        return "the same as a month before"
    than = "more" if now > before else "less"
    return f"{of(books, abs(now - before))} {than} than a month before"


def headline(facts: MonthFacts) -> str:
    """What was owed and late on the last day, in one sentence."""
    books = facts.books
    if not books.owed:
        return "Nothing was owed."
    share = (books.late / books.owed * 100).quantize(Decimal(1))
    return (
        f"{of(books, books.owed)} was owed, {change(books, books.owed, books.owed_before)}; "
        f"{of(books, books.late)} of it ({share} %) was late, "
        f"{change(books, books.late, books.late_before)}."
    )


def known(figure: Known) -> str:
    """41.2, or n/a with its reason."""
    return f"n/a: {figure.why_not}" if figure.value is None else f"{figure.value:.1f}"


def dso_sentence(trend: tuple[DsoAt, ...]) -> str:
    """DSO as the sum of its parts, and how it moved in the month."""
    if not trend or trend[-1].dso.value is None:
        why = trend[-1].dso.why_not if trend else "nothing is known yet"
        return f"DSO is n/a: {why}."
    now = trend[-1]
    words = (
        f"DSO was {known(now.dso)} days: {known(now.best)} best possible (nothing late) and "
        f"{known(now.delinquent)} because of lateness"
    )
    before = trend[-2].dso.value if len(trend) > 1 else None
    if before is None:
        return f"{words}."
    assert now.dso.value is not None
    moved = now.dso.value - before
    if abs(moved) < Decimal("0.05"):
        return f"{words}. It did not move in the month."
    than = "more" if moved > 0 else "fewer"
    return f"{words}. A month before it was {before:.1f}: {abs(moved):.1f} days {than} now."


def received_sentence(facts: MonthFacts) -> str:
    """What came in, against what was expected of the month."""
    books, expected = facts.books, facts.expected
    so_far = "" if facts.is_over else " so far"
    came = f"{of(books, books.received)} came in{so_far}"
    lost = ""
    if books.written_off:
        lost = f" {of(books, books.written_off)} was written off, which is not money."
    if expected.low is None or expected.likely is None or expected.high is None:
        return f"{came}. No forecast to compare with: {expected.why_not}.{lost}"
    if not facts.is_over:
        return f"{came}. Expected of the whole month: {span(expected)}.{lost}"
    where = "within what was expected"
    if books.received < expected.low.amount:
        where = "less than was expected"
    elif books.received > expected.high.amount:
        where = "more than was expected"
    return f"{came}, {where}: {span(expected)}.{lost}"


def span(expected: Expected) -> str:
    """Likely £12,000.00, between £9,000.00 and £14,000.00."""
    if expected.low is None or expected.likely is None or expected.high is None:
        return f"n/a: {expected.why_not}"
    return (
        f"likely {money(expected.likely)}, between {money(expected.low)} and "
        f"{money(expected.high)} in four months of five"
    )


def next_sentence(facts: MonthFacts) -> str:
    """What the next month should bring of the invoices that are open now."""
    if not facts.next_month.is_known:
        return f"n/a: {facts.next_month.why_not}."
    return f"Of what was open on the last day: {span(facts.next_month)}. New sales come on top."


def why(books: MonthEnd, each: StandsOut) -> str:
    """Why a customer is to be looked at, in one sentence with its numbers."""
    paid = f"paid {of(books, each.paid)}" if each.paid else "paid nothing"
    return (
        f"{of(books, each.late)} late, the oldest {days(each.oldest_days)}; "
        f"{change(books, each.late, each.late_before)}; {paid} in the month."
    )
