"""Whether a statement goes at all: tolerance, silences, gaps, wishes; and the schedule as data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from plugin.credit.account import (
    Customer,
    Hold,
    HoldKind,
    Opening,
    Placement,
)
from plugin.credit.decisions import AskWhy, TaskKind, WaitKind
from plugin.credit.money import Money
from plugin.credit.policy import (
    DEFAULT_POLICY,
    Channel,
    Level,
    PolicyComplaints,
    Tone,
    as_document,
    policy_from_document,
)
from plugin.credit.reach import Reach
from plugin.credit.statements import (
    PastStatement,
    StatementFate,
    StatementKind,
    StatementTerms,
    StatementWish,
)
from tests.credit.builders import (
    TODAY,
    an_account,
    credit,
    days,
    gbp,
    look,
    owes,
    promised,
    took,
    wrote,
)
from tests.credit.stated import FIRST, an_invoice, known, live, monthly, stated, waits

# --- whether it goes --------------------------------------------------------------------------


@pytest.mark.parametrize(("open_now", "goes"), [("9.99", False), ("10.00", True)])
def test_a_balance_below_tolerance_gets_no_statement(open_now: str, goes: bool) -> None:
    """Rule 4: the tolerance of an account, ten pounds."""
    one = an_invoice("INV-1", open_now, date(2026, 11, 20), date(2027, 3, 1))
    assert bool(look(known(one), FIRST, monthly()).statements) is goes


def test_credit_is_taken_off_before_enough_is_asked_for() -> None:
    """100 open, 60 of credit, and statements only from 50 on."""
    one = an_invoice("INV-1", "100.00", date(2026, 11, 20), date(2027, 3, 1))
    above = monthly(above=Decimal(50))
    assert look(known(one), FIRST, above).statements
    assert not look(known(one, credits=(credit("60"),)), FIRST, above).statements


def test_each_currency_has_a_statement_of_its_own() -> None:
    """Rule 9: nothing is added up; and one may be left out."""
    pounds = an_invoice("INV-1", "100.00", date(2026, 11, 20), date(2027, 3, 1))
    euros = an_invoice("INV-2", "70.00", date(2026, 11, 20), date(2027, 3, 1), "EUR")
    found = look(known(pounds, euros), FIRST, monthly())
    assert stated(found) == ["EUR 2026-12", "GBP 2026-12"]
    assert [each.total for each in found.statements] == [Money.of("70", "EUR"), gbp("100")]
    only = look(known(pounds, euros), FIRST, monthly(currencies=("EUR",)))
    assert stated(only) == ["EUR 2026-12"]


def test_gaps_and_caps_count_statements_and_hold_them() -> None:
    """Rule 23: seven days from the last message; and four in thirty days."""
    one = an_invoice("INV-1", "100.00", date(2026, 11, 20), date(2027, 3, 1))
    lately = known(one, statements=StatementTerms()).messages
    account = replace(known(one), messages=(*lately, wrote(date(2026, 11, 27))))
    assert waits(look(account, FIRST, monthly())) == [("gap", date(2026, 12, 4))]
    often = tuple(wrote(date(2026, 11, day)) for day in (4, 10, 17, 23))
    assert waits(look(replace(account, messages=often), FIRST, monthly())) == [
        ("cap", date(2026, 12, 4))
    ]


@pytest.mark.parametrize(
    "kind",
    [
        HoldKind.HARDSHIP,
        HoldKind.DECEASED,
        HoldKind.AGENCY,
        HoldKind.INSOLVENT,
        HoldKind.BREATHING_SPACE,
        HoldKind.CLAIM,
        HoldKind.UNTIL,
        HoldKind.VETOED,
    ],
)
def test_a_silence_of_the_whole_customer_silences_statements(kind: HoldKind) -> None:
    """Rule 20: every channel; a person's wish for statements does not break it."""
    one = an_invoice("INV-1", "100.00", date(2026, 11, 20), date(2027, 3, 1))
    for wish in (StatementWish.AS_POLICY, StatementWish.ALWAYS):
        account = known(one, holds=(Hold(kind),), statements=StatementTerms(wish=wish))
        assert not look(account, FIRST, monthly()).statements
        never = replace(account, customer=replace(account.customer, never_chase=True))
        assert not look(never, FIRST, monthly()).statements


