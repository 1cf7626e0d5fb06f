"""Why there is silence, as a fact of an account (rule 20). What follows is in `silence`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class HoldKind(StrEnum):
    """Why there is silence (rule 20); each has its own words on screen."""

    UNTIL = "until"
    PROMISED = "promised"
    DISPUTED = "disputed"
    PLAN = "plan"
    SAYS_PAID = "says_paid"
    #: other terms were proposed for it, and wait for an answer (rule 37)
    PROPOSED = "proposed"
    STALE_BOOKS = "stale_books"
    IN_FLIGHT = "in_flight"
    SET_OFF = "set_off"
    CREDIT_COVERS = "credit_covers"
    RETENTION = "retention"
    DIRECT_DEBIT = "direct_debit"
    AGENCY = "agency"
    CLAIM = "claim"
    INSOLVENT = "insolvent"
    BREATHING_SPACE = "breathing_space"
    HARDSHIP = "hardship"
    DECEASED = "deceased"
    TOO_OLD = "too_old"
    VETOED = "vetoed"
    MINE = "mine"
    #: a machine of theirs says that they are away
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Hold:
    """A reason for silence; on one invoice, or on the whole customer where invoice_id is None.

    `since` is the civil day on which it began; on `review_on` a person is asked whether it still
    holds; `by` is who said so. Of a hand-off, `has` are the invoices that the agency has: money
    for these alone is told to it, and empty is for all.
    """

    kind: HoldKind
    until: date | None = None
    invoice_id: str | None = None
    since: date | None = None
    review_on: date | None = None
    by: str = ""
    id: str = ""
    has: tuple[str, ...] = ()
