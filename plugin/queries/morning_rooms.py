"""What waits for one person, gathered from every room that has something. It decides nothing.

A room joins by one function of the shape of `Room`, named once in `ROOMS`: what it yields stands in
the morning letter and on the stack of cards, in the order of the rooms. A new kind of task needs
nothing here: every open task has its place.
"""

from __future__ import annotations

from collections.abc import Iterable

from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.credit.policy_parts import Channel
from plugin.letters.wording import ago, money
from plugin.queries.morning_matters import DECIDE_DAILY, SEE, Matter, Room, Whom
from plugin.queries.morning_team import seconds, vetoes
from plugin.queries.reminders import stack
from plugin.queries.tasks import HEADINGS, open_tasks
from plugin.store import Tx, calls
from plugin.store.people import Role
from plugin.store.reading import customers, work

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


def replies(tx: Tx, whom: Whom) -> Iterable[Matter]:
    """What customers wrote and nobody has read."""
    if not whom.is_any(DECIDE_DAILY):
        return
    unread = calls.every_unread(tx)
    others = whom.leaves_out(tx, [each.customer_id for each in unread])
    unread = tuple(each for each in unread if each.customer_id not in others)
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
        if task.kind in places
        and task.kind not in _ELSEWHERE
        and whom.is_theirs(task.whose_id)
        and (not of_books_only or task.kind in OF_THE_BOOKS or task.whose_id == whom.member.user.id)
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
    both = (*found.unconfirmed, *found.waiting)
    others = whom.leaves_out(tx, [line.customer_id for line in both])
    for line in found.unconfirmed:
        if line.customer_id in others:
            continue
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
        if line.customer_id in others:
            continue
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


def telephone(tx: Tx, whom: Whom) -> Iterable[Matter]:
    """Calls that stand on the call sheet."""
    if not whom.is_any(DECIDE_DAILY):
        return
    rows = [row for row in work.messages(tx, "proposed") if row.channel == Channel.CALL]
    others = whom.leaves_out(tx, [row.customer_id for row in rows])
    for row in rows:
        if row.customer_id in others:
            continue
        name, asked = row.customer_name or row.customer_id, Money(row.total, row.currency)
        yield Matter(
            key=f"call {row.id}",
            heading="Calls",
            customer=name,
            words=f"Call {name} about {money(asked)}.",
            path=f"calls?customer={row.customer_id}",
            amount=asked,
        )


#: every room with something that may wait for a person; people come first, then the books, then
#: what waits for a yes, then the telephone
ROOMS: tuple[Room, ...] = (replies, vetoes, seconds, tasks, drafts, telephone)


def matters(tx: Tx, whom: Whom) -> tuple[Matter, ...]:
    """Everything that waits for this person, room by room."""
    return tuple(matter for room in ROOMS for matter in room(tx, whom))


def _snippet(said: str) -> str:
    words = " ".join(said.split())
    return words if len(words) <= _SNIPPET else f"{words[:_SNIPPET].rsplit(' ', 1)[0]}…"
