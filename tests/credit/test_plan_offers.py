"""Proposing a payment plan, and its bounds: the owner's and rule 35."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from plugin.credit.law import Kind, Law, PlanRefusal, Standing, plan_refusals
from plugin.credit.money import Money
from plugin.credit.pay_run import MonthlyRun, WeeklyRun
from plugin.credit.plan_offers import Every, equal_parts, offer
from plugin.credit.plan_rules import PlanRules
from plugin.credit.policy import (
    CreditPolicy,
    PolicyComplaints,
    as_document,
    policy_from_document,
)
from tests.credit.builders import TODAY, an_account, days, gbp


def test_equal_parts_lose_no_penny() -> None:
    """100.00 in three: 33.33, 33.33, 33.34."""
    assert [each.amount for each in equal_parts(gbp(100), 3)] == [
        Decimal("33.33"), Decimal("33.33"), Decimal("33.34"),
    ]  # fmt: skip


def test_a_proposal_lies_on_the_customers_own_pay_run() -> None:
    """By the month on their 28th; by the week on their Thursday; else on working days."""
    calendar = an_account().calendar

    def offered(run: MonthlyRun | WeeklyRun | None, every: Every) -> list[date]:
        parts = offer(gbp(300), 3, first=date(2026, 12, 5), every=every, run=run, calendar=calendar)
        return [part.due for part in parts]

    assert offered(MonthlyRun(28, 5, 6), Every.MONTH) == [
        date(2026, 12, 28), date(2027, 1, 28), date(2027, 3, 1),
    ]  # fmt: skip
    weekly = offered(WeeklyRun(4, 6, 6), Every.FORTNIGHT)
    assert [day.isoweekday() for day in weekly] == [4, 4, 4]
    assert offered(None, Every.MONTH)[0] == date(2026, 12, 7), "the 5th is a Saturday"


def test_rule_35_an_individual_in_the_uk_has_at_most_twelve_payments_in_twelve_months() -> None:
    """Thirteen, or a day beyond the year, go to a person, however wide the owner's bounds are."""
    wide = PlanRules(payments=24, months=36).bounds

    def why(count: int, apart: int, kind: Kind) -> tuple[PlanRefusal, ...]:
        parts = [(TODAY + days(apart * (n + 1)), Money.of(100, "GBP")) for n in range(count)]
        return plan_refusals(
            parts, gbp(100 * count), agreed_on=TODAY,
            standing=Standing(kind, Law.ENGLAND_WALES, is_confirmed=True), bounds=wide,
        )  # fmt: skip

    assert why(12, 30, Kind.SOLE_TRADER) == ()
    assert why(13, 20, Kind.SOLE_TRADER) == (PlanRefusal.TOO_MANY,)
    assert why(2, 200, Kind.CONSUMER) == (PlanRefusal.TOO_LONG,)
    assert why(13, 20, Kind.COMPANY) == ()


def test_the_owners_smallest_instalment_is_a_bound() -> None:
    """49.99 where 50 is the least."""
    parts = [(TODAY + days(10), gbp("49.99")), (TODAY + days(20), gbp("50.01"))]
    bounds = PlanRules(least=Decimal(50)).bounds
    found = plan_refusals(parts, gbp(100), agreed_on=TODAY, standing=Standing(), bounds=bounds)
    assert found == (PlanRefusal.TOO_SMALL,)


def test_the_rules_of_plans_are_part_of_the_policy() -> None:
    """Written and read again they are the same; a plan of one payment is refused as a bound."""
    policy = CreditPolicy(plans=PlanRules(8, 9, Decimal("25.00"), 1, 14))
    assert policy_from_document(as_document(policy)).plans == policy.plans
    document = as_document(policy)
    with pytest.raises(PolicyComplaints, match=r"plans\.payments: below 2: 1"):
        policy_from_document({**document, "plans": {"payments": 1}})
