"""Check-ins: who is rung without a reason of money, how often, and what came of each.

When one is due is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from plugin.credit.check_in_facts import CheckIn
from plugin.store._account_facts import Batch
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed

SPOKE, NO_ANSWER = "spoke", "no_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCheckIn:
    """What came of one: `outcome` is SPOKE or NO_ANSWER, `next_on` the day then set."""

    on: date
    outcome: str
    words: str
    by: str
    next_on: date


def choose(
    tx: Tx, customer_id: str, *, every_weeks: int, next_on: date, by: str, at: datetime
) -> None:
    """Say how often a customer is rung and when next; 0 weeks is never."""
    tx.sql(
        "insert into check_ins (org_id, customer_id, every_weeks, next_on, by, at)"
        " values (:org, :customer, :weeks, :next_on, :by, :at)"
        " on conflict (org_id, customer_id) do update set every_weeks = excluded.every_weeks,"
        " next_on = excluded.next_on, by = excluded.by, at = excluded.at",
        customer=customer_id,
        weeks=every_weeks,
        next_on=next_on,
        by=by,
        at=at,
    )
    mark_changed(tx, [customer_id])


def note(
    tx: Tx,
    customer_id: str,
    *,
    outcome: str,
    words: str,
    on: date,
    next_on: date,
    by: str,
    at: datetime,
) -> None:
    """Keep what came of one, the words sealed."""
    tx.sql(
        "insert into check_in_talks (org_id, id, customer_id, outcome, words, on_day, next_on, by,"
        " at) values (:org, :id, :customer, :outcome, :words, :on_day, :next_on, :by, :at)",
        id=uuid4(),
        customer=customer_id,
        outcome=outcome,
        words=tx.seal.close(words) if words else None,
        on_day=on,
        next_on=next_on,
        by=by,
        at=at,
    )


def chosen(tx: Tx, customer_id: str) -> CheckIn | None:
    """What was chosen for a customer; None where nobody chose anything."""
    row = tx.sql(
        "select every_weeks, next_on from check_ins"
        " where org_id = :org and customer_id = :customer",
        customer=customer_id,
    ).one_or_none()
    return None if row is None else CheckIn(row.every_weeks, row.next_on)


def every(tx: Tx) -> dict[str, CheckIn]:
    """What was chosen for every customer of whom anything was."""
    rows = tx.sql("select customer_id, every_weeks, next_on from check_ins where org_id = :org")
    return {row.customer_id: CheckIn(row.every_weeks, row.next_on) for row in rows}


def past(tx: Tx, customer_id: str, *, limit: int = 6) -> tuple[PastCheckIn, ...]:
    """What came of the last ones, newest first."""
    rows = tx.sql(
        "select on_day, outcome, words, by, next_on from check_in_talks"
        " where org_id = :org and customer_id = :customer order by at desc, id limit :limit",
        customer=customer_id,
        limit=limit,
    )
    return tuple(
        PastCheckIn(
            on=row.on_day,
            outcome=row.outcome,
            words=tx.seal.open(row.words) if row.words is not None else "",
            by=row.by,
            next_on=row.next_on,
        )
        for row in rows
    )


def check_ins_of(batch: Batch) -> Mapping[str, CheckIn]:
    """What was chosen for the customers of a batch."""
    rows = batch.tx.sql(
        "select customer_id, every_weeks, next_on from check_ins where org_id = :org"
        " and customer_id = any(:ids)",
        ids=batch.ids,
    )
    return {row.customer_id: CheckIn(row.every_weeks, row.next_on) for row in rows}
