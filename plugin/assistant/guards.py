"""What comes before every other reading: what only a person may meet, and what is refused.

A person and silence: hardship, illness, a death, insolvency, anger, the law. Refused: bank details,
other customers, instructions to the machine. Each is looked for in the whole of what was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from plugin.assistant.rules import parts_of, whole_words


@dataclass(frozen=True, slots=True)
class Guard:
    """A reading that wins over all others; `is_quiet` pauses everything until a person has read."""

    intent: str
    did: str
    is_quiet: bool
    pattern: re.Pattern[str]


#: in the order in which they are looked for: people first
GUARDS = tuple(
    Guard(part.head[0], part.head[1], "quiet" in part.head, whole_words(part.any))
    for part in parts_of("guards")
)


def guarded(text: str) -> Guard | None:
    """The first guard that a text meets, or None."""
    return next((guard for guard in GUARDS if guard.pattern.search(text)), None)