def test_a_persons_wish_goes_before_the_policy() -> None:
    """Rule 16: never, though it is on; always, though it is off, and though nobody is chased."""
    one = an_invoice("INV-1", "100.00", date(2026, 11, 20), date(2027, 3, 1))
    never = known(one, statements=StatementTerms(wish=StatementWish.NEVER))
    always = known(one, statements=StatementTerms(wish=StatementWish.ALWAYS))
    assert not look(never, FIRST, monthly()).statements
    assert look(always, FIRST, monthly(scheduled=False)).statements
    unchased = replace(always, customer=replace(always.customer, never_chase=True))
    assert look(unchased, FIRST, monthly()).statements
    plain = known(one, customer=Customer(id="c", name="C", never_chase=True))
    assert not look(plain, FIRST, monthly()).statements


def test_a_policy_without_levels_may_state_all_the_same() -> None:
    """Nobody is chased, everybody is told how the account stands."""
    one = an_invoice("INV-1", "100.00", date(2026, 10, 1), date(2026, 10, 31))
    found = look(known(one), FIRST, replace(monthly(), levels=()))
    assert stated(found) == ["GBP 2026-12"]
    assert not found.messages


def test_what_lies_with_somebody_else_is_not_listed() -> None:
    """The agency's invoice, and one that was never sent (rules 3 and 20)."""
    listed = an_invoice("INV-1", "100.00", date(2026, 11, 20), date(2027, 3, 1))
    agency = an_invoice("INV-2", "400.00", date(2026, 8, 1), date(2026, 8, 31))
    unsent = an_invoice("INV-3", "50.00", date(2026, 11, 20), date(2027, 3, 1), sent_on=None)
    account = known(listed, agency, unsent, holds=(Hold(HoldKind.AGENCY, invoice_id=agency.id),))
    (statement,) = look(account, FIRST, monthly()).statements
    assert statement.listed == (listed.id,)
    assert statement.total == gbp("100")
    assert not statement.late


def test_a_disputed_invoice_stays_on_the_account() -> None:
    """It is open, and a statement that left it out would be wrong."""
    one = an_invoice("INV-1", "1000.00", date(2026, 10, 1), date(2026, 10, 31), disputed=gbp("80"))
    account = known(one, steps=(took(one, 1, TODAY), took(one, 2, TODAY + days(1))))
    (statement,) = look(account, FIRST, monthly()).statements
    assert statement.total == gbp("1000")
    assert statement.late == gbp("1000")


def test_where_all_of_it_is_promised_nothing_is_stated() -> None:
    """They said when; asking for a look at the account would be a nudge (rule 20)."""
    one = an_invoice("INV-1", "100.00", date(2026, 10, 1), date(2026, 10, 31))
    account = known(one, promises=(promised("100", date(2026, 12, 4), one.id),))
    found = look(account, FIRST, monthly())
    assert not found.statements
    assert [kind for kind, _ in waits(found)] == ["promised"]
    other = an_invoice("INV-2", "30.00", date(2026, 11, 20), date(2027, 3, 1))
    both = replace(account, invoices=(one, other))
    assert look(both, FIRST, monthly()).statements
    residue = owes(1000, late=200, paid="995.01", number="RESIDUE")
    assert waits(look(replace(account, invoices=(one, residue)), FIRST, monthly())) == waits(found)


@pytest.mark.parametrize(
    ("opening", "why"),
    [
        (Opening(Placement.UNPLACED), "not_placed"),
        (Opening(Placement.GENTLE), "not_released"),
    ],
)
def test_opening_debt_that_waits_keeps_statements_back(opening: Opening, why: str) -> None:
    """Rule 2: nobody answers for a week, and no mail goes."""
    old = an_invoice("INV-0", "500.00", date(2026, 5, 1), date(2026, 5, 31), opening=opening)
    new = an_invoice("INV-1", "100.00", date(2026, 11, 20), date(2027, 3, 1))
    found = look(known(old, new, connected_on=TODAY), FIRST, monthly())
    assert not found.statements
    assert waits(found) == [(why, None)]


def test_set_off_and_a_missing_address_make_a_task_and_no_statement() -> None:
    """Rules 7 and 25."""
    one = an_invoice("INV-1", "100.00", date(2026, 11, 20), date(2027, 3, 1))
    owed = look(known(one, bills_owed=(gbp("1200"),)), FIRST, monthly())
    assert not owed.statements
    assert TaskKind.SET_OFF in {task.kind for task in owed.tasks}
    mute = look(known(one, customer=Customer(id="c", name="C", has_email=False)), FIRST, monthly())
    assert not mute.statements
    assert TaskKind.NO_EMAIL in {task.kind for task in mute.tasks}


