"""Disputes as people noted them: opened, decided, and the credit that the ledger still owes.

What of an invoice a dispute silences is worked out with the account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.credit.agreements import DisputeOutcome, DisputeReason
from plugin.credit.money import Money
from plugin.store import hook_events
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed
from plugin.store.hook_events import HookKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeNoted:
    """A dispute with who opened and decided it; `amount` None is all of the invoice.

    `credited` is what the ledger has credited to the invoice since it was opened; `words` are the
    customer's or the team's own, and go nowhere else.
    """

    id: UUID
    customer_id: str
    customer: str
    invoice_id: str
    number: str
    amount: Money | None
    balance: Money
    credited: Money
    reason: DisputeReason
    words: str
    owner: str
    opened_on: date
    deadline: date
    by: str
    outcome: DisputeOutcome | None
    credit_due: Money | None
    decided_at: datetime | None
    decided_by: str | None
    #: the talk in which the customer contested it on their own page
    talk_id: UUID | None = None

    @property
    def contested(self) -> Money:
        """What is contested now: never more than is unpaid, less what was credited since."""
        if self.amount is None:
            return self.balance
        return min((self.amount - self.credited).at_least_zero(), self.balance)


def open_dispute(
    tx: Tx,
    customer_id: str,
    invoice_id: str,
    *,
    amount: Money | None,
    currency: str,
    reason: DisputeReason,
    words: str,
    owner: str,
    opened_on: date,
    deadline: date,
    by: str,
    at: datetime,
) -> UUID:
    """Write a dispute down; `amount` None contests all of the invoice. `words` are sealed."""
    dispute_id = uuid4()
    tx.sql(
        "insert into disputes (org_id, id, customer_id, invoice_id, amount, currency,"
        " credited_before, reason, words, owner, deadline, opened_on, by, at)"
        " select :org, :id, :customer_id, i.id, :amount, :currency, i.credited, :reason, :words,"
        " :owner, :deadline, :opened_on, :by, :at from invoices i"
        " where i.org_id = :org and i.id = :invoice_id",
        id=dispute_id,
        customer_id=customer_id,
        invoice_id=invoice_id,
        amount=amount.amount if amount is not None else None,
        currency=currency,
        reason=reason.value,
        words=tx.seal.close(words) if words else None,
        owner=owner,
        deadline=deadline,
        opened_on=opened_on,
        by=by,
        at=at,
    )
    mark_changed(tx, [customer_id])
    facts = {
        "dispute_id": str(dispute_id),
        "invoice_id": invoice_id,
        "amount": hook_events.amount(amount),
        "reason": reason.value,
        "deadline": deadline.isoformat(),
    }
    key = f"dispute:{dispute_id}"
    hook_events.tell_one(tx, HookKind.DISPUTE_OPENED, key, customer_id, facts, now=at)
    return dispute_id


def decide_dispute(
    tx: Tx,
    dispute_id: UUID,
    *,
    outcome: DisputeOutcome,
    credit_due: Money | None,
    by: str,
    at: datetime,
) -> bool:
    """Write a person's decision down; False where it was decided before.

    What is to be credited counts from now on: credit of the time before stood in the ledger
    already when somebody decided.
    """
    row = tx.sql(
        "update disputes d set outcome = :outcome, credit_due = :credit_due, decided_by = :by,"
        " decided_at = :at, credited_before = coalesce((select i.credited from invoices i"
        " where i.org_id = :org and i.id = d.invoice_id), d.credited_before)"
        " where d.org_id = :org and d.id = :id and d.outcome is null returning d.customer_id",
        id=dispute_id,
        outcome=outcome.value,
        credit_due=credit_due.amount if credit_due is not None else None,
        by=by,
        at=at,
    ).one_or_none()
    if row is None:
        return False
    mark_changed(tx, [row.customer_id])
    return True


def put_off(tx: Tx, dispute_id: UUID, *, owner: str, deadline: date) -> bool:
    """Hand an open dispute to a member and name a new deadline; False where it is decided."""
    row = tx.sql(
        "update disputes set owner = :owner, deadline = :deadline"
        " where org_id = :org and id = :id and outcome is null returning customer_id",
        id=dispute_id,
        owner=owner,
        deadline=deadline,
    ).one_or_none()
    if row is None:
        return False
    mark_changed(tx, [row.customer_id])
    return True


def disputes(
    tx: Tx,
    *,
    customer_id: str | None = None,
    dispute_id: UUID | None = None,
    only_open: bool = False,
    limit: int = 500,
) -> tuple[DisputeNoted, ...]:
    """Disputes of a customer or of all: open ones by deadline, then decided ones, newest first."""
    rows = tx.sql(
        "select d.*, coalesce(c.name, '') as customer, coalesce(i.number, '') as number,"
        " coalesce(i.balance, 0) as balance,"
        " greatest(coalesce(i.credited, 0) - d.credited_before, 0) as credited,"
        " (select t.talk_id from talk_invoices t where t.org_id = :org and t.dispute_id = d.id"
        " limit 1) as talk_id"
        " from disputes d left join contacts c on c.org_id = :org and c.id = d.customer_id"
        " left join invoices i on i.org_id = :org and i.id = d.invoice_id"
        " where d.org_id = :org and (cast(:customer as text) is null or d.customer_id = :customer)"
        " and (cast(:id as uuid) is null or d.id = :id)"
        " and (not :only_open or d.outcome is null)"
        " order by d.outcome is not null, case when d.outcome is null then d.deadline end,"
        " d.decided_at desc, d.id limit :limit",
        customer=customer_id,
        id=dispute_id,
        only_open=only_open,
        limit=limit,
    )
    return tuple(_noted(tx, row) for row in rows)


def _noted(tx: Tx, row: Row[Any]) -> DisputeNoted:
    def money(amount: Decimal | None) -> Money | None:
        return None if amount is None else Money(amount, row.currency)

    return DisputeNoted(
        id=row.id,
        customer_id=row.customer_id,
        customer=row.customer,
        invoice_id=row.invoice_id,
        number=row.number,
        amount=money(row.amount),
        balance=Money(row.balance, row.currency),
        credited=Money(row.credited, row.currency),
        reason=DisputeReason(row.reason),
        words=tx.seal.open(row.words) if row.words is not None else "",
        owner=row.owner,
        opened_on=row.opened_on,
        deadline=row.deadline,
        by=row.by,
        outcome=DisputeOutcome(row.outcome) if row.outcome is not None else None,
        credit_due=money(row.credit_due),
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        talk_id=row.talk_id,
    )
