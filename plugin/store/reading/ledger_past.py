"""Reads the dated sales ledger of a whole organisation at once. It judges nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any, cast

from plugin.credit.account import CreditKind
from plugin.credit.history import Cover, CoverKind
from plugin.credit.ledger_past import DatedCredit, DatedCustomer, DatedInvoice, LedgerPast
from plugin.store._tx import Tx, array_text

_CREDIT_KINDS = {kind.value: kind for kind in CreditKind}
#: rows are made into records in portions: all of them at once would stand in memory twice
_PORTION = 10_000

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
    told = cast(
        "list[_Told]",
        list(
            _rows(
                tx,
                "select i.id, i.number, i.contact_id, i.currency, i.base_per_unit, i.issued, i.due,"  # noqa: S608
                f" i.total, i.balance, i.is_charge, i.sent_on from invoices i where {_WANTED}"
                " order by i.issued, i.id",
                asked,
            )
        ),
    )
    if customer_ids is not None:
        # found by their invoices' ids: a join may be planned badly before the first statistics
        asked["invoices"] = array_text(row[0] for row in told)
    covers, used = _covers(tx, asked, {row[0]: row[5] for row in told})
    moved = _dues(tx, asked)
    return LedgerPast(
        base_currency=base,
        invoices=tuple(
            DatedInvoice(*row, moved.get(row[0], ()), _in_order(covers.get(row[0]))) for row in told
        ),
        credits=_credits(tx, asked, used),
        customers=_customers(tx, asked),
    )


def _rows(tx: Tx, statement: str, asked: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement as plain tuples."""
    found = tx.sql(statement, **asked)
    while portion := found.fetchmany(_PORTION):
        yield from map(tuple, portion)


def _in_order(covers: list[Cover] | None) -> tuple[Cover, ...]:
    if covers is None:
        return ()
    if len(covers) > 1:
        covers.sort(key=attrgetter("on", "kind", "amount"))
    return tuple(covers)


def _dues(tx: Tx, asked: dict[str, Any]) -> dict[str, tuple[tuple[date, date], ...]]:
    """The dates of those invoices that had more than one."""
    rows = _rows(
        tx,
        "select d.invoice_id, array_agg(d.known_from order by d.known_from),"  # noqa: S608
        " array_agg(d.due order by d.known_from) from due_changes d where d.org_id = :org"
        f"{_narrowed(asked, 'd.invoice_id')} group by d.invoice_id having count(*) > 1",
        asked,
    )
    return {id_: tuple(zip(known, dues, strict=True)) for id_, known, dues in rows}


def _narrowed(asked: dict[str, Any], column: str) -> str:
    """A condition on the invoice of a row; none where every customer is asked for."""
    return f" and {column} = any(cast(:invoices as text[]))" if "invoices" in asked else ""


def _covers(
    tx: Tx, asked: dict[str, Any], issued: Mapping[str, date]
) -> tuple[dict[str, list[Cover]], dict[str, list[tuple[date, Decimal]]]]:
    """What took something off each invoice, and what each credit was used for."""
    found: dict[str, list[Cover]] = defaultdict(list)
    used: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for invoice, day, amount, lost in _rows(
        tx,
        "select document_id, paid_on, amount, is_write_off from payments"  # noqa: S608
        " where org_id = :org and kind = 'sale' and not deleted" + _narrowed(asked, "document_id"),
        asked,
    ):
        if invoice in issued:
            kind = CoverKind.WRITE_OFF if lost else CoverKind.PAYMENT
            found[invoice].append(Cover(day, amount, kind))
    for credit, invoice, day, amount, sort, lost, since in _rows(
        tx,
        "select a.credit_id, a.invoice_id, greatest(a.allocated_on, c.credited_on), a.amount,"
        " c.kind, c.is_write_off, i.issued from allocations a"
        " join credits c on c.org_id = a.org_id and c.id = a.credit_id and c.live"
        " left join invoices i on i.org_id = a.org_id and i.id = a.invoice_id"
        " where a.org_id = :org and"
        " (cast(:customers as text[]) is null or c.contact_id = any(cast(:customers as text[])))",
        asked,
    ):
        on = day if since is None else max(day, since)
        used[credit].append((on, amount))
        if invoice in issued:
            money = CoverKind.CREDIT if sort == CreditKind.CREDIT_NOTE else CoverKind.PAYMENT
            found[invoice].append(Cover(on, amount, CoverKind.WRITE_OFF if lost else money))
    return found, used


def _credits(
    tx: Tx, asked: dict[str, Any], used: dict[str, list[tuple[date, Decimal]]]
) -> tuple[DatedCredit, ...]:
    """Customers' credits and what used them; a refund uses one as an allocation does."""
    for credit, day, amount in _rows(
        tx,
        "select p.document_id, greatest(p.paid_on, c.credited_on), p.amount from payments p"  # noqa: S608
        " join credits c on c.org_id = p.org_id and c.id = p.document_id"
        f" where p.org_id = :org and p.kind = 'refund' and not p.deleted and {_WANTED_CREDITS}",
        asked,
    ):
        used[credit].append((day, amount))
    found: list[DatedCredit] = []
    for id_, number, customer, kind, on, amount, currency, rate in _rows(
        tx,
        "select c.id, c.number, c.contact_id, c.kind, c.credited_on, c.total, c.currency,"  # noqa: S608
        " coalesce((select i.base_per_unit from invoices i where i.org_id = c.org_id"
        "  and i.currency = c.currency and i.issued <= c.credited_on"
        "  and i.state in ('approved', 'paid') order by i.issued desc, i.id desc limit 1), 1)"
        f" from credits c where {_WANTED_CREDITS} order by c.credited_on, c.id",
        asked,
    ):
        parts = tuple(sorted(used.get(id_, ())))
        found.append(
            DatedCredit(
                *(id_, number, customer, _CREDIT_KINDS[kind]), on, amount, currency, rate, parts
            )
        )
    return tuple(found)


def _customers(tx: Tx, asked: dict[str, Any]) -> dict[str, DatedCustomer]:
    rows = _rows(
        tx,
        "select c.id, c.name, c.country, a.segment, a.segment_since from contacts c"
        " left join assessments a on a.org_id = c.org_id and a.customer_id = c.id"
        " where c.org_id = :org and c.merged_into is null and c.is_customer"
        " and (cast(:customers as text[]) is null or c.id = any(cast(:customers as text[])))",
        asked,
    )
    return {row[0]: DatedCustomer(*row) for row in rows}
