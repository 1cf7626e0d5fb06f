"""Payments and credits of the ledger: saved newest first, each marked when it is a write-off.

What a payment means for a promise or a ladder is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from plugin.ports.records import LedgerCredit, LedgerPayment
from plugin.store import hook_events
from plugin.store._bulk import Differs, Saved, Upsert, fresh_rows, newest
from plugin.store._merges import winners_of
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed
from plugin.store.crossings import note_crossings

_PAYMENTS = Upsert(
    table="payments",
    columns={
        "id": "text",
        "kind": "text",
        "document_id": "text",
        "paid_on": "date",
        "amount": "numeric",
        "currency": "text",
        "account_id": "text",
        "reconciled": "bool",
        "deleted": "bool",
        "is_write_off": "bool",
        "updated_at": "timestamptz",
    },
    compared=(
        *("kind", "document_id", "paid_on", "amount", "currency", "account_id", "reconciled"),
        *("deleted", "is_write_off"),
    ),
    told=(
        "fresh.document_id",
        "was.document_id as document_before",
        "fresh.deleted and not was.deleted and not was.is_write_off as came_back",
        "cast(fresh.updated_at at time zone"  # noqa: ISC004 - one expression
        " (select timezone from organisations where id = :org) as date) as day",
    ),
)

_CREDITS = Upsert(
    table="credits",
    columns={
        "id": "text",
        "kind": "text",
        "number": "text",
        "contact_id": "text",
        "credited_on": "date",
        "currency": "text",
        "total": "numeric",
        "tax": "numeric",
        "remaining": "numeric",
        "live": "bool",
        "account_ids": "text[]",
        "is_write_off": "bool",
        "updated_at": "timestamptz",
    },
    compared=(
        *("kind", "number", "contact_id", "credited_on", "currency", "total", "remaining"),
        *("live", "account_ids", "is_write_off"),
    ),
    told=("fresh.contact_id", "was.contact_id as contact_before"),
)
#: what of a credit decides what a customer owes
_DECIDING_OF_CREDITS = ("contact_id", "credited_on", "currency", "total", "remaining", "live")


def save_payments(
    tx: Tx,
    payments: Iterable[LedgerPayment],
    *,
    bad_debt_accounts: Collection[str],
    now: datetime | None = None,
) -> Saved:
    """Save a page of payments; one on an account named as bad debts is no money (rule 5).

    Those that are read for the first time are told of by webhook, where the instant is `now`.
    A payment that we knew and that is now deleted puts its invoice back: the day of that is kept
    on the invoice (rule 6).
    """
    page = newest(payments)
    if not page:
        return Saved(0, frozenset())
    written = _PAYMENTS.run(
        tx,
        [
            (
                payment.id,
                payment.kind.value,
                payment.document_id,
                payment.on,
                payment.amount,
                payment.currency,
                payment.account_id,
                payment.reconciled,
                payment.deleted,
                payment.account_id in bad_debt_accounts,
                payment.updated_at,
            )
            for payment in page
        ],
    )
    _bring_back(tx, {row.document_id: row.day for row in written if row.came_back})
    fresh = [row.id for row in written if row.document_before is None]
    note_crossings(tx, fresh)
    if now is not None:
        hook_events.tell_payments(tx, fresh, now=now)
    documents = {
        document
        for row in written
        if row.differs
        for document in (row.document_id, row.document_before)
        if document is not None
    }
    changed = _customers_of(tx, documents)
    mark_changed(tx, changed)
    return Saved(len(written), changed)


def save_credits(
    tx: Tx, credits_: Iterable[LedgerCredit], *, bad_debt_accounts: Collection[str]
) -> Saved:
    """Save credit notes, overpayments and prepayments, with where each has been allocated.

    A credit whose lines all lie on accounts named as bad debts is a write-off (rule 5).
    """
    page = newest(credits_)
    if not page:
        return Saved(0, frozenset())
    written = _CREDITS.run(tx, _credit_rows(tx, page, frozenset(bad_debt_accounts)))
    ids = {row.id for row in written}
    _replace_allocations(tx, [credit for credit in page if credit.id in ids])
    changed = frozenset(
        contact
        for row in written
        if row.differs
        for contact in (row.contact_id, row.contact_before)
        if contact is not None
    )
    mark_changed(tx, changed)
    return Saved(len(written), changed)


def differing_credits(tx: Tx, credits_: Iterable[LedgerCredit]) -> tuple[Differs, ...]:
    """Where these credits, as just read, are not as held; nothing is written."""
    rows = _credit_rows(tx, newest(credits_), frozenset())
    return _CREDITS.differing(tx, rows, _DECIDING_OF_CREDITS)


def unexplained(tx: Tx, invoice_ids: Iterable[str]) -> tuple[bool, bool]:
    """Whether any of these invoices says it is paid, or credited, otherwise than we hold."""
    row = tx.sql(
        "select coalesce(bool_or(i.paid <> coalesce((select sum(p.amount) from payments p"
        " where p.org_id = :org and p.document_id = i.id and not p.deleted), 0)), false) as paid,"
        " coalesce(bool_or(i.credited <> coalesce((select sum(a.amount) from allocations a"
        " where a.org_id = :org and a.invoice_id = i.id), 0)), false) as credited"
        " from invoices i where i.org_id = :org and i.id = any(:ids)",
        ids=sorted(set(invoice_ids)),
    ).one()
    return row.paid, row.credited


def newest_reconciled(tx: Tx) -> date | None:
    """The newest date among reconciled payments, sales and purchases; None = never (rule 21)."""
    found: date | None = tx.sql(
        "select max(paid_on) from payments where org_id = :org and reconciled and not deleted"
    ).scalar_one()
    return found


def _credit_rows(
    tx: Tx, page: Sequence[LedgerCredit], bad_debts: frozenset[str]
) -> list[tuple[object, ...]]:
    winners = winners_of(tx, (credit.contact_id for credit in page))
    return [
        (
            credit.id,
            credit.kind,
            credit.number,
            winners.get(credit.contact_id, credit.contact_id),
            credit.on,
            credit.currency,
            credit.total,
            credit.tax,
            credit.remaining,
            credit.live,
            sorted(set(credit.account_ids)),
            bool(credit.account_ids) and bad_debts.issuperset(credit.account_ids),
            credit.updated_at,
        )
        for credit in page
    ]


def _bring_back(tx: Tx, days: dict[str, date]) -> None:
    if not days:
        return
    source, values = fresh_rows({"id": "text", "day": "date"}, sorted(days.items()))
    tx.sql(
        "update invoices set came_back_on = fresh.day"  # noqa: S608 - the names are ours
        f" from ({source}) as fresh where invoices.org_id = :org and invoices.id = fresh.id",
        **values,
    )


def _customers_of(tx: Tx, document_ids: Collection[str]) -> frozenset[str]:
    if not document_ids:
        return frozenset()
    rows = tx.sql(
        "select contact_id from invoices where org_id = :org and id = any(:ids)"
        " union select contact_id from credits where org_id = :org and id = any(:ids)",
        ids=sorted(document_ids),
    )
    return frozenset(row.contact_id for row in rows)


def _replace_allocations(tx: Tx, credits_: list[LedgerCredit]) -> None:
    if not credits_:
        return
    tx.sql(
        "delete from allocations where org_id = :org and credit_id = any(:ids)",
        ids=[credit.id for credit in credits_],
    )
    rows = [
        (credit.id, position, part.invoice_id, part.on, part.amount)
        for credit in credits_
        for position, part in enumerate(credit.allocations)
    ]
    if not rows:
        return
    columns = {
        "credit_id": "text",
        "position": "int",
        "invoice_id": "text",
        "allocated_on": "date",
        "amount": "numeric",
    }
    source, values = fresh_rows(columns, rows)
    tx.sql(
        f"insert into allocations (org_id, {', '.join(columns)})"  # noqa: S608 - our names
        f" select cast(:org as uuid), fresh.* from ({source}) as fresh",
        **values,
    )
