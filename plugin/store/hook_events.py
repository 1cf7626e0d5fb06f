"""What there is to tell by webhook: an event is written with its fact, in the same transaction.

The key of an event names its fact once and for all, so it is told of once however often it is
written. Where nobody listens nothing is written. Delivering is not done here.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from plugin.credit.money import Money
from plugin.jobs import What
from plugin.store import due
from plugin.store._tx import Tx


class HookKind(StrEnum):
    """What a webhook tells of."""

    PAYMENT_RECEIVED = "payment.received"
    INVOICE_LATE = "invoice.late"
    PROMISE_MADE = "promise.made"
    PROMISE_BROKEN = "promise.broken"
    DISPUTE_OPENED = "dispute.opened"
    LIMIT_CHANGED = "limit.changed"
    FLAG_CHANGED = "flag.changed"
    #: asked for by a person, to see whether it arrives
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class HookEvent:
    """An event; `facts` are ids, amounts and days: no name, no address, no words of anybody."""

    kind: HookKind
    key: str
    at: datetime
    customer_id: str | None
    facts: Mapping[str, Any]


def amount(money: Money | None) -> dict[str, str] | None:
    """An amount as the API writes it; None stays None."""
    return None if money is None else {"amount": f"{money.amount:.2f}", "currency": money.currency}


def is_listened(tx: Tx) -> bool:
    """Whether anybody of this organisation listens at all."""
    return bool(
        tx.sql(
            "select exists (select from hook_endpoints where org_id = :org"
            " and stopped_at is null and removed_at is null)"
        ).scalar_one()
    )


def tell(tx: Tx, events: Sequence[HookEvent], *, now: datetime, only: str | None = None) -> int:
    """Write events for all who listen to their kinds (or `only` to one endpoint), to be delivered.

    Says how many deliveries that makes; an event whose key was told before makes none.
    """
    if not events:
        return 0
    made = tx.sql(
        "with wanted as (select id, ' ' || kinds || ' ' as kinds from hook_endpoints"
        "  where org_id = :org and stopped_at is null and removed_at is null"
        "  and (cast(:only as uuid) is null or id = cast(:only as uuid))),"
        " fresh as (select * from unnest(cast(:ids as text[]), cast(:kinds as text[]),"
        "  cast(:keys as text[]), cast(:ats as timestamptz[]), cast(:customers as text[]),"
        "  cast(:facts as text[])) as f(id, kind, key, at, customer_id, facts)"
        "  where exists (select from wanted w where f.kind = 'test'"
        "   or strpos(w.kinds, ' ' || f.kind || ' ') > 0)),"
        " written as (insert into hook_events (org_id, id, kind, key, at, customer_id, facts)"
        "  select cast(:org as uuid), id, kind, key, at, customer_id, cast(facts as jsonb)"
        "  from fresh on conflict (org_id, key) do nothing returning id, kind)"
        " insert into hook_deliveries (org_id, endpoint_id, event_id, state, next_at)"
        " select cast(:org as uuid), w.id, e.id, 'waiting', cast(:now as timestamptz)"
        " from written e join wanted w on e.kind = 'test'"
        "  or strpos(w.kinds, ' ' || e.kind || ' ') > 0",
        ids=[f"msg_{secrets.token_hex(12)}" for _ in events],
        kinds=[each.kind.value for each in events],
        keys=[each.key for each in events],
        ats=[each.at for each in events],
        customers=[each.customer_id for each in events],
        facts=[json.dumps(each.facts) for each in events],
        now=now,
        only=only,
    ).rowcount
    if made:
        due.put(tx, What.HOOKS, at=now)
    return made


def tell_one(
    tx: Tx, kind: HookKind, key: str, customer_id: str, facts: Mapping[str, Any], *, now: datetime
) -> None:
    """Write one event that happened `now`, where anybody listens."""
    event = HookEvent(kind=kind, key=key, at=now, customer_id=customer_id, facts=facts)
    tell(tx, [event], now=now)


def tell_payments(tx: Tx, payment_ids: Sequence[str], *, now: datetime) -> None:
    """Money that came in and is in the ledger: payments of sales seen for the first time.

    Not those of the first reading, which tells of the past, and no write-offs (rule 5).
    """
    if not payment_ids or not is_listened(tx):
        return
    rows = tx.sql(
        "select p.id, p.document_id, p.amount, p.currency, p.paid_on, i.contact_id"
        " from payments p left join invoices i on i.org_id = :org and i.id = p.document_id"
        " where p.org_id = :org and p.id = any(:ids) and p.kind = 'sale' and not p.deleted"
        " and not p.is_write_off and exists (select from organisations o where o.id = :org"
        "  and o.first_synced_at is not null) order by p.id",
        ids=sorted(set(payment_ids)),
    )
    tell(
        tx,
        [
            HookEvent(
                kind=HookKind.PAYMENT_RECEIVED,
                key=f"payment:{row.id}",
                at=now,
                customer_id=row.contact_id,
                facts={
                    "payment_id": row.id,
                    "invoice_id": row.document_id,
                    "amount": amount(Money(row.amount, row.currency)),
                    "paid_on": row.paid_on.isoformat(),
                },
            )
            for row in rows
        ],
        now=now,
    )


def tell_late(tx: Tx, *, on: date, now: datetime) -> None:
    """Invoices whose due date has passed by the civil day `on`, each once for that due date.

    Those that were late already when the first of those who listen began are the past.
    """
    rows = tx.sql(
        "select i.id, i.contact_id, i.due, i.balance, i.currency from invoices i"
        " where i.org_id = :org and i.kind = 'sale' and i.state = 'approved' and i.balance > 0"
        " and i.due < :on and i.due >= (select min(cast(e.made_at at time zone o.timezone as date))"
        "  from hook_endpoints e join organisations o on o.id = e.org_id where e.org_id = :org"
        "  and e.stopped_at is null and e.removed_at is null) - 1"
        " and not exists (select from hook_events h where h.org_id = :org"
        "  and h.key = 'late:' || i.id || ':' || i.due) order by i.id limit 1000",
        on=on,
    )
    tell(
        tx,
        [
            HookEvent(
                kind=HookKind.INVOICE_LATE,
                key=f"late:{row.id}:{row.due.isoformat()}",
                at=now,
                customer_id=row.contact_id,
                facts={
                    "invoice_id": row.id,
                    "due": row.due.isoformat(),
                    "balance": amount(Money(row.balance, row.currency)),
                },
            )
            for row in rows
        ],
        now=now,
    )


def tell_broken(tx: Tx, customer_ids: Sequence[str], *, now: datetime) -> None:
    """Promises that a review has just found broken: those whose task was opened at this instant."""
    if not customer_ids or not is_listened(tx):
        return
    rows = tx.sql(
        "select t.customer_id, p.id, p.amount, p.currency, p.due,"
        " array(select i.invoice_id from promise_invoices i where i.org_id = :org"
        "  and i.promise_id = p.id order by 1) as invoice_ids"
        " from tasks t join promises p on p.org_id = :org and cast(p.id as text) = t.subject"
        " where t.org_id = :org and t.kind = 'broken_promise' and t.state = 'open'"
        " and t.opened_at = :now and t.customer_id = any(:ids) order by p.id",
        ids=list(customer_ids),
        now=now,
    )
    tell(
        tx,
        [
            HookEvent(
                kind=HookKind.PROMISE_BROKEN,
                key=f"broken:{row.id}",
                at=now,
                customer_id=row.customer_id,
                facts={
                    "promise_id": str(row.id),
                    "invoice_ids": list(row.invoice_ids),
                    "amount": amount(Money(row.amount, row.currency)),
                    "due": row.due.isoformat(),
                },
            )
            for row in rows
        ],
        now=now,
    )


def tell_flags(tx: Tx, moved: Sequence[tuple[str, str, str]], *, now: datetime) -> None:
    """Flags that changed: of whom, from what, to what."""
    if not moved or not is_listened(tx):
        return
    tell(
        tx,
        [
            HookEvent(
                kind=HookKind.FLAG_CHANGED,
                key=f"flag:{secrets.token_hex(12)}",
                at=now,
                customer_id=customer_id,
                facts={"before": before, "after": after},
            )
            for customer_id, before, after in moved
        ],
        now=now,
    )


def tell_limits(tx: Tx, changed: Mapping[str, Money | None], *, now: datetime) -> None:
    """Limits that were set or taken away: of whom, and what stands now."""
    if not changed or not is_listened(tx):
        return
    tell(
        tx,
        [
            HookEvent(
                kind=HookKind.LIMIT_CHANGED,
                key=f"limit:{secrets.token_hex(12)}",
                at=now,
                customer_id=customer_id,
                facts={"limit": amount(limit)},
            )
            for customer_id, limit in sorted(changed.items())
        ],
        now=now,
    )
