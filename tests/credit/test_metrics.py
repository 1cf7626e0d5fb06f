"""Each figure gives its published check number, and n/a with a reason where there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from plugin.credit.account import InvoiceState
from plugin.credit.metrics import (
    Figure,
    NotAvailable,
    best_possible_dso,
    days_late,
    days_to_pay,
    dso,
    on_time,
    share_late,
)
from plugin.credit.money import MixedCurrencies, Money
from tests.credit.builders import TODAY, an_account, days, gbp, owes, paid


def test_dso_by_the_simple_method() -> None:
    """1.2m open, 10m sales in 365 days: 43.8; best possible with 0.8m current: 29.2."""
    sales = gbp(10_000_000)
    assert dso(gbp(1_200_000), gbp(0), sales, 365) == Figure(Decimal("43.8"))
    assert dso(gbp(1_300_000), gbp(100_000), sales, 365) == Figure(Decimal("43.8"))
    assert best_possible_dso(gbp(800_000), sales, 365) == Figure(Decimal("29.2"))


def test_dso_without_sales_is_not_available() -> None:
    """Never zero and never infinite."""
    assert dso(gbp(100), gbp(0), gbp(0), 90) == Figure(None, NotAvailable.NO_SALES)


def test_dso_does_not_mix_currencies() -> None:
    """Sales in euros against debt in pounds is refused."""
    with pytest.raises(MixedCurrencies):
        dso(gbp(100), gbp(0), Money.of(100, "EUR"), 90)


def test_days_to_pay_is_weighted_by_amount() -> None:
    """60 paid on day 10 and 40 on day 40: 22 days from issue; minus 8 against terms of 30."""
    invoice = owes(100, issued=date(2026, 1, 1), late=0, on=date(2026, 1, 31))
    payments = (
        paid(invoice, 60, date(2026, 1, 11)),
        paid(invoice, 40, date(2026, 2, 10)),
        paid(invoice, 900, date(2026, 9, 9), write_off=True),
    )
    assert days_to_pay((invoice,), payments) == Figure(Decimal("22.0"))
    assert days_late((invoice,), payments) == Figure(Decimal("-8.0"))
    assert days_to_pay((invoice,), ()) == Figure(None, NotAvailable.NO_PAYMENTS)


def test_share_late_is_of_what_is_open() -> None:
    """250 of 1,000 is 25 %; with nothing open there is no share."""
    assert share_late(gbp(250), gbp(1000)) == Figure(Decimal("25.0"))
    assert share_late(gbp(0), gbp(0)) == Figure(None, NotAvailable.NOTHING_OPEN)


def test_the_record_counts_the_last_twelve() -> None:
    """Fifteen settled invoices, the three oldest late: twelve of twelve on time."""
    invoices = tuple(
        owes(100, late=20 * n, paid=100, number=f"INV-{n:02}", state=InvoiceState.PAID)
        for n in range(15)
    )
    payments = tuple(
        paid(each, 100, each.due + days(9 if n >= 12 else -3)) for n, each in enumerate(invoices)
    )
    account = an_account(*invoices, payments=payments)
    record = on_time(account, TODAY)
    assert (record.counted, record.on_time) == (12, 12)
    assert on_time(account, TODAY, last=15).on_time == 12


def test_an_invoice_that_fell_due_unpaid_is_not_on_time_and_a_residue_spoils_nothing() -> None:
    """1,000 open is a mark against; 998 in time with 2 left is a mark for."""
    owed = owes(1000, late=10)
    assert on_time(an_account(owed), TODAY).marks == (False,)
    nearly = owes(1000, late=10, paid=998)
    account = an_account(nearly, payments=(paid(nearly, 998, nearly.due),))
    assert on_time(account, TODAY).marks == (True,)
    late_rest = replace(account, payments=(paid(nearly, 998, nearly.due), paid(nearly, 2, TODAY)))
    assert on_time(late_rest, TODAY).marks == (True,)


def test_a_credit_note_that_closes_an_invoice_is_no_mark_either_way() -> None:
    """It was never paid, and never late."""
    closed = owes(100, late=10, paid=100, state=InvoiceState.PAID)
    assert on_time(an_account(closed), TODAY).counted == 0
