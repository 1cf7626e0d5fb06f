"""Lines of the files of `spoken/` with what is right for each, and the verdict on a reply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plugin.assistant.dialogue import Assistant, Turn
from plugin.assistant.state import NEW
from tests.assistant.ledger import FACTS

SPOKEN = Path(__file__).parent / "spoken"
_ASSISTANT = Assistant.of(FACTS)
#: of one line of the grammar so many are taken, evenly over all that it stands for
_MOST = 40

_ACTS = frozenset({"promise", "paid", "plan", "dispute", "copy", "statement"})
#: what has to stand in the reply, by what is asked for; of some only the subject is known
_FACTS = {
    "owe": ("1,864.00",),
    "late": ("801.40",),
    "coming": ("1,062.60", "2 December 2026"),
    "due": ("2 December 2026",),
    "money": ("200.00", "12 November 2026"),
    "credit": ("50.00",),
    "terms": ("30 days",),
    "letter": ("412.40",),
    "contact": ("Maya",),
}
_SUBJECTS = {
    "interest": {"interest"},
    "time": {"policy", "plan", "promise"},
    "reminders": {"policy"},
    "howto": {"how_to_pay"},
}
_CHOICE = re.compile(r"\[([^\[\]]*)\]|\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Counted:
    """How many turns were wrong, and right of those for an answer and of those for a person."""

    turns: int
    wrong: tuple[str, ...]
    answers: int
    answers_right: int
    persons: int
    persons_right: int


def spoken(name: str) -> list[tuple[str, str]]:
    """The lines of a file: what each turn asks for, and its words; a grammar written out."""
    found: dict[str, str] = {}
    for line in (SPOKEN / name).read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        asked, words = line.split(" | ", 1)
        every = sorted(set(_written_out(words))) if name == "grammar.txt" else [words]
        step = max(1, len(every) // _MOST)
        for each in every[::step][:_MOST]:
            found.setdefault(each, asked)
    return [(asked, words) for words, asked in found.items()]


def _written_out(pattern: str) -> Iterator[str]:
    match = _CHOICE.search(pattern)
    if match is None:
        text = re.sub(r" ([,?])", r"\1", " ".join(pattern.split()))
        yield re.sub(r" '(ll|ve|s)\b", r"'\1", text)
        return
    options = ["", *match[1].split("|")] if match[1] is not None else match[2].split("|")
    for each in options:
        yield from _written_out(f"{pattern[: match.start()]} {each} {pattern[match.end() :]}")


def counted(lines: list[tuple[str, str]]) -> Counted:
    """Answer every line, and count."""
    wrong: list[str] = []
    total = {True: 0, False: 0}
    right = {True: 0, False: 0}
    for asked, words in lines:
        state = NEW
        turns = zip(asked.split(";"), words.split("||"), strict=True)
        for what, said in ((what.strip(), said.strip()) for what, said in turns):
            turn = _ASSISTANT.answer(said, state)
            state = turn.state
            verdict = verdict_on(what, turn)
            total[what == "person"] += 1
            right[what == "person"] += verdict == "right"
            if verdict == "wrong":
                wrong.append(f"{said!r} ({what}): {turn.did} {turn.intent} {turn.slots}")
    return Counted(
        total[True] + total[False], tuple(wrong), total[False], right[False], total[True],
        right[True],
    )  # fmt: skip


def verdict_on(asked: str, turn: Turn) -> str:
    """'right', 'missed' (a person, or a question back, without need) or 'wrong'."""
    what, *named = asked.split()
    passed_on = turn.did in {"handover", "refuse"}
    if what == "person":
        return "right" if passed_on else "wrong"
    if what in {"yes", "no"}:
        is_done = turn.act is not None
        return "right" if is_done == (what == "yes") and not passed_on else "missed"
    if turn.act is not None:
        return "wrong"
    if what in {"limit", "stop"}:
        shown = passed_on or bool({"limit", "stop"} & set(turn.intent.split(", ")))
        return "right" if shown else "wrong"
    if passed_on:
        return "missed"
    return _acted(what, named, turn) if what in _ACTS else _told(what, named, turn)


def _acted(what: str, named: list[str], turn: Turn) -> str:
    if turn.intent != what:
        return "wrong"
    if turn.did == "answer":
        return "missed" if named else "right"
    slots = dict(each.split("=") for each in named)
    return "right" if all(str(turn.slots.get(k)) == v for k, v in slots.items()) else "wrong"


def _told(what: str, named: list[str], turn: Turn) -> str:
    facts = (" ".join(named[1:]),) if what == "inv" else _FACTS.get(what, ())
    subjects = _SUBJECTS.get(what)
    is_about = subjects is None or bool(subjects & set(turn.intent.split(", ")))
    says_all = all(each in turn.reply for each in facts)
    return "right" if turn.did == "answer" and is_about and says_all else "wrong"
