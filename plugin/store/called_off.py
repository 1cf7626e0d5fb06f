"""Messages that people called off ahead of their day, each with who said so and when.

What a ladder does about it is decided elsewhere.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from plugin.credit.decisions import ProposedMessage
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledOffBy:
    """A message that a person called off; `amount` is what it would have asked for.

    `until` None is skipped. It can be undone up to `foreseen`, or while it is put off.
    """

    id: UUID
    customer_id: str
    customer: str
    numbers: tuple[str, ...]
    level: int
    is_courtesy: bool
    is_final: bool
    amount: Decimal
    currency: str
    foreseen: date
    until: date | None
    by: str
    at: datetime


def call_off(
    tx: Tx,
    customer_id: str,
    message: ProposedMessage,
    *,
    foreseen: date,
    until: date | None,
    by: str,
    at: datetime,
) -> UUID:
    """Keep that this message does not go: each of its levels is skipped, or put off until a day."""
    decision = uuid4()
    tx.sql(
        "insert into called_off (org_id, id, invoice_id, instalment, customer_id, level, cycle,"
        " is_courtesy, is_final, amount, currency, foreseen, until, by, at)"
        " select cast(:org as uuid), cast(:id as uuid), s.invoice, s.part,"
        " cast(:customer as text), s.level, s.cycle, cast(:courtesy as bool) and s.level ="
        " cast(:top as int), cast(:final as bool) and s.level = cast(:top as int), s.amount,"
        " cast(:currency as text), cast(:foreseen as date), cast(:until as date),"
        " cast(:by as text), cast(:at as timestamptz)"
        " from jsonb_to_recordset(cast(:steps as jsonb))"
        " as s(invoice text, part int, level int, cycle int, amount numeric)",
        id=decision,
        customer=customer_id,
        courtesy=message.is_courtesy,
        final=message.is_final,
        top=message.level,
        currency=message.currency,
        foreseen=foreseen,
        until=until,
        by=by,
        at=at,
        steps=json.dumps(
            [
                {
                    "invoice": each.invoice_id,
                    "part": each.instalment,
                    "level": each.level,
                    "cycle": each.cycle,
                    "amount": str(each.amount.amount),
                }
                for each in message.chased
            ]
        ),
    )
    mark_changed(tx, [customer_id])
    return decision


def undo(tx: Tx, decision: UUID, *, by: str, at: datetime, on: date) -> bool:
    """Take a decision back while its day has not passed; False where that is too late."""
    rows = tx.sql(
        "update called_off set undone_by = :by, undone_at = :at where org_id = :org and id = :id"
        " and undone_at is null and coalesce(until, foreseen) >= :on returning customer_id",
        id=decision,
        by=by,
        at=at,
        on=on,
    )
    customers = set(rows.scalars())
    mark_changed(tx, customers)
    return bool(customers)


def standing(
    tx: Tx, *, on: date, decision: UUID | None = None, customer_id: str | None = None
) -> tuple[CalledOffBy, ...]:
    """What is called off and can still be undone on civil day `on`, by the day foreseen."""
    rows = tx.sql(
        "select f.id, f.customer_id, coalesce(c.name, '') as customer, max(f.level) as level,"
        " bool_or(f.is_courtesy) as is_courtesy, bool_or(f.is_final) as is_final,"
        " sum(f.amount) as amount, f.currency, f.foreseen, f.until, f.by, f.at,"
        " array_agg(distinct coalesce(i.number, f.invoice_id)) as numbers"
        " from called_off f"
        " left join contacts c on c.org_id = :org and c.id = f.customer_id"
        " left join invoices i on i.org_id = :org and i.id = f.invoice_id"
        " where f.org_id = :org and f.undone_at is null and coalesce(f.until, f.foreseen) >= :on"
        " and (cast(:decision as uuid) is null or f.id = :decision)"
        " and (cast(:customer as text) is null or f.customer_id = :customer)"
        " group by f.id, f.customer_id, c.name, f.currency, f.foreseen, f.until, f.by, f.at"
        " order by f.foreseen, c.name, f.id",
        on=on,
        decision=decision,
        customer=customer_id,
    ).mappings()
    return tuple(CalledOffBy(**{**row, "numbers": tuple(row["numbers"])}) for row in rows)
