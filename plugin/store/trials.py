"""Trials of a policy: who was placed where, who switched when, and what was decided in the end.

How customers are placed, and what a trial shows, is not decided here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, RowMapping

from plugin.credit.trials import Candidate, TrialDates, TrialPlace
from plugin.store._bulk import fresh_rows
from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One trial; `ended_on` None while it runs, `shown` what it showed when it was decided."""

    id: UUID
    policy: str
    policy_version: int
    against: str
    against_version: int
    key: str
    starts_on: date
    weeks: int
    groups: int
    by: str
    at: datetime
    ended_on: date | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    decision: str | None = None
    why: str | None = None
    shown: Mapping[str, Any] | None = None

    @property
    def dates(self) -> TrialDates:
        """When it starts, and how it was planned."""
        return TrialDates(self.starts_on, self.weeks, self.groups)


@dataclass(frozen=True, slots=True)
class Placed:
    """A customer's place with what came of it; `passed_over` says why a switch was left out."""

    place: TrialPlace
    name: str
    switched_at: datetime | None
    passed_over: str | None


_PLACE = {
    "customer_id": "text",
    "pair": "int",
    "is_first": "boolean",
    "switch_on": "date",
    "segment": "text",
    "sales": "numeric",
    "late": "numeric",
}


def candidates(tx: Tx, policy: str) -> Sequence[Row[Any]]:
    """Customers whom this policy covers by their segment, not by a person's choice; id, segment.

    Whoever is never chased, or not reviewed yet, is none.
    """
    return tx.sql(
        "select c.id, a.segment from contacts c"
        " join assessments a on a.org_id = :org and a.customer_id = c.id"
        " left join terms t on t.org_id = :org and t.customer_id = c.id"
        " where c.org_id = :org and c.merged_into is null and a.policy = :policy"
        " and a.segment is not null and t.policy is null and not coalesce(t.never_chase, false)"
        " order by c.id",
        policy=policy,
    ).all()


def add(tx: Tx, trial: Trial, places: Sequence[TrialPlace]) -> None:
    """Write a trial and everybody's place in it."""
    tx.sql(
        "insert into trials (org_id, id, policy, policy_version, against, against_version, key,"
        ' starts_on, weeks, groups, "by", at) values (:org, :id, :policy, :policy_version,'
        " :against, :against_version, :key, :starts_on, :weeks, :groups, :by, :at)",
        id=trial.id,
        policy=trial.policy,
        policy_version=trial.policy_version,
        against=trial.against,
        against_version=trial.against_version,
        key=trial.key,
        starts_on=trial.starts_on,
        weeks=trial.weeks,
        groups=trial.groups,
        by=trial.by,
        at=trial.at,
    )
    source, values = fresh_rows(
        _PLACE,
        [
            (
                each.candidate.customer_id,
                each.pair,
                each.is_first,
                each.switch_on.isoformat(),
                each.candidate.segment,
                str(each.candidate.sales),
                str(each.candidate.late),
            )
            for each in places
        ],
    )
    tx.sql(
        "insert into trial_places (org_id, trial_id, customer_id, pair, is_first, switch_on,"  # noqa: S608
        " segment, sales, late) select :org, cast(:trial as uuid), customer_id, pair, is_first,"
        f" switch_on, segment, sales, late from ({source}) as fresh",
        trial=trial.id,
        **values,
    )


def running(tx: Tx) -> Trial | None:
    """The trial that runs, locked until the transaction ends; None where none does."""
    row = (
        tx.sql("select * from trials where org_id = :org and ended_on is null for update")
        .mappings()
        .one_or_none()
    )
    return None if row is None else _trial(row)


def every(tx: Tx) -> tuple[Trial, ...]:
    """All trials, newest first."""
    rows = tx.sql("select * from trials where org_id = :org order by at desc, id").mappings()
    return tuple(_trial(row) for row in rows)


def trial(tx: Tx, trial_id: UUID) -> Trial | None:
    """One trial."""
    row = (
        tx.sql("select * from trials where org_id = :org and id = :id", id=trial_id)
        .mappings()
        .one_or_none()
    )
    return None if row is None else _trial(row)


def places(tx: Tx, trial_id: UUID) -> tuple[Placed, ...]:
    """Everybody's place in a trial, pair by pair, who switches first before the other."""
    rows = tx.sql(
        "select p.*, c.name from trial_places p"
        " join contacts c on c.org_id = :org and c.id = p.customer_id"
        " where p.org_id = :org and p.trial_id = :trial order by p.pair, p.is_first desc",
        trial=trial_id,
    )
    return tuple(
        Placed(
            TrialPlace(
                Candidate(row.customer_id, row.segment, row.sales, row.late),
                row.pair,
                row.is_first,
                row.switch_on,
            ),
            row.name,
            row.switched_at,
            row.passed_over,
        )
        for row in rows
    )


def to_switch(tx: Tx, *, on: date) -> Sequence[Row[Any]]:
    """Who is to be switched by now: customer, the policy, and what a person chose meanwhile."""
    return tx.sql(
        "select p.trial_id, p.customer_id, t.policy, s.policy as own from trial_places p"
        " join trials t on t.org_id = :org and t.id = p.trial_id and t.ended_on is null"
        " left join terms s on s.org_id = :org and s.customer_id = p.customer_id"
        " where p.org_id = :org and p.switched_at is null and p.passed_over is null"
        " and p.switch_on <= :on order by p.customer_id",
        on=on,
    ).all()


