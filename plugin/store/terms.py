"""What people decided of customers: credit limit with its history, policy, segment, family.

Whether a limit is wise is judged elsewhere. Every change has the customer reviewed anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from plugin.credit.limit_basis import basis_document, read_basis
from plugin.credit.limits import LimitReason
from plugin.credit.money import Money
from plugin.credit.segment_held import Segment
from plugin.store import hook_events
from plugin.store._bulk import fresh_rows
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed


@dataclass(frozen=True, slots=True)
class LimitSet:
    """One limit to set: None takes it away. `exposure` is what it was judged against, if known.

    `basis` are the reasons of the published rule, where its proposal was accepted.
    """

    customer_id: str
    limit: Money | None
    reason: str
    exposure: Money | None = None
    basis: tuple[LimitReason, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitChange:
    """One change of a limit, as the decision log keeps it; `at` is an instant in UTC."""

    at: datetime
    by: str
    reason: str
    before: Money | None
    after: Money | None
    exposure: Money | None
    #: the published rule's reasons, where its proposal was accepted
    basis: tuple[LimitReason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The person-made settings of one customer; a limit of None is no limit, not zero (rule 10)."""

    customer_id: str
    limit: Money | None = None
    limit_set_by: str | None = None
    limit_set_at: datetime | None = None
    limit_reason: str | None = None
    policy: str | None = None
    policy_until: date | None = None
    segment: Segment | None = None
    segment_until: date | None = None
    never_chase: bool = False
    direct_debit: bool = False
    family_id: str | None = None
    set_off_settled: bool = False


_LIMIT_COLUMNS = {
    "customer_id": "text",
    "amount": "numeric",
    "currency": "text",
    "reason": "text",
    "exposure": "numeric",
    "exposure_currency": "text",
    "basis": "jsonb",
}


def terms(tx: Tx, customer_id: str) -> Terms:
    """The settings of one customer; the defaults where nobody has set any."""
    row = tx.sql(
        "select * from terms where org_id = :org and customer_id = :id", id=customer_id
    ).one_or_none()
    if row is None:
        return Terms(customer_id=customer_id)
    return Terms(
        customer_id=customer_id,
        limit=_money(row.credit_limit, row.limit_currency),
        limit_set_by=row.limit_set_by,
        limit_set_at=row.limit_set_at,
        limit_reason=row.limit_reason,
        policy=row.policy,
        policy_until=row.policy_until,
        segment=Segment(row.segment) if row.segment is not None else None,
        segment_until=row.segment_until,
        never_chase=row.never_chase,
        direct_debit=row.direct_debit,
        family_id=row.family_id,
        set_off_settled=row.set_off_settled,
    )


def set_limit(
    tx: Tx,
    customer_id: str,
    limit: Money | None,
    *,
    by: str,
    reason: str,
    exposure: Money | None,
    at: datetime,
) -> bool:
    """Set or take away one limit, and log it; False where it stood so already."""
    row = LimitSet(customer_id, limit, reason, exposure)
    return bool(set_limits(tx, [row], by=by, at=at))


def set_limits(tx: Tx, rows: Sequence[LimitSet], *, by: str, at: datetime) -> frozenset[str]:
    """Set many limits in one statement; returns the customers whose limit really changed.

    The last row of a customer counts. Each change goes into the log with the limit before it.
    """
    if not rows:
        return frozenset()
    last = {row.customer_id: row for row in rows}
    source, values = fresh_rows(
        _LIMIT_COLUMNS,
        [
            (
                *(key, *_parts(last[key].limit), last[key].reason, *_parts(last[key].exposure)),
                basis_document(last[key].basis),
            )
            for key in sorted(last)
        ],
    )
    changed = tx.sql(
        f"with fresh as materialized ({source}),"  # noqa: S608 - the names are ours
        " moved as materialized (select fresh.*, t.credit_limit as amount_before,"
        " t.limit_currency as currency_before from fresh left join terms t"
        " on t.org_id = :org and t.customer_id = fresh.customer_id"
        " where row(t.credit_limit, t.limit_currency)"
        " is distinct from row(fresh.amount, fresh.currency)),"
        " logged as (insert into limit_changes (org_id, customer_id, at, by, reason,"
        " limit_before, currency_before, limit_after, currency_after, exposure,"
        " exposure_currency, basis)"
        " select cast(:org as uuid), customer_id, cast(:at as timestamptz),"
        " cast(:by as text), reason, amount_before, currency_before, amount, currency, exposure,"
        " exposure_currency, basis from moved)"
        " insert into terms (org_id, customer_id, credit_limit, limit_currency, limit_set_by,"
        " limit_set_at, limit_reason) select cast(:org as uuid), customer_id, amount, currency,"
        " cast(:by as text), cast(:at as timestamptz), reason from moved"
        " on conflict (org_id, customer_id) do update set credit_limit = excluded.credit_limit,"
        " limit_currency = excluded.limit_currency, limit_set_by = excluded.limit_set_by,"
        " limit_set_at = excluded.limit_set_at, limit_reason = excluded.limit_reason"
        " returning customer_id",
        by=by,
        at=at,
        **values,
    )
    ids = frozenset(row.customer_id for row in changed)
    mark_changed(tx, ids)
    hook_events.tell_limits(tx, {key: last[key].limit for key in ids}, now=at)
    return ids


