"""The books for an organisation's own tools: customers with what they owe, and invoices.

A list is told page by page: `after` is the id of the last one told. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from plugin.credit.money import Money
from plugin.queries.decisions import limit_shown, status_shown
from plugin.queries.tool_shapes import Credit, Customer, Invoice, OwedIn
from plugin.store import Tx
from plugin.store.reading import Record, customers, setting_up, tools

InvoiceState = Literal["all", "open", "late", "paid"]


def customer_of(tx: Tx, customer_id: str, *, on: date, decisions: bool) -> Customer | None:
    """One customer on a civil day; None where there is no such."""
    rows = tools.customers(tx, on=on, customer_id=customer_id, limit=1)
    return next(iter(_customers(tx, rows, on, decisions)), None)


def merged_into(tx: Tx, customer_id: str) -> str | None:
    """The id of the customer that this one was merged into in the ledger; None where it was not."""
    row = customers.customer(tx, customer_id)
    return row.merged_into if row is not None else None


def customers_after(
    tx: Tx,
    after: str,
    *,
    on: date,
    decisions: bool,
    size: int,
    flag: str | None,
    late: bool | None,
    search: str,
) -> tuple[Customer, ...]:
    """The next customers after an id; `decisions` adds what was decided of each."""
    rows = tools.customers(
        tx, on=on, after=after, flag=flag, is_late=late, search=search, limit=size
    )
    return _customers(tx, rows, on, decisions)


def _customers(tx: Tx, rows: Sequence[Record], on: date, decisions: bool) -> tuple[Customer, ...]:
    owes: dict[str, list[Record]] = {}
    for each in tools.owed(tx, [row.id for row in rows], on=on):
        owes.setdefault(each.contact_id, []).append(each)
    return tuple(
        Customer(
            id=row.id,
            number=row.number,
            name=row.name,
            archived=row.archived,
            owed=tuple(_owed(each) for each in owes.get(row.id, ())),
            oldest_days_late=max((each.oldest for each in owes.get(row.id, ())), default=0),
            credit=_credit(row, on) if decisions else None,
        )
        for row in rows
    )


def _owed(row: Record) -> OwedIn:
    return OwedIn(
        Money(row.amount, row.currency),
        row.n,
        Money(row.late, row.currency),
        row.late_n,
        Money(row.credit, row.currency),
    )


def _credit(row: Record, on: date) -> Credit:
    """The limit that stands now, a family's before their own; use and flag of the last review.

    Use of another limit than the one that stands says nothing and is left out.
    """
    status, shown = status_shown(row, on), limit_shown(row.decision)
    has_limit = row.credit_limit is not None
    limit = Money(row.credit_limit, row.limit_currency) if has_limit else None
    use = shown if shown is not None and shown.limit == limit else None
    return Credit(
        flag=status.status.value,
        flag_since=status.since,
        stop_proposed=status.stop_proposed,
        why=status.reasons,
        limit=limit,
        used=use.used if use is not None else None,
        headroom=use.headroom if use is not None else None,
        percent_used=use.percent if use is not None else None,
    )


def invoices_after(
    tx: Tx,
    after: str,
    *,
    on: date,
    size: int,
    customer_id: str | None,
    state: InvoiceState,
) -> tuple[Invoice, ...]:
    """The next sales invoices after an id."""
    rows = tools.invoices(tx, on=on, after=after, customer_id=customer_id, state=state, limit=size)
    return tuple(map(_invoice, rows))


def invoice_of(tx: Tx, invoice_id: str, *, on: date) -> Invoice | None:
    """One sales invoice; None where there is no such."""
    rows = tools.invoices(tx, on=on, invoice_id=invoice_id, limit=1)
    return _invoice(rows[0]) if rows else None


def _invoice(row: Record) -> Invoice:
    return Invoice(
        id=row.id,
        number=row.number,
        customer_id=row.contact_id,
        reference=row.reference,
        state=row.state,
        issued=row.issued,
        due=row.due,
        total=Money(row.total, row.currency),
        balance=Money(row.balance, row.currency),
        days_late=row.days_late,
        expected_on=row.expected_on,
        paid_on=row.fully_paid_on,
    )


def books_read_at(tx: Tx, *, now: datetime) -> datetime | None:
    """When the books were last read; None while they are read for the first time."""
    progress = setting_up.sync_progress(tx)
    finished = [row.finished_at for row in progress if row.finished_at is not None]
    return min(max(finished), now) if finished else None
