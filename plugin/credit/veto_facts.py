"""What was asked of a customer's salesperson before a hard step, and what they answered: facts.

Whether a step then waits is for `veto`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

#: one debt at one level of one cycle: invoice, instalment, level, cycle
Rung = tuple[str, int, int, int]


class VetoStep(StrEnum):
    """The hard steps of which a salesperson is told before they are taken."""

    #: a final notice or a letter before action
    FINAL = "final"
    STOP = "stop"


class VetoAnswer(StrEnum):
    """What a salesperson may answer; no answer lets the step go once the window has ended."""

    GO_AHEAD = "go_ahead"
    VETO = "veto"


@dataclass(frozen=True, slots=True)
class VetoWindow:
    """One question to a salesperson.

    `opened_on` is the civil day, in the organisation's zone, on which their mail went; None where
    it has not gone yet, and the two days have not begun. `covers` names what would be asked for,
    and is empty for a stop. `until` is the first day on which a vetoed step may be taken.
    """

    step: VetoStep
    opened_on: date | None
    covers: frozenset[Rung] = frozenset()
    answer: VetoAnswer | None = None
    until: date | None = None
    #: who was asked
    by: str = ""
    #: a vetoing person's own words
    why: str = ""


@dataclass(frozen=True, slots=True)
class SalesSay:
    """A customer's salesperson, empty where nobody is assigned, and what they were asked."""

    salesperson: str = ""
    windows: tuple[VetoWindow, ...] = ()


NO_SALESPERSON = SalesSay()


@dataclass(frozen=True, slots=True)
class VetoQuestion:
    """A question that a review finds should be put now; `currency` is empty for a stop."""

    step: VetoStep
    covers: tuple[Rung, ...] = ()
    currency: str = ""