def limit_history(tx: Tx, customer_id: str) -> tuple[LimitChange, ...]:
    """Every change of a customer's limit, newest first."""
    rows = tx.sql(
        "select * from limit_changes where org_id = :org and customer_id = :id order by id desc",
        id=customer_id,
    )
    return tuple(
        LimitChange(
            at=row.at,
            by=row.by,
            reason=row.reason,
            before=_money(row.limit_before, row.currency_before),
            after=_money(row.limit_after, row.currency_after),
            exposure=_money(row.exposure, row.exposure_currency),
            basis=read_basis(row.basis),
        )
        for row in rows
    )


def set_policy(
    tx: Tx, customer_ids: Sequence[str], policy: str | None, *, until: date | None = None
) -> None:
    """Choose a policy by name for these customers, to the day before `until` (rule 16).

    None leaves it to segment and organisation.
    """
    _set(tx, customer_ids, "policy", policy)
    _set(tx, customer_ids, "policy_until", until if policy is not None else None)


def set_segment(
    tx: Tx, customer_ids: Sequence[str], segment: Segment | None, *, until: date | None = None
) -> None:
    """Put these customers into a segment, to the day before `until`; None leaves it to the rule."""
    _set(tx, customer_ids, "segment", segment.value if segment is not None else None)
    _set(tx, customer_ids, "segment_until", until if segment is not None else None)


def set_never_chase(tx: Tx, customer_ids: Sequence[str], value: bool) -> None:
    """Never send these customers a reminder, or allow it again (rule 16)."""
    _set(tx, customer_ids, "never_chase", value)


def set_direct_debit(tx: Tx, customer_ids: Sequence[str], value: bool) -> None:
    """Say that these customers pay by direct debit (no courtesy, rule 11)."""
    _set(tx, customer_ids, "direct_debit", value)


def set_off_settled(tx: Tx, customer_id: str, value: bool) -> None:
    """Say that a person has decided on set-off against what we owe the customer (rule 7)."""
    _set(tx, [customer_id], "set_off_settled", value)


def save_family(tx: Tx, family_id: str, *, name: str, limit: Money | None) -> None:
    """Make or rename a family and set its limit; its members are reviewed anew (rule 10)."""
    amount, currency = _parts(limit)
    tx.sql(
        "insert into families (org_id, id, name, credit_limit, limit_currency)"
        " values (:org, :id, :name, :amount, :currency) on conflict (org_id, id) do update set"
        " name = excluded.name, credit_limit = excluded.credit_limit,"
        " limit_currency = excluded.limit_currency",
        id=family_id,
        name=name,
        amount=amount,
        currency=currency,
    )
    mark_changed(tx, _members(tx, [family_id]))


def set_family(tx: Tx, customer_ids: Sequence[str], family_id: str | None) -> None:
    """Link these customers into a family, or out of any; old and new relatives are reviewed."""
    before = _families_of(tx, customer_ids)
    _set(tx, customer_ids, "family_id", family_id)
    concerned = before if family_id is None else [*before, family_id]
    mark_changed(tx, _members(tx, concerned))


def _set(tx: Tx, customer_ids: Sequence[str], column: str, value: Any) -> None:
    ids = sorted(set(customer_ids))
    typed = "cast(:value as date)" if column.endswith("_until") else ":value"
    changed = tx.sql(
        f"insert into terms as t (org_id, customer_id, {column})"  # noqa: S608 - our names
        f" select cast(:org as uuid), id, {typed} from unnest(cast(:ids as text[])) as u(id)"
        f" on conflict (org_id, customer_id) do update set {column} = excluded.{column}"
        f" where t.{column} is distinct from excluded.{column} returning customer_id",
        ids=ids,
        value=value,
    )
    mark_changed(tx, [row.customer_id for row in changed])


def _families_of(tx: Tx, customer_ids: Sequence[str]) -> list[str]:
    rows = tx.sql(
        "select distinct family_id from terms where org_id = :org and family_id is not null"
        " and customer_id = any(:ids)",
        ids=list(customer_ids),
    )
    return [row.family_id for row in rows]


def _members(tx: Tx, family_ids: Sequence[str]) -> frozenset[str]:
    if not family_ids:
        return frozenset()
    rows = tx.sql(
        "select customer_id from terms where org_id = :org and family_id = any(:ids)",
        ids=list(family_ids),
    )
    return frozenset(row.customer_id for row in rows)


def _money(amount: Decimal | None, currency: str | None) -> Money | None:
    return None if amount is None or currency is None else Money(amount, currency)


def _parts(money: Money | None) -> tuple[Decimal | None, str | None]:
    return (None, None) if money is None else (money.amount, money.currency)
