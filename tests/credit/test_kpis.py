"""The published check numbers of every formula, and what each measure counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from plugin.credit.history import CoverKind
from plugin.credit.kpi_effort import per_thousand
from plugin.credit.kpi_measures import Measure, Sums, cohort_of, sums_on
from plugin.credit.kpis import BY_KEY, Position, effectiveness, figures, released
from plugin.credit.ledger_past import DatedCredit, DatedInvoice
from plugin.credit.metrics import Figure, NotAvailable, dso_countback
from plugin.credit.money import Money
from tests.credit.ledgers_past import ON, books, by_due, credit, paid, sold

M = Measure


def of(key: str, by: Mapping[Measure, int | str], **changes: object) -> Figure:
    """One figure of these sums, over a year."""
    sums = Sums({measure: Decimal(amount) for measure, amount in by.items()})
    facts = {"on": ON, "sums": sums, "period": 365, "currency": "GBP", **changes}
    return BY_KEY[key].value(Position(**facts))  # type: ignore[arg-type]


def on(day: date, *documents: DatedInvoice | DatedCredit) -> dict[str, Figure]:
    """Every figure of a small ledger in pounds."""
    sums = sums_on(books(*documents), day, by_due).get("GBP", Sums())
    return figures(Position(on=day, sums=sums, currency="GBP"))


def counted(measure: Measure, day: date, *documents: DatedInvoice | DatedCredit) -> Decimal:
    """One measure of a small ledger in pounds."""
    return sums_on(books(*documents), day, by_due).get("GBP", Sums()).of(measure)


def test_dso_and_its_two_parts() -> None:
    """1.2 million of 10 million a year is 43.8 days; 0.8 not yet due is 29.2; the rest is 14.6."""
    by = {M.CURRENT: 800_000, M.LATE_1: 400_000, M.SOLD: 10_000_000}
    found = [of(key, by).value for key in ("dso", "best_dso", "add")]
    assert found == [Decimal("43.80"), Decimal("29.20"), Decimal("14.60")]


def test_dso_by_count_back() -> None:
    """2.1 million less March and February leave 400k of January's 700k: 31 + 28 + 17.71 days."""
    sales = dict(zip(_firsts(1, 2, 3), map(Decimal, (700_000, 800_000, 900_000)), strict=True))
    found = of("countback", {M.LATE_1: 2_100_000}, on=date(2026, 3, 31), sales=sales)
    assert found.value == Decimal("76.71")
    thirty = [(Money.of(amount, "GBP"), 30) for amount in (100_000, 80_000, 70_000)]
    assert dso_countback(Money.of(212_000, "GBP"), thirty).value == Decimal("73.71")


def test_count_back_in_the_middle_of_a_month_counts_its_days_so_far() -> None:
    """150 on 10 June: the 10 days of June's 100, then 50 of May's 200 are 7.75 more."""
    sales = dict(zip(_firsts(5, 6), map(Decimal, (200, 100)), strict=True))
    found = of("countback", {M.CURRENT: 150}, on=date(2026, 6, 10), sales=sales)
    assert found.value == Decimal("17.75")
    older = of("countback", {M.CURRENT: 301}, on=date(2026, 6, 10), sales=sales)
    assert older.why_not is NotAvailable.OLDER_THAN_SALES


def _firsts(*months: int) -> list[date]:
    return [date(2026, month, 1) for month in months]


def test_collection_effectiveness() -> None:
    """100k and 50k of sales, 60k left, 40k of it not yet due: 81.82 per cent."""
    found = effectiveness(*(Decimal(n) for n in (100_000, 50_000, 60_000, 40_000)))
    assert found.value == Decimal("81.82")
    by = {M.OPEN_THEN: 100_000, M.SOLD: 50_000, M.CURRENT: 40_000, M.LATE_1: 20_000}
    assert of("cei", by) == found


def test_a_write_off_collects_nothing() -> None:
    """Ten thousand written off leave the index where it was, though receivables fell."""
    stays = {M.OPEN_THEN: 100_000, M.SOLD: 50_000, M.CURRENT: 40_000, M.LATE_1: 20_000}
    gone = {**stays, M.LATE_1: 10_000, M.LOST: 10_000}
    assert of("cei", gone) == of("cei", stays)


def test_days_to_pay_are_weighted_by_amount() -> None:
    """60 paid on day 10 and 40 on day 40 are 22 days; the terms of 14 leave 8 late, 10.4 over."""
    invoice = sold(covers=(paid(date(2026, 6, 11), 60), paid(date(2026, 7, 11), 40)))
    found = on(date(2026, 7, 20), invoice)
    assert found["days_to_pay"].value == Decimal(22)
    assert found["terms"].value == Decimal(14)
    assert found["days_late"].value == Decimal(8)
    assert found["days_over"].value == Decimal("10.40")


def test_cash_released() -> None:
    """Five days of a million a year are 13,699."""
    five = released(Figure(Decimal(45)), Figure(Decimal(40)), Decimal(1_000_000), 365)
    assert five.value is not None
    assert round(five.value) == 13_699
    then = Sums({M.CURRENT: Decimal(45), M.SOLD: Decimal(365)})
    now = Sums({M.CURRENT: Decimal(40), M.SOLD: Decimal(365)})
    position = Position(on=ON, sums=now, period=365, currency="GBP", then=then)
    assert BY_KEY["cash_released"].value(position).value == Decimal(5)


