"""What waits for one person, gathered from every room that has something. It decides nothing.

A room joins by one function of the shape of `Room`, named once in `ROOMS`: what it yields stands in
the morning letter and on the stack of cards, in the order of the rooms.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.credit.policy_parts import Channel
from plugin.letters.wording import ago, money
from plugin.queries.reminders import stack
from plugin.queries.tasks import HEADINGS, open_tasks
from plugin.store import Tx, calls
from plugin.store.people import Member, Role
from plugin.store.reading import customers

#: people who decide about customers day by day
DECIDE_DAILY = frozenset({Role.OWNER, Role.CONTROLLER})
#: those, and whoever follows the books without being asked
SEE = frozenset({Role.OWNER, Role.CONTROLLER, Role.ACCOUNTANT, Role.READER})
#: tasks about the books themselves: what a bookkeeper or accountant puts right
OF_THE_BOOKS = frozenset(
    {
        TaskKind.STALE_BOOKS,
        TaskKind.NEVER_SENT,
        TaskKind.ALLOCATE_CREDIT,
        TaskKind.SET_OFF,
        TaskKind.MATCH_PAYMENT,
        TaskKind.PAYMENT_BACK,
        TaskKind.ISSUE_CREDIT,
        TaskKind.LEDGER_REFUSED,
        TaskKind.FLAG_REMOVED,
        TaskKind.PLACE_OPENING_DEBT,
        TaskKind.REPEATING_WHILE_STOPPED,
        TaskKind.SAYS_PAID,
        TaskKind.SAYS_PAID_AGAIN,
    }
)
#: these have cards of their own
_ELSEWHERE = frozenset({TaskKind.UNCONFIRMED, TaskKind.ANSWERED})
_SNIPPET = 120


@dataclass(frozen=True, slots=True)
class Whom:
    """The person asked about, on a civil day of the organisation."""

    member: Member
    on: date
    now: datetime

    def is_any(self, roles: frozenset[Role]) -> bool:
        """Whether they are one of these."""
        return self.member.role in roles


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


def replies(tx: Tx, whom: Whom) -> Iterable[Matter]:
    """What customers wrote and nobody has read."""
    if not whom.is_any(DECIDE_DAILY):
        return
    unread = calls.every_unread(tx)
    names = customers.names(tx, [each.customer_id for each in unread])
    for each in unread:
        name = names.get(each.customer_id, "Somebody")
        is_mail = each.channel is Channel.EMAIL
        yield Matter(
            key=f"reply {each.id}",
            heading="They wrote, and nobody has read it",
            customer=name,
            words=f"{name} wrote {ago(each.replied_on, whom.on)}.",
            path=f"mail/{each.id}" if is_mail else f"customers/{each.customer_id}",
            said=_snippet(each.said),
        )


def tasks(tx: Tx, whom: Whom) -> Iterable[Matter]:
    """Open tasks, in the order of *Needs a person*; of the books alone for an accountant."""
    if not whom.is_any(SEE):
        return
    of_books_only = whom.member.role is Role.ACCOUNTANT
    places = {kind: place for place, kind in enumerate(HEADINGS)}
    found = [
        task
        for task in open_tasks(tx, on=whom.on)
        if task.kind not in _ELSEWHERE and (not of_books_only or task.kind in OF_THE_BOOKS)
    ]
    for task in sorted(found, key=lambda each: places[each.kind]):
        yield Matter(
            key=f"task {task.id}",
            heading=HEADINGS[task.kind],
            customer=task.customer if task.customer_id else "",
            words=" ".join((*task.reasons, task.words)),
            path=f"tasks#task-{task.id}",
            amount=task.amount,
            asks=task.kind.value,
        )


def drafts(tx: Tx, whom: Whom) -> Iterable[Matter]:
    """Messages that wait for a yes, and those of which nobody knows whether they went."""
    if not whom.is_any(DECIDE_DAILY):
        return
    found = stack(tx)
    for line in found.unconfirmed:
        yield Matter(
            key=f"unconfirmed {line.id}",
            heading="May or may not have gone",
            customer=line.customer,
            words=f"{line.customer}: {line.level}, {money(line.total)}; it may or may not have "
            "gone.",
            path="reminders#unconfirmed",
            amount=line.total,
        )
    for line in found.waiting:
        amount = "" if line.asks_nothing else f", {money(line.total)}"
        yield Matter(
            key=f"draft {line.id}",
            heading="Messages that wait for your yes",
            customer=line.customer,
            words=f"{line.customer}: {line.level}{amount}.",
            path=f"reminders?card={line.id}",
            amount=None if line.asks_nothing else line.total,
            asks="draft" if line.channel != Channel.LETTER else "letter",
        )


#: every room with something that may wait for a person; people come first, then the books, then
#: what waits for a yes
ROOMS: tuple[Room, ...] = (replies, tasks, drafts)


def matters(tx: Tx, whom: Whom) -> tuple[Matter, ...]:
    """Everything that waits for this person, room by room."""
    return tuple(matter for room in ROOMS for matter in room(tx, whom))


def _snippet(said: str) -> str:
    words = " ".join(said.split())
    return words if len(words) <= _SNIPPET else f"{words[:_SNIPPET].rsplit(' ', 1)[0]}…"