def note_switched(tx: Tx, trial_id: UUID, customer_ids: Sequence[str], *, at: datetime) -> None:
    """These switched."""
    tx.sql(
        "update trial_places set switched_at = :at where org_id = :org and trial_id = :trial"
        " and customer_id = any(:ids)",
        trial=trial_id,
        ids=list(customer_ids),
        at=at,
    )


def note_passed_over(tx: Tx, trial_id: UUID, customer_ids: Sequence[str], why: str) -> None:
    """These were not switched on their day."""
    tx.sql(
        "update trial_places set passed_over = :why where org_id = :org and trial_id = :trial"
        " and customer_id = any(:ids)",
        trial=trial_id,
        ids=list(customer_ids),
        why=why,
    )


def next_switch(tx: Tx, *, after: date) -> date | None:
    """The next day on which somebody switches; None where nobody will."""
    found: date | None = tx.sql(
        "select min(p.switch_on) from trial_places p"
        " join trials t on t.org_id = :org and t.id = p.trial_id and t.ended_on is null"
        " where p.org_id = :org and p.switched_at is null and p.passed_over is null"
        " and p.switch_on > :after",
        after=after,
    ).scalar_one()
    return found


def postpone(tx: Tx, trial_id: UUID, *, weeks: int, on: date) -> int:
    """Let everybody who has still to follow wait longer; says how many there are.

    Only the second of a pair waits: the first of a group that has yet to start starts as planned.
    """
    moved = tx.sql(
        "update trial_places set switch_on = switch_on + 7 * cast(:weeks as int)"
        " where org_id = :org and trial_id = :trial and not is_first and switched_at is null"
        " and passed_over is null and switch_on > :on",
        trial=trial_id,
        weeks=weeks,
        on=on,
    ).rowcount
    tx.sql(
        "update trials set weeks = weeks + :weeks where org_id = :org and id = :trial",
        trial=trial_id,
        weeks=weeks,
    )
    return moved


def put_back(tx: Tx, trial_id: UUID) -> tuple[str, ...]:
    """The customers who are under the trial's policy because it switched them."""
    rows = tx.sql(
        "select p.customer_id from trial_places p"
        " join trials t on t.org_id = :org and t.id = p.trial_id"
        " join terms s on s.org_id = :org and s.customer_id = p.customer_id"
        " and s.policy = t.policy"
        " where p.org_id = :org and p.trial_id = :trial and p.switched_at is not null"
        " order by p.customer_id",
        trial=trial_id,
    )
    return tuple(rows.scalars())


def end(
    tx: Tx,
    trial_id: UUID,
    *,
    decision: str,
    why: str,
    shown: Mapping[str, Any],
    by: str,
    on: date,
    at: datetime,
) -> None:
    """Write down what was decided, with what the trial showed on that day."""
    tx.sql(
        "update trials set ended_on = :on, ended_at = :at, ended_by = :by, decision = :decision,"
        " why = :why, shown = cast(:shown as jsonb) where org_id = :org and id = :trial",
        trial=trial_id,
        decision=decision,
        why=why,
        shown=json.dumps(shown, default=str),
        by=by,
        on=on,
        at=at,
    )


def sales_of(tx: Tx, customer_ids: Sequence[str], *, since: date, on: date) -> dict[str, Decimal]:
    """Sales invoiced in these days, in base currency at each invoice's own rate, by customer."""
    rows = tx.sql(
        "select contact_id, sum(total * base_per_unit) as amount from invoices"
        " where org_id = :org and kind = 'sale' and state in ('approved', 'paid')"
        " and not is_charge and issued > :since and issued <= :on and contact_id = any(:ids)"
        " group by contact_id",
        ids=list(customer_ids),
        since=since,
        on=on,
    )
    return {row.contact_id: row.amount for row in rows}


def place_of(tx: Tx, customer_id: str) -> Row[Any] | None:
    """A customer's place in the trial that runs: policy, switch_on, switched; None where in none.

    `switched` is false for who was passed over, and for who has yet to follow.
    """
    return tx.sql(
        "select t.policy, p.switch_on, p.switched_at is not null as switched, p.passed_over"
        " from trial_places p"
        " join trials t on t.org_id = :org and t.id = p.trial_id and t.ended_on is null"
        " where p.org_id = :org and p.customer_id = :customer",
        customer=customer_id,
    ).one_or_none()


def move_places(tx: Tx, losers: Sequence[str]) -> None:
    """The places of merged contacts are their winners'; who had one of their own keeps that."""
    tx.sql(
        "update trial_places p set customer_id = c.merged_into from contacts c"
        " where p.org_id = :org and c.org_id = :org and c.id = p.customer_id"
        " and c.merged_into is not null and c.id = any(:losers)"
        " and not exists (select from trial_places o where o.org_id = :org"
        " and o.trial_id = p.trial_id and o.customer_id = c.merged_into)",
        losers=list(losers),
    )


def _trial(row: RowMapping) -> Trial:
    return Trial(**{str(name): value for name, value in row.items() if name != "org_id"})
