"""An exam: conversations with customers and what a person expected of each turn, read from files.

A folder with `exam.json` (books, policy, day, which file is whose) and files of JSON lines; shared
expectations stand in one file and are named with `as`. Nothing is judged here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from plugin.examining.replies import DID

_MEMBERS = {"as", "want", "did", "intents", "slots", "facts", "says", "never", "effects", "may"}
_SLOTS = {"amount", "date", "invoice", "instalments"}


class ExamError(ValueError):
    """The exam's own files are wrong; says where."""


class Want(StrEnum):
    """Which of the two shares a turn counts in."""

    ANSWER = "answer"
    HANDOVER = "handover"


class Effects(StrEnum):
    """Whether the books' owner should find something changed after a turn."""

    NONE = "none"
    MAY = "may"
    SOME = "some"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a fair judge accepts of one turn.

    `facts` must all be stated where it is answered or confirmed, `says` one of; `never` must not
    be, in any reply. A slot with None must be left open. `may` are further true facts.
    """

    want: Want
    did: frozenset[str]
    intents: frozenset[str] = frozenset()
    slots: Mapping[str, Any] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    effects: Effects = Effects.NONE


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one customer wrote, turn by turn, and what is expected of each."""

    id: str
    turns: tuple[str, ...]
    expected: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The conversations of one customer, and the file they stand in."""

    file: Path
    customer: str
    conversations: tuple[Conversation, ...]


@dataclass(frozen=True, slots=True)
class Exam:
    """A whole exam; `on` is a civil date of the organisation."""

    books: Path
    policy: Path
    on: date
    papers: tuple[Paper, ...]

    @property
    def turns(self) -> int:
        """How many turns it has."""
        return sum(len(each.turns) for paper in self.papers for each in paper.conversations)


def read_exam(folder: Path) -> Exam:
    """Read a folder. Raises ExamError with the file and line of the fault, OSError."""
    about = _object(folder / "exam.json", (folder / "exam.json").read_text("utf-8"))
    try:
        shared = _object(folder, (folder / about["expectations"]).read_text("utf-8"))
        return Exam(
            books=folder / about["books"],
            policy=folder / about["policy"],
            on=date.fromisoformat(about["on"]),
            papers=tuple(
                Paper(folder / name, customer, _conversations(folder / name, shared))
                for name, customer in about["files"].items()
            ),
        )
    except (KeyError, ValueError) as error:
        raise (
            error if isinstance(error, ExamError) else ExamError(f"{folder}: {error!r}")
        ) from error


def _conversations(file: Path, shared: Mapping[str, Any]) -> tuple[Conversation, ...]:
    read = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        where = f"{file.name}:{number}"
        each = _object(where, line)
        turns, expected = tuple(each["turns"]), each["expect"]
        if len(turns) != len(expected) or not turns:
            raise ExamError(f"{where}: {len(turns)} turns, {len(expected)} expectations")
        found = tuple(_expectation(where, one, shared) for one in expected)
        read.append(Conversation(each["id"], turns, found))
    twice = {each.id for each in read if sum(other.id == each.id for other in read) > 1}
    if twice:
        raise ExamError(f"{file.name}: more than once: {', '.join(sorted(twice))}")
    return tuple(read)


def _expectation(where: str, written: Mapping[str, Any], shared: Mapping[str, Any]) -> Expectation:
    if "as" in written and written["as"] not in shared:
        raise ExamError(f'{where}: no expectation of this name: "{written["as"]}"')
    whole = {**shared.get(written.get("as", ""), {}), **written}
    if unknown := whole.keys() - _MEMBERS:
        raise ExamError(f"{where}: unknown: {', '.join(sorted(unknown))}")
    if unknown := {*whole["did"]} - {*DID} or whole.get("slots", {}).keys() - _SLOTS:
        raise ExamError(f"{where}: unknown: {', '.join(sorted(unknown))}")
    try:
        for pattern in whole.get("says", ()):
            re.compile(pattern)
    except re.error as error:
        raise ExamError(f"{where}: says: {error}") from error
    return Expectation(
        want=Want(whole["want"]),
        did=frozenset(whole["did"]),
        intents=frozenset(whole.get("intents", ())),
        slots=whole.get("slots", {}),
        facts=tuple(whole.get("facts", ())),
        says=tuple(whole.get("says", ())),
        never=tuple(whole.get("never", ())),
        may=tuple(whole.get("may", ())),
        effects=Effects(whole.get("effects", Effects.NONE)),
    )


def _object(where: object, text: str) -> dict[str, Any]:
    try:
        read = json.loads(text)
    except json.JSONDecodeError as error:
        raise ExamError(f"{where}: not JSON: {error}") from error
    if not isinstance(read, dict):
        raise ExamError(f"{where}: not an object")
    return read
