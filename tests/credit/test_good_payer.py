"""The facts of a good-payer letter: counts of twelve months, never more than they were."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings

from plugin.credit.account import Account, InvoiceState
from plugin.credit.good_payer import LEAST, GoodPayerRecord, good_payer_record
from plugin.credit.policy import DEFAULT_POLICY
from tests.credit.accounts import accounts
from tests.credit.builders import TODAY, an_account, days, owes, paid
from tests.credit.test_passport import settled

SINCE = date(2019, 3, 4)


def record(account: Account) -> GoodPayerRecord | None:
    """The record of today."""
    return good_payer_record(account, DEFAULT_POLICY, TODAY, since=SINCE)


def test_it_counts_what_was_paid_and_what_of_it_on_time() -> None:
    """Eleven of twelve on time: 91 per cent, not 92."""
    found = record(settled(*[True] * 11, False))
    assert found is not None
    assert (found.counted, found.on_time, found.per_cent) == (12, 11, 91)
    assert found.since == SINCE
    assert found.good_until == TODAY + days(90)


def test_two_invoices_are_no_record() -> None:
    """Fewer than three say nothing, and neither does a customer without a first invoice."""
    assert record(settled(True, True)) is None
    three = settled(True, True, True)
    assert good_payer_record(three, DEFAULT_POLICY, TODAY, since=None) is None


def test_what_is_late_and_open_counts_however_old() -> None:
    """A debt of two years ago is not hidden by three good months."""
    good = settled(True, True, True)
    old = owes(900, late=700, number="OLD")
    account = an_account(*good.invoices, old, payments=good.payments)
    found = record(account)
    assert found is not None
    assert (found.counted, found.on_time) == (4, 3)


def test_what_was_settled_more_than_a_year_ago_does_not_count() -> None:
    """The year is the one that the letter names."""
    good = settled(True, True, True)
    old = owes(100, late=370, paid=100, number="OLD", state=InvoiceState.PAID)
    account = an_account(
        *good.invoices, old, payments=(*good.payments, paid(old, 100, TODAY - days(366)))
    )
    found = record(account)
    assert found is not None
    assert (found.counted, found.start) == (3, TODAY - days(364))


@given(accounts())
@settings(max_examples=25)
def test_no_account_has_a_record_that_praises_too_much(account: Account) -> None:
    """Of any account: enough invoices, no more on time than counted, and a share rounded down."""
    found = record(account)
    if found is None:
        return
    assert found.counted >= LEAST
    assert 0 <= found.on_time <= found.counted
    assert found.per_cent * found.counted <= 100 * found.on_time
    assert (found.per_cent == 100) == (found.on_time == found.counted)
