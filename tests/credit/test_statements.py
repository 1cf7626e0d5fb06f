"""Statements on a schedule: on their day, in place of what they replace, and never beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.account import (
    Calendar,
    Invoice,
)
from plugin.credit.decisions import WaitKind
from plugin.credit.policy import (
    DEFAULT_POLICY,
)
from plugin.credit.statements import (
    PastStatement,
    StatementDay,
    StatementFate,
    StatementTerms,
)
from plugin.credit.terms import Terms, TermsKind
from plugin.credit.working_days import is_working_day
from tests.credit.builders import (
    TODAY,
    days,
    look,
    owes,
    took,
)
from tests.credit.stated import (
    FIRST,
    an_invoice,
    known,
    live,
    monthly,
    sent,
    stated,
    waits,
)

# --- the sentence of the house ----------------------------------------------------------------


def twelve() -> tuple[Invoice, ...]:
    """Twelve invoices of November, all due on the twentieth of December."""
    return tuple(
        an_invoice(f"INV-{day}", "100.00", date(2026, 11, day), date(2026, 12, 20))
        for day in range(2, 26, 2)
    )


def test_twelve_invoices_due_on_the_twentieth_one_statement_no_courtesies() -> None:
    """12 invoices due on the 20th: one statement, no courtesies; level one three days late."""
    went = live(known(*twelve()), monthly(), date(2026, 11, 26), date(2026, 12, 31))
    assert went == [(FIRST, "statement GBP"), (date(2026, 12, 23), "level 1")]


def test_without_a_schedule_the_same_twelve_have_their_courtesy() -> None:
    """The schedule is off until somebody switches it on."""
    went = live(known(*twelve()), DEFAULT_POLICY, date(2026, 11, 26), date(2026, 12, 21))
    assert went == [(date(2026, 12, 14), "courtesy")]


def test_the_ledgers_own_terms_of_the_month_need_no_habit() -> None:
    """One invoice, and the contact's terms are the 20th of the month following."""
    one = an_invoice("INV-1", "100.00", date(2026, 11, 12), date(2026, 12, 20))
    terms = StatementTerms(pays_by=Terms(20, TermsKind.OF_NEXT_MONTH))
    went = live(known(one, statements=terms), monthly(), date(2026, 11, 26), date(2026, 12, 21))
    assert went == [(FIRST, "statement GBP")]
    alone = live(known(one), monthly(), date(2026, 11, 26), date(2026, 12, 21))
    assert alone == [(FIRST, "statement GBP"), (date(2026, 12, 14), "courtesy")]


def test_an_invoice_that_no_statement_comes_before_keeps_its_courtesy() -> None:
    """Statements on the 25th, terms of the 20th following: issued on the 26th, due in between."""
    terms = StatementTerms(pays_by=Terms(20, TermsKind.OF_NEXT_MONTH))
    one = an_invoice("INV-1", "100.00", date(2026, 11, 26), date(2026, 12, 20))
    past = (PastStatement("GBP", "2026-11", date(2026, 11, 25)),)
    account = known(one, statements=replace(terms, past=past))
    went = live(account, monthly(day=25), date(2026, 11, 26), date(2026, 12, 21))
    assert went == [(date(2026, 12, 14), "courtesy")]


# --- what a statement replaces ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "went"),
    [
        # four days before the statement: the courtesy goes, and the statement waits for the gap
        (4, [(27, 11, "courtesy"), (4, 12, "statement GBP")]),
        # three days before or after it: the courtesy never goes
        (5, [(1, 12, "statement GBP")]),
        (11, [(1, 12, "statement GBP")]),
        # four days after it: the courtesy waits for the gap
        (12, [(1, 12, "statement GBP"), (8, 12, "courtesy")]),
    ],
)
def test_a_courtesy_within_three_days_of_a_statement_never_goes(
    due: int, went: list[tuple[int, int, str]]
) -> None:
    """Courtesies go seven days before the due date, statements on 1 December."""
    one = an_invoice("INV-1", "100.00", date(2026, 11, 3), date(2026, 12, due))
    lived = live(known(one), monthly(), TODAY, date(2026, 12, due))
    assert lived == [(date(2026, month, day), what) for day, month, what in went]