def test_it_asks_a_person_as_a_reminder_would() -> None:
    """The first message to a customer, and stale books (rules 2 and 21)."""
    one = an_invoice("INV-1", "100.00", date(2026, 11, 20), date(2027, 3, 1))
    (first,) = look(an_account(one), FIRST, monthly()).statements
    assert first.ask == (AskWhy.FIRST_TO_CUSTOMER,)
    (stale,) = look(known(one, reconciled_to=date(2026, 11, 12)), FIRST, monthly()).statements
    assert stale.ask == (AskWhy.STALE_BOOKS,)
    (fresh,) = look(known(one, reconciled_to=TODAY), FIRST, monthly()).statements
    assert not fresh.ask


def test_what_a_person_skipped_does_not_come_back_that_month() -> None:
    """Not this time is an answer; the next month is another."""
    one = an_invoice("INV-1", "100.00", date(2026, 11, 20), date(2027, 6, 1))
    skipped = PastStatement("GBP", "2026-12", FIRST, StatementFate.SKIPPED)
    account = known(one, statements=StatementTerms(past=(skipped,)))
    went = live(account, monthly(), date(2026, 12, 2), date(2027, 1, 4))
    assert went == [(date(2027, 1, 1), "statement GBP")]


def test_an_activity_begins_on_the_day_after_the_statement_before_it() -> None:
    """And without one at the first of the month before."""
    one = an_invoice("INV-1", "100.00", date(2026, 11, 20), date(2027, 3, 1))
    plan = monthly(kind=StatementKind.ACTIVITY)
    (first,) = look(known(one), FIRST, plan).statements
    assert first.since == date(2026, 11, 1)
    past = (PastStatement("GBP", "2026-11", date(2026, 11, 3)),)
    (later,) = look(known(one, statements=StatementTerms(past=past)), FIRST, plan).statements
    assert later.since == date(2026, 11, 4)


def test_the_bare_ladder_states_nothing() -> None:
    """guards off: other systems have no statements of ours."""
    one = an_invoice("INV-1", "100.00", date(2026, 11, 20), date(2027, 3, 1))
    assert not look(known(one), FIRST, replace(monthly(), guards=False)).statements


# --- as data ----------------------------------------------------------------------------------


def test_a_schedule_survives_its_document() -> None:
    """What is written is what is read."""
    policy = monthly(
        day=20, kind=StatementKind.ACTIVITY, above=Decimal(50), currencies=("GBP", "EUR")
    )
    assert policy_from_document(as_document(policy)) == policy


@pytest.mark.parametrize(
    ("element", "value", "complaint"),
    [
        ("day", 32, "no month has such a day: 32"),
        ("day", 0, "below 1"),
        ("currencies", "GBP pounds", 'no currency code: "POUNDS"'),
        ("kind", "both", "both"),
    ],
)
def test_a_wrong_schedule_is_refused_by_its_element(
    element: str, value: object, complaint: str
) -> None:
    """With its path."""
    document = as_document(monthly())
    document["statements"] = {**document["statements"], element: value}  # type: ignore[dict-item]
    with pytest.raises(PolicyComplaints) as refused:
        policy_from_document(document)
    assert f"statements.{element}" in str(refused.value)
    assert complaint in str(refused.value)


# --- a letter needs an envelope ---------------------------------------------------------------


def test_a_level_by_letter_without_an_address_is_a_task_and_no_letter() -> None:
    """Never a letter into the void (rule 25)."""
    policy = replace(
        DEFAULT_POLICY, levels=(Level(1, 3, channel=Channel.LETTER, tone=Tone.FRIENDLY),)
    )
    one = owes("100.00", late=5)
    somewhere = look(known(one), policy=policy)
    assert [each.channel for each in somewhere.messages] == [Channel.LETTER]
    nowhere = Customer(id="c", name="C", reach=Reach(may_post=False))
    found = look(known(one, customer=nowhere), policy=policy)
    assert not found.messages
    assert TaskKind.NO_ADDRESS in {task.kind for task in found.tasks}
    assert WaitKind.NO_ADDRESS in {wait.kind for wait in found.waits}
