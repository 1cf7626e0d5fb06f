"""Disputes, payment plans and retentions of a batch of customers. Nothing is judged here.

Each function answers for all customers of the batch at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from plugin.credit.account import Invoice
from plugin.credit.agreements import (
    Dispute,
    DisputeReason,
    Plan,
    PlanCover,
    PlanPart,
    Retention,
)
from plugin.credit.money import Money
from plugin.store._account_facts import Batch

_REASONS = {reason.value: reason for reason in DisputeReason}


@dataclass(frozen=True, slots=True)
class Agreements:
    """Disputes and standing plans by customer, retentions by invoice."""

    disputes: Mapping[str, Sequence[Dispute]]
    plans: Mapping[str, Sequence[Plan]]
    retained: Mapping[str, Retention]

    @property
    def covered(self) -> frozenset[str]:
        """The invoices under a plan: they are read however old they are."""
        return frozenset(
            cover.invoice_id
            for plans in self.plans.values()
            for plan in plans
            for cover in plan.covers
        )


def agreements_of(batch: Batch) -> Agreements:
    """What was agreed or is contested and still counts."""
    return Agreements(_disputes(batch), _plans(batch), _retentions(batch))


def disputed_parts(disputes: Iterable[Dispute]) -> dict[str, Decimal | None]:
    """What is silent of each invoice, several disputes of one together; None is all of it."""
    parts: dict[str, Decimal | None] = {}
    for dispute in disputes:
        before = parts.get(dispute.invoice_id, Decimal(0))
        whole = dispute.amount is None or before is None
        added = dispute.amount.amount if dispute.amount is not None else Decimal(0)
        parts[dispute.invoice_id] = None if whole else (before or Decimal(0)) + added
    return parts


def with_retentions(
    invoices: Mapping[str, list[Invoice]], retained: Mapping[str, Retention]
) -> None:
    """Give the few invoices of which a part is retained that part, in place."""
    if not retained:
        return
    for its in invoices.values():
        for place, invoice in enumerate(its):
            if invoice.id in retained:
                its[place] = replace(invoice, retained=retained[invoice.id])


def _disputes(batch: Batch) -> dict[str, list[Dispute]]:
    """Open ones, and decided ones whose credit the ledger does not show yet.

    What was credited to the invoice since it was opened is taken off the silent part.
    """
    rows = batch.tx.sql(
        "select d.customer_id, d.id, d.invoice_id, d.currency, d.reason, d.owner, d.opened_on,"
        " d.deadline, d.outcome is not null, coalesce(d.credit_due, d.amount),"
        " greatest(coalesce(i.credited, 0) - d.credited_before, 0)"
        " from disputes d left join invoices i on i.org_id = :org and i.id = d.invoice_id"
        " where d.org_id = :org and d.customer_id = any(:ids)"
        " and (d.outcome is null or d.credit_due > 0) order by d.deadline, d.id",
        ids=batch.ids,
    ).fetchall()
    found: dict[str, list[Dispute]] = defaultdict(list)
    for row in map(tuple, rows):
        customer, id_, invoice, currency, reason, owner, opened, deadline, decided, *rest = row
        part, credited = rest
        left = None if part is None else max(part - credited, Decimal(0))
        if decided and not left:
            continue
        found[customer].append(
            Dispute(
                id=str(id_),
                invoice_id=invoice,
                amount=None if left is None else Money(left, currency),
                reason=_REASONS[reason],
                owner=owner,
                opened_on=opened,
                deadline=deadline,
                credit_awaited=decided,
            )
        )
    return found


def _plans(batch: Batch) -> dict[str, list[Plan]]:
    rows = batch.tx.sql(
        "select customer_id, id, ordinal, currency, agreed_on from plans where org_id = :org"
        " and customer_id = any(:ids) and ended_on is null order by ordinal, id",
        ids=batch.ids,
    ).fetchall()
    if not rows:
        return {}
    ids = [row.id for row in rows]
    covers = batch.tx.sql(
        "select plan_id, invoice_id, owed, paid_before, written_off_before from plan_invoices"
        " where org_id = :org and plan_id = any(:plans) order by invoice_id",
        plans=ids,
    ).fetchall()
    parts = batch.tx.sql(
        "select plan_id, due, amount from plan_instalments"
        " where org_id = :org and plan_id = any(:plans) order by plan_id, position",
        plans=ids,
    ).fetchall()
    found: dict[str, list[Plan]] = defaultdict(list)
    for customer, id_, ordinal, currency, agreed_on in map(tuple, rows):
        found[customer].append(
            Plan(
                id=str(id_),
                ordinal=ordinal,
                agreed_on=agreed_on,
                covers=tuple(
                    PlanCover(
                        each.invoice_id,
                        Money(each.owed, currency),
                        Money(each.paid_before, currency),
                        Money(each.written_off_before, currency),
                    )
                    for each in covers
                    if each.plan_id == id_
                ),
                parts=tuple(
                    PlanPart(each.due, Money(each.amount, currency))
                    for each in parts
                    if each.plan_id == id_
                ),
            )
        )
    return found


def _retentions(batch: Batch) -> dict[str, Retention]:
    """Parts that are or were not due before a day: past it they are still debts of their own."""
    rows = batch.tx.sql(
        "select h.invoice_id, h.amount, h.until, i.currency from holds h"
        " join invoices i on i.org_id = :org and i.id = h.invoice_id"
        " where h.org_id = :org and h.customer_id = any(:ids) and h.kind = 'retention'"
        " and h.amount > 0 and h.until is not null and h.ended_at is null order by h.at, h.id",
        ids=batch.ids,
    ).fetchall()
    found: dict[str, Retention] = {}
    for invoice, amount, until, currency in map(tuple, rows):
        # the last one that somebody noted stands
        found[invoice] = Retention(Money(amount, currency), until)
    return found
