"""What people decided of a policy's version after a while. Whether it worked is not judged here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyReview:
    """One decision: keep, change or revert, with the figures of its day."""

    policy: str
    version: int
    decision: str
    why: str
    on: date
    by: str
    shown: Mapping[str, Any]


def add(tx: Tx, review: PolicyReview, *, at: datetime) -> None:
    """Write a decision down."""
    tx.sql(
        'insert into policy_reviews (org_id, policy, version, decision, why, "on", at, "by", shown)'
        " values (:org, :policy, :version, :decision, :why, :on, :at, :by, cast(:shown as jsonb))",
        policy=review.policy,
        version=review.version,
        decision=review.decision,
        why=review.why,
        on=review.on,
        at=at,
        by=review.by,
        shown=json.dumps(review.shown, default=str),
    )


def every(tx: Tx) -> tuple[PolicyReview, ...]:
    """All decisions, newest first."""
    rows = tx.sql(
        'select policy, version, decision, why, "on", "by", shown from policy_reviews'
        " where org_id = :org order by id desc"
    ).mappings()
    return tuple(PolicyReview(**row) for row in rows)


def covered_by(tx: Tx, policy: str) -> Sequence[str]:
    """The customers whom this policy covered at their last review."""
    rows = tx.sql(
        "select customer_id from assessments where org_id = :org and policy = :policy"
        " order by customer_id",
        policy=policy,
    )
    return list(rows.scalars())
