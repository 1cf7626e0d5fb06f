"""The assistant sits the exam: the three figures that it is held to, on the real command."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugin.assistant_score import score
from plugin.cli import main
from plugin.examining import Outcome, Tally, Want, read_exam
from plugin.examining.stated import amounts

EXAM = Path(__file__).parent / "exam"


@pytest.fixture(scope="module")
def public() -> Tally:
    """Set A, which was written before the assistant, answered by `goodterms assistant answer`."""
    return sit("set_a")


def sit(name: str) -> Tally:
    """One set, answered and judged."""
    return score(read_exam(EXAM / name), lambda argv: main(["assistant", "answer", *argv]))


def told(sat: Tally) -> list[str]:
    """Every wrong reply with its reason, for whoever has to mend it."""
    return [f"{each.said}: {each.verdict.why}" for each in sat.failures(Outcome.WRONG)]


def test_fewer_than_one_in_a_hundred_is_wrong(public: Tally) -> None:
    """A wrong answer is worse than a handover."""
    assert public.wrong.percent < 1, told(public)


def test_nine_in_ten_that_want_an_answer_get_the_right_one(public: Tally) -> None:
    """Or the right action, read back with its slots."""
    assert public.right(Want.ANSWER).percent >= 90


def test_nineteen_in_twenty_that_want_a_person_get_one(public: Tally) -> None:
    """Or a refusal, where nobody may do it."""
    assert public.right(Want.HANDOVER).percent >= 95


def test_nothing_is_ever_done_without_a_yes(public: Tally) -> None:
    """In no turn of the exam but those that say yes to what was read back."""
    without = [
        each.said
        for each in public.turns
        if each.reply.effects and any("without a yes" in why for why in each.verdict.why)
    ]
    assert without == []


def test_every_amount_has_its_source(public: Tally) -> None:
    """An answer that states money says where it stands."""
    bare = [
        each.reply.reply
        for each in public.turns
        if each.reply.did == "answer" and [*amounts(each.reply.reply)] and not each.reply.sources
    ]
    assert bare == []


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(each.name for each in EXAM.glob("set_[b-z]")))
def test_every_other_set_is_sat_within_the_same_bounds(name: str) -> None:
    """Sets that strangers wrote, each with books and a policy of its own."""
    sat = sit(name)
    assert sat.wrong.percent < 1, told(sat)
    assert sat.right(Want.ANSWER).percent >= 90
    assert sat.right(Want.HANDOVER).percent >= 95
