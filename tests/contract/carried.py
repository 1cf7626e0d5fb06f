"""What stands between a customer and the house: decided before a demo reset, and seen after it."""

from __future__ import annotations

from datetime import date

from plugin.credit.check_in_facts import CheckIn
from plugin.credit.context_facts import SinglePayer
from plugin.credit.pay_run import MonthlyRun
from plugin.operations import check_ins, context_notes, never_asked
from plugin.store.carried_relationship import Between
from plugin.store.wishes import Wishes
from tests.journeys.house import BY, House


def decides_between(house: House, customer_id: str) -> None:
    """Who signs, how often somebody rings, and that nobody asks for a recommendation."""
    check_ins.choose(
        house.doors, org_id=house.org_id, by=BY, customer_id=customer_id, every_weeks=6,
        next_on=date(2026, 12, 8),
    )  # fmt: skip
    context_notes.note(
        house.doors, org_id=house.org_id, by=BY, customer_id=customer_id,
        fact=SinglePayer("Tom", frozenset({2})), until=date(2027, 6, 1), words="after ten",
    )  # fmt: skip
    never_asked.switch(
        house.doors, org_id=house.org_id, by="customer", customer_id=customer_id,
        never=True,
    )  # fmt: skip


def came_along_said(said: Wishes) -> None:
    """When they pay, and how their order numbers come about."""
    assert (said.pay_run, said.order_route) == (MonthlyRun(25, 0, 0), "ask Tom")


def came_along_between(between: Between) -> None:
    """Who signs, how often somebody rings, and that nobody asks for a recommendation."""
    (note,) = between.notes
    assert (note.note.fact, note.words) == (SinglePayer("Tom", frozenset({2})), "after ten")
    assert between.check_in == CheckIn(6, date(2026, 12, 8))
    assert between.never_asked_by == "customer"
