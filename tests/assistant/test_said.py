"""What customers write, in their many ways, and what the assistant does with each."""

from __future__ import annotations

import pytest

from plugin.assistant.dialogue import Assistant
from plugin.assistant.state import NEW
from tests.assistant.ledger import FACTS
from tests.assistant.sayings import SAID, conversations, faults

ASSISTANT = Assistant.of(FACTS)


@pytest.mark.parametrize("name", sorted(path.name for path in SAID.glob("*.txt")))
def test_every_line_gets_the_reply_that_a_person_would_expect(name: str) -> None:
    """Lines of a file without `turns` in its name stand alone; in the others they follow."""
    found = []
    for conversation in conversations(name):
        state = NEW
        for saying in conversation:
            turn = ASSISTANT.answer(saying.words, state)
            if wrong := faults(saying.expected, turn):
                found.append(f"{saying.words}: {', '.join(wrong)} | {turn.reply[:200]!r}")
            state = turn.state if "turns" in name else NEW
    assert not found, "\n".join(found)
