"""Who may be asked how it went, when, and what the answers come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.account import Account, Hold, HoldKind, Invoice, InvoiceState
from plugin.credit.agreements import Dispute, DisputeReason
from plugin.credit.feedback import (
    SCORES,
    ClosedCase,
    Scored,
    by_month,
    closed_case,
    may_be_asked,
    mean_score,
)
from plugin.credit.feedback_rules import FeedbackRules
from plugin.credit.policy import DEFAULT_POLICY
from tests.credit.builders import TODAY, an_account, days, gbp, owes, paid, took


def settled() -> Invoice:
    """An invoice of 400 that was late and is paid."""
    return owes(400, late=30, state=InvoiceState.PAID, paid=400)


def a_closed_account(*others: Invoice, chased: bool = True, **more: Any) -> Account:
    """Paid in full three days ago, after a first reminder where `chased`."""
    invoice = settled()
    steps = (took(invoice, 1, TODAY - days(20)),) if chased else ()
    payment = paid(invoice, 400, TODAY - days(3))
    return an_account(invoice, *others, steps=steps, payments=(payment,), **more)


def case_of(account: Account, on: date = TODAY) -> ClosedCase | None:
    """Under the house's own policy."""
    return closed_case(account, DEFAULT_POLICY, on)


@pytest.mark.parametrize("chased", [True, False])
def test_a_paid_case_may_be_asked_about_chased_or_not(chased: bool) -> None:
    """On the day of the last payment it is closed; whether it was chased is kept."""
    assert case_of(a_closed_account(chased=chased)) == ClosedCase(TODAY - days(3), chased)


def test_a_courtesy_is_no_chase() -> None:
    """A friendly note before the due date does not count as chasing."""
    account = a_closed_account(chased=False)
    steps = (took(account.invoices[0], 0, TODAY - days(40)),)
    found = case_of(replace(account, steps=steps))
    assert found is not None
    assert not found.is_chased


def test_nobody_is_asked_while_something_is_late_or_what_was_chased_is_open() -> None:
    """What is not due and was never chased does not matter; neither does what is small."""
    assert case_of(a_closed_account(owes(50, late=1, number="INV-2"))) is None
    assert case_of(a_closed_account(owes(50, late=-5, number="INV-2"))) is not None
    assert case_of(a_closed_account(owes(400, late=5, number="INV-2", paid=399))) is not None
    later = owes(50, late=-5, number="INV-2")
    account = a_closed_account(later)
    moved = replace(account, steps=(*account.steps, took(later, 1, TODAY - days(9))))
    assert case_of(moved) is None


def test_nobody_is_asked_during_a_dispute() -> None:
    """Not even where the contested invoice is not late; once it is decided, they are."""
    contested = owes(50, late=-5, number="INV-2")
    dispute = Dispute(
        id="d",
        invoice_id=contested.id,
        amount=gbp(10),
        reason=DisputeReason.FAULTY,
        owner="Ann",
        opened_on=TODAY - days(2),
        deadline=TODAY + days(5),
    )
    account = a_closed_account(contested)
    assert case_of(replace(account, disputes=(dispute,))) is None
    decided = closed_case(account, DEFAULT_POLICY, TODAY, settled=[TODAY - days(1)])
    assert decided == ClosedCase(TODAY - days(1), is_chased=True)


@pytest.mark.parametrize(
    "kind", [HoldKind.HARDSHIP, HoldKind.DECEASED, HoldKind.INSOLVENT, HoldKind.BREATHING_SPACE]
)
def test_nobody_is_asked_in_a_hardship(kind: HoldKind) -> None:
    """How it went is not the question then."""
    assert case_of(a_closed_account(holds=(Hold(kind),))) is None


def test_a_write_off_is_no_end_to_ask_about() -> None:
    """A debt given up is not money, and its customer is not asked (rule 5)."""
    invoice = settled()
    gone = paid(invoice, 400, TODAY - days(3), write_off=True)
    assert case_of(an_account(invoice, payments=(gone,))) is None


def test_a_case_is_asked_about_for_thirty_days_and_not_where_it_is_switched_off() -> None:
    """After that it is history."""
    account = a_closed_account()
    assert case_of(account, TODAY + days(26)) is not None
    assert case_of(account, TODAY + days(27)) is None
    off = replace(DEFAULT_POLICY, feedback=FeedbackRules(asks=False))
    assert closed_case(account, off, TODAY) is None


def test_the_question_is_rationed() -> None:
    """Never again within ninety days of the last question or answer."""
    case, rules = ClosedCase(TODAY, is_chased=True), FeedbackRules()
    assert may_be_asked(case, rules, TODAY, last_on=None)
    assert not may_be_asked(case, rules, TODAY, last_on=TODAY - days(89))
    assert may_be_asked(case, rules, TODAY, last_on=TODAY - days(90))
    assert not may_be_asked(None, rules, TODAY, last_on=None)


def test_the_score_of_a_month_is_split_by_chased_and_not() -> None:
    """A month of 5 and 4 not chased and 2 chased: 3.7 of all, 4.5 and 2.0 apart."""
    november = date(2026, 11, 3)
    answers = [
        Scored(november, 5, is_chased=False),
        Scored(november + days(9), 4, is_chased=False),
        Scored(november + days(20), 2, is_chased=True),
        Scored(date(2026, 10, 31), 3, is_chased=True),
    ]
    newest, before = by_month(answers)
    assert newest.month == date(2026, 11, 1)
    assert (newest.every.answers, newest.every.mean) == (3, Decimal("3.7"))
    assert (newest.chased.mean, newest.not_chased.mean) == (Decimal("2.0"), Decimal("4.5"))
    assert (before.not_chased.answers, before.not_chased.mean) == (0, None)


@given(
    st.lists(
        st.builds(
            Scored,
            st.dates(TODAY - timedelta(days=400), TODAY),
            st.sampled_from(SCORES),
            st.booleans(),
        )
    )
)
def test_every_answer_stands_in_exactly_one_half_of_one_month(answers: list[Scored]) -> None:
    """Nothing is lost or counted twice, and every mean lies between the ends of the scale."""
    months = by_month(answers)
    assert sum(each.every.answers for each in months) == len(answers)
    for each in months:
        assert each.every.answers == each.chased.answers + each.not_chased.answers
        assert each.every == mean_score(
            it.score for it in answers if it.on.replace(day=1) == each.month
        )
        assert each.every.mean is not None
        assert SCORES[0] <= each.every.mean <= SCORES[-1]
