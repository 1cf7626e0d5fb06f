"""How customers find it beside how late they pay, and whether they come back. It decides nothing.

Chased and not chased stand apart. Nobody was dealt out by chance here, so neither table says that
one thing made the other.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.buying_again import NEEDED, RepeatRate, buying_again, first_span
from plugin.credit.feedback import MeanScore, MonthScore, by_month
from plugin.credit.kpis import figures
from plugin.credit.months import end_of_month, months_after
from plugin.letters.wording import counted, dated
from plugin.queries.insight_sums import ALL, Asked, positions
from plugin.queries.insight_words import why_not
from plugin.queries.tables import Cell, Table, day, number, per_cent, text
from plugin.store import Tx, feedback
from plugin.store.reading.buyers import buyers

#: months of the table, the running one among them
MONTHS = 12
#: answers below which a month's score is not shown
ANSWERS_NEEDED = 5

_HUNDRED, _TENTH = Decimal(100), Decimal("0.1")


def satisfaction_table(tx: Tx, *, on: date, base_currency: str) -> Table:
    """Score by month of the answer, chased and not, beside the share of debt late at its end."""
    ends = [end_of_month(months_after(on, -n)) for n in range(MONTHS)]
    days = [min(end, on) for end in ends]
    asked = Asked(on=on, currency=ALL, base_currency=base_currency)
    placed = positions(tx, asked, sorted(days))
    scored = feedback.scored(tx, since=ends[-1].replace(day=1))
    months = {each.month: each for each in by_month(scored)}
    rows: list[tuple[Cell, ...]] = []
    for at in days:
        current = figures(placed[at])["share_current"]
        late: Cell = (
            f"n/a: {why_not(current.why_not)}"
            if current.value is None
            else (_HUNDRED - current.value).quantize(_TENTH)
        )
        rows.append((at, *_scores(months.get(at.replace(day=1))), late))
    return Table(
        "Satisfaction beside lateness",
        (day("Month to"), number("Score, chased"), number("Answers"),
         number("Score, not chased"), number("Answers of these"), per_cent("Of the debt late")),
        rows,
        f"Mean of 1 to 5 by month of the answer; below {ANSWERS_NEEDED} answers none. Late: of "
        f"open debt in {base_currency} at each invoice’s own rate, at the end of the month.",
    )  # fmt: skip


def retention_table(tx: Tx, *, on: date) -> Table:
    """Who bought again, of those who were chased and of those who were not."""
    since, until = first_span(on)
    found = buying_again(buyers(tx, since=since, until=until, on=on))
    last = until - timedelta(days=1)
    return Table(
        "Who comes back",
        (text("Customers"), number("Bought in the first half-year"),
         number("Bought again in the second"), per_cent("Came back")),
        [_rate("chased", found.chased), _rate("not chased", found.not_chased)],
        f"Bought from {dated(since)} to {dated(last)}, and again up to today. Chased: a reminder "
        "after a due date in the first half-year. Late payers differ from others anyway.",
    )  # fmt: skip


def _rate(name: str, rate: RepeatRate) -> tuple[Cell, ...]:
    percent: Cell = f"n/a: fewer than {NEEDED} customers"
    if rate.percent is not None:
        percent = rate.percent.quantize(_TENTH)
    return name, rate.customers, rate.again, percent


def _scores(month: MonthScore | None) -> tuple[Cell, Cell, Cell, Cell]:
    none = MeanScore(0, None)
    chased = none if month is None else month.chased
    others = none if month is None else month.not_chased
    return _score(chased), chased.answers, _score(others), others.answers


def _score(found: MeanScore) -> Cell:
    if found.answers < ANSWERS_NEEDED:
        return f"n/a: {counted(found.answers, 'answer')}"
    return found.mean
