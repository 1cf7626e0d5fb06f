"""Each reason why nothing goes is one sentence with the numbers behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from plugin.credit.account import (
    Account,
    Customer,
    Hold,
    HoldKind,
    PastMessage,
    Payment,
    StepState,
)
from plugin.credit.decisions import Wait, WaitKind
from plugin.credit.policy import DEFAULT_POLICY
from plugin.letters.waiting import why_it_waits
from tests.credit.builders import TODAY, an_account, credit, days, gbp, look, owes, promised, took


def said(account: Account, on: date = TODAY) -> list[str]:
    """Every wait of a review of this account, in words."""
    return [why_it_waits(each, account, DEFAULT_POLICY, on) for each in look(account, on).waits]


def test_the_next_level_names_lateness_amount_the_last_and_the_day() -> None:
    """What is late, by how much, what went when, what comes when."""
    a = owes(500, late=5, number="A")
    account = an_account(a, steps=(took(a, 1, TODAY - days(2)),))
    [words] = said(account)
    assert words.startswith(
        "A: 5 days late (£500.00); the first reminder went 2 days ago; the next"
    )
    assert "is due on " in words


def test_the_gap_names_the_last_message_and_the_days_between() -> None:
    """A message to the customer three days ago holds back another invoice's first reminder."""
    account = an_account(
        owes(500, late=10, number="A"), messages=(PastMessage(TODAY - days(3), "GBP"),)
    )
    [words] = said(account)
    assert words.startswith("A: 10 days late (£500.00); last written to on ")
    assert ", at least 7 days between: on " in words


def test_the_cap_names_how_many_and_how_many_are_allowed() -> None:
    """Four in thirty days, and the day of the next."""
    sent = tuple(PastMessage(TODAY - days(each), "GBP") for each in (28, 21, 14, 8))
    [words] = said(an_account(owes(500, late=10, number="A"), messages=sent))
    assert "four messages in the last thirty days, and your policy allows 4; the next on" in words


def test_the_pay_run_names_the_weekday_and_how_often() -> None:
    """Counted from their own payments."""
    a = owes(500, late=20, number="A")
    thursdays = [TODAY - days((TODAY.isoweekday() - 4) % 7 + 7 * n) for n in range(1, 13)]
    payments = tuple(
        Payment("old", on if n else on - days(1), gbp(50)) for n, on in enumerate(thursdays)
    )
    wait = Wait(WaitKind.PAY_RUN, TODAY + days(1), "a")
    words = why_it_waits(wait, an_account(a, payments=payments), DEFAULT_POLICY, TODAY)
    assert "they usually pay on a Thursday, 11 of the last 12; it goes two working days" in words


def test_a_promise_names_amount_day_and_grace() -> None:
    """Until the grace is over."""
    account = an_account(
        owes(500, late=10, number="A"), promises=(promised(300, TODAY + days(3), "a"),)
    )
    [words] = said(account)
    assert words.startswith("A: £300.00 is promised by ")
    assert "of grace" in words


@pytest.mark.parametrize(("part", "rest"), [(80, "£420.00 is"), (500, "nothing of it is asked")])
def test_a_dispute_names_the_part_and_the_rest(part: int, rest: str) -> None:
    """920 of 1,000 stays collectable, and the sentence says so."""
    a = owes(500, late=10, number="A", disputed=gbp(part))
    wait = Wait(HoldKind.DISPUTED, None, "a")
    words = why_it_waits(wait, an_account(a), DEFAULT_POLICY, TODAY)
    assert f"£{part}.00" in words
    assert rest in words


def test_credit_bills_and_small_rests_are_named_with_their_amounts() -> None:
    """What covers it, what we owe, and the bound that it is below."""
    a = owes(500, late=10, number="A")
    covered = an_account(a, credits=(credit(500),))
    assert "£500.00 of their own credit is there to allocate" in said(covered)[0]
    both = an_account(a, bills_owed=(gbp(1200),))
    assert any("you owe them £1,200.00 in bills" in each for each in said(both))
    small = an_account(owes("0.05", late=400, number="B"))
    assert any(
        "£10.00 for an account" in each or "£5.00 for a rest" in each for each in said(small)
    )


def test_what_waits_for_your_yes_says_since_when() -> None:
    """The proposal of Monday holds the next level."""
    a = owes(500, late=20, number="A")
    step = replace(took(a, 1, TODAY - days(2)), state=StepState.PROPOSED)
    words = said(an_account(a, steps=(step,)))
    assert any("the first reminder of" in each and "waits for your yes" in each for each in words)


@pytest.mark.parametrize("kind", [*WaitKind, *HoldKind])
def test_every_kind_has_a_sentence_with_numbers_for_an_invoice(kind: WaitKind | HoldKind) -> None:
    """None is left without words, and none without a figure of the invoice or its day."""
    a = owes(500, late=20, number="A")
    wait = Wait(kind, TODAY + days(9), "a")
    words = why_it_waits(wait, an_account(a), DEFAULT_POLICY, TODAY)
    assert words.startswith("A: ")
    assert words.endswith(".")
    assert any(figure.isdigit() for figure in words)


def test_a_silence_of_the_whole_customer_says_what_is_late() -> None:
    """With the sum and the oldest."""
    account = an_account(
        owes(500, late=20, number="A"),
        owes(300, late=5, number="B"),
        holds=(Hold(HoldKind.AGENCY),),
        customer=Customer(id="lisa", name="Lisa's Deli"),
    )
    wait = Wait(HoldKind.AGENCY, None)
    words = why_it_waits(wait, account, DEFAULT_POLICY, TODAY)
    assert words.endswith("; £800.00 is late, the oldest 20 days.")
