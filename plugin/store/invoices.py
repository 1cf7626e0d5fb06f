"""Sales invoices and bills of the ledger: saved newest first, with what only we know of them.

Only we know when an invoice was first seen sent, how its due date moved, and which expected date
we wrote. Nothing here judges lateness.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plugin.credit.claims import CHARGE_MARK
from plugin.ports.records import LedgerDocumentKind, LedgerInvoice
from plugin.store._bulk import Differs, Saved, Upsert, fresh_rows, newest
from plugin.store._merges import winners_of
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed

_INVOICES = Upsert(
    table="invoices",
    columns={
        "id": "text",
        "kind": "text",
        "number": "text",
        "contact_id": "text",
        "state": "text",
        "issued": "date",
        "due": "date",
        "due_assumed": "bool",
        "currency": "text",
        "total": "numeric",
        "tax": "numeric",
        "balance": "numeric",
        "paid": "numeric",
        "credited": "numeric",
        "reference": "text",
        "base_per_unit": "numeric",
        "sent": "bool",
        "sent_on": "date",
        "first_seen_on": "date",
        "expected_on": "date",
        "fully_paid_on": "date",
        "repeating_id": "text",
        "is_charge": "bool",
        "updated_at": "timestamptz",
    },
    compared=(
        *("kind", "number", "contact_id", "state", "issued", "due", "currency", "total"),
        *("balance", "paid", "credited", "reference", "base_per_unit", "sent", "expected_on"),
        *("fully_paid_on", "repeating_id"),
    ),
    kept={
        "sent_on": "coalesce(was.sent_on, excluded.sent_on)",
        "first_seen_on": "was.first_seen_on",
        # once ours always ours: a person may change the reference before they approve it
        "is_charge": "was.is_charge or excluded.is_charge",
    },
    told=(
        "fresh.contact_id",
        "was.contact_id as contact_before",
        "fresh.due",
        "was.due as due_before",
    ),
)

#: what of an invoice decides whether, when and for how much anybody is chased
_DECIDING = (
    *("contact_id", "state", "issued", "due", "currency", "total", "balance", "paid", "credited"),
    *("base_per_unit", "sent", "expected_on"),
)


#: states in which an invoice is no claim on anybody any more
_GONE = {"voided", "deleted"}


def save_invoices(
    tx: Tx, invoices: Iterable[LedgerInvoice], *, seen_on: date, first_sync: bool, terms_days: int
) -> Saved:
    """Save a page of invoices and bills, read on civil day `seen_on` of the organisation.

    Without a due date it is the issue date plus `terms_days`, and marked as assumed (rule 1). The
    sending date is the day we first saw it sent, at the first sync its issue date (rule 3).
    """
    page = newest(invoices)
    if not page:
        return Saved(0, frozenset())
    winners = winners_of(tx, (invoice.contact_id for invoice in page))
    _make_room_for_contacts(tx, page, winners)
    terms = timedelta(days=terms_days)
    written = _INVOICES.run(
        tx,
        [_row(each, winners, seen_on=seen_on, first_sync=first_sync, terms=terms) for each in page],
    )
    issued = {invoice.id: invoice.issued for invoice in page}
    _note_due_dates(
        tx,
        [
            (row.id, issued[row.id] if first_sync and row.due_before is None else seen_on, row.due)
            for row in written
            if row.due != row.due_before
        ],
    )
    touched = [row for row in written if row.differs]
    _drop_pay_links(tx, [invoice.id for invoice in page if invoice.state in _GONE])
    changed = frozenset(
        contact
        for row in touched
        for contact in (row.contact_id, row.contact_before)
        if contact is not None
    )
    mark_changed(tx, changed)
    return Saved(len(written), changed)


def differing_invoices(
    tx: Tx, invoices: Iterable[LedgerInvoice], *, terms_days: int
) -> tuple[Differs, ...]:
    """Where these invoices, as just read, are not as held; nothing is written."""
    page = newest(invoices)
    winners, terms = winners_of(tx, (each.contact_id for each in page)), timedelta(days=terms_days)
    rows = [
        _row(each, winners, seen_on=each.issued, first_sync=False, terms=terms) for each in page
    ]
    return _INVOICES.differing(tx, rows, _DECIDING)


def _drop_pay_links(tx: Tx, invoice_ids: list[str]) -> None:
    """What is void or deleted is paid nowhere: its link leads to nothing now."""
    if invoice_ids:
        tx.sql(
            "update invoices set pay_link = null where org_id = :org and id = any(:ids)"
            " and pay_link is not null",
            ids=sorted(invoice_ids),
        )


def note_expected_written(tx: Tx, invoice_id: str, on: date | None) -> None:
    """Remember the expected date that we wrote last (None: emptied); another is a person's."""
    tx.sql(
        "update invoices set expected_written = :on where org_id = :org and id = :id",
        id=invoice_id,
        on=on,
    )


def note_came_back(tx: Tx, invoice_ids: Iterable[str], on: date) -> None:
    """A payment provider took a payment of these back on a civil day (rule 6)."""
    tx.sql(
        "update invoices set came_back_on = :on where org_id = :org and id = any(:ids)",
        on=on,
        ids=sorted(set(invoice_ids)),
    )


