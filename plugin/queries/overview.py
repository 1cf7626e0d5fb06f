"""The day's work on one page: people first, then your yes, then the figures. It decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.queries.figures import Figures, ledger_figures
from plugin.queries.mail import Waiting, people_waiting
from plugin.queries.reminders import Stack, narrowed, stack
from plugin.queries.tasks import HEADINGS, TaskGroup, task_groups
from plugin.store import Tx, assigned
from plugin.store.reading import customers, ledger, work

#: days of money that came in, shown beside what is owed
MONEY_DAYS = 7
#: what stands on the page in its own words
_APART = frozenset({TaskKind.PROPOSE_STOP, TaskKind.UNCONFIRMED, TaskKind.ANSWERED})


@dataclass(frozen=True, slots=True)
class CameIn:
    """Customers' payments of the last days in one currency."""

    count: int
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What a person should do today, and the few numbers that matter."""

    figures: tuple[Figures, ...]
    stack: Stack
    stops: TaskGroup | None
    people: tuple[TaskGroup, ...]
    #: customers who wrote, and whom nobody has read yet
    replies: Waiting | None
    came_in: tuple[CameIn, ...]
    watched: int
    stopped: int
    next_look: date | None

    @property
    def is_quiet(self) -> bool:
        """True when nothing waits for a person."""
        work = (self.people, self.replies, self.stops, self.stack.waiting, self.stack.unconfirmed)
        return not any(work)


def overview(
    tx: Tx, *, on: date, base_currency: str, whose: str = "", me: UUID | None = None
) -> Overview:
    """The overview of a civil day; `whose` work is empty for everybody's, *mine* or *nobody*."""
    groups = task_groups(tx, on=on, whose=whose, me=me)
    statuses = {row.status: row.n for row in customers.by_status(tx)}
    return Overview(
        figures=ledger_figures(tx, on=on, base_currency=base_currency),
        stack=_stack(tx, whose, me),
        stops=next((group for group in groups if group.kind is TaskKind.PROPOSE_STOP), None),
        people=tuple(group for group in groups if group.kind not in _APART),
        replies=people_waiting(tx, on=on),
        came_in=tuple(
            CameIn(row.n, Money(row.amount, row.currency))
            for row in ledger.money_in(tx, since=on - timedelta(days=MONEY_DAYS - 1), on=on)
        ),
        watched=statuses.get("watch", 0),
        stopped=statuses.get("stop", 0),
        next_look=work.next_looks(tx),
    )


def _stack(tx: Tx, whose: str, me: UUID | None) -> Stack:
    found = stack(tx)
    if not whose:
        return found
    held = assigned.of_customers(tx, [line.customer_id for line in found.waiting])
    wanted = me if whose == "mine" else None
    return narrowed(
        found, lambda customer: held.get(customer, assigned.NOBODY).controller_id == wanted
    )


__all__ = ["HEADINGS", "MONEY_DAYS", "CameIn", "Overview", "overview"]
