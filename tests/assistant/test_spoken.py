"""People of every age, trade, mood and mother tongue: each line by what it should come to."""

from __future__ import annotations

import pytest

from tests.assistant.spoken_lines import Counted, counted, spoken

#: the bounds that the assistant is held to, as shares
_MOST_WRONG, _LEAST_RIGHT, _LEAST_PASSED_ON = 0.01, 0.9, 0.95
_EACH = 24


def _is_within(found: Counted) -> None:
    assert len(found.wrong) <= _MOST_WRONG * found.turns, "\n".join(found.wrong)
    assert found.answers_right >= _LEAST_RIGHT * found.answers
    assert found.persons_right >= _LEAST_PASSED_ON * found.persons


def test_a_share_of_all_lines_is_answered_within_the_bounds() -> None:
    """One of so many, of single lines and of the grammar."""
    _is_within(counted([*spoken("lines.txt")[::_EACH], *spoken("grammar.txt")[::_EACH]]))


def test_there_are_enough_of_them() -> None:
    """At least two and a half thousand lines, of every kind."""
    every = [*spoken("lines.txt"), *spoken("grammar.txt")]
    assert len(every) >= 2_500
    kinds = {asked.split()[0] for asked, _ in every}
    assert {"owe", "late", "money", "promise", "paid", "plan", "dispute", "copy"} <= kinds
    assert sum(asked == "person" for asked, _ in every) >= 500


@pytest.mark.long
@pytest.mark.parametrize("name", ["lines.txt", "grammar.txt"])
def test_every_line_is_answered_within_the_bounds(name: str) -> None:
    """All of them."""
    _is_within(counted(spoken(name)))
