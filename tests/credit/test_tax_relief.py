"""Tax on bad debts in the United Kingdom, and where there is no rule here."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.money import Money
from plugin.credit.tax_relief import (
    LostSale,
    ReliefRule,
    ReliefState,
    TaxBasis,
    claim_days,
    relief_rule,
    reliefs,
)

ISSUED, DUE = date(2025, 1, 15), date(2025, 2, 14)
FIRST, LAST = date(2025, 8, 14), date(2029, 8, 14)


def lost(
    *,
    lost: str = "1200.00",
    tax: str | None = "200.00",
    taxed: str = "0",
    open_: str = "0",
    issued: date = ISSUED,
    due: date = DUE,
) -> LostSale:
    """An invoice of 1,200 with 200 of tax, due in February 2025."""
    return LostSale(
        id="i",
        number="INV-1",
        customer_id="quay",
        issued=issued,
        due=due,
        total=Money(Decimal("1200.00"), "GBP"),
        tax=None if tax is None else Decimal(tax),
        lost=Decimal(lost),
        lost_with_tax=Decimal(taxed),
        open=Decimal(open_),
    )


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (FIRST - timedelta(days=1), ReliefState.NOT_YET),
        (FIRST, ReliefState.READY),
        (LAST, ReliefState.READY),
        (LAST + timedelta(days=1), ReliefState.TOO_LATE),
    ],
)
def test_a_written_off_debt_is_claimed_between_six_months_and_four_and_a_half_years(
    on: date, state: ReliefState
) -> None:
    """Both days included, counted from the due date, which is the later one here."""
    (found,) = reliefs([lost()], on=on)
    assert (found.state, found.amount) == (state, Money(Decimal("200.00"), "GBP"))
    assert (found.first, found.last) == (FIRST, LAST)


def test_six_months_count_from_the_supply_where_that_is_later_than_the_due_date() -> None:
    """Due in advance: the invoice's date, which stands for the supply, is the later day."""
    assert claim_days(date(2025, 8, 31), date(2025, 8, 1)) == (
        date(2026, 2, 28),
        date(2030, 2, 28),
    )


def test_of_a_part_that_was_lost_the_same_part_of_the_tax_comes_back() -> None:
    """A third of the debt, a third of the tax, rounded down to the penny."""
    (found,) = reliefs([lost(lost="400.00")], on=FIRST)
    assert found.amount == Money(Decimal("66.66"), "GBP")


def test_what_is_still_open_has_to_be_written_off_first() -> None:
    """Old enough, but not written off: named apart, and not named at all before six months."""
    (found,) = reliefs([lost(lost="0", open_="600.00")], on=FIRST)
    assert (found.state, found.amount) == (
        ReliefState.WRITE_OFF_FIRST,
        Money(Decimal("100.00"), "GBP"),
    )
    assert reliefs([lost(lost="0", open_="600.00")], on=FIRST - timedelta(days=1)) == ()


def test_a_credit_note_with_tax_is_not_claimed_twice() -> None:
    """It takes its tax back in the return of its own period."""
    (found,) = reliefs([lost(lost="0", taxed="1200.00")], on=FIRST)
    assert found.state is ReliefState.BY_CREDIT_NOTE


def test_without_tax_there_is_nothing_and_unknown_tax_is_said_to_be_unknown() -> None:
    """An export carries none; an invoice that Xero told nothing of is named without an amount."""
    assert reliefs([lost(tax="0")], on=FIRST) == ()
    (found,) = reliefs([lost(tax=None)], on=FIRST)
    assert (found.state, found.amount) == (ReliefState.TAX_NOT_KNOWN, None)


@pytest.mark.parametrize(
    ("country", "basis", "rule"),
    [
        ("GB", TaxBasis.ACCRUAL, ReliefRule.COVERED),
        ("GB", TaxBasis.CASH, ReliefRule.CASH),
        ("GB", TaxBasis.FLAT_RATE_CASH, ReliefRule.CASH),
        ("GB", TaxBasis.FLAT_RATE_ACCRUAL, ReliefRule.FLAT_RATE),
        ("GB", TaxBasis.NONE, ReliefRule.NOT_REGISTERED),
        ("GB", None, ReliefRule.NOT_SAID),
        ("AU", TaxBasis.ACCRUAL, ReliefRule.COUNTRY),
        ("NZ", None, ReliefRule.COUNTRY),
    ],
)
def test_the_rule_holds_in_the_united_kingdom_off_cash_accounting(
    country: str, basis: TaxBasis | None, rule: ReliefRule
) -> None:
    """Every other case is named by its own reason."""
    assert relief_rule(country, basis) is rule


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 120_000),
    st.integers(0, 120_000),
    st.integers(1, 20_000),
    st.integers(0, 2500),
)
def test_never_more_tax_comes_back_than_was_on_the_invoice(
    lost_pence: int, open_pence: int, tax_pence: int, age: int
) -> None:
    """Whatever was lost and whatever is open, all parts together stay within the tax."""
    open_pence = min(open_pence, 120_000 - lost_pence)
    sale = lost(
        lost=str(Decimal(lost_pence) / 100),
        open_=str(Decimal(open_pence) / 100),
        tax=str(Decimal(tax_pence) / 100),
    )
    found = reliefs([sale], on=DUE + timedelta(days=age))
    back = sum((each.amount.amount for each in found if each.amount is not None), Decimal(0))
    assert back <= Decimal(tax_pence) / 100
    assert all(each.amount is not None and each.amount.amount >= 0 for each in found)
