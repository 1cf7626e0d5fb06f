"""What a room says of one thing that waits for one person, and who that person is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from plugin.credit.account import Calendar
from plugin.credit.money import Money
from plugin.store import Tx, assigned
from plugin.store.people import Member, Role

#: people who decide about customers day by day
DECIDE_DAILY = frozenset({Role.OWNER, Role.CONTROLLER})
#: those, and whoever follows the books without being asked
SEE = frozenset({Role.OWNER, Role.CONTROLLER, Role.ACCOUNTANT, Role.READER})
#: to whom everything is told, whoever looks after it
_ALL_OF_IT = frozenset({Role.OWNER, Role.READER})
#: whoever may say yes or no to something
DECIDE = frozenset({Role.OWNER, Role.CONTROLLER, Role.ACCOUNTANT})


@dataclass(frozen=True, slots=True)
class Whom:
    """The person asked about, on a civil day of the organisation."""

    member: Member
    on: date
    now: datetime
    #: the organisation's own working days
    calendar: Calendar

    def is_any(self, roles: frozenset[Role]) -> bool:
        """Whether they are one of these."""
        return self.member.role in roles

    def is_theirs(self, whose: UUID | None) -> bool:
        """Whether what was given to a person (None: to nobody) waits for this one too.

        An owner is told of everything; what is another's waits for no other.
        """
        return self.member.role in _ALL_OF_IT or whose in {None, self.member.user.id}

    def leaves_out(self, tx: Tx, customer_ids: Iterable[str]) -> frozenset[str]:
        """The customers among these whom somebody else looks after."""
        held = assigned.of_customers(tx, sorted(set(customer_ids)))
        return frozenset(
            customer for customer, by in held.items() if not self.is_theirs(by.controller_id)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing that waits for a person.

    `key` names it for good: the kind of thing, a blank, its id. `path` leads to it, below the
    organisation's own address. `said` is what somebody outside wrote: it is shown on our pages,
    and does not leave by mail.
    """

    key: str
    heading: str
    customer: str
    words: str
    path: str
    amount: Money | None = None
    said: str = ""
    #: what is asked, where a card can be answered by more than looking
    asks: str = ""


class Room(Protocol):
    """Says what of a room waits for a person, most pressing first."""

    def __call__(self, tx: Tx, whom: Whom) -> Iterable[Matter]:
        """The matters, none where nothing concerns them."""
