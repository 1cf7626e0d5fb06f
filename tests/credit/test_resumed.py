"""A policy changed in mid-flight: what its ladder says, what it cannot, and what a person says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.credit.account import Account, Step
from plugin.credit.decisions import TaskKind
from plugin.credit.policy import DEFAULT_POLICY, Level, Tone
from plugin.credit.resumed_fact import LostPlace, Resumed
from plugin.credit.review import review
from tests.credit.builders import TODAY, an_account, days, owes, took

#: two levels, the second of them final, and no courtesy
SHORT = replace(
    DEFAULT_POLICY,
    name="short",
    levels=(Level(1, 3, tone=Tone.FRIENDLY), Level(2, 14, tone=Tone.FINAL)),
)
INVOICE = owes(1000, late=50)


def at_level(number: int, *, final: bool | None, ago: int = 30) -> Step:
    """A level that was sent so many days ago."""
    return replace(took(INVOICE, number, TODAY - days(ago)), is_final=final)


def account(*steps: Step, resumed: Resumed | None = None) -> Account:
    """One late invoice with these steps."""
    return replace(an_account(INVOICE, steps=steps), resumed=(resumed,) if resumed else ())


@pytest.mark.parametrize(
    ("number", "final"),
    [(3, True), (2, False), (1, True)],
    ids=["no such level", "final here, not when sent", "not final here, but when sent"],
)
def test_what_the_new_ladder_cannot_say_goes_to_a_person(number: int, final: bool) -> None:
    """One task that names every such invoice, and no message until it is answered."""
    found = review(account(at_level(number, final=final)), SHORT, TODAY)
    assert found.messages == ()
    assert [(task.kind, task.names) for task in found.tasks] == [
        (TaskKind.LADDER_CHANGED, (INVOICE.number,))
    ]
    assert found.lost == (LostPlace(INVOICE.id, 0, 1),)


def test_what_the_new_ladder_says_goes_on_by_itself() -> None:
    """Level one was sent and is level one here too: level two is next."""
    found = review(account(at_level(1, final=False)), SHORT, TODAY)
    assert [message.level for message in found.messages] == [2]
    assert found.lost == ()


def test_a_courtesy_of_the_old_policy_says_nothing_either_way() -> None:
    """The new one has none; the debt begins at the first level."""
    found = review(account(at_level(0, final=False, ago=70)), SHORT, TODAY)
    assert [message.level for message in found.messages] == [1]


@pytest.mark.parametrize("level", [1, 2])
def test_the_ladder_goes_on_where_the_person_said(level: int) -> None:
    """In a cycle of its own, so that a level that was sent before is not the same step."""
    steps = (at_level(1, final=False, ago=50), at_level(3, final=True))
    found = review(account(*steps, resumed=Resumed(INVOICE.id, 0, level, 2)), SHORT, TODAY)
    [message] = found.messages
    assert [(step.level, step.cycle) for step in message.chased] == [(level, 2)]
    assert not any(task.kind is TaskKind.LADDER_CHANGED for task in found.tasks)


def test_the_days_between_two_levels_are_kept_over_the_change() -> None:
    """Sent three days ago under the old policy: the next goes seven days after that."""
    steps = (at_level(3, final=True, ago=3),)
    found = review(account(*steps, resumed=Resumed(INVOICE.id, 0, 1, 2)), SHORT, TODAY)
    assert found.messages == ()
    assert found.look_again_on is not None
    assert found.look_again_on <= TODAY + days(4)


def test_from_there_it_climbs_as_ever() -> None:
    """The first was sent in the new cycle: the second is next, and then the ladder has ended."""
    before = at_level(3, final=True, ago=40)
    first = replace(at_level(1, final=False, ago=20), cycle=2)
    said = Resumed(INVOICE.id, 0, 1, 2)
    [message] = review(account(before, first, resumed=said), SHORT, TODAY).messages
    assert [(step.level, step.cycle) for step in message.chased] == [(2, 2)]
    second = replace(at_level(2, final=True, ago=8), cycle=2)
    ended = review(account(before, first, second, resumed=said), SHORT, TODAY)
    assert TaskKind.LADDER_ENDED in {task.kind for task in ended.tasks}
