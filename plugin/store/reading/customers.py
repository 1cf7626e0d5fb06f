"""Reads customers: the list with what each owes, and one customer's documents. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from sqlalchemy import Row

from plugin.store._tx import Tx
from plugin.store.reading.planning import joined_by_hash

Sort = Literal["name", "owed", "late", "oldest", "limit", "score", "status"]

#: orders by what the ledger itself says in base currency, for the order only: it is never shown
_ORDER: dict[Sort, tuple[str, str]] = {
    "name": ("lower(name)", "asc"),
    "owed": ("coalesce(base_owed, 0)", "desc"),
    "late": ("coalesce(base_late, 0)", "desc"),
    "oldest": ("coalesce(oldest, 0)", "desc"),
    "limit": ("coalesce(credit_limit, -1)", "desc"),
    "score": ("score", "desc"),
    "status": ("array_position(array['stop', 'watch', 'open'], status)", "asc"),
}

_LIST = """
with per_currency as (
  select i.contact_id, i.currency, count(*) as n, sum(i.balance) as owed,
         count(*) filter (where i.due < :on) as late_n,
         coalesce(sum(i.balance) filter (where i.due < :on), 0) as late,
         greatest(max(:on - i.due), 0) as oldest,
         sum(i.balance * i.base_per_unit) as base_owed,
         coalesce(sum(i.balance * i.base_per_unit) filter (where i.due < :on), 0) as base_late
    from invoices i
   where i.org_id = :org and i.kind = 'sale' and i.state = 'approved' and i.balance > 0
     and i.issued <= :on
   group by i.contact_id, i.currency
), per_customer as (
  select contact_id, max(oldest) as oldest, sum(base_owed) as base_owed,
         sum(base_late) as base_late,
         jsonb_agg(jsonb_build_object('currency', currency, 'n', n, 'owed', owed::text,
                   'late_n', late_n, 'late', late::text) order by base_owed desc) as owes
    from per_currency group by contact_id
), listed as (
  select c.id, c.number, c.name, coalesce(a.status, 'open') as status,
         coalesce(a.stop_proposed, false) as stop_proposed,
         coalesce(a.decision, '{}'::jsonb) as decision, a.segment,
         cast(a.decision ->> 'score' as integer) as score,
         t.credit_limit, t.limit_currency, coalesce(t.never_chase, false) as never_chase,
         p.owes, p.oldest, p.base_owed, p.base_late
    from contacts c
    left join assessments a on a.org_id = c.org_id and a.customer_id = c.id
    left join terms t on t.org_id = c.org_id and t.customer_id = c.id
    left join per_customer p on p.contact_id = c.id
   where c.org_id = :org and c.merged_into is null
     and (p.contact_id is not null or (c.is_customer and c.status = 'active'))
)
select *, count(*) over () as n_all from listed
 where (cast(:words as text) is null
        or name ilike :words escape '!' or number ilike :words escape '!')
   and (cast(:status as text) is null or status = :status
        or segment = :status
        or (:status = 'late' and base_late > 0)
        or (:status = 'stop_proposed' and stop_proposed)
        or (:status = 'no_limit' and credit_limit is null))