def test_a_first_reminder_within_three_days_waits_and_keeps_its_level() -> None:
    """Due on 26 November, level one on the 29th: the statement of the 1st goes in its place."""
    one = an_invoice("INV-1", "100.00", date(2026, 10, 27), date(2026, 11, 26))
    went = live(known(one), monthly(), date(2026, 11, 27), date(2026, 12, 20))
    # due plus fourteen is the 10th, but a level waits seven days for the one before it
    assert went == [
        (FIRST, "statement GBP"),
        (date(2026, 12, 8), "level 1"),
        (date(2026, 12, 15), "level 2"),
    ]


def test_a_statement_that_nobody_lets_go_holds_a_first_reminder_up_for_three_days() -> None:
    """On the 5th the reminder is proposed instead, and the statement follows it."""
    one = an_invoice("INV-1", "100.00", date(2026, 10, 27), date(2026, 11, 26))
    for day in (1, 2, 4):
        found = look(known(one), date(2026, 12, day), monthly())
        assert stated(found) == ["GBP 2026-12"]
        assert not found.messages
        assert WaitKind.STATEMENT in {each.kind for each in found.waits}
    found = look(known(one), date(2026, 12, 7), monthly())
    assert [each.level for each in found.messages] == [1]
    assert waits(found) == [("proposal_open", None)]


def test_a_harder_reminder_goes_first_and_the_statement_waits_for_the_gap() -> None:
    """Level two reached on the very day of the statement."""
    one = an_invoice("INV-1", "100.00", date(2026, 10, 18), date(2026, 11, 17))
    account = known(one, steps=(took(one, 1, date(2026, 11, 20)),))
    went = live(account, monthly(), date(2026, 11, 30), date(2026, 12, 10))
    assert went == [(date(2026, 12, 1), "level 2"), (date(2026, 12, 8), "statement GBP")]


def test_one_that_is_on_its_way_stands_in_the_way_of_every_reminder() -> None:
    """Approved, not yet sent: no second message beside it."""
    one = an_invoice("INV-1", "100.00", date(2026, 10, 18), date(2026, 11, 17))
    on_its_way = PastStatement("GBP", "2026-12", FIRST, StatementFate.UNDER_WAY)
    account = known(
        one,
        steps=(took(one, 1, date(2026, 11, 20)),),
        statements=StatementTerms(past=(on_its_way,)),
    )
    found = look(account, FIRST, monthly())
    assert not found.messages
    assert not found.statements


# --- on which day -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "goes"),
    [
        ({"day": 5}, date(2026, 12, 7)),  # a Saturday
        ({"day": 24}, date(2026, 12, 24)),
        ({"day": 25}, date(2026, 12, 28)),  # a holiday, then a weekend
        ({"on": StatementDay.LAST_WORKING_DAY}, date(2026, 12, 31)),
    ],
)
def test_it_goes_on_the_next_working_day_of_the_customer(plan: dict[str, Any], goes: date) -> None:
    """Weekends and holidays roll it forward; the last working day needs no rolling."""
    calendar = Calendar(holidays=frozenset({date(2026, 12, 25)}))
    late_due = an_invoice("INV-1", "100.00", date(2026, 11, 20), date(2027, 3, 1))
    past = (PastStatement("GBP", "2026-11", TODAY),)
    account = known(late_due, calendar=calendar, statements=StatementTerms(past=past))
    went = live(account, monthly(**plan), date(2026, 12, 2), date(2027, 1, 3))
    assert went == [(goes, "statement GBP")]


