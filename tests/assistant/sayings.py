"""Utterances with what is expected of each, as the files of `said/` have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plugin.assistant.dialogue import Turn

SAID = Path(__file__).parent / "said"


@dataclass(frozen=True, slots=True)
class Expected:
    """What one turn should come to; `words` must stand in the reply, `acts` is a change made."""

    did: str
    intents: frozenset[str]
    slots: dict[str, str]
    acts: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """One line of a customer and what is expected."""

    words: str
    expected: Expected


def single(name: str) -> Iterator[Saying]:
    """The lines of a file, each a conversation of its own."""
    for conversation in conversations(name):
        yield from conversation


def conversations(name: str) -> Iterator[list[Saying]]:
    """The conversations of a file, with a blank line between them."""
    block: list[Saying] = []
    for line in (SAID / name).read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        if "=>" not in line:
            if block:
                yield block
            block = []
            continue
        words, _, expected = line.partition("=>")
        block.append(Saying(words.strip(), _expected(expected)))
    if block:
        yield block


def _expected(text: str) -> Expected:
    quoted = tuple(re.findall(r'"([^"]*)"', text))
    did, intents, *rest = re.sub(r'"[^"]*"', "", text).split()
    return Expected(
        did=did,
        intents=frozenset(intents.split(",")),
        slots=dict(each.split("=") for each in rest if "=" in each),
        acts="+" in rest,
        words=quoted,
    )


def faults(expected: Expected, turn: Turn) -> list[str]:
    """In what a turn is not as expected."""
    found = []
    if turn.did != expected.did:
        found.append(f"did {turn.did}")
    if frozenset(turn.intent.split(", ")) != expected.intents and "unclear" not in expected.intents:
        found.append(f"intent {turn.intent}")
    for name, value in expected.slots.items():
        if str(turn.slots.get(name)) != value:
            found.append(f"{name} is {turn.slots.get(name)}")
    if turn.did == "confirm_action" and not expected.acts:
        found += [f"{name} was not said" for name in turn.slots if name not in expected.slots]
    if (turn.act is not None) != expected.acts:
        found.append("an act" if turn.act is not None else "no act")
    found += [f"lacks {each}" for each in expected.words if each.lower() not in turn.reply.lower()]
    return found
