"""The page of forecasts: thirteen weeks, every open invoice, and which chases would cover a payment
of ours, as tables and sentences. What is expected comes from `forecasts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plugin.credit.backtest import Scores, too_little
from plugin.credit.cash_gap import CashGap, Chase
from plugin.credit.forecast import Forecast
from plugin.credit.forecast_why import count, per_cent
from plugin.credit.money import Money
from plugin.credit.outlook import Expected
from plugin.credit.receipts import WeeksAhead, weeks_ahead
from plugin.letters.wording import dated, money, short_day
from plugin.queries.forecasts import Counted, Outlook
from plugin.queries.series import WeekAhead, receipts_table
from plugin.queries.tables import Cell, Named, Table, amount, day, text
from plugin.queries.tables import per_cent as per_cent_column

_WHAT = {
    "contested": "contested part",
    "instalment": "instalment of a plan",
    "retained": "retained part",
    "promised": "promised",
}
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class ReceiptsShown:
    """Thirteen weeks of one currency: for the picture, as a table, and what lies outside."""

    currency: str
    weeks: tuple[WeekAhead, ...]
    table: Table
    later: Money
    unknown: Money
    total: Money

    @property
    def is_known(self) -> bool:
        """Whether anything of it is forecast; else there is no sum to show, not even nothing."""
        return bool(self.total.amount or self.later.amount or not self.unknown.amount)


@dataclass(frozen=True, slots=True)
class GapShown:
    """The answer to which chases would cover a payment of ours."""

    gap: CashGap
    headline: str
    #: each with its customer's name and its reason
    chases: tuple[tuple[Chase, str, str], ...]


def receipts_shown(outlook: Outlook) -> tuple[ReceiptsShown, ...]:
    """The thirteen weeks of each currency."""
    return tuple(_receipts(each) for each in weeks_ahead(outlook.parts, outlook.on))


def _receipts(found: WeeksAhead) -> ReceiptsShown:
    currency = found.currency
    weeks = tuple(WeekAhead(each.start, each.low, each.likely, each.high) for each in found.weeks)
    return ReceiptsShown(
        currency=currency,
        weeks=weeks,
        table=receipts_table(weeks, currency),
        later=Money(found.later, currency),
        unknown=Money(found.unknown, currency),
        total=Money(sum((each.likely for each in found.weeks), Decimal(0)), currency),
    )


def invoices_table(outlook: Outlook) -> Table:
    """Every part of every open invoice, the likely first, each with its why."""
    rows: list[Sequence[Cell]] = []
    for each in outlook.parts:
        found = each.forecast
        name = Named(outlook.names.get(each.invoice.customer_id, ""), each.invoice.customer_id)
        what = f"{each.invoice.number}, {_WHAT[each.what]}" if each.what else each.invoice.number
        head: tuple[Cell, ...] = (what, name, each.amount, each.due)
        if found is None:
            rows.append((*head, each.why_not, each.why_not, each.why_not, None, each.why_not))
        else:
            chance = Decimal(round(found.late_probability * _HUNDRED))
            days = (found.p10, found.p50, found.p80)
            rows.append((*head, *days, chance, " ".join(found.why)))
    return Table(
        "Open invoices by the day they are likely paid",
        (
            text("Invoice"),
            text("Customer"),
            amount("Unpaid", own_currency=True),
            day("Due"),
            day("Early"),
            day("Likely"),
            day("In four of five cases by"),
            per_cent_column("Chance of lateness"),
            text("Why"),
        ),
        rows,
        f"as seen on {dated(outlook.on)}",
    )


def error_words(counted: Counted) -> str:
    """How far such forecasts lay from what came, over the organisation's own last year."""
    if counted.picture is None:
        return too_little(counted.known).capitalize().replace("N/a", "n/a") + "."
    scores = counted.scores
    if scores is None:
        return (
            "How far such forecasts lie from what comes is n/a: no invoice of the last year could"
            " be forecast on its day of issue and has been paid since."
        )
    return (
        f"Held against your own last year ({count(scores.n, 'invoice')}, each forecast on the day"
        f" of its issue): the likely day was off by {scores.mae_days:.1f} days on average,"
        f" and {per_cent(scores.coverage80)} were paid by the day given for four of five."
    )


def weeks_words(counted: Counted) -> str:
    """How often past weeks brought what lay between their low and high."""
    held = counted.weeks
    if held is None:
        return "How often weeks lay between low and high is n/a: no thirteen weeks have passed yet."
    return (
        f"Of {count(held.counted, 'week')} of your past, forecast in the same way,"
        f" {per_cent(held.between / held.counted)} lay between low and high (80 % meant),"
        f" {per_cent(held.below / held.counted)} below and {per_cent(held.above / held.counted)}"
        " above."
    )


def error_short(counted: Counted) -> str:
    """The same in half a line, to stand beside a forecast."""
    scores = counted.scores
    if scores is None:
        return "not yet held against a past of your own"
    return f"off by {scores.mae_days:.1f} days on average over your last {scores.n} checked"


def line(found: Forecast, on: date) -> str:
    """A forecast in one line for an invoice's row or a customer's page."""
    likely = "today" if found.p50 == on else short_day(found.p50, on)
    early, late = short_day(found.p10, on), short_day(found.p90, on)
    chance = (
        "" if found.late_probability >= 1 else f", {per_cent(found.late_probability)} chance late"
    )
    return f"likely {likely} ({early} to {late}){chance}"


