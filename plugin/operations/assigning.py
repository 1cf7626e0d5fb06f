"""Assigning: who of the team looks after which customer, and whose a task is.

Looking after a customer gives nobody a right that their role has not. Leaving the team hands back
what was assigned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from plugin.credit.veto import still_open_since
from plugin.jobs import What
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import Ground, ground
from plugin.operations.roles import ROLE_NAMES, Right, may
from plugin.store import Tx, assessments, assigned, people, timeline, vetoes
from plugin.store.assigned import Looked
from plugin.store.people import Member, Role


class Keep(Enum):
    """Whoever it is stays."""

    AS_IT_IS = "as it is"


#: a person, nobody, or whoever it is
Chosen = UUID | None | Keep

#: so many customers at once: a page of the list, several times over
MOST_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class _Moved:
    """What changed of one customer."""

    before: Looked
    after: Looked


def assign(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    customer_ids: Sequence[str],
    controller: Chosen = Keep.AS_IT_IS,
    sales: Chosen = Keep.AS_IT_IS,
) -> int:
    """Let these people look after these customers; of how many it changed. Raises NotPossible.

    A credit controller must be allowed to decide; anybody of the team may be a salesperson, who
    then has two working days before a hard step.
    """
    ids = sorted(set(customer_ids))[:MOST_AT_ONCE]
    if not ids:
        raise NotPossible("No customer was ticked, so nothing was changed. Tick some first.")
    with decided(doors, org_id, What.ASSESS) as tx:
        on = ground(tx, now=doors.clock.now())
        members = {each.user.id: each for each in people.members_of(tx, org_id)}
        _refuse_stranger(members, controller, sales)
        assessments.lock(tx, ids)
        if assigned.count_known(tx, ids) < len(ids):
            raise NotPossible("One of these customers is not known here. Nothing was changed.")
        before = assigned.of_customers(tx, ids)
        moved = {
            each: _Moved(held, now)
            for each in ids
            if (now := _after(held := before.get(each, assigned.NOBODY), controller, sales)) != held
        }
        if moved:
            _write(tx, on, by, moved, members)
    return len(moved)


def _refuse_stranger(members: dict[UUID, Member], controller: Chosen, sales: Chosen) -> None:
    for chosen in (controller, sales):
        if isinstance(chosen, UUID) and chosen not in members:
            raise NotPossible("This person is not in the team (any more). Nothing was changed.")
    if isinstance(controller, UUID) and not may(members[controller].role, Right.DECIDE):
        member = members[controller]
        raise NotPossible(
            f"{member.user.name} is {ROLE_NAMES[member.role]} here and cannot decide about "
            "customers. Nothing was changed. Choose somebody else, or change what they are first."
        )


def _after(held: Looked, controller: Chosen, sales: Chosen) -> Looked:
    return Looked(
        held.controller_id if isinstance(controller, Keep) else controller,
        held.sales_id if isinstance(sales, Keep) else sales,
    )


def _write(
    tx: Tx, on: Ground, by: str, moved: dict[str, _Moved], members: dict[UUID, Member]
) -> None:
    assigned.assign(tx, {each: its.after for each, its in moved.items()}, by=by, at=on.now)
    resold = [c for c, its in moved.items() if its.before.sales_id != its.after.sales_id]
    if resold:
        give_new_days(tx, on, resold)
    timeline.record_all(
        tx,
        [
            timeline.Event(
                at=on.now, kind="assigned", by=by, summary=_words(its, members),
                customer_id=customer_id,
            )
            for customer_id, its in moved.items()
        ],
    )  # fmt: skip


def give_new_days(tx: Tx, on: Ground, customer_ids: Sequence[str]) -> None:
    """Whoever sells to them now has two days of their own, where the time of before still ran."""
    since = still_open_since(on.today, on.calendar_of(on.organisation.country))
    vetoes.close_unanswered(
        tx, customer_ids, since=since, why="somebody else looks after them", at=on.now
    )
    assessments.touch(tx, customer_ids)


def _words(its: _Moved, members: dict[UUID, Member]) -> str:
    said = []
    if its.before.controller_id != its.after.controller_id:
        said.append(f"credit controller: {_name(its.after.controller_id, members)}")
    if its.before.sales_id != its.after.sales_id:
        said.append(f"salesperson: {_name(its.after.sales_id, members)}")
    words = "; ".join(said)
    return f"{words[:1].upper()}{words[1:]}"


def _name(user_id: UUID | None, members: dict[UUID, Member]) -> str:
    if user_id is None:
        return "nobody"
    user = members[user_id].user
    return user.name or user.email


def hand_over(doors: Doors, *, org_id: UUID, by: str, task_id: UUID, to: UUID | None) -> str:
    """Give a task to somebody, or with None back to whose it is; to whom, for a sentence.

    Raises NotPossible where they cannot decide, or the task is not open any more.
    """
    with decided(doors, org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        members = {each.user.id: each for each in people.members_of(tx, org_id)}
        _refuse_stranger(members, to, None)
        customer_id = assigned.hand_task(tx, task_id, to, by=by)
        if customer_id is None:
            raise NotPossible("This was answered already. Nothing was changed.")
        name = _name(to, members) if to is not None else "whose it is"
        record(tx, on, by, customer_id or None, "task", f"{by} handed a task to {name}")
    return name


def hand_back_all(tx: Tx, on: Ground, user_id: UUID, *, role: Role | None) -> None:
    """Take back what a person can carry no more: all of it where `role` is None, who leaves.

    Who may no longer decide keeps the customers to whom they sell.
    """
    if role is not None and may(role, Right.DECIDE):
        return
    sold = assigned.hand_back(tx, user_id, sales_too=role is None)
    if sold:
        assessments.lock(tx, sorted(sold))
        give_new_days(tx, on, sorted(sold))
