"""A payment as its provider tells of it: a fact of an account. What follows is in `incoming`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from plugin.credit.money import Money


class IncomingState(StrEnum):
    """Where a payment stands with its provider."""

    ON_ITS_WAY = "on_its_way"
    RECEIVED = "received"
    FAILED = "failed"
    CANCELLED = "cancelled"
    #: it had been on its way or received, and went back
    CAME_BACK = "came_back"

    @property
    def is_live(self) -> bool:
        """Whether the money is here or may still come."""
        return self in (IncomingState.ON_ITS_WAY, IncomingState.RECEIVED)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A payment that is on its way or received; what has failed or gone back is none.

    `began` is the civil day on which the provider first told of it, `since` that of its state.
    `amount` is None where the provider does not say it. `is_sure` where a reference names the
    invoices, or a person does; else they are a suggestion, which may name none.
    """

    id: str
    provider: str
    state: IncomingState
    began: date
    since: date
    invoice_ids: tuple[str, ...]
    amount: Money | None = None
    is_sure: bool = True
