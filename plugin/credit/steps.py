"""What was done for a debt: levels proposed or taken, and messages that reached the customer.

Facts only: where a debt stands by them is `dunning`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from plugin.credit.policy_parts import Channel
from plugin.credit.quick import quick


class StepState(StrEnum):
    """The life of a step and of the message that carries it (DESIGN: the outbox)."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    CLAIMED = "claimed"
    DONE = "done"
    REFUSED = "refused"
    DROPPED = "dropped"
    UNCONFIRMED = "unconfirmed"


@quick
@dataclass(frozen=True, slots=True)
class Step:
    """One level of one invoice (or instalment), proposed or taken; unique with its cycle.

    `on` is the civil date of the real sending once done, of the proposal before.
    """

    invoice_id: str
    instalment: int
    level: int
    state: StepState
    on: date
    cycle: int = 1
    #: a named person skipped or did it
    by_person: bool = False
    #: whether it was a final notice when it was taken; None = not known
    is_final: bool | None = None


#: of a mail that somebody wrote by hand: it counts for debts in whatever currency
EVERY_CURRENCY = "*"


@dataclass(frozen=True, slots=True)
class PastMessage:
    """A message or call that reached them (rule 23); without a currency it was of no debt."""

    on: date
    currency: str
    unprompted: bool = True
    channel: Channel = Channel.EMAIL
