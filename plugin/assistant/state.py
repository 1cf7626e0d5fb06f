"""What of a conversation is carried from one turn to the next, and how it is written down.

It holds ids and what is waiting for a yes; no words of the customer but those of what is wrong.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from plugin.assistant.acts import Wish
from plugin.assistant.slots import Amount, Share


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where a conversation stands.

    `focus` are the invoices that 'it' means, `listed` those last named in a list, `wish` what waits
    for a yes or for more to be said, `asked` the very question that a yes would be a yes to.
    """

    focus: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    #: the two invoices that were last spoken of one by one
    recent: tuple[str, ...] = ()
    wish: Wish | None = None
    asked: str = ""
    last: str = ""


NEW = Conversation()


def written(state: Conversation) -> str:
    """The state as JSON text, to be sealed and kept."""
    return json.dumps(asdict(state), default=str)


def read(text: str) -> Conversation:
    """What `written` wrote."""
    document = json.loads(text)
    wish = document["wish"]
    return Conversation(
        focus=tuple(document["focus"]),
        listed=tuple(document["listed"]),
        recent=tuple(document["recent"]),
        wish=_wish(wish) if wish is not None else None,
        asked=document["asked"],
        last=document["last"],
    )


def _wish(document: dict[str, Any]) -> Wish:
    day = document["day"]
    return Wish(
        intent=document["intent"],
        invoice_ids=tuple(document["invoice_ids"]),
        meant=tuple(document["meant"]),
        amount=_amount(document["amount"]),
        share=_share(document["share"]),
        day=date.fromisoformat(day) if day is not None else None,
        count=document["count"],
        every=document["every"],
        pairs=tuple((_part(what), date.fromisoformat(on)) for what, on in document["pairs"]),
        words=document["words"],
        is_plain=document["is_plain"],
        is_unclear=document.get("is_unclear", False),
        day_misfits=document["day_misfits"],
    )


def _amount(document: dict[str, Any] | None) -> Amount | None:
    if document is None:
        return None
    return Amount(**{**document, "value": Decimal(document["value"])})


def _share(document: dict[str, Any] | None) -> Share | None:
    if document is None:
        return None
    return Share(Decimal(document["of_whole"]), document["is_rest"])


def _part(document: dict[str, Any]) -> Amount | Share:
    found = _amount(document) if "value" in document else _share(document)
    assert found is not None
    return found
