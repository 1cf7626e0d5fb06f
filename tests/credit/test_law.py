"""Kind and law of a customer, and what they allow (rules 34 and 35)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.credit.law import (
    Kind,
    LastLetter,
    Law,
    PlanBounds,
    PlanRefusal,
    Standing,
    guessed_kind,
    last_letter_for,
    plan_refusals,
)
from plugin.credit.money import Money
from plugin.credit.months import months_after

AGREED = date(2026, 11, 24)
OWNER = PlanBounds(payments=24, months=24)
PERSON = Standing(Kind.SOLE_TRADER, Law.ENGLAND_WALES, is_confirmed=True)
COMPANY = Standing(Kind.COMPANY, Law.ENGLAND_WALES, is_confirmed=True)

Parts = list[tuple[date, Money]]


def monthly(count: int, amount: str = "100.00", first: int = 1) -> Parts:
    """So many equal parts, a month apart."""
    return [(months_after(AGREED, first + n), Money(Decimal(amount), "GBP")) for n in range(count)]


def refusals(parts: Parts, standing: Standing, owed: str | None = None, **more: object) -> set[str]:
    """Why a plan is not accepted by itself."""
    whole = Decimal(owed) if owed else sum((part.amount for _, part in parts), Decimal(0))
    found = plan_refusals(
        parts,
        Money(whole, "GBP"),
        agreed_on=AGREED,
        standing=standing,
        bounds=more.pop("bounds", OWNER),  # type: ignore[arg-type]  # a PlanBounds
        is_free=bool(more.pop("is_free", True)),
    )
    return set(found)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Anchor Yard Events Ltd", Kind.COMPANY),
        ("ANCHOR YARD LIMITED", Kind.COMPANY),
        ("Rowe & Sons LLP", Kind.COMPANY),
        ("Harbour plc.", Kind.COMPANY),
        ("Bondi Coffee Pty Ltd", Kind.COMPANY),
        ("Bondi Coffee Pty. Ltd.", Kind.COMPANY),
        ("Limited Edition Prints", Kind.UNKNOWN),
        ("Lisa's Deli", Kind.UNKNOWN),
        ("Maltd", Kind.UNKNOWN),
        ("", Kind.UNKNOWN),
    ],
)
def test_a_company_is_guessed_from_the_end_of_its_name_only(name: str, kind: Kind) -> None:
    """Ltd, LLP, plc and Pty as words of their own."""
    assert guessed_kind(name) is kind


def test_a_company_number_makes_the_same_guess() -> None:
    """Whatever the name says; an empty one says nothing."""
    assert guessed_kind("Lisa's Deli", "01234567") is Kind.COMPANY
    assert guessed_kind("Lisa's Deli", "  ") is Kind.UNKNOWN


def test_unknown_and_merely_guessed_are_treated_as_an_individual() -> None:
    """A guess is no ground for anything that could harm a person."""
    assert Standing().is_individual
    assert Standing(Kind.COMPANY, Law.ENGLAND_WALES).is_individual
    assert not COMPANY.is_individual
    assert PERSON.is_individual


@pytest.mark.parametrize(
    ("kind", "confirmed", "may"),
    [
        (Kind.COMPANY, True, True),
        (Kind.PUBLIC_BODY, True, True),
        (Kind.SOLE_TRADER, True, True),
        (Kind.COMPANY, False, False),
        (Kind.CONSUMER, True, False),
        (Kind.UNKNOWN, True, False),
    ],
)
def test_statutory_interest_is_for_a_confirmed_business_only(
    kind: Kind, confirmed: bool, may: bool
) -> None:
    """Rule 34."""
    assert Standing(kind, Law.ENGLAND_WALES, confirmed).may_owe_statutory_interest is may


def test_the_last_letter_gives_thirty_days_to_people_and_fourteen_to_companies() -> None:
    """In England and Wales; elsewhere no court step is named."""
    person, company = last_letter_for(PERSON), last_letter_for(COMPANY)
    assert (person.letter, person.days) == (LastLetter.PROTOCOL, 30)
    assert (company.letter, company.days) == (LastLetter.BEFORE_ACTION, 14)
    for law in set(Law) - {Law.ENGLAND_WALES}:
        for kind in Kind:
            found = last_letter_for(Standing(kind, law, is_confirmed=True))
            assert found.letter is LastLetter.NO_COURT_STEP


def test_a_debt_is_perhaps_too_old_after_six_years_and_five_in_scotland() -> None:
    """Rule 20."""
    years = {law: Standing(law=law).years_to_claim for law in Law}
    assert years.pop(Law.SCOTLAND) == 5
    assert set(years.values()) == {6}


def test_an_individuals_plan_has_at_most_twelve_payments_within_twelve_months() -> None:
    """However generous the owner (rule 35); a company's is the owner's to bound."""
    assert refusals(monthly(12), PERSON) == set()
    assert refusals(monthly(13), PERSON) == {PlanRefusal.TOO_MANY, PlanRefusal.TOO_LONG}
    late = [*monthly(1), (date(2027, 11, 25), Money(Decimal(1), "GBP"))]
    assert refusals(late, PERSON) == {PlanRefusal.TOO_LONG}
    assert refusals(monthly(24), COMPANY) == set()
    assert refusals(monthly(25), COMPANY) == {PlanRefusal.TOO_MANY, PlanRefusal.TOO_LONG}


def test_an_owner_may_allow_less_than_the_law() -> None:
    """Both bounds hold."""
    tight = PlanBounds(payments=3, months=3)
    assert refusals(monthly(3), PERSON, bounds=tight) == set()
    assert refusals(monthly(4), PERSON, bounds=tight) == {
        PlanRefusal.TOO_MANY,
        PlanRefusal.TOO_LONG,
    }


def test_an_individuals_plan_costs_nothing() -> None:
    """No interest and no fee; a company's may."""
    assert refusals(monthly(3), PERSON, is_free=False) == {PlanRefusal.NOT_FREE}
    assert refusals(monthly(3), COMPANY, is_free=False) == set()


def test_a_plan_adds_up_runs_forward_and_begins_no_earlier_than_today() -> None:
    """What does not goes to a person, with the reason."""
    assert refusals(monthly(3), PERSON, owed="299.99") == {PlanRefusal.DOES_NOT_ADD_UP}
    assert refusals(monthly(2, first=-1), PERSON) == {PlanRefusal.IN_THE_PAST}
    assert refusals(monthly(2)[::-1], PERSON) == {PlanRefusal.OUT_OF_ORDER}
    assert refusals(monthly(1) * 2, PERSON) == {PlanRefusal.OUT_OF_ORDER}
    nothing = [*monthly(1), (date(2027, 3, 1), Money(Decimal(0), "GBP"))]
    assert refusals(nothing, PERSON) == {PlanRefusal.DOES_NOT_ADD_UP}


@given(st.dates(date(2000, 1, 1), date(2099, 1, 1)), st.integers(0, 60))
def test_months_after_keeps_the_day_or_takes_the_months_last(day: date, months: int) -> None:
    """31 January and a month is the last of February."""
    found = months_after(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and months_after(found, 0) == found)
