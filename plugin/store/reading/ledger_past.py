"""Reads the whole dated sales ledger of an organisation in seven statements. It judges nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any, cast

from plugin.credit.account import CreditKind
from plugin.credit.history import Cover, CoverKind
from plugin.credit.ledger_past import DatedCredit, DatedCustomer, DatedInvoice, LedgerPast
from plugin.store._tx import Tx, array_text

_COVER_KINDS = {kind.value: kind for kind in CoverKind}
_CREDIT_KINDS = {kind.value: kind for kind in CreditKind}

#: the columns of an invoice, in the order of its record
_Told = tuple[str, str, str, str, Decimal, date, date, Decimal, Decimal, bool, date | None]
#: which invoices are asked for: of these customers, and those that still said something since
_WANTED = (
    "i.org_id = :org and i.kind = 'sale' and i.state in ('approved', 'paid')"
    " and (cast(:customers as text[]) is null or i.contact_id = any(cast(:customers as text[])))"
    " and (cast(:since as date) is null or i.issued >= :since or i.due >= :since or i.balance > 0"
    " or i.fully_paid_on is null or i.fully_paid_on >= :since)"
)
_WANTED_CREDITS = (
    "c.org_id = :org and c.live and not c.is_write_off"
    " and (cast(:customers as text[]) is null or c.contact_id = any(cast(:customers as text[])))"
)


def ledger_past(
    tx: Tx, *, customer_ids: Collection[str] | None = None, since: date | None = None
) -> LedgerPast:
    """The dated sales ledger: of all customers, or of these.

    With `since`, invoices that were settled for good before that day are left out. An allocation
    counts from the first day on which both its documents exist, whatever day the ledger gives it.
    """
    asked = {
        "customers": None if customer_ids is None else array_text(customer_ids),
        "since": since,
    }
    base = tx.sql("select base_currency from organisations where id = :org").scalar_one()
    return LedgerPast(
        base_currency=base,
        invoices=_invoices(tx, asked, _covers(tx, asked)),
        credits=_credits(tx, asked),
        customers=_customers(tx, asked),
    )


def _invoices(
    tx: Tx, asked: dict[str, Any], covers: dict[str, list[Cover]]
) -> tuple[DatedInvoice, ...]:
    rows = tx.sql(
        "select i.id, i.number, i.contact_id, i.currency, i.base_per_unit, i.issued, i.due,"  # noqa: S608
        f" i.total, i.balance, i.is_charge, i.sent_on from invoices i where {_WANTED}"
        " order by i.issued, i.id",
        **asked,
    ).fetchall()
    moved = _dues(tx, asked)
    return tuple(
        DatedInvoice(*told, moved.get(told[0], ()), tuple(covers.get(told[0], ())))
        for told in cast("list[_Told]", [tuple(row) for row in rows])
    )


def _dues(tx: Tx, asked: dict[str, Any]) -> dict[str, tuple[tuple[date, date], ...]]:
    """The dates of those invoices that had more than one."""
    rows = tx.sql(
        "select d.invoice_id, array_agg(d.known_from order by d.known_from),"  # noqa: S608
        " array_agg(d.due order by d.known_from) from due_changes d join invoices i"
        f" on i.org_id = d.org_id and i.id = d.invoice_id where d.org_id = :org and {_WANTED}"
        " group by d.invoice_id having count(*) > 1",
        **asked,
    ).fetchall()
    return {id_: tuple(zip(known, dues, strict=True)) for id_, known, dues in map(tuple, rows)}


def _covers(tx: Tx, asked: dict[str, Any]) -> dict[str, list[Cover]]:
    """What took something off each invoice, oldest first."""
    rows = tx.sql(
        "select p.document_id, p.paid_on, p.amount,"  # noqa: S608
        " case when p.is_write_off then 'write_off' else 'payment' end"
        " from payments p join invoices i on i.org_id = p.org_id and i.id = p.document_id"
        f" where p.org_id = :org and p.kind = 'sale' and not p.deleted and {_WANTED}"
        " union all select a.invoice_id, greatest(a.allocated_on, i.issued, c.credited_on),"
        " a.amount, case when c.is_write_off then 'write_off'"
        " when c.kind = 'credit_note' then 'credit' else 'payment' end"
        " from allocations a join credits c on c.org_id = a.org_id and c.id = a.credit_id"
        " and c.live join invoices i on i.org_id = a.org_id and i.id = a.invoice_id"
        f" where a.org_id = :org and {_WANTED} order by 2, 1",
        **asked,
    ).fetchall()
    found: dict[str, list[Cover]] = defaultdict(list)
    for invoice, day, amount, kind in map(tuple, rows):
        found[invoice].append(Cover(day, amount, _COVER_KINDS[kind]))
    return found


def _credits(tx: Tx, asked: dict[str, Any]) -> tuple[DatedCredit, ...]:
    """Customers' credits and what used them; a refund uses one as an allocation does."""
    used: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for credit, day, amount in map(
        tuple,
        tx.sql(
            "select p.document_id, greatest(p.paid_on, c.credited_on), p.amount from payments p"  # noqa: S608
            " join credits c on c.org_id = p.org_id and c.id = p.document_id"
            f" where p.org_id = :org and p.kind = 'refund' and not p.deleted and {_WANTED_CREDITS}"
            " union all select a.credit_id, greatest(a.allocated_on, i.issued, c.credited_on),"
            " a.amount from allocations a join credits c on c.org_id = a.org_id"
            " and c.id = a.credit_id left join invoices i on i.org_id = a.org_id"
            f" and i.id = a.invoice_id where a.org_id = :org and {_WANTED_CREDITS}",
            **asked,
        ).fetchall(),
    ):
        used[credit].append((day, amount))
    rows = tx.sql(
        "select c.id, c.number, c.contact_id, c.kind, c.credited_on, c.total, c.currency,"  # noqa: S608
        " coalesce((select i.base_per_unit from invoices i where i.org_id = c.org_id"
        "  and i.currency = c.currency and i.issued <= c.credited_on"
        "  and i.state in ('approved', 'paid') order by i.issued desc, i.id desc limit 1), 1)"
        f" from credits c where {_WANTED_CREDITS} order by c.credited_on, c.id",
        **asked,
    ).fetchall()
    found: list[DatedCredit] = []
    for id_, number, customer, kind, on, amount, currency, rate in map(tuple, rows):
        parts = tuple(sorted(used[id_]))
        found.append(
            DatedCredit(
                *(id_, number, customer, _CREDIT_KINDS[kind]), on, amount, currency, rate, parts
            )
        )
    return tuple(found)


def _customers(tx: Tx, asked: dict[str, Any]) -> dict[str, DatedCustomer]:
    rows = tx.sql(
        "select c.id, c.name, c.country, a.segment, a.segment_since from contacts c"
        " left join assessments a on a.org_id = c.org_id and a.customer_id = c.id"
        " where c.org_id = :org and c.merged_into is null and c.is_customer"
        " and (cast(:customers as text[]) is null or c.id = any(cast(:customers as text[])))",
        **asked,
    ).fetchall()
    return {row[0]: DatedCustomer(*row) for row in map(tuple, rows)}
