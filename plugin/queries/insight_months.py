"""The page of a month as plain values: the books on its last day, DSO, receipts, decisions.

Any month since the first sale can be asked for; the one that runs is as of today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.decisions import BUCKETS
from plugin.credit.forecast_facts import Settled, settled_of
from plugin.credit.forecast_habit import STEP_EVERY
from plugin.credit.kpis import BY_KEY, Position
from plugin.credit.ledger_past import LedgerPast
from plugin.credit.money import Money
from plugin.credit.month_end import currencies_open, month_end
from plugin.credit.month_expected import expected_receipts
from plugin.credit.months import end_of_month, months_after
from plugin.letters.month_facts import DECISIONS, Decided, DsoAt, Expected, Known, MonthFacts
from plugin.letters.month_words import why
from plugin.letters.wording import sentence
from plugin.queries.figures import bucket_label
from plugin.queries.insight_sums import Asked, positions
from plugin.queries.insight_words import why_not
from plugin.queries.series import DsoMonth, dso_table
from plugin.queries.tables import Named, Table, amount, day, days, text
from plugin.store import Tx
from plugin.store.organisations import Organisation
from plugin.store.reading import months as read
from plugin.store.reading.ledger_past import ledger_past

#: months of the trend on the page
TREND = 12
#: months that can be chosen at once
CHOICE = 24
_DAY = timedelta(days=1)
_EVERY_DECISION = 10_000


@dataclass(frozen=True, slots=True)
class MonthChoice:
    """A month that can be asked for, by its last day."""

    last: date

    @property
    def key(self) -> str:
        """2026-10."""
        return f"{self.last:%Y-%m}"


def month_choices(tx: Tx, today: date) -> tuple[MonthChoice, ...]:
    """This month and those before it back to the first sale, the newest first, 24 at most."""
    first = read.first_sale(tx)
    if first is None:
        return ()
    found = (end_of_month(months_after(today, -n)) for n in range(CHOICE))
    return tuple(MonthChoice(last) for last in found if last >= first)


def month_facts(tx: Tx, organisation: Organisation, month: date, today: date) -> MonthFacts:
    """The page of the month that `month` is in, as of its last day, or of today while it runs.

    In base currency, the other currencies apart; nothing is converted. ValueError for a month that
    has not begun.
    """
    first = month.replace(day=1)
    last = min(end_of_month(month), today)
    if first > last:
        raise ValueError(f"{first:%Y-%m} has not begun")
    before = first - _DAY
    # a forecast looks back so far; what was settled before says nothing of this month
    past = ledger_past(tx, since=before - timedelta(days=STEP_EVERY))
    settled = settled_of(past.invoices)
    base = past.base_currency
    decided, in_all = read.decisions(tx, first, last, most=DECISIONS)
    return MonthFacts(
        organisation=organisation.name,
        books=month_end(past, before=before, last=last, currency=base),
        is_over=today > last,
        trend=_trend(tx, base, last),
        expected=_expected(past, settled, on=before, last=end_of_month(month)),
        next_month=_expected(past, settled, on=last, last=end_of_month(end_of_month(month) + _DAY)),
        decided=tuple(
            Decided(each.on, f"{each.customer}: {each.words}", each.by) for each in decided
        ),
        decided_in_all=in_all,
        others=tuple(
            month_end(past, before=before, last=last, currency=each)
            for each in currencies_open(past, last)
            if each != base
        ),
    )


def _trend(tx: Tx, base: str, last: date) -> tuple[DsoAt, ...]:
    ends = [end_of_month(months_after(last.replace(day=1), -n)) for n in range(1, TREND)]
    asked = Asked(on=last, currency=base, base_currency=base)
    found = positions(tx, asked, sorted({*ends, last}))
    return tuple(_dso_at(day, found[day]) for day in sorted(found))


def _dso_at(on: date, position: Position) -> DsoAt:
    return DsoAt(on, *(_known(position, key) for key in ("dso", "best_dso", "add")))


def _known(position: Position, key: str) -> Known:
    found = BY_KEY[key].value(position)
    return Known(found.value, why_not(found.why_not) if found.value is None else "")


def _expected(past: LedgerPast, settled: Sequence[Settled], *, on: date, last: date) -> Expected:
    base = past.base_currency
    found = expected_receipts(past, settled, on=on, last=last, currency=base)
    if found is None:
        return Expected(why_not="fewer than five paid invoices were known by then")
    low, likely, high = (Money(each, base) for each in (found.low, found.likely, found.high))
    return Expected(low, likely, high)


def dso_series(facts: MonthFacts) -> tuple[DsoMonth, ...]:
    """The trend as a picture draws it."""
    return tuple(
        DsoMonth(each.on, each.best.value, each.delinquent.value, each.dso.why_not)
        for each in facts.trend
    )


def trend_table(facts: MonthFacts) -> Table:
    """DSO and its parts at the ends of the last twelve months."""
    return dso_table(dso_series(facts))


def customers_table(facts: MonthFacts) -> Table:
    """The customers to look at, and why."""
    books = facts.books

    def money(figure: Decimal) -> Money:
        return Money(figure, books.currency)

    return Table(
        "Customers to look at",
        (
            text("Customer"), amount("Late"), days("Oldest, days late"),
            amount("Late a month before"), amount("Paid in the month"), text("Why"),
        ),
        tuple(
            (Named(each.name, each.customer_id), money(each.late), each.oldest_days,
             money(each.late_before), money(each.paid), why(books, each))
            for each in books.stand_out
        ),
        "Ordered by what is late times the days it is late.",
    )  # fmt: skip


def decisions_table(tx: Tx, facts: MonthFacts) -> Table:
    """Every logged decision of the month."""
    found, _ = read.decisions(tx, facts.books.first, facts.books.last, most=_EVERY_DECISION)
    return Table(
        "What was decided",
        (day("Day"), text("Customer"), text("What"), text("Who")),
        tuple((each.on, each.customer, each.words, each.by) for each in found),
    )


def ageing_strip(facts: MonthFacts) -> Table:
    """The ageing on the month's last day in every currency, and what came in."""
    return Table(
        "Owed, late and received",
        (
            text("In"), amount("Owed"), amount("Late"),
            *(amount(sentence(bucket_label(name))) for name in BUCKETS),
            amount("Credit not used"), amount("Came in"), amount("Written off"),
        ),
        tuple(
            (
                books.currency,
                *(
                    Money(each, books.currency)
                    for each in (
                        books.owed, books.late, *books.buckets, -books.unused, books.received,
                        books.written_off,
                    )
                ),
            )
            for books in (facts.books, *facts.others)
        ),
        f"As of {facts.books.last.isoformat()}; currencies stand apart.",
    )  # fmt: skip
