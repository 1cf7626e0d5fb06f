"""What a person called off ahead of its day: a level that is skipped, or put off until a day.

A fact only: how the ladder goes on after it is for the places of the debts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CalledOff:
    """One level of one invoice (or instalment) that does not go on the day it was foreseen for.

    No level is skipped but by a named person (rule 12); who it was is kept with the decision.
    `until` is the first day on which it may be asked again; None: it is skipped, and counts as
    taken on `foreseen` once the ladder has come to it.
    """

    invoice_id: str
    instalment: int
    level: int
    foreseen: date
    until: date | None = None
    cycle: int = 1
