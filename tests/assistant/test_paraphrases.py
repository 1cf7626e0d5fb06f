"""One thing said in many ways comes to one thing, or to a person: never to another."""

from __future__ import annotations

import pytest

from plugin.assistant.dialogue import Assistant, Turn
from tests.assistant.ledger import FACTS
from tests.assistant.paraphrases import Line, dressed, lines, mistyped, sampled, unmeant

ASSISTANT = Assistant.of(FACTS)
#: questions whose answers hold each other's figures
_ALIKE = {
    "balance": {"balance", "late", "invoice", "due_date"},
    "late": {"late", "balance"},
    "invoice": {"invoice", "due_date", "payments", "balance"},
    "plan": {"plan", "policy"},
    "payments": {"payments", "balance"},
}
_QUICK = 60
#: of what is said plainly, so much at the least is answered and not handed over
_MOSTLY = 0.9


def is_wrong(line: Line, turn: Turn) -> bool:
    """Whether a turn does or answers another thing than the line asks for."""
    if turn.did in {"handover", "refuse"}:
        return False
    if turn.act is not None:
        return True
    if not set(turn.intent.split(", ")) <= _ALIKE.get(line.intent, {line.intent}):
        return True
    if turn.did != "confirm_action":
        return False
    return any(str(turn.slots.get(name)) != value for name, value in line.slots)


def judged(written: list[tuple[Line, str]]) -> tuple[list[str], float]:
    """What went wrong, and the share that was answered."""
    wrong: list[str] = []
    answered = 0
    for line, words in written:
        turn = ASSISTANT.answer(words)
        answered += turn.did not in {"handover", "refuse"}
        if is_wrong(line, turn):
            wrong.append(f"{words!r} ({line.intent}): {turn.did} {turn.intent} {turn.slots}")
    return wrong, answered / len(written)


def test_plain_lines_come_to_what_they_ask_for() -> None:
    """Templates, synonyms and speakers, put together."""
    wrong, answered = judged([(each, each.words) for each in sampled(_QUICK)])
    assert not wrong, "\n".join(wrong)
    assert answered > _MOSTLY


def test_manners_case_and_marks_change_nothing() -> None:
    """A greeting, please and thanks, capitals, marks at the end."""
    wrong, answered = judged(
        [(each, dressed(each.words, at)) for at, each in enumerate(sampled(_QUICK // 2))]
    )
    assert not wrong, "\n".join(wrong)
    assert answered > _MOSTLY


def test_what_is_supposed_told_or_denied_is_never_read_back() -> None:
    """A day in a sentence is no promise, and a past word no payment."""
    acts = [each for each in list(unmeant())[::7] if _reads_back(each)]
    assert not acts


@pytest.mark.long
def test_nothing_of_what_is_not_meant_is_read_back() -> None:
    """Each with every day, speaker and number."""
    acts = [each for each in unmeant() if _reads_back(each)]
    assert not acts, "\n".join(acts)


def _reads_back(words: str) -> bool:
    return ASSISTANT.answer(words).did == "confirm_action"


@pytest.mark.long
@pytest.mark.parametrize("change", [None, dressed, mistyped])
def test_every_line_with_every_change_comes_to_nothing_else(change: object) -> None:
    """All of them; a slip of the pen may cost an answer, and never brings another."""
    every = list(lines())
    written = [
        (each, change(each.words, at) if callable(change) else each.words)
        for at, each in enumerate(every)
    ]
    wrong, answered = judged(written)
    assert not wrong, "\n".join(wrong)
    assert answered > (_MOSTLY if change is not mistyped else 0.8)
