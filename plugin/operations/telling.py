"""What is told a customer by mail, and that it is told soon. Composing and sending is elsewhere."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from plugin.jobs import What
from plugin.operations.ground import Ground
from plugin.store import Tx, due, told


class Telling(StrEnum):
    """What a mail to a customer confirms or answers."""

    #: what they did on their own page
    ANSWERED = "answered"
    #: the business offers other terms
    OFFERED = "offered"
    #: terms were agreed, by whichever side said yes last
    AGREED = "agreed"
    #: the business declined, or took its own offer back
    ENDED = "ended"
    #: somebody of the business wrote in a talk
    WRITTEN = "written"
    #: what they contested was decided
    DECIDED = "decided"
    #: whether they are given the good-payer letter that they asked for
    LETTER = "letter"


def tell_soon(
    tx: Tx,
    on: Ground,
    customer_id: str,
    what: Telling,
    subject_id: UUID,
    *,
    talk_id: UUID | None = None,
    number: int = 0,
) -> None:
    """Intend to tell a customer something once; `number` sets what is told of one talk apart."""
    told.put(
        tx,
        customer_id,
        what.value,
        subject_id,
        once=f"{what.value}:{subject_id}:{number}",
        at=on.now,
        talk_id=talk_id,
    )
    due.put(tx, What.TELL, on.now)
