"""Reads what rules are tried on beside the dated ledger: who, promises, and limits as they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plugin.credit.money import Money
from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True)
class PromiseKept:
    """A promise as it was made, with its days of grace; `withdrawn_on` where it was taken back."""

    made_on: date
    due: date
    grace_days: int
    amount: Money
    invoice_ids: tuple[str, ...]
    withdrawn_on: date | None


def customers(tx: Tx, *, since: date, most: int) -> tuple[list[str], int]:
    """Whom to look at: everybody with a write-off since, then those who bought most; and how many
    there are in all."""
    lost = list(
        tx.sql(
            "select i.contact_id from payments p join invoices i on i.org_id = :org"
            " and i.id = p.document_id where p.org_id = :org and p.is_write_off and not p.deleted"
            " and p.kind = 'sale' and p.paid_on > :since union"
            " select i.contact_id from allocations a join credits c on c.org_id = :org"
            " and c.id = a.credit_id and c.live and c.is_write_off"
            " join invoices i on i.org_id = :org and i.id = a.invoice_id"
            " where a.org_id = :org and a.allocated_on > :since order by 1",
            since=since,
        ).scalars()
    )
    rows = tx.sql(
        "select contact_id, count(*) over () as n from invoices where org_id = :org"
        " and kind = 'sale' and state in ('approved', 'paid') and not is_charge"
        " and issued > :since group by contact_id"
        " order by sum(total * base_per_unit) desc, contact_id limit :most",
        since=since,
        most=most,
    ).all()
    known = set(lost)
    found = lost + [row.contact_id for row in rows if row.contact_id not in known]
    return found[:most], max(rows[0].n if rows else 0, len(lost))


def promises(tx: Tx, ids: Sequence[str], *, timezone: str) -> dict[str, list[PromiseKept]]:
    """Every promise of these customers, the oldest first; a withdrawal counts on its civil day."""
    rows = tx.sql(
        "select p.customer_id, p.made_on, p.due, p.grace_days, p.amount, p.currency,"
        " cast(p.withdrawn_at at time zone :zone as date) as withdrawn_on,"
        " array(select i.invoice_id from promise_invoices i where i.org_id = :org"
        " and i.promise_id = p.id order by 1) as invoice_ids from promises p"
        " where p.org_id = :org and p.customer_id = any(:ids) order by p.made_on, p.id",
        ids=list(ids),
        zone=timezone,
    )
    found: dict[str, list[PromiseKept]] = defaultdict(list)
    for row in rows:
        found[row.customer_id].append(
            PromiseKept(
                row.made_on,
                row.due,
                row.grace_days,
                Money(row.amount, row.currency),
                tuple(row.invoice_ids),
                row.withdrawn_on,
            )
        )
    return found


def limits(
    tx: Tx, ids: Sequence[str], *, timezone: str
) -> dict[str, list[tuple[date, Money | None]]]:
    """Which limit stood from which civil day on, as it was written down; with what stood before the
    first change, where that is known."""
    rows = tx.sql(
        "select customer_id, cast(at at time zone :zone as date) as on_day, limit_before,"
        " currency_before, limit_after, currency_after from limit_changes where org_id = :org"
        " and customer_id = any(:ids) order by id",
        ids=list(ids),
        zone=timezone,
    )
    found: dict[str, list[tuple[date, Money | None]]] = {}
    for row in rows:
        theirs = found.setdefault(row.customer_id, [])
        if not theirs and row.limit_before is not None:
            theirs.append((date.min, Money(row.limit_before, row.currency_before)))
        after = None if row.limit_after is None else Money(row.limit_after, row.currency_after)
        theirs.append((row.on_day, after))
    return found
