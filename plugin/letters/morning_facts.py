"""What a morning letter says, as plain data: who waits, what goes, what came in, and its links.

It knows no person's role; whoever gathers it has asked for one person already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from plugin.credit.money import Money


class Change(StrEnum):
    """What the button behind a link of the morning letter changes."""

    #: say that the books are up to date (rule 21)
    BOOKS = "books"
    #: approve the drafts that the letter named
    APPROVE = "approve"
    #: one customer hears nothing today
    HOLD = "hold"
    #: one customer who was held may be written to again
    RELEASE = "release"
    #: nothing goes to anybody today
    QUIET = "quiet"
    #: no letter on the next working day
    SKIP = "skip"
    #: the letter on the first working day of a week only
    WEEKLY = "weekly"
    #: no letter any more
    OFF = "off"
    #: the letter goes to another address
    ADDRESS = "address"


#: what changes only how somebody gets their own letter
OWN_LETTER = frozenset({Change.SKIP, Change.WEEKLY, Change.OFF, Change.ADDRESS})


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitLine:
    """Things of one kind that wait for this person; `words` is the first of them in a sentence."""

    heading: str
    count: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoLine:
    """A message that goes today; `waits` where only with this person's yes, else approved."""

    message_id: str
    customer_id: str
    customer: str
    what: str
    amount: Money
    #: whether it asks for money: a statement or thanks does not
    asks: bool
    waits: bool
    #: may be approved together with others
    with_all: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CameLine:
    """What came in of one kind since the letter before."""

    what: str
    count: int
    amounts: tuple[Money, ...]
    #: from whom, the largest first
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A change of one tap: what its link says, and what it is about."""

    change: Change
    label: str
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MorningFacts:
    """All that a morning letter says to one person, on a civil day of the organisation."""

    organisation: str
    on: date
    #: what came in is told from this day on
    since: date
    waits: tuple[WaitLine, ...]
    going: tuple[GoLine, ...]
    came: tuple[CameLine, ...]
    #: the first day on which words go again, where everything is stopped
    stopped_until: date | None
    #: the most useful changes of the day first; none where they may decide nothing
    offers: tuple[Offer, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say today, so that nothing is sent."""
        return not (self.waits or self.going or self.came)

    @property
    def waiting(self) -> int:
        """How many things wait for this person."""
        return sum(each.count for each in self.waits)
