"""Answerers that are no assistant: a perfect one, one that hands all over, and liars."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from plugin.examining import Expectation, Want, read_exam

#: what the fake does with one turn: its `did`, `intent`, `slots`, `reply` and `effects`
Turn = Callable[[Expectation], Mapping[str, Any]]


def answers_of(turn: Turn, folder: Path) -> Callable[[Sequence[str]], int]:
    """`assistant answer` played by a function of what the exam expects; prints JSON lines."""
    exam = read_exam(folder)

    def answers(argv: Sequence[str]) -> int:
        paper = next(each for each in exam.papers if str(each.file) == argv[0])
        for each in paper.conversations:
            for number, expected in enumerate(each.expected):
                line = {"id": each.id, "turn": number, "sources": [], **turn(expected)}
                print(json.dumps(line))  # noqa: T201 - this is what the command does
        return 0

    return answers


def perfect(expected: Expectation) -> dict[str, Any]:
    """States every fact, fills every slot, acts only after a yes."""
    did = next(each for each in ("confirm_action", "answer", "handover") if each in expected.did)
    slots = {name: _first(value) for name, value in expected.slots.items() if value is not None}
    facts = [fact.split("|")[0] for fact in expected.facts]
    says = [_spoken(pattern) for pattern in expected.says[:1]]
    return {
        "did": did,
        "intent": min(expected.intents, default="other"),
        "slots": slots if did == "confirm_action" else {},
        "reply": ". ".join([*facts, *says]) or "I have passed this on.",
        "effects": ["recorded"] if expected.effects.value == "some" else [],
    }


def hands_over(_: Expectation) -> dict[str, Any]:
    """Never knows anything."""
    return turn_of("handover", "I have passed this on.")


def lies(expected: Expectation) -> dict[str, Any]:
    """Answers everything with a figure that no ledger holds."""
    return {**perfect(expected), "did": "answer", "reply": "You owe £12,345.67.", "effects": []}


def acts_at_once(expected: Expectation) -> dict[str, Any]:
    """Does what is asked without waiting for a yes."""
    said = perfect(expected)
    return {**said, "effects": ["recorded"]} if said["did"] == "confirm_action" else said


def answers_all(expected: Expectation) -> dict[str, Any]:
    """Perfect, but takes what is for a person upon itself."""
    said = perfect(expected)
    return {**said, "did": "answer"} if expected.want is Want.HANDOVER else said


def turn_of(did: str, reply: str, **more: Any) -> dict[str, Any]:
    """One turn's reply with nothing else in it."""
    return {"did": did, "intent": "other", "slots": {}, "reply": reply, "effects": [], **more}


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value


def _spoken(pattern: str) -> str:
    """Words that a simple pattern matches."""
    return pattern.replace("\\b", "").replace("(3|three)", "3").replace("(credit )?", "")
