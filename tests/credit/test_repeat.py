"""The last level may go out again, so often and no more, and then it ends with a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.credit.account import StepState
from plugin.credit.decisions import TaskKind, WaitKind
from plugin.credit.policy import (
    DEFAULT_POLICY,
    CreditPolicy,
    PolicyComplaints,
    Repeat,
    Then,
    as_document,
    parse_policies,
    policy_from_document,
)
from tests.credit.builders import TODAY, after_sending, an_account, days, look, owes, run, took

TWICE = replace(DEFAULT_POLICY, repeat=Repeat(times=2, every=14))


def test_the_last_level_goes_out_twice_more_a_fortnight_apart() -> None:
    """+3, +14, +28, then +42 and +56, and nothing after that."""
    account = an_account(owes(500))
    sent = run(account, TODAY, 200, TWICE)
    assert [((day - TODAY).days, level) for day, level in sent] == [
        (3, 1),
        (14, 2),
        (28, 3),
        (42, 3),
        (56, 3),
    ]


def test_each_repetition_is_a_cycle_of_its_own() -> None:
    """Unique by invoice, level and cycle: none is ever sent twice (rule 12)."""
    account = an_account(owes(500))
    seen: list[tuple[int, int]] = []
    for day in range(80):
        result = look(account, TODAY + days(day), TWICE)
        seen += [(step.level, step.cycle) for m in result.messages for step in m.chased]
        account = after_sending(account, result)
    assert seen == [(1, 1), (2, 1), (3, 1), (3, 2), (3, 3)]


@pytest.mark.parametrize(
    ("then", "task"),
    [(Then.TASK, TaskKind.LADDER_ENDED), (Then.HAND_OFF, TaskKind.HAND_OFF)],
)
def test_afterwards_a_person_is_told(then: Then, task: TaskKind) -> None:
    """A task, or that it is ready for an agency or solicitor."""
    policy = replace(TWICE, repeat=replace(TWICE.repeat, then=then))
    account = an_account(owes(500))
    for day in range(70):
        account = after_sending(account, look(account, TODAY + days(day), policy))
    result = look(account, TODAY + days(70), policy)
    assert result.messages == ()
    assert [wait.kind for wait in result.waits] == [WaitKind.LADDER_ENDED]
    assert task in [each.kind for each in result.tasks]


def test_a_repetition_that_a_person_refused_is_asked_again_a_week_later() -> None:
    """As any level is; an unsent one blocks the next (rule 13)."""
    invoice = owes(500, late=60)
    taken = [took(invoice, level, TODAY - days(40 - 7 * level)) for level in (1, 2, 3)]
    refused = replace(took(invoice, 3, TODAY, StepState.REFUSED), cycle=2)
    account = an_account(invoice, steps=(*taken, refused))
    assert look(account, TODAY + days(6), TWICE).messages == ()
    (message,) = look(account, TODAY + days(7), TWICE).messages
    assert [(step.level, step.cycle) for step in message.chased] == [(3, 2)]
    waiting = replace(refused, state=StepState.PROPOSED)
    pending = an_account(invoice, steps=(*taken, waiting))
    assert [each.kind for each in look(pending, TODAY + days(30), TWICE).waits] == [
        WaitKind.PROPOSAL_OPEN
    ]


def test_a_policy_without_repetition_ends_as_before() -> None:
    """Three levels and a task."""
    sent = run(an_account(owes(500)), TODAY, 120)
    assert [level for _, level in sent] == [1, 2, 3]


def test_it_is_read_and_written_with_the_policy_and_bounded() -> None:
    """At most six times, at most weekly; a wrong word is refused by its path."""
    assert policy_from_document(as_document(TWICE)) == TWICE
    read = parse_policies({"policy": {"a": {"repeat": {"times": 3, "then": "hand_off"}}}})
    assert read.policies[0].repeat == Repeat(3, 14, Then.HAND_OFF)
    with pytest.raises(PolicyComplaints) as refused:
        parse_policies({"policy": {"a": {"repeat": {"times": 7, "every": 3, "then": "sue"}}}})
    assert {each.path for each in refused.value.complaints} == {
        "policy.a.repeat.times",
        "policy.a.repeat.every",
        "policy.a.repeat.then",
    }


def test_the_house_repeats_nothing_by_itself() -> None:
    """A repetition is the owner's choice."""
    assert CreditPolicy().repeat.times == 0
