"""What the assistant does with one line: a turn, of one thing said or of several together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from plugin.assistant.acts import Act
from plugin.assistant.said import Said
from plugin.assistant.state import Conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What the assistant does with one line.

    `act` is what the customer has just said yes to: whoever runs the turn carries it out, and
    `reply` says so on the understanding that it was done. `is_quiet` asks for silence until a
    person has read the conversation; `hands_over` for a person at all.
    """

    did: str
    intent: str
    reply: str
    state: Conversation
    slots: dict[str, str | int] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    act: Act | None = None
    is_quiet: bool = False

    @property
    def hands_over(self) -> bool:
        """Whether a person has to read it: also where a bank account was named (rule 26)."""
        return self.did == "handover" or self.intent == "bank_details"


def turn_of(said: Said, state: Conversation, *, is_quiet: bool = False) -> Turn:
    """One thing said, as the whole of a turn."""
    return Turn(
        did=said.did,
        intent=said.intent,
        reply=said.text,
        state=replace(state, last=said.intent),
        slots=said.slots,
        sources=said.sources,
        is_quiet=is_quiet,
    )


def together(said: list[Said], state: Conversation) -> Turn:
    """Several things said as one reply; the weightiest is what it amounts to."""
    did = next(
        (
            kind
            for kind in ("handover", "refuse", "confirm_action")
            if any(s.did == kind for s in said)
        ),
        "answer",
    )
    if did in {"handover", "refuse"}:
        # what waits for a yes would be lost in what goes to a person
        said = [each for each in said if each.did != "confirm_action"]
        state = replace(state, wish=None, asked="")
    asked = [each for each in said if each.did == "confirm_action"]
    # one question at a time: a second wish waits for its turn
    said = [each for each in said if each.did != "confirm_action" or each is asked[-1]]
    intents = [each.intent for each in said if each.did == did]
    slots: dict[str, str | int] = {}
    for each in said:
        for name, value in each.slots.items():
            slots.setdefault(name, value)
    return Turn(
        did=did,
        intent=", ".join(dict.fromkeys(intents if did != "answer" else [s.intent for s in said])),
        reply="\n\n".join(dict.fromkeys(each.text for each in said)),
        state=state,
        slots=slots if did in {"answer", "confirm_action"} else {},
        sources=tuple(dict.fromkeys(source for each in said for source in each.sources)),
    )


def with_more(turn: Turn, more: Sequence[Said]) -> Turn:
    """An answer with others behind it; what was said first is what follow-ups mean."""
    sources = (*turn.sources, *(source for each in more for source in each.sources))
    texts = dict.fromkeys((turn.reply, *(each.text for each in more)))
    return replace(turn, reply="\n\n".join(texts), sources=tuple(dict.fromkeys(sources)))


def also_passed_on(turn: Turn, passed: Said) -> Turn:
    """An answer that leaves something open: it is told, and a person reads the line as well."""
    state = replace(turn.state, wish=None, asked="")
    reply = f"{turn.reply}\n\n{passed.text}"
    return replace(turn, did="handover", reply=reply, state=state, slots={})
