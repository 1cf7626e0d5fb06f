"""Reads the bare ledger as it stands: open invoices, credits, ageing. It writes nothing.

The bare ledger knows no tolerance: sent or not, disputed or not, every approved invoice with a
balance counts, gross of unallocated credit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from plugin.store._tx import Tx
from plugin.store.reading.planning import joined_by_hash

#: an open sales invoice on a civil day; every figure of the console counts exactly these
_OPEN = (
    "i.org_id = :org and i.kind = 'sale' and i.state = 'approved' and i.balance > 0"
    " and i.issued <= :on"
)

_BUCKET = (
    "case when i.due >= :on then 'current' when :on - i.due <= 30 then '1-30'"
    " when :on - i.due <= 60 then '31-60' when :on - i.due <= 90 then '61-90' else '90+' end"
)


def ageing(tx: Tx, *, on: date, customer_id: str | None = None) -> Sequence[Row[Any]]:
    """Count and sum of open invoices per currency and bucket; of one customer or of all.

    `charged` is what of it is interest and fees, which no DSO counts (rule 36).
    """
    return tx.sql(
        f"select i.currency, {_BUCKET} as bucket, count(*) as n, sum(i.balance) as amount,"  # noqa: S608
        " coalesce(sum(i.balance) filter (where i.is_charge), 0) as charged,"
        " max(:on - i.due) as oldest"
        f" from invoices i where {_OPEN}"
        " and (cast(:customer as text) is null or i.contact_id = :customer)"
        " group by 1, 2",
        on=on,
        customer=customer_id,
    ).all()


def unallocated(tx: Tx, *, on: date, customer_id: str | None = None) -> Sequence[Row[Any]]:
    """What is left of credit notes, overpayments and deposits, per currency; no write-offs."""
    return tx.sql(
        "select currency, sum(remaining) as amount from credits"
        " where org_id = :org and live and not is_write_off and remaining > 0"
        " and credited_on <= :on"
        " and (cast(:customer as text) is null or contact_id = :customer)"
        " group by currency",
        on=on,
        customer=customer_id,
    ).all()


def sales(tx: Tx, *, after: date, on: date) -> Sequence[Row[Any]]:
    """Approved sales less sales credit notes of the days after `after` up to `on`, per currency.

    Invoices for interest and fees are no sales (rule 36).
    """
    return tx.sql(
        "select currency, sum(amount) as amount from ("
        " select currency, total as amount from invoices"
        "  where org_id = :org and kind = 'sale' and state in ('approved', 'paid')"
        "  and not is_charge and issued > :after and issued <= :on"
        " union all"
        " select currency, -total from credits"
        "  where org_id = :org and live and kind = 'credit_note' and not is_write_off"
        "  and credited_on > :after and credited_on <= :on) s"
        " group by currency",
        after=after,
        on=on,
    ).all()


def open_invoices(
    tx: Tx,
    *,
    on: date,
    currency: str | None = None,
    bucket: str | None = None,
    ids: Sequence[str] | None = None,
    limit: int = 500,
) -> Sequence[Row[Any]]:
    """Open invoices with their customers, latest first; the drill below every total.

    `bucket` may also be `late` (every bucket but the first). `limit` rows are read at most.
    """
    with joined_by_hash(tx):
        return tx.sql(
            f"select i.*, c.name as customer_name, :on - i.due as days_late, {_BUCKET} as bucket,"  # noqa: S608
            " count(*) over () as n_all, sum(i.balance) over () as balance_all"
            " from invoices i join contacts c on c.org_id = i.org_id and c.id = i.contact_id"
            f" where {_OPEN} and (cast(:currency as text) is null or i.currency = :currency)"
            f" and (cast(:bucket as text) is null or {_BUCKET} = :bucket"
            "  or (:bucket = 'late' and i.due < :on))"
            " and (cast(:ids as text[]) is null or i.id = any(:ids))"
            " order by i.due, i.number, i.id limit :limit",
            on=on,
            currency=currency,
            bucket=bucket,
            ids=list(ids) if ids is not None else None,
            limit=limit,
        ).all()


def reconciled_to(tx: Tx) -> date | None:
    """The newest date among payments that the ledger marks reconciled, sales and bills alike."""
    newest: date | None = tx.sql(
        "select max(paid_on) from payments where org_id = :org and reconciled and not deleted"
    ).scalar_one()
    return newest


def money_in(tx: Tx, *, since: date, on: date) -> Sequence[Row[Any]]:
    """Customers' payments dated in these days, per currency; write-offs are not money (rule 5)."""
    return tx.sql(
        "select currency, count(*) as n, sum(amount) as amount from payments"
        " where org_id = :org and kind = 'sale' and not deleted and not is_write_off"
        " and paid_on >= :since and paid_on <= :on group by currency",
        since=since,
        on=on,
    ).all()
