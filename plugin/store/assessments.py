"""What was last decided of each customer. The decision itself is the engine's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Row

from plugin.credit.account import CreditStatus
from plugin.credit.decisions import Review
from plugin.credit.money import Money
from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True)
class Assessment:
    """The status in force of one customer, and what a person said of a stop."""

    customer_id: str
    status: CreditStatus
    since: date | None
    stop_proposed: bool
    stop_confirmed_by: str | None
    stop_refused_on: date | None
    changed_seq: int
    decision: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CoveredBy:
    """The segment in force, the one that the rule found, and the policy of a review, by name."""

    segment: str
    found: str
    policy: str


@dataclass(frozen=True, slots=True)
class Change:
    """A status that a review changed."""

    customer_id: str
    before: CreditStatus
    after: CreditStatus


def lock(tx: Tx, customer_ids: Sequence[str]) -> dict[str, int]:
    """Lock these customers until the transaction ends, in one order so that nobody deadlocks.

    A customer without a row gets one. Every decision of a person or a job about a customer is
    made under this lock. Returns each one's changed_seq as it stands now.
    """
    tx.sql(
        "insert into assessments (org_id, customer_id)"
        " select :org, c from unnest(cast(:customers as text[])) c order by c"
        " on conflict do nothing",
        customers=list(customer_ids),
    )
    rows = tx.sql(
        "select customer_id, changed_seq from assessments"
        " where org_id = :org and customer_id = any(:customers) order by customer_id for update",
        customers=list(customer_ids),
    )
    return {row.customer_id: row.changed_seq for row in rows}


def read(tx: Tx, customer_id: str) -> Assessment | None:
    """The last assessment of one customer, unlocked."""
    row = tx.sql(
        "select * from assessments where org_id = :org and customer_id = :customer",
        customer=customer_id,
    ).one_or_none()
    return None if row is None else _assessment(row)


def save(
    tx: Tx,
    reviews: Sequence[Review],
    read_seqs: Mapping[str, int],
    *,
    documents: Sequence[Any],
    covers: Sequence[CoveredBy],
) -> tuple[Change, ...]:
    """Write what the reviews decided, and under which policy; says whose status changed.

    `read_seqs` is each customer's changed_seq as it stood when its facts were read, so that a
    fact that arrived meanwhile leaves the customer due for another review.
    """
    changed = tx.sql(
        "with new as (select * from jsonb_to_recordset(cast(:rows as jsonb)) as n(customer text,"
        ' status text, over bool, proposed bool, again date, "on" date, seq bigint,'
        " decision jsonb, segment text, found text, policy text)),"
        " old as (select a.customer_id, a.status from assessments a join new n"
        " on n.customer = a.customer_id where a.org_id = :org),"
        " written as (update assessments a set status = n.status, over_limit = n.over,"
        ' stop_proposed = n.proposed, look_again_on = n.again, assessed_on = n."on",'
        " assessed_seq = n.seq, decision = n.decision, segment = n.segment,"
        " segment_found = n.found, policy = n.policy, segment_since ="
        ' case when a.segment is distinct from n.segment then n."on" else a.segment_since end,'
        ' since = case when a.status <> n.status or a.since is null then n."on" else a.since end,'
        " stop_confirmed_by = case when n.status = 'stop' then a.stop_confirmed_by end"
        " from new n where a.org_id = :org and a.customer_id = n.customer"
        " returning a.customer_id, a.status)"
        " select w.customer_id, o.status as before, w.status as after from written w"
        " join old o using (customer_id) where o.status <> w.status",
        rows=msgspec.json.encode(_rows(reviews, read_seqs, documents, covers)).decode(),
    )
    return tuple(
        Change(row.customer_id, CreditStatus(row.before), CreditStatus(row.after))
        for row in changed
    )


def _rows(
    reviews: Sequence[Review],
    read_seqs: Mapping[str, int],
    documents: Sequence[Any],
    covers: Sequence[CoveredBy],
) -> list[dict[str, Any]]:
    return [
        {
            "customer": review.customer_id,
            "status": review.status.status.value,
            "over": review.status.over_limit,
            "proposed": review.status.stop_proposed,
            "again": review.look_again_on,
            "on": review.on,
            "seq": read_seqs[review.customer_id],
            "decision": document,
            "segment": cover.segment,
            "found": cover.found,
            "policy": cover.policy,
        }
        for review, document, cover in zip(reviews, documents, covers, strict=True)
    ]


def confirm_stop(tx: Tx, customer_id: str, *, by: str, on: date) -> None:
    """A named person said yes to a stop; it is in force from `on`."""
    tx.sql(
        "update assessments set status = 'stop', since = :on_day, stop_proposed = false,"
        " stop_confirmed_by = :by, stop_refused_on = null, changed_seq = changed_seq + 1"
        " where org_id = :org and customer_id = :customer",
        customer=customer_id,
        by=by,
        on_day=on,
    )


def refuse_stop(tx: Tx, customer_id: str, *, on: date, exposure: Money | None) -> None:
    """A named person said no to a stop, or lifted one; `exposure` is what it was then."""
    tx.sql(
        "update assessments set stop_proposed = false, stop_refused_on = :on_day,"
        " stop_refused_amount = :amount, stop_refused_currency = :currency,"
        " status = case when status = 'stop' then 'watch' else status end,"
        " stop_confirmed_by = null, changed_seq = changed_seq + 1"
        " where org_id = :org and customer_id = :customer",
        customer=customer_id,
        on_day=on,
        amount=exposure.amount if exposure else None,
        currency=exposure.currency if exposure else None,
    )


def touch(tx: Tx, customer_ids: Sequence[str] | None = None) -> None:
    """Say that facts of these customers (None: of all) changed, so that they are reviewed."""
    tx.sql(
        "update assessments set changed_seq = changed_seq + 1 where org_id = :org"
        " and (cast(:customers as text[]) is null or customer_id = any(:customers))",
        customers=None if customer_ids is None else list(customer_ids),
    )


def settle_unloaded(tx: Tx, customer_ids: Sequence[str]) -> None:
    """These customers have no account any more (merged away, erased): nothing is due of them."""
    if customer_ids:
        tx.sql(
            "update assessments set assessed_seq = changed_seq, look_again_on = null"
            " where org_id = :org and customer_id = any(:customers)",
            customers=list(customer_ids),
        )


def last_on(tx: Tx) -> date | None:
    """The civil day of the newest review of this organisation; None before the first."""
    found: date | None = tx.sql(
        "select max(assessed_on) from assessments where org_id = :org"
    ).scalar_one()
    return found


def next_look(tx: Tx, *, after: date) -> date | None:
    """The next day on which some customer's answer could change by itself."""
    found: date | None = tx.sql(
        "select min(look_again_on) from assessments where org_id = :org and look_again_on > :after",
        after=after,
    ).scalar_one()
    return found


def _assessment(row: Row[Any]) -> Assessment:
    return Assessment(
        customer_id=row.customer_id,
        status=CreditStatus(row.status),
        since=row.since,
        stop_proposed=row.stop_proposed,
        stop_confirmed_by=row.stop_confirmed_by,
        stop_refused_on=row.stop_refused_on,
        changed_seq=row.changed_seq,
        decision=row.decision,
    )