"""


def customers(
    tx: Tx,
    *,
    on: date,
    search: str = "",
    status: str | None = None,
    sort: Sort = "late",
    reverse: bool = False,
    limit: int = 100,
    offset: int = 0,
) -> Sequence[Row[Any]]:
    """Customers with what each owes per currency, filtered and sorted in the database.

    `status` is a segment, or open, watch, stop, late, stop_proposed or no_limit; `n_all` counts
    every match.
    """
    column, usual = _ORDER[sort]
    other = {"asc": "desc", "desc": "asc"}[usual]
    order = f"{column} {other if reverse else usual} nulls last, lower(name), id"
    escaped = search.strip().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    with joined_by_hash(tx):
        return tx.sql(
            f"{_LIST} order by {order} limit :limit offset :offset",
            on=on,
            words=f"%{escaped}%" if escaped else None,
            status=status,
            limit=limit,
            offset=offset,
        ).all()


def by_status(tx: Tx) -> Sequence[Row[Any]]:
    """How many reviewed customers have each status, and of how many a stop is proposed."""
    return tx.sql(
        "select status, count(*) as n, count(*) filter (where stop_proposed) as proposed"
        " from assessments where org_id = :org group by status"
    ).all()


def customer(tx: Tx, customer_id: str) -> Row[Any] | None:
    """One contact with its terms and last decision; None where the organisation has no such."""
    return tx.sql(
        "select c.*, coalesce(a.status, 'open') as credit_status, a.since,"
        " coalesce(a.stop_proposed, false) as stop_proposed, a.stop_confirmed_by,"
        " coalesce(a.decision, '{}'::jsonb) as decision, a.look_again_on, a.assessed_on,"
        " t.credit_limit, t.limit_currency, t.limit_set_by, t.limit_set_at, t.limit_reason,"
        " coalesce(t.never_chase, false) as never_chase,"
        " coalesce(t.direct_debit, false) as direct_debit,"
        " coalesce(t.set_off_settled, false) as set_off_settled,"
        " f.written as flag_written, f.written_on as flag_written_on,"
        " coalesce(f.removed_by_person, false) as flag_removed"
        " from contacts c"
        " left join assessments a on a.org_id = c.org_id and a.customer_id = c.id"
        " left join terms t on t.org_id = c.org_id and t.customer_id = c.id"
        " left join flags f on f.org_id = c.org_id and f.customer_id = c.id"
        " where c.org_id = :org and c.id = :id",
        id=customer_id,
    ).one_or_none()


def names(tx: Tx, ids: Sequence[str]) -> dict[str, str]:
    """The names of these customers by id."""
    rows = tx.sql(
        "select id, name from contacts where org_id = :org and id = any(:ids)", ids=list(ids)
    )
    return {row.id: row.name for row in rows}


def called(tx: Tx, named: str) -> tuple[tuple[str, str], ...]:
    """Id and name of the customers with exactly this name or number, whatever their capitals."""
    rows = tx.sql(
        "select id, name from contacts where org_id = :org and is_customer and merged_into is null"
        " and (lower(name) = lower(:named) or (number <> '' and lower(number) = lower(:named)))"
        " order by id limit 3",
        named=named.strip(),
    )
    return tuple((row.id, row.name) for row in rows)


def named_like(tx: Tx, words: str, *, limit: int) -> tuple[tuple[str, str], ...]:
    """Id and name of customers whose name holds these words, whatever their capitals."""
    escaped = words.strip().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    rows = tx.sql(
        "select id, name from contacts where org_id = :org and is_customer and merged_into is null"
        " and name ilike :words escape '!' order by lower(name), id limit :limit",
        words=f"%{escaped}%",
        limit=limit,
    )
    return tuple((row.id, row.name) for row in rows)


def people(tx: Tx, customer_id: str) -> Sequence[Row[Any]]:
    """The further people of a contact, addresses still sealed."""
    return tx.sql(
        "select * from contact_people where org_id = :org and contact_id = :id order by position",
        id=customer_id,
    ).all()


def invoices_of(tx: Tx, customer_id: str, *, on: date, limit: int = 200) -> Sequence[Row[Any]]:
    """A customer's sales invoices: open ones first by due date, then the newest others."""
    return tx.sql(
        "select i.*, :on - i.due as days_late,"
        " i.state = 'approved' and i.balance > 0 as is_open,"
        " p.placement, p.level as placed_level, x.kind is not null as never_chased,"
        " x.until as never_until,"
        " (select max(s.level) from steps s where s.org_id = i.org_id and s.invoice_id = i.id"
        "   and s.state = 'done') as level_sent,"
        " w.state as date_state, w.text as date_text, w.outcome as date_outcome,"
        " count(*) over () as n_all"
        " from invoices i left join lateral (select state, text, outcome from ledger_writes d"
        "  where d.org_id = i.org_id and d.kind = 'expected_date' and d.subject_id = i.id"
        "  and d.customer_id = i.contact_id and i.balance > 0"
        "  order by d.created_at desc, d.id limit 1) w on true"
        " left join placements p on p.org_id = i.org_id and p.invoice_id = i.id"
        " left join exceptions x on x.org_id = i.org_id and x.invoice_id = i.id"
        "  and x.kind = 'never' and (x.until is null or x.until >= :on)"
        " where i.org_id = :org and i.contact_id = :id and i.kind = 'sale'"
        " and i.state not in ('deleted')"
        " order by i.state = 'approved' and i.balance > 0 desc,"
        "  case when i.state = 'approved' and i.balance > 0 then i.due end,"
        "  i.issued desc, i.id limit :limit",
        id=customer_id,
        on=on,
        limit=limit,
    ).all()


def credits_of(tx: Tx, customer_id: str) -> Sequence[Row[Any]]:
    """A customer's live credit notes, overpayments and deposits with something left of them."""
    return tx.sql(
        "select * from credits where org_id = :org and contact_id = :id and live"
        " and remaining > 0 order by credited_on, id",
        id=customer_id,
    ).all()


def payments_of(tx: Tx, customer_id: str, *, limit: int = 12) -> Sequence[Row[Any]]:
    """A customer's newest payments with the invoice and its due date."""
    return tx.sql(
        "select p.*, i.number, i.due, p.paid_on - i.due as days_late from payments p"
        " join invoices i on i.org_id = p.org_id and i.id = p.document_id"
        " where p.org_id = :org and i.contact_id = :id and p.kind = 'sale' and not p.deleted"
        " order by p.paid_on desc, p.id limit :limit",
        id=customer_id,
        limit=limit,
    ).all()


def holds_of(tx: Tx, customer_id: str, *, on: date) -> Sequence[Row[Any]]:
    """Holds in force on a day, with the number of the invoice where it is on one."""
    return tx.sql(
        "select h.*, i.number, i.currency from holds h"
        " left join invoices i on i.org_id = h.org_id and i.id = h.invoice_id"
        " where h.org_id = :org and h.customer_id = :id and h.ended_at is null"
        " and (h.until is null or h.until > :on) order by h.at",
        id=customer_id,
        on=on,
    ).all()


def limit_changes_of(tx: Tx, customer_id: str) -> Sequence[Row[Any]]:
    """How the credit limit came to be, newest first."""
    return tx.sql(
        "select * from limit_changes where org_id = :org and customer_id = :id"
        " order by id desc limit 20",
        id=customer_id,
    ).all()