def without_pay_link(tx: Tx, invoice_ids: Iterable[str]) -> tuple[str, ...]:
    """Those of these open sales invoices whose payment page the ledger was not asked for yet.

    A draft has none, and what is paid or void needs none.
    """
    rows = tx.sql(
        "select id from invoices where org_id = :org and id = any(:ids) and pay_link is null"
        " and kind = 'sale' and state = 'approved' and balance > 0 order by id",
        ids=sorted(set(invoice_ids)),
    )
    return tuple(row.id for row in rows)


def keep_pay_links(tx: Tx, links: Mapping[str, str]) -> None:
    """Remember the ledger's own payment pages by invoice id; empty = the ledger has none."""
    source, values = fresh_rows({"id": "text", "link": "text"}, sorted(links.items()))
    tx.sql(
        "update invoices set pay_link = fresh.link"  # noqa: S608 - the names are ours
        f" from ({source}) as fresh where invoices.org_id = :org and invoices.id = fresh.id",
        **values,
    )


def numbers(tx: Tx, invoice_ids: Iterable[str]) -> dict[str, str]:
    """The numbers of these invoices by id; an unknown one is left out."""
    return {key: row.number for key, row in invoices_by_id(tx, invoice_ids).items()}


def numbers_and_dues(tx: Tx, invoice_ids: Iterable[str]) -> dict[str, tuple[str, date]]:
    """Number and due date of these invoices by id; an unknown one is left out."""
    found = invoices_by_id(tx, invoice_ids)
    return {key: (row.number, row.due) for key, row in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRow:
    """One sales invoice or bill as held; amounts in `currency`, dates civil."""

    id: str
    kind: LedgerDocumentKind
    number: str
    customer_id: str
    state: str
    issued: date
    due: date
    currency: str
    total: Decimal
    balance: Decimal
    reference: str
    sent_on: date | None
    expected_on: date | None
    expected_written: date | None
    fully_paid_on: date | None
    pay_link: str


def invoices_by_id(tx: Tx, invoice_ids: Iterable[str]) -> dict[str, InvoiceRow]:
    """These invoices by id, in one statement; an unknown one is left out."""
    rows = tx.sql(
        "select id, kind, number, contact_id as customer_id, state, issued, due, currency, total,"
        " balance, reference, sent_on, expected_on, expected_written, fully_paid_on,"
        " coalesce(pay_link, '') as pay_link"
        " from invoices where org_id = :org and id = any(:ids)",
        ids=sorted(set(invoice_ids)),
    ).mappings()
    return {
        row["id"]: InvoiceRow(**{**row, "kind": LedgerDocumentKind(row["kind"])}) for row in rows
    }


def _row(
    invoice: LedgerInvoice,
    winners: dict[str, str],
    *,
    seen_on: date,
    first_sync: bool,
    terms: timedelta,
) -> tuple[object, ...]:
    sent_on = (invoice.issued if first_sync else seen_on) if invoice.sent else None
    return (
        invoice.id,
        invoice.kind.value,
        invoice.number,
        winners.get(invoice.contact_id, invoice.contact_id),
        invoice.state,
        invoice.issued,
        invoice.due if invoice.due is not None else invoice.issued + terms,
        invoice.due is None,
        invoice.currency,
        invoice.total,
        invoice.tax,
        invoice.balance,
        invoice.paid,
        invoice.credited,
        invoice.reference,
        invoice.base_per_unit,
        invoice.sent,
        sent_on,
        seen_on,
        invoice.expected_on,
        invoice.fully_paid_on,
        invoice.repeating_id,
        invoice.reference.startswith(CHARGE_MARK),
        invoice.updated_at,
    )


def _make_room_for_contacts(tx: Tx, page: list[LedgerInvoice], winners: dict[str, str]) -> None:
    """A document proves a customer or supplier, also before the contact itself has been read."""
    rows: dict[str, tuple[str, str, bool, bool]] = {}
    for invoice in page:
        contact = winners.get(invoice.contact_id, invoice.contact_id)
        _, _, sold, bought = rows.get(contact, ("", "", False, False))
        is_sale = invoice.kind is LedgerDocumentKind.SALE
        name = invoice.contact_name or contact
        rows[contact] = (contact, name, sold or is_sale, bought or not is_sale)
    source, values = fresh_rows(
        {"id": "text", "name": "text", "is_customer": "bool", "is_supplier": "bool"},
        [rows[contact] for contact in sorted(rows)],
    )
    tx.sql(
        "insert into contacts as was"  # noqa: S608 - the names are ours
        " (org_id, id, name, is_customer, is_supplier, updated_at)"
        " select cast(:org as uuid), id, name, is_customer, is_supplier, to_timestamp(0)"
        f" from ({source}) as fresh on conflict (org_id, id) do update set"
        " is_customer = was.is_customer or excluded.is_customer,"
        " is_supplier = was.is_supplier or excluded.is_supplier"
        " where excluded.is_customer and not was.is_customer"
        " or excluded.is_supplier and not was.is_supplier",
        **values,
    )


def _note_due_dates(tx: Tx, moved: list[tuple[str, date, date]]) -> None:
    if not moved:
        return
    source, values = fresh_rows({"invoice_id": "text", "known_from": "date", "due": "date"}, moved)
    tx.sql(
        "insert into due_changes (org_id, invoice_id, known_from, due)"  # noqa: S608 - our names
        f" select cast(:org as uuid), fresh.* from ({source}) as fresh"
        " on conflict (org_id, invoice_id, known_from) do update set due = excluded.due",
        **values,
    )