def part_line(part: Expected, on: date) -> str:
    """A part of an invoice in one line; what it is goes before its forecast."""
    before = f"{_WHAT[part.what]} {money(part.amount)}: " if part.what else ""
    return before + (part.why_not if part.forecast is None else line(part.forecast, on))


@dataclass(frozen=True, slots=True)
class CustomerExpected:
    """What is expected of one customer: a line, its why, the error, and each invoice in a line."""

    headline: str
    why: str
    error: str
    by_invoice: dict[str, str]


def customer_expected(found: Outlook) -> CustomerExpected:
    """What stands on a customer's page; empty where nothing is open."""
    by_invoice = {
        id_: "; ".join(part_line(each, found.on) for each in parts)
        for id_, parts in found.of_invoices().items()
    }
    first = next((each for each in found.parts if each.forecast is not None), None)
    if first is None or first.forecast is None:
        why_not = error_words(found.counted) if found.parts and not found.counted.picture else ""
        return CustomerExpected(why_not, "", error_short(found.counted), by_invoice)
    headline = f"Next, {first.invoice.number}: {part_line(first, found.on)}."
    return CustomerExpected(headline, first.forecast.why[0], error_short(found.counted), by_invoice)


def scores_table(scores: Scores) -> Table:
    """The whole back-test of the last year as a table."""
    auc = scores.auc_late
    rows: list[Sequence[Cell]] = [
        ("Invoices held against what came", Decimal(scores.n), ""),
        ("Likely day off by, on average", _rounded(scores.mae_days), "days"),
        ("Likely day off by, in the middle", _rounded(scores.medae_days), "days"),
        (
            "A late one had the higher chance than a punctual one",
            "n/a: all were late, or none" if auc is None else _rounded(auc * _HUNDRED),
            "of a hundred pairs",
        ),
        ("Squared error of the chance of lateness", _rounded(scores.brier_late, 3), "0 is best"),
        ("Paid by the day for four of five", _rounded(scores.coverage80 * _HUNDRED), "%, 80 meant"),
        (
            "Paid between the early and the late day",
            _rounded(scores.coverage10_90 * _HUNDRED),
            "%, 80 meant",
        ),
    ]
    return Table(
        "How good the forecasts of your last year were",
        (text("Measure"), text("Found"), text("In")),
        [
            (name, f"{value:,}" if isinstance(value, Decimal) else value, of)
            for name, value, of in rows
        ],
        "each invoice forecast on its day of issue from what was known then",
    )


def _rounded(value: float, places: int = 1) -> Decimal:
    return Decimal(f"{value:.{places}f}")


def gap_shown(gap: CashGap, names: Mapping[str, str]) -> GapShown:
    """The answer in words; each chase with its customer's name and its reason."""
    expected = (
        f"By {dated(gap.by)} {money(gap.expected)} is expected without a word from you; with"
        f" {money(gap.cash)} in hand"
    )
    one = len(gap.chases) == 1
    if not gap.missing:
        headline = f"{expected} that covers the {money(gap.needed)}. Nobody needs to be chased."
    elif not gap.chases:
        headline = (
            f"{expected} {money(gap.missing)} is missing, and nothing that is due by then can be"
            " asked for."
        )
    elif gap.left:
        headline = (
            f"{expected} {money(gap.missing)} is missing. Asking"
            f" {'the one customer' if one else f'all {len(gap.chases)} customers'} below would"
            f" likely bring {money(gap.missing - gap.left)} of it; {money(gap.left)} stays open."
        )
    else:
        headline = (
            f"{expected} {money(gap.missing)} is missing."
            f" {'This chase' if one else f'These {len(gap.chases)} chases'} most likely"
            f" {'covers' if one else 'cover'} it."
        )
    shown = tuple((each, names.get(each.customer_id, ""), _reason(each)) for each in gap.chases)
    return GapShown(gap, headline, shown)


def _reason(chase: Chase) -> str:
    answers = chase.answers
    own = (
        f"of {count(answers.asked, 'invoice')} of theirs that were asked for, {answers.paid}"
        f" {'was' if answers.paid == 1 else 'were'} paid within {count(answers.days, 'day')};"
        if answers.asked
        else "they were never asked before;"
    )
    return (
        f"{money(chase.open)} is due, {money(chase.without)} of it expected anyway. A message"
        f" brings money in {per_cent(answers.share)} of cases: {own} with your other customers"
        f" counted in. That adds {money(chase.gain)}."
    )


def gap_table(shown: GapShown) -> Table:
    """The chases as a table, the largest gain first."""
    rows: list[Sequence[Cell]] = [
        (
            Named(name, chase.customer_id),
            ", ".join(each.invoice.number for each in chase.parts),
            chase.open,
            chase.without,
            chase.gain,
            reason,
        )
        for chase, name, reason in shown.chases
    ]
    return Table(
        f"Chases that would most likely cover what is missing by {dated(shown.gap.by)}",
        (
            text("Customer"),
            text("Invoices"),
            amount("Due by then"),
            amount("Expected anyway"),
            amount("A chase adds"),
            text("Why"),
        ),
        rows,
        "the fewest customers, the largest gain first",
    )
