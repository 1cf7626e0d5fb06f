"""What ties the figures together, over generated ledgers of everything that can happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.history import Cover, CoverKind
from plugin.credit.kpi_measures import BUCKET_MEASURES, NO_SUMS, Measure, Sums, added, sums_on
from plugin.credit.kpi_sweep import sweep
from plugin.credit.kpis import AR, CURRENT, LATE, SALES, Position, figures
from plugin.credit.ledger_past import LedgerPast
from plugin.credit.metrics import best_possible_dso, dso
from plugin.credit.money import Money
from tests.credit.ledgers_past import ledgers, weekdays

days = st.integers(0, 500).map(lambda n: date(2025, 9, 1) + timedelta(days=n))
few = settings(max_examples=25, deadline=None)
some_days = st.lists(days, min_size=1, max_size=4, unique=True).map(sorted)


def summed(ledger: LedgerPast, on: date, currency: str = "GBP") -> Sums:
    """The sums of one currency on a day."""
    return sums_on(ledger, on, weekdays).get(currency, NO_SUMS)


def one_walk(ledger: LedgerPast, on: list[date]) -> None:
    """The sums of many days in one go are those of every single day, in every currency."""
    found = sweep(ledger, on, weekdays)
    for day in on:
        alone = sums_on(ledger, day, weekdays)
        for currency in ("GBP", "EUR"):
            together = added(
                by_day[day]
                for key, by_day in found.items()
                if key.currency == currency and not key.in_base and day in by_day
            )
            assert together == alone.get(currency, NO_SUMS)


@few
@given(ledgers(), some_days)
def test_one_walk_says_what_each_day_says_by_itself(ledger: LedgerPast, on: list[date]) -> None:
    """The walk over each document once is no other count than the plain definition."""
    one_walk(ledger, on)


@pytest.mark.thorough
@settings(max_examples=5_000, deadline=None)
@given(ledgers(), some_days)
def test_one_walk_over_thousands_of_ledgers(ledger: LedgerPast, on: list[date]) -> None:
    """The same over thousands of ledgers."""
    one_walk(ledger, on)


@few
@given(ledgers(), days)
def test_delinquency_is_dso_less_the_best_possible(ledger: LedgerPast, on: date) -> None:
    """ADD = DSO − BPDSO, and DSO is that of the overview's own formula."""
    sums = summed(ledger, on)
    assert LATE.of(sums) == AR.of(sums) - CURRENT.of(sums)
    found = figures(Position(on=on, sums=sums, currency="GBP"))
    whole, best, late = (found[key].value for key in ("dso", "best_dso", "add"))
    assert (whole is None) == (best is None) == (late is None)
    if whole is None or best is None or late is None:
        return
    # each is rounded to the cent by itself
    assert abs(whole - best - late) <= Decimal("0.01")
    owed, sales = Money(sums.total(*BUCKET_MEASURES), "GBP"), Money(SALES.of(sums), "GBP")
    spare, current = Money(sums.of(Measure.SPARE), "GBP"), Money(CURRENT.of(sums), "GBP")
    tenth = Decimal("0.1")
    assert abs((dso(owed, spare, sales, 90).value or 0) - whole) <= tenth
    assert abs((best_possible_dso(current, sales, 90).value or 0) - best) <= tenth


@few
@given(ledgers(), days)
def test_ageing_less_its_credits_is_what_is_owed(ledger: LedgerPast, on: date) -> None:
    """The buckets less the credits column are the receivables, document by document."""
    sums = summed(ledger, on)
    pounds = [each for each in ledger.invoices if each.currency == "GBP"]
    owed = sum((i.balance_on(on) for i in pounds if not i.is_charge), Decimal(0))
    spare = sum((c.remaining_on(on) for c in ledger.credits), Decimal(0))
    assert sums.total(*BUCKET_MEASURES) - sums.of(Measure.SPARE) == owed - spare == AR.of(sums)


@few
@given(ledgers(), days)
def test_nothing_dated_later_changes_a_day(ledger: LedgerPast, on: date) -> None:
    """Payments, credits, documents and moved due dates after a day are not seen on it."""
    known = replace(
        ledger,
        invoices=tuple(
            replace(
                each,
                covers=tuple(cover for cover in each.covers if cover.on <= on),
                dues=tuple(due for due in each.dues if due[0] <= on) or each.dues[:1],
            )
            for each in ledger.invoices
            if each.issued <= on
        ),
        credits=tuple(
            replace(each, used=tuple(part for part in each.used if part[0] <= on))
            for each in ledger.credits
            if each.on <= on
        ),
    )
    assert sums_on(known, on, weekdays) == sums_on(ledger, on, weekdays)


@few
@given(ledgers(), days)
def test_customers_add_up_to_the_organisation_in_any_order(ledger: LedgerPast, on: date) -> None:
    """The sums of the customers are the organisation's, and the order of documents is nothing."""
    parts = [summed(ledger.of([name]), on) for name in ("acme", "bodega", "cafe")]
    whole = summed(ledger, on)
    assert added(parts) == added(reversed(parts)) == whole
    turned = replace(ledger, invoices=ledger.invoices[::-1], credits=ledger.credits[::-1])
    assert summed(turned, on) == whole


@few
@given(ledgers(), some_days)
def test_base_currency_is_each_document_at_its_own_rate(ledger: LedgerPast, on: list[date]) -> None:
    """What is turned into base currency is what a ledger in pounds at those rates would say."""
    turned = replace(
        ledger,
        invoices=tuple(
            replace(
                each,
                currency="GBP",
                total=each.total * each.base_per_unit,
                covers=tuple(
                    Cover(c.on, c.amount * each.base_per_unit, c.kind) for c in each.covers
                ),
            )
            for each in ledger.invoices
        ),
    )
    found = sweep(ledger, on, weekdays)
    for day in on:
        in_base = added(
            by_day[day]
            for key, by_day in found.items()
            if day in by_day and (key.in_base or key.currency == "GBP")
        )
        assert in_base == summed(turned, day)


@few
@given(ledgers(), days)
def test_a_write_off_improves_nothing(ledger: LedgerPast, on: date) -> None:
    """Writing all off on a day changes no days to pay, no share on time and no money."""
    lost = replace(
        ledger,
        invoices=tuple(
            replace(
                each,
                covers=(*each.covers, Cover(on, each.balance_on(on), CoverKind.WRITE_OFF)),
            )
            for each in ledger.invoices
        ),
    )
    before, after = summed(ledger, on), summed(lost, on)
    for measure in (Measure.PAID, Measure.PAID_DAYS, Measure.PAID_OVER, Measure.ON_TIME):
        assert before.of(measure) == after.of(measure)
    assert before.of(Measure.FELL_DUE) == after.of(Measure.FELL_DUE)
    assert before.of(Measure.RISKED) == after.of(Measure.RISKED)
