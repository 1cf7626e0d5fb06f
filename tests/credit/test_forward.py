"""The days ahead: what goes if nobody pays, and what calling it off does to the ladder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings

from plugin.credit.account import Account, Calendar, Opening, Placement, Step, StepState
from plugin.credit.called_off import CalledOff
from plugin.credit.forward import Ahead, Coming, days_of_release, forward
from plugin.credit.policy import DEFAULT_POLICY, CreditPolicy, PolicySet
from tests.credit.accounts import accounts
from tests.credit.builders import TODAY, an_account, days, gbp, owes, paid, promised, run, took

#: the longest stretch that the pages ask for
FORTNIGHT = TODAY + days(13)


def ahead(account: Account, policy: CreditPolicy = DEFAULT_POLICY, **more: Any) -> Ahead:
    """A customer under one policy, from today."""
    policies = PolicySet((policy,), policy.name)
    return Ahead(**{"account": account, "policies": policies, "first": TODAY, **more})


def goes(account: Account, last: date = FORTNIGHT, **more: Any) -> list[tuple[date, int]]:
    """Day and level of each message."""
    found = messages(ahead(account, **more), last=last)
    return [(each.on, each.message.level) for each in found]


def messages(*customers: Ahead, last: date = FORTNIGHT, **more: Any) -> list[Coming]:
    """The messages of the days ahead; statements have tests of their own."""
    return [each for each in forward(customers, last=last, **more) if isinstance(each, Coming)]


def test_each_level_comes_on_its_day_and_no_day_after_the_last() -> None:
    """Two days late on Tuesday: level one on Wednesday, level two rolled from Sunday to Monday."""
    account = an_account(owes(500, late=2))
    assert goes(account) == [(date(2026, 11, 25), 1), (date(2026, 12, 7), 2)]
    assert goes(account, last=date(2026, 12, 6)) == [(date(2026, 11, 25), 1)]


def test_a_message_of_the_days_ahead_holds_what_the_review_proposes_then() -> None:
    """Amount, days late and tone are those of its day, not of today."""
    (first, second) = messages(ahead(an_account(owes(500, late=2))))
    assert first.message.total == gbp(500)
    assert [each.days_late for each in second.message.chased] == [15]
    assert second.policy is DEFAULT_POLICY
    assert [step.level for step in second.account.steps] == [1]


def test_a_promise_that_nobody_keeps_ends_its_silence() -> None:
    """Promised for Friday, two working days of grace: the reminder goes on Wednesday after."""
    debt = owes(500, late=20)
    account = an_account(debt, promises=(promised(500, TODAY + days(3), debt.id),))
    assert goes(account)[0] == (date(2026, 12, 2), 1)


def test_a_holiday_of_the_customers_country_rolls_a_message_forward() -> None:
    """Wednesday is a holiday: Thursday."""
    closed = Calendar(holidays=frozenset({date(2026, 11, 25)}))
    assert goes(an_account(owes(500, late=2), calendar=closed))[0] == (date(2026, 11, 26), 1)


def test_a_final_is_there_and_says_that_it_waits_for_a_person() -> None:
    """Three levels taken: the fourth of the house is the final notice."""
    debt = owes(500, late=27)
    steps = (took(debt, 1, TODAY - days(21)), took(debt, 2, TODAY - days(10)))
    (last,) = messages(ahead(an_account(debt, steps=steps)))
    assert (last.on, last.message.is_final) == (date(2026, 11, 25), True)
    assert [why.value for why in last.message.ask] == ["final"]


def test_opening_debt_comes_on_its_day_of_release_twenty_customers_a_day() -> None:
    """45 customers wait, five went in today already: 15, 20 and 10."""
    waiting = [f"c{n:02}" for n in range(45)]
    let_in = days_of_release(waiting, first=TODAY, room=15, a_day=20)
    counts = [list(let_in.values()).count(TODAY + days(n)) for n in range(4)]
    assert counts == [15, 20, 10, 0]
    opening = Opening(Placement.GENTLE)
    account = an_account(owes(500, late=300, opening=opening), connected_on=TODAY)
    assert goes(account) == []
    assert goes(account, released_on=TODAY + days(2))[0] == (TODAY + days(2), 1)


def test_opening_debt_of_nobodys_choice_is_never_let_in() -> None:
    """Without any a day, and for a debt that is mine, a release changes nothing."""
    assert days_of_release(["c"], first=TODAY, room=0, a_day=0) == {}
    mine = owes(500, late=300, opening=Opening(Placement.MINE))
    assert goes(an_account(mine, connected_on=TODAY), released_on=TODAY) == []


def test_one_address_gets_two_a_day_whoever_the_customers_are() -> None:
    """Five customers with one address: two today, two tomorrow, one the day after."""
    five = [
        ahead(an_account(owes(500, late=9)), addresses=frozenset({"accounts@group.example"}))
        for _ in range(5)
    ]
    found = [each.on for each in messages(*five, last=TODAY + days(5))]
    assert [found.count(TODAY + days(n)) for n in range(4)] == [2, 2, 1, 0]
    one_went = (TODAY, {"accounts@group.example": 1})
    after = [each.on for each in messages(*five, last=TODAY + days(5), sent_today=one_went)]
    assert [after.count(TODAY + days(n)) for n in range(4)] == [1, 2, 2, 0]


def test_what_was_approved_waits_for_no_pay_run_and_what_is_leaving_has_left() -> None:
    """A yes counts although the pay run is past; a message on its way is not foreseen again."""
    policy = replace(DEFAULT_POLICY, pay_run_wait_days=6)
    debt = owes(500, late=9)
    before = [owes(10, late=60, number=f"OLD-{n}", balance=gbp(0)) for n in range(5)]
    fridays = tuple(paid(old, 10, date(2026, 11, 20) - days(7 * n)) for n, old in enumerate(before))
    account = an_account(debt, payments=fridays)
    assert goes(account, policy=policy)[0][0] == date(2026, 11, 25)
    approved = replace(account, steps=(took(debt, 1, TODAY, StepState.APPROVED),))
    assert goes(approved, policy=policy)[0] == (TODAY, 1)
    leaving = replace(account, steps=(took(debt, 1, TODAY, StepState.CLAIMED),))
    assert [level for _, level in goes(leaving, policy=policy)] == [2]


# --- calling off --------------------------------------------------------------------------------


def called_off(level: int, foreseen: date, until: date | None = None) -> CalledOff:
    """A level of INV-1 that a person called off."""
    return CalledOff("inv-1", 0, level, foreseen, until)


def test_a_skipped_level_never_goes_and_the_next_keeps_its_distance() -> None:
    """Level one skipped on Wednesday 25 November: level two still at +14, and never before."""
    account = an_account(owes(500, late=2), called_off=(called_off(1, date(2026, 11, 25)),))
    assert goes(account) == [(date(2026, 12, 7), 2)]
    late = an_account(owes(500, late=40), called_off=(called_off(1, TODAY),))
    assert goes(late) == [(TODAY + days(7), 2)]


def test_skipping_the_second_does_not_skip_the_first() -> None:
    """Level two is called off before level one went: one goes, then three."""
    account = an_account(owes(500, late=2), called_off=(called_off(2, date(2026, 12, 7)),))
    long = TODAY + days(40)
    assert [level for _, level in goes(account, last=long)] == [1, 3]


def test_a_message_put_off_comes_on_its_day_and_what_follows_after_it() -> None:
    """Put off until Tuesday 1 December: level one then, level two a week later."""
    account = an_account(owes(500, late=12), called_off=(called_off(1, TODAY, date(2026, 12, 1)),))
    assert goes(account, last=TODAY + days(20)) == [
        (date(2026, 12, 1), 1),
        (date(2026, 12, 8), 2),
    ]


def test_a_courtesy_put_off_past_the_due_date_lapses() -> None:
    """It is never caught up; level one comes at +3."""
    courtesy = called_off(0, TODAY, TODAY + days(9))
    account = an_account(owes(500, late=-7), called_off=(courtesy,))
    assert goes(account, last=TODAY + days(12)) == [(TODAY + days(10), 1)]
    skipped = replace(account, called_off=(called_off(0, TODAY),))
    assert goes(skipped, last=TODAY + days(12)) == [(TODAY + days(10), 1)]


def test_a_repetition_can_be_skipped_and_the_one_after_it_comes() -> None:
    """The last level repeats every ten days, twice: the first of the two is called off."""
    policy = replace(DEFAULT_POLICY, repeat=replace(DEFAULT_POLICY.repeat, every=10, times=2))
    debt = owes(500, late=60)
    steps = tuple(Step(debt.id, 0, n, StepState.DONE, TODAY - days(30 - 10 * n)) for n in (1, 2, 3))
    again = CalledOff(debt.id, 0, 3, TODAY + days(10), cycle=2)
    account = an_account(debt, steps=steps, called_off=(again,))
    assert goes(account, last=TODAY + days(60), policy=policy) == [(date(2026, 12, 14), 3)]


# --- the engine itself, and not a second one ----------------------------------------------------


@settings(max_examples=max(15, settings().max_examples // 7))
@given(accounts())
def test_it_says_what_looking_every_day_would_say(account: Account) -> None:
    """From look to look it finds the same messages as a review on each of thirty days."""
    account = replace(account, steps=_without_open(account))
    every_day = sorted(run(account, TODAY, 30))
    assert sorted(goes(account, last=TODAY + days(30))) == every_day


def _without_open(account: Account) -> tuple[Step, ...]:
    """What is proposed is decided afresh; what was approved or is leaving is left out here."""
    return tuple(
        each
        for each in account.steps
        if each.state not in (StepState.PROPOSED, StepState.APPROVED, StepState.CLAIMED)
    )
