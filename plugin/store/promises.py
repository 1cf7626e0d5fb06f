"""Promises to pay as people wrote them down. Whether one was kept is judged from the payments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from plugin.credit.account import PromiseSource
from plugin.credit.money import Money
from plugin.store import hook_events
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed
from plugin.store.hook_events import HookKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMade:
    """A promise with who took it down; `withdrawn_at` is an instant in UTC."""

    id: UUID
    customer_id: str
    invoice_ids: tuple[str, ...]
    amount: Money
    due: date
    made_on: date
    source: PromiseSource
    grace_days: int
    by: str
    withdrawn_at: datetime | None


def add_promise(
    tx: Tx,
    customer_id: str,
    amount: Money,
    *,
    invoice_ids: Sequence[str],
    due: date,
    made_on: date,
    by: str,
    at: datetime,
    source: PromiseSource = PromiseSource.PERSON,
    grace_days: int = 2,
) -> UUID:
    """Write a promise down; no invoices means whatever the customer owes in that currency."""
    promise_id = uuid4()
    tx.sql(
        "with made as (insert into promises (org_id, id, customer_id, amount, currency, due,"
        " made_on, source, grace_days, by, at) values (:org, :id, :customer_id, :amount,"
        " :currency, :due, :made_on, :source, :grace_days, :by, :at))"
        " insert into promise_invoices (org_id, promise_id, invoice_id)"
        " select cast(:org as uuid), cast(:id as uuid), i"
        " from unnest(cast(:invoice_ids as text[])) as u(i)",
        id=promise_id,
        customer_id=customer_id,
        amount=amount.amount,
        currency=amount.currency,
        due=due,
        made_on=made_on,
        source=source.value,
        grace_days=grace_days,
        by=by,
        at=at,
        invoice_ids=sorted(set(invoice_ids)),
    )
    mark_changed(tx, [customer_id])
    facts = {
        "promise_id": str(promise_id),
        "invoice_ids": sorted(set(invoice_ids)),
        "amount": hook_events.amount(amount),
        "due": due.isoformat(),
    }
    key = f"promise:{promise_id}"
    hook_events.tell_one(tx, HookKind.PROMISE_MADE, key, customer_id, facts, now=at)
    return promise_id


def withdraw_promise(tx: Tx, promise_id: UUID, *, by: str, at: datetime) -> bool:
    """Withdraw a promise; False where there is none or it has been withdrawn before."""
    row = tx.sql(
        "update promises set withdrawn_at = :at, withdrawn_by = :by"
        " where org_id = :org and id = :id and withdrawn_at is null returning customer_id",
        id=promise_id,
        by=by,
        at=at,
    ).one_or_none()
    if row is None:
        return False
    mark_changed(tx, [row.customer_id])
    return True


def promises(tx: Tx, customer_id: str) -> tuple[PromiseMade, ...]:
    """Every promise of a customer, withdrawn ones too, the latest due first."""
    rows = tx.sql(
        "select p.*, array(select i.invoice_id from promise_invoices i where i.org_id = :org"
        " and i.promise_id = p.id order by 1) as invoice_ids from promises p"
        " where p.org_id = :org and p.customer_id = :id order by p.due desc, p.id",
        id=customer_id,
    )
    return tuple(
        PromiseMade(
            id=row.id,
            customer_id=row.customer_id,
            invoice_ids=tuple(row.invoice_ids),
            amount=Money(row.amount, row.currency),
            due=row.due,
            made_on=row.made_on,
            source=PromiseSource(row.source),
            grace_days=row.grace_days,
            by=row.by,
            withdrawn_at=row.withdrawn_at,
        )
        for row in rows
    )