def test_true_dso_weighs_each_invoice_by_the_sales_of_its_month() -> None:
    """50 of June's 100 at 20 days and 100 of May's 400 at 50: 10 and 12.5 days."""
    aged = {date(2026, 6, 1): Decimal(50 * 20), date(2026, 5, 1): Decimal(100 * 50)}
    sales = {date(2026, 6, 1): Decimal(100), date(2026, 5, 1): Decimal(400)}
    position = Position(on=ON, sums=Sums({}, aged), sales=sales, currency="GBP")
    assert BY_KEY["true_dso"].value(position).value == Decimal("22.50")


def test_at_risk_looks_at_an_old_month() -> None:
    """Of January's 400, 100 were unpaid ninety days late; a write-off is no payment."""
    january: dict[str, Any] = {"issued": date(2026, 1, 5), "due": date(2026, 1, 31)}
    documents = [
        sold("a", **january, covers=(paid(date(2026, 3, 1), 100),)),
        sold("b", **january, covers=(paid(date(2026, 5, 2), 100),)),
        sold("c", **january, covers=(paid(date(2026, 3, 1), 100, CoverKind.CREDIT),)),
        sold("d", **january, covers=(paid(date(2026, 5, 1), 100),)),
    ]
    assert cohort_of(ON) == date(2026, 1, 1)
    assert on(ON, *documents)["at_risk"].value == Decimal(25)
    given_up = sold("d", **january, covers=(paid(date(2026, 3, 1), 100, CoverKind.WRITE_OFF),))
    assert on(ON, *documents[:3], given_up)["at_risk"].value == Decimal(50)


def test_bad_debt_of_a_year() -> None:
    """10 written off of 400 less a credit note of 100 are 3.33 per cent; a year later none are."""
    lost = sold("a", amount=400, covers=(paid(ON, 10, CoverKind.WRITE_OFF),))
    assert on(ON, lost, credit(amount=100))["bad_debt"].value == Decimal("3.33")
    assert on(ON.replace(year=2027), lost)["bad_debt"].why_not is NotAvailable.NO_SALES


def test_roll_rates_follow_thirty_days() -> None:
    """Of 300 one to thirty days late a month ago, 100 still stand: a third rolled on."""
    stood: dict[str, Any] = {"issued": date(2026, 5, 1), "due": date(2026, 5, 15)}
    documents = [
        sold("a", **stood),
        sold("b", amount=200, **stood, covers=(paid(date(2026, 6, 10), 200),)),
    ]
    found = on(ON, *documents)
    assert found["roll_1"].value == Decimal("33.33")
    assert found["roll_2"].why_not is NotAvailable.NOTHING_OPEN_THEN
    assert counted(M.ROLLED_CURRENT, ON, sold()) == 0


def test_on_time_is_by_amount_and_leaves_credit_out() -> None:
    """60 in time of 100 less 20 credited are 75 per cent; written off is not paid."""
    invoice = sold(
        covers=(
            paid(date(2026, 6, 15), 60),
            paid(date(2026, 6, 16), 20, CoverKind.CREDIT),
            paid(date(2026, 6, 20), 20, CoverKind.WRITE_OFF),
        )
    )
    assert on(ON, invoice)["on_time"].value == Decimal(75)
    assert on(date(2026, 6, 15), invoice)["on_time"].why_not is NotAvailable.NOTHING_DUE


def test_what_cannot_be_divided_is_not_available() -> None:
    """An empty ledger has no figure at all, each with its reason, and never nought."""
    found = on(ON)
    assert found.pop("receivables").value == 0
    assert all(each.value is None and each.why_not is not None for each in found.values())
    assert found["dso"].why_not is NotAvailable.NO_SALES
    assert found["days_to_pay"].why_not is NotAvailable.NO_PAYMENTS


def test_interest_and_fees_stand_outside() -> None:
    """An invoice for interest is in no figure and in one column of its own (rule 36)."""
    found = sums_on(books(sold(is_charge=True)), ON, by_due)["GBP"]
    assert found.by == {M.CHARGED: Decimal(100)}


def test_the_due_date_of_then_counts() -> None:
    """Moved on the 20th to the end of July: late on the 19th, not yet due on the 20th."""
    moved = sold(
        due=date(2026, 7, 31),
        dues=((date(2026, 6, 1), date(2026, 6, 15)), (date(2026, 6, 20), date(2026, 7, 31))),
    )
    before, after = date(2026, 6, 19), date(2026, 6, 20)
    assert [counted(each, before, moved) for each in (M.LATE_1, M.CURRENT)] == [100, 0]
    assert [counted(each, after, moved) for each in (M.LATE_1, M.CURRENT)] == [0, 100]


def test_cost_of_a_thousand() -> None:
    """12.50 for 5,000 collected is 2.50 a thousand; of nothing collected it is n/a."""
    assert per_thousand(Decimal("12.50"), Decimal(5_000)).value == Decimal("2.50")
    assert per_thousand(Decimal(1), Decimal(0)).why_not is NotAvailable.NO_PAYMENTS