def test_a_month_without_the_day_takes_its_last() -> None:
    """The 31st, in November: Monday the 30th."""
    one = an_invoice("INV-1", "100.00", date(2026, 11, 20), date(2027, 3, 1))
    went = live(known(one), monthly(day=31), TODAY, date(2026, 12, 6))
    assert went == [(date(2026, 11, 30), "statement GBP")]


def test_it_goes_once_a_month_for_as_long_as_enough_is_open() -> None:
    """Three months, three statements."""
    one = an_invoice("INV-1", "100.00", date(2026, 11, 20), date(2027, 6, 1))
    went = live(known(one), monthly(), TODAY, date(2027, 2, 20))
    assert [day for day, _ in went] == [FIRST, date(2027, 1, 1), date(2027, 2, 1)]


def test_a_missed_day_is_caught_up_for_ten_days_and_then_lapses() -> None:
    """Nobody looked until the 11th, or until the 12th."""
    one = an_invoice("INV-1", "100.00", date(2026, 11, 20), date(2027, 3, 1))
    assert stated(look(known(one), date(2026, 12, 11), monthly())) == ["GBP 2026-12"]
    assert not look(known(one), date(2026, 12, 14), monthly()).statements


def test_the_review_is_looked_at_again_on_the_day_of_the_statement() -> None:
    """And on no day of its own where none is sent."""
    one = an_invoice("INV-1", "100.00", date(2026, 11, 20), date(2027, 3, 1))
    assert look(known(one), TODAY, monthly()).look_again_on == FIRST
    quiet = look(known(one)).look_again_on
    assert quiet == date(2027, 2, 22)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(min_value=-40, max_value=30), st.integers(min_value=20, max_value=900)
        ),
        min_size=1,
        max_size=5,
    ),
    st.integers(min_value=1, max_value=31),
    st.booleans(),
)
def test_whatever_is_owed_gaps_hold_and_no_level_is_skipped(
    debts: list[tuple[int, int]], day: int, last_working_day: bool
) -> None:
    """Six weeks lived: one statement a month, seven days between messages, levels in their
    order."""
    invoices = tuple(
        owes(str(amount), late=late, number=f"INV-{n}") for n, (late, amount) in enumerate(debts)
    )
    on = StatementDay.LAST_WORKING_DAY if last_working_day else StatementDay.DAY_OF_MONTH
    account, policy = known(*invoices), monthly(day=day, on=on)
    taken: dict[str, int] = {}
    went: list[date] = []
    periods: list[str] = []
    for n in range(45):
        found = look(account, TODAY + days(n), policy)
        assert len(found.messages) + len(found.statements) <= 1
        for message in found.messages:
            went.append(found.on)
            for step in message.chased:
                if not message.is_courtesy:
                    assert step.level == taken.get(step.invoice_id, 0) + 1
                    taken[step.invoice_id] = step.level
        went.extend(found.on for _ in found.statements)
        periods += stated(found)
        account = sent(account, found)
    assert len(set(periods)) == len(periods)
    assert all((later - day_).days >= 7 for day_, later in pairwise(went))


@settings(max_examples=15, deadline=None)
@given(st.integers(min_value=-20, max_value=40), st.integers(min_value=1, max_value=28))
def test_the_calendar_alone_changes_nothing_before_the_next_look(late: int, day: int) -> None:
    """Rule 17: between a review and `look_again_on` every working day says the same."""
    account, policy = known(owes("100.00", late=late)), monthly(day=day)
    first = look(account, TODAY, policy)
    last = min(first.look_again_on or TODAY + days(30), TODAY + days(30))
    between = (TODAY + days(n) for n in range(1, (last - TODAY).days))
    # what is ready rests on a day off, and is not withdrawn for it
    for on in between:
        if is_working_day(on, account.calendar):
            again = look(account, on, policy)
            assert stated(again) == stated(first)
            assert waits(again) == waits(first)
            assert [each.level for each in again.messages] == [
                each.level for each in first.messages
            ]
