"""Who looks after whom, as values for pages: of one customer, of many, and who could.

It changes nothing. Which roles decide about customers is handed in.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plugin.credit.veto_facts import VetoAnswer, VetoStep
from plugin.store import Tx, assigned, comments, disputes, people, vetoes
from plugin.store.comments import Comment
from plugin.store.people import Member, Role
from plugin.store.reading import assigning as read

PAGE = 200

#: whose customers or tasks are shown, with the words
WHOSE = (("", "Everybody’s"), ("mine", "Mine"), ("nobody", "Nobody’s"))


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the team, and whether they may decide about customers."""

    id: UUID
    name: str
    decides: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VetoShown:
    """What a salesperson was asked and has not settled, or holds back."""

    id: UUID
    step: str
    by: str
    opened_on: date | None
    until: date | None
    reason: str
    is_veto: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What people of the team keep beside a customer: who looks after them, vetoes, notes."""

    me: UUID
    controller_id: UUID | None
    controller: str
    sales_id: UUID | None
    sales: str
    colleagues: tuple[Colleague, ...]
    vetoes: tuple[VetoShown, ...]
    comments: tuple[Comment, ...]
    #: what a note may be about: the value of the choice, and its words
    topics: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One customer of the list of many."""

    id: str
    name: str
    number: str
    controller: str
    sales: str


@dataclass(frozen=True, slots=True)
class Many:
    """Customers with who looks after them; `count` is how many match in all."""

    lines: tuple[Line, ...]
    count: int
    colleagues: tuple[Colleague, ...]


def colleagues(tx: Tx, org_id: UUID, deciding: Collection[Role]) -> tuple[Colleague, ...]:
    """Everybody of the team, by name; `deciding` are the roles that decide about customers."""
    found = [_colleague(each, deciding) for each in people.members_of(tx, org_id)]
    return tuple(sorted(found, key=lambda each: each.name.lower()))


def beside(
    tx: Tx,
    org_id: UUID,
    customer_id: str,
    *,
    on: date,
    me: UUID,
    deciding: Collection[Role],
    invoices: Sequence[tuple[str, str]],
    tasks: Sequence[tuple[UUID, str]],
) -> Beside:
    """The block of a customer's page; `invoices` and `tasks` are those shown on it."""
    team = colleagues(tx, org_id, deciding)
    names = {each.id: each.name for each in team}
    held = assigned.of_customer(tx, customer_id)
    open_disputes = disputes.disputes(tx, customer_id=customer_id, only_open=True)
    topics = [
        ("customer", "them"),
        *((f"invoice:{id_}", number or "no number") for id_, number in invoices),
        *((f"dispute:{each.id}", f"the dispute on {each.number}") for each in open_disputes),
        *((f"task:{id_}", words[:60]) for id_, words in tasks),
    ]
    return Beside(
        me=me,
        controller_id=held.controller_id,
        controller=names.get(held.controller_id, "") if held.controller_id else "",
        sales_id=held.sales_id,
        sales=names.get(held.sales_id, "") if held.sales_id else "",
        colleagues=team,
        vetoes=_vetoes(tx, customer_id, on),
        comments=comments.of_customer(tx, customer_id),
        topics=tuple(topics),
    )


def _vetoes(tx: Tx, customer_id: str, on: date) -> tuple[VetoShown, ...]:
    shown = []
    for each in vetoes.of_customer(tx, customer_id):
        is_veto = each.answer is VetoAnswer.VETO
        if each.answer is VetoAnswer.GO_AHEAD or (each.until is not None and each.until <= on):
            continue
        if not is_veto and each.opened_on is not None and (on - each.opened_on).days > _LONGEST:
            continue
        shown.append(
            VetoShown(
                id=each.id,
                step="a final notice" if each.step is VetoStep.FINAL else "a stop",
                by=each.asked,
                opened_on=each.opened_on,
                until=each.until,
                reason=each.reason,
                is_veto=is_veto,
            )
        )
    return tuple(shown)


#: two working days never take longer than this; what is older went its way
_LONGEST = 14


def many(
    tx: Tx,
    org_id: UUID,
    *,
    whose: str,
    me: UUID,
    deciding: Collection[Role],
    search: str = "",
    page: int = 1,
) -> Many:
    """Customers of somebody, of nobody or of all, by name."""
    team = colleagues(tx, org_id, deciding)
    names = {each.id: each.name for each in team}
    rows = read.customers(
        tx, whose=whose, me=me, search=search, limit=PAGE, offset=(max(page, 1) - 1) * PAGE
    )
    lines = tuple(
        Line(
            row.id,
            row.name,
            row.number,
            names.get(row.controller_id, ""),
            names.get(row.sales_id, ""),
        )
        for row in rows
    )
    return Many(lines, rows[0].n_all if rows else 0, team)


def _colleague(member: Member, deciding: Collection[Role]) -> Colleague:
    name = member.user.name or member.user.email
    return Colleague(member.user.id, name, member.role in deciding)
