"""Reads who is under which policy: counts by segment and policy, and one customer's. Writes
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from plugin.store._tx import Tx


def counts(tx: Tx) -> Sequence[Row[Any]]:
    """How many customers were last reviewed in each segment under each policy."""
    return tx.sql(
        "select a.segment, a.policy, count(*) as n from assessments a"
        " join contacts c on c.org_id = a.org_id and c.id = a.customer_id"
        " where a.org_id = :org and c.merged_into is null and c.is_customer"
        " and c.status = 'active' group by a.segment, a.policy"
    ).all()


def named(tx: Tx) -> Sequence[Row[Any]]:
    """How many customers a person put under each policy by name."""
    return tx.sql(
        "select policy, count(*) as n from terms where org_id = :org and policy is not null"
        " group by policy order by policy"
    ).all()


def customer(tx: Tx, customer_id: str) -> Row[Any] | None:
    """One customer's segment and policy as last reviewed, and what a person chose of both."""
    return tx.sql(
        "select a.segment, a.segment_since, a.policy, a.decision -> 'segment' as why,"
        " a.decision -> 'policy' as under, t.policy as own, t.policy_until,"
        " t.segment as chosen, t.segment_until from assessments a"
        " left join terms t on t.org_id = a.org_id and t.customer_id = a.customer_id"
        " where a.org_id = :org and a.customer_id = :customer",
        customer=customer_id,
    ).one_or_none()


def segments(tx: Tx) -> Sequence[Row[Any]]:
    """The segment of every customer as last reviewed, with what a person chose beside it."""
    return tx.sql(
        "select a.customer_id, a.segment, t.policy, t.policy_until from assessments a"
        " left join terms t on t.org_id = a.org_id and t.customer_id = a.customer_id"
        " where a.org_id = :org and a.segment is not null"
    ).all()
