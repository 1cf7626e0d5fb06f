"""Segment first, then policy, then the decision; and the days on which each could change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.account import Account, Customer
from plugin.credit.covered import Covered, review_covered
from plugin.credit.history import Cover, CoverKind, Past, PastInvoice
from plugin.credit.policy import DEFAULT_POLICY, Mode, PolicySet
from plugin.credit.replay import replay
from plugin.credit.segment_held import Segment, SegmentHeld
from plugin.credit.segments import segment_of
from tests.credit.builders import TODAY, days, owes
from tests.credit.test_segments import with_record

HOUSE = replace(DEFAULT_POLICY, name="house")
GENTLE = replace(DEFAULT_POLICY, name="gentle", mode=Mode.DRAFT, days_between_levels=30)
OWN = replace(DEFAULT_POLICY, name="own", levels=())
POLICIES = PolicySet((HOUSE, GENTLE, OWN), "house", (("poor", "gentle"),))


def who(account: Account, **more: object) -> Account:
    """The account with another customer's settings."""
    customer: Customer = replace(account.customer, **more)  # type: ignore[arg-type]
    return replace(account, customer=customer)


def covered(account: Account, on: date = TODAY) -> Covered:
    """The customer under their policy."""
    return review_covered(account, POLICIES, on)


def test_rule_16_own_policy_then_segment_then_default() -> None:
    """The segment is found first, whatever was held."""
    poor = with_record("nnnnny")
    assert covered(poor).policy is GENTLE
    assert covered(who(poor, policy="own")).policy is OWN
    assert covered(with_record("yyyyyy")).policy is HOUSE
    assert covered(who(poor, segment="good")).policy is GENTLE


def test_rule_16_never_chase_differs_from_a_policy_that_is_not_there() -> None:
    """A policy without levels is silence; a name that is not in force chooses nothing."""
    late = replace(with_record("yyyyyy"), invoices=(owes(500, late=30),))
    silent = covered(who(late, policy="own"))
    assert silent.review.messages == ()
    assert covered(who(late, policy="gone")).policy is HOUSE
    assert covered(who(late, policy="gone")).review.messages != ()


def test_a_persons_choice_goes_before_the_rule_and_is_looked_at_on_its_last_day() -> None:
    """It chooses the policy; the day after it is a day to look again, as is a policy's."""
    held = SegmentHeld(chosen=Segment.KEY, until=TODAY + days(5))
    found = covered(who(with_record("nnnnny"), segment_held=held))
    assert (found.segment.segment, found.segment.by_rule) == (Segment.KEY, Segment.POOR)
    assert found.policy is HOUSE
    assert found.review.look_again_on == TODAY + days(5)
    own = covered(who(with_record("nnnnny"), policy="own", policy_until=TODAY + days(3)))
    assert own.review.look_again_on == TODAY + days(3)


@pytest.mark.parametrize(
    ("marks", "held", "segment"),
    [
        # good from three quarters, and down to two thirds
        ("nnnyyyyyyyyy", Segment.STANDARD, Segment.GOOD),
        ("nnnyyyyyyyny", Segment.GOOD, Segment.GOOD),
        ("nnnyyyyyyyny", Segment.STANDARD, Segment.STANDARD),
        ("nnnyyyynyyny", Segment.GOOD, Segment.STANDARD),
        # poor below half, and up to seven in twelve
        ("yyyyynnnnnnn", Segment.STANDARD, Segment.POOR),
        ("nnnnnnyyyyyy", Segment.POOR, Segment.POOR),
        ("nnnnnnyyyyyy", Segment.STANDARD, Segment.STANDARD),
        ("nnnnnyyyyyyy", Segment.POOR, Segment.STANDARD),
        # slipping until the last four are all on time again
        ("yyyyyyyynnyy", Segment.GOOD, Segment.SLIPPING),
        ("yyyyyyyynyyy", Segment.SLIPPING, Segment.SLIPPING),
        ("yyyyyyyynyyy", Segment.GOOD, Segment.GOOD),
        ("yyyyyyynyyyy", Segment.SLIPPING, Segment.GOOD),
    ],
)
def test_one_invoice_does_not_turn_a_segment_round(
    marks: str, held: Segment, segment: Segment
) -> None:
    """Each segment ends further out than it begins."""
    assert segment_of(with_record(marks), TODAY, held=held).segment is segment


@given(st.text("yn", max_size=12), st.none() | st.sampled_from(Segment))
def test_a_segment_found_again_is_the_same(marks: str, held: Segment | None) -> None:
    """Whatever was held before: with its own answer held, the rule gives it once more."""
    once = segment_of(with_record(marks), TODAY, held=held).by_rule
    assert segment_of(with_record(marks), TODAY, held=once).by_rule is once


@given(
    st.text("yn", max_size=6),
    st.lists(st.integers(-40, 40), max_size=3),
    st.integers(1, 400),
)
def test_no_segment_changes_by_itself_before_the_day_that_was_named(
    marks: str, lates: list[int], ahead: int
) -> None:
    """Rule 17: an open invoice falls due, or a paid one leaves the year; nothing else."""
    record = with_record(marks)
    still = tuple(owes(100, late=late, number=f"O{place}") for place, late in enumerate(lates))
    account = replace(record, invoices=(*record.invoices, *still))
    found = segment_of(account, TODAY)
    later = TODAY + days(ahead)
    if found.look_again_on is None or later < found.look_again_on:
        assert segment_of(account, later, held=found.by_rule).by_rule is found.by_rule
        assert segment_of(account, later).record == found.record


def test_what_was_paid_over_a_year_ago_says_nothing_and_what_is_still_late_does() -> None:
    """So that the record does not hang on how far back the books happen to be loaded."""
    paid = with_record("yyyy")
    assert segment_of(paid, TODAY + days(400)).segment is Segment.NEW
    late = replace(
        paid, invoices=tuple(owes(50, late=500 + n, number=f"L{n}") for n in range(3)), payments=()
    )
    assert segment_of(late, TODAY).segment is Segment.POOR


def test_the_time_machine_finds_the_segment_of_each_day() -> None:
    """Three invoices paid a month late: from the third on the customer is under the segment's."""
    first = date(2026, 3, 2)
    invoices = tuple(
        PastInvoice(
            id=f"i{n}",
            number=f"INV-{n}",
            issued=(due := first + days(30 * n)) - days(14),
            due=due,
            amount=Decimal(500),
            currency="GBP",
            sent_on=due - days(14),
            covers=(Cover(due + days(29), Decimal(500), CoverKind.PAYMENT),),
        )
        for n in range(6)
    )
    past = Past(
        customer=Customer(id="c1", name="Late"), base_currency="GBP", invoices=invoices, credits=()
    )
    runs = list(replay([past], POLICIES, [first + days(n) for n in range(1, 170)]))
    under = [run.policy.name for run in runs]
    assert under == sorted(under, reverse=True), "once it is poor it stays so"
    change = next(run.on for run in runs if run.policy is GENTLE)
    # the third is late from the first working day after its due date on
    assert change == first + days(61)
    assert {run.account.customer.segment for run in runs} == {"new", "poor"}


def test_rule_16_an_invoices_exception_goes_before_every_policy() -> None:
    """Left out by a person: silent under the segment's, the default and the customer's own."""
    left_out = owes(500, late=30, never_chase=True)
    for marks, own in (("nnnnny", None), ("yyyyyy", None), ("yyyyyy", "gentle")):
        account = with_record(marks)
        account = who(replace(account, invoices=(*account.invoices, left_out)), policy=own)
        assert covered(account).review.messages == ()
