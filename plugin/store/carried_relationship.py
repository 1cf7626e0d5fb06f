"""What people decided between a customer and the house, for books that came in place of others.

Notes that stand, how often somebody rings, and that nobody asks for a recommendation. Meetings hang
on the old books.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from plugin.credit.check_in_facts import CheckIn
from plugin.store import check_ins, context_notes, never_asked
from plugin.store._tx import Tx
from plugin.store.context_notes import KeptNote


@dataclass(frozen=True, slots=True)
class Between:
    """Of one customer; `never_asked_by` is empty where nobody said so."""

    notes: tuple[KeptNote, ...] = ()
    check_in: CheckIn | None = None
    never_asked_by: str = ""


#: of customers of whom nothing was decided
NOTHING_BETWEEN = Between()


def all_between(tx: Tx) -> dict[str, Between]:
    """What stands, by customer."""
    notes: dict[str, list[KeptNote]] = defaultdict(list)
    for each in context_notes.every(tx):
        notes[each.customer_id].append(each)
    rung, refused = check_ins.every(tx), never_asked.every(tx)
    return {
        customer: Between(
            tuple(notes.get(customer, ())), rung.get(customer), refused.get(customer, "")
        )
        for customer in notes.keys() | rung.keys() | refused.keys()
    }


def take_over(tx: Tx, customer_id: str, it: Between, *, by: str, at: datetime) -> None:
    """Write it down for the same customer of the new books, under whoever first said it."""
    for each in it.notes:
        context_notes.keep(
            tx,
            customer_id,
            each.note.fact,
            since=each.note.since,
            until=each.note.until,
            words=each.words,
            by=each.note.by,
            at=each.at,
        )
    if it.check_in is not None:
        check_ins.choose(
            tx,
            customer_id,
            every_weeks=it.check_in.every_weeks,
            next_on=it.check_in.next_on,
            by=by,
            at=at,
        )
    if it.never_asked_by:
        never_asked.refuse(tx, customer_id, by=it.never_asked_by, at=at)
