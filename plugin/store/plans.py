"""Payment plans as people agreed them. What of one is still out is worked out with the account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.credit.agreements import Plan, PlanCover, PlanPart
from plugin.credit.money import Money
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAgreed:
    """A plan with who agreed and who ended it; `ended_on` is the first day without it."""

    id: UUID
    customer_id: str
    plan: Plan
    numbers: tuple[str, ...]
    by: str
    beyond: tuple[str, ...]
    ended_on: date | None
    ended_by: str | None
    ended_why: str | None


def add_plan(
    tx: Tx,
    customer_id: str,
    *,
    covers: Sequence[PlanCover],
    parts: Sequence[PlanPart],
    agreed_on: date,
    beyond: Iterable[str],
    by: str,
    at: datetime,
) -> UUID:
    """Write a plan down; its ordinal is one that no plan of this customer or its invoices had."""
    plan_id = uuid4()
    ids = [cover.invoice_id for cover in covers]
    tx.sql(
        "insert into plans (org_id, id, customer_id, ordinal, currency, agreed_on, by, at, beyond)"
        " select :org, :id, :customer_id, 1 + coalesce(max(p.ordinal), 0), :currency, :agreed_on,"
        " :by, :at, :beyond from plans p where p.org_id = :org and (p.customer_id = :customer_id"
        " or p.id in (select plan_id from plan_invoices"
        " where org_id = :org and invoice_id = any(:invoices)))",
        id=plan_id,
        customer_id=customer_id,
        currency=parts[0].amount.currency,
        agreed_on=agreed_on,
        by=by,
        at=at,
        beyond=" ".join(beyond),
        invoices=ids,
    )
    tx.sql(
        "insert into plan_invoices (org_id, plan_id, invoice_id, owed, paid_before,"
        " written_off_before)"
        " select cast(:org as uuid), cast(:id as uuid), c.invoice, c.owed, c.paid, c.lost"
        " from unnest(cast(:invoices as text[]), cast(:owed as numeric[]),"
        " cast(:paid as numeric[]), cast(:lost as numeric[])) as c(invoice, owed, paid, lost)",
        id=plan_id,
        invoices=ids,
        owed=[cover.owed.amount for cover in covers],
        paid=[cover.paid_before.amount for cover in covers],
        lost=[
            cover.written_off_before.amount if cover.written_off_before else 0 for cover in covers
        ],
    )
    _add_parts(tx, plan_id, parts)
    mark_changed(tx, [customer_id])
    return plan_id


def _add_parts(tx: Tx, plan_id: UUID, parts: Sequence[PlanPart]) -> None:
    tx.sql(
        "insert into plan_instalments (org_id, plan_id, position, due, amount)"
        " select cast(:org as uuid), cast(:id as uuid), n.position, n.due, n.amount"
        " from unnest(cast(:positions as int[]), cast(:days as date[]),"
        " cast(:amounts as numeric[])) as n(position, due, amount)",
        id=plan_id,
        positions=list(range(len(parts))),
        days=[part.due for part in parts],
        amounts=[part.amount.amount for part in parts],
    )


def end_plan(tx: Tx, plan_id: UUID, *, on: date, by: str, why: str) -> bool:
    """End a plan from the civil day `on`; False where there is none or it has ended before."""
    row = tx.sql(
        "update plans set ended_on = :on_day, ended_by = :by, ended_why = :why"
        " where org_id = :org and id = :id and ended_on is null returning customer_id",
        id=plan_id,
        on_day=on,
        by=by,
        why=why,
    ).one_or_none()
    if row is None:
        return False
    mark_changed(tx, [row.customer_id])
    return True


def plans(tx: Tx, customer_id: str) -> tuple[PlanAgreed, ...]:
    """Every plan of a customer, those that stand first, the latest first."""
    rows = tx.sql(
        "select p.*, array(select coalesce(i.number, c.invoice_id) from plan_invoices c"
        " left join invoices i on i.org_id = :org and i.id = c.invoice_id"
        " where c.org_id = :org and c.plan_id = p.id order by 1) as numbers"
        " from plans p where p.org_id = :org and p.customer_id = :customer"
        " order by p.ended_on is not null, p.ordinal desc",
        customer=customer_id,
    ).fetchall()
    covers, parts = _covers(tx, [row.id for row in rows]), _parts(tx, [row.id for row in rows])
    return tuple(_agreed(row, covers, parts) for row in rows)


def planned_with(tx: Tx, invoice_ids: Sequence[str]) -> tuple[str, ...]:
    """The other invoices of the standing plans of these: one instalment is paid by any of them."""
    rows = tx.sql(
        "select distinct o.invoice_id from plan_invoices c"
        " join plans p on p.org_id = :org and p.id = c.plan_id and p.ended_on is null"
        " join plan_invoices o on o.org_id = :org and o.plan_id = c.plan_id"
        " where c.org_id = :org and c.invoice_id = any(:ids) order by 1",
        ids=list(invoice_ids),
    )
    known = set(invoice_ids)
    return tuple(each for each in rows.scalars() if each not in known)


def _covers(tx: Tx, plan_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    return tx.sql(
        "select * from plan_invoices where org_id = :org and plan_id = any(:ids)"
        " order by invoice_id",
        ids=list(plan_ids),
    ).fetchall()


def _parts(tx: Tx, plan_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    return tx.sql(
        "select * from plan_instalments where org_id = :org and plan_id = any(:ids)"
        " order by plan_id, position",
        ids=list(plan_ids),
    ).fetchall()


def _agreed(row: Row[Any], covers: Sequence[Row[Any]], parts: Sequence[Row[Any]]) -> PlanAgreed:
    currency = row.currency
    return PlanAgreed(
        id=row.id,
        customer_id=row.customer_id,
        plan=Plan(
            id=str(row.id),
            ordinal=row.ordinal,
            agreed_on=row.agreed_on,
            covers=tuple(
                PlanCover(
                    each.invoice_id,
                    Money(each.owed, currency),
                    Money(each.paid_before, currency),
                    Money(each.written_off_before, currency),
                )
                for each in covers
                if each.plan_id == row.id
            ),
            parts=tuple(
                PlanPart(each.due, Money(each.amount, currency))
                for each in parts
                if each.plan_id == row.id
            ),
        ),
        numbers=tuple(row.numbers),
        by=row.by,
        beyond=tuple(row.beyond.split()),
        ended_on=row.ended_on,
        ended_by=row.ended_by,
        ended_why=row.ended_why,
    )
