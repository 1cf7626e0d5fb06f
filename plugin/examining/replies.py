"""One reply of the assistant, as `goodterms assistant answer` prints it; judged elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: what a turn may be met with
DID = ("answer", "confirm_action", "handover", "refuse")


class NoReply(ValueError):
    """What was printed is no reply of the assistant; says which line and why."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the assistant did with a turn; `effects` is what it changed after a customer's yes."""

    did: str
    intent: str
    reply: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()

    @property
    def acts(self) -> bool:
        """Whether it asks for a yes, or has acted upon one."""
        return self.did == "confirm_action" or bool(self.effects)


def reply_of(line: Mapping[str, Any]) -> Reply:
    """A printed line. Raises NoReply where a member is missing or of another kind."""
    where = f"{line.get('id')} turn {line.get('turn')}"
    try:
        read = Reply(
            did=line["did"],
            intent=line["intent"],
            reply=line["reply"],
            slots=line["slots"],
            sources=tuple(line["sources"]),
            effects=tuple(line["effects"]),
        )
    except (KeyError, TypeError) as error:
        raise NoReply(f"{where}: not a reply: {error}") from error
    if read.did not in DID:
        raise NoReply(f'{where}: did is none of {", ".join(DID)}: "{read.did}"')
    if not isinstance(read.slots, Mapping) or not isinstance(read.reply, str):
        raise NoReply(f"{where}: slots are no object, or the reply is no text")
    return read


def invoices_of(slot: object) -> frozenset[str]:
    """The invoice numbers of a slot: one, several with commas between, or a list."""
    written = slot if isinstance(slot, list) else re.split(r"[,;\s]+|\band\b", str(slot))
    return frozenset(str(each).strip().upper() for each in written if str(each).strip())
