"""What a GET on the accounting API shows: which records, in which order, how fully.

It changes nothing and checks no token; how a record looks is `render`'s.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from connectors.sandbox import fields, settings_pages
from connectors.sandbox.errors import NotFoundError, QueryError, XeroError
from connectors.sandbox.ledger import CREDIT_CATEGORIES, Ledger
from connectors.sandbox.query import Fields, ordered, parse_where, plain_id
from connectors.sandbox.records import Invoice, Payment
from connectors.sandbox.render import (
    credit_json,
    invoice_json,
    note_json,
    payment_json,
    quote_json,
    repeating_json,
)
from connectors.sandbox.render_contacts import contact_json, group_json
from connectors.sandbox.wire import Encoded, Json, encode_value, read_date, read_flag, read_instant

MOST_UNPAGED = 100_000
DEFAULT_PAGE, LARGEST_PAGE = 100, 1_000


class HighVolumeError(XeroError):
    """More records match than an unpaged call may return (ErrorNumber 51)."""


@dataclass(frozen=True, slots=True)
class Query:
    """The query of a call, its names in lower case, and If-Modified-Since."""

    values: Mapping[str, str]
    since: datetime | None = None
    client: str = ""

    def text(self, name: str) -> str:
        """The value, or nothing."""
        return self.values.get(name, "").strip()

    def listed(self, name: str) -> frozenset[str]:
        """A comma-separated list, in lower case, ids with their dashes."""
        return frozenset(plain_id(p.strip()) for p in self.text(name).split(",") if p.strip())

    def flag(self, name: str) -> bool:
        """A boolean."""
        return bool(read_flag(self.text(name)))

    def day(self, name: str) -> date | None:
        """A civil date; None when absent. Raises QueryError when it is none."""
        try:
            return read_date(self.text(name))
        except ValueError as error:
            raise QueryError(f"{name}: {error}") from error

    def number(self, name: str) -> int | None:
        """A whole number; None when absent or unreadable."""
        return int(self.text(name)) if self.text(name).lstrip("-").isdigit() else None


def modified_since(header: str | None) -> datetime | None:
    """If-Modified-Since; an unreadable value counts as none, as HTTP says."""
    if not header:
        return None
    try:
        return read_instant(header)
    except ValueError:
        return None


def invoices(ledger: Ledger, query: Query) -> Json:
    """GET /Invoices. Statuses and summaryOnly enforce paging."""
    ids, numbers = query.listed("ids"), query.listed("invoicenumbers")
    contacts, statuses = query.listed("contactids"), query.listed("statuses")
    is_mine, term = query.flag("createdbymyapp"), query.text("searchterm").lower()

    def is_wanted(r: Any) -> bool:
        return (
            (not ids or r.id in ids)
            and (not numbers or r.number.lower() in numbers)
            and (not contacts or r.contact in contacts)
            and (not statuses or r.status.lower() in statuses)
            and (not is_mine or r.by_app == query.client)
            and (not term or term in f"{r.number} {r.reference}".lower())
        )

    is_summary = query.flag("summaryonly")
    found = _select(ledger, "invoices", fields.invoice_fields(ledger), query, is_wanted)
    detail = "summary" if is_summary else "paged"
    return _listed(
        "Invoices",
        found,
        query,
        lambda r, is_paged: _encoded_invoice(ledger, r, detail if is_paged else "stub"),
        is_paged=bool(statuses) or is_summary or "page" in query.values,
    )


def _encoded_invoice(ledger: Ledger, invoice: Invoice, detail: str) -> Encoded:
    """A listed invoice; a payment or credit on it makes a new record, so its bytes can be kept."""
    sources = (invoice, ledger.contacts[invoice.contact])
    return Encoded(
        ledger.encoded(
            f"{invoice.id}/{detail}",
            sources,
            lambda: encode_value(invoice_json(ledger, invoice, detail=detail)),
        )
    )


def _encoded_payment(ledger: Ledger, payment: Payment) -> Encoded:
    target = ledger.invoices.get(payment.target) or ledger.credits[payment.target]
    sources = (payment, target, ledger.contacts[target.contact])
    return Encoded(
        ledger.encoded(payment.id, sources, lambda: encode_value(payment_json(ledger, payment)))
    )


def contacts(ledger: Ledger, query: Query) -> Json:
    """GET /Contacts: archived ones only with includeArchived; summaryOnly enforces paging."""
    ids, term = query.listed("ids"), query.text("searchterm").lower()
    has_archived = query.flag("includearchived")

    def is_wanted(r: Any) -> bool:
        words = f"{r.name} {r.first_name} {r.last_name} {r.number} {r.email}".lower()
        return (
            (not ids or r.id in ids)
            and (has_archived or r.status != "ARCHIVED")
            and (not term or term in words)
        )

    is_summary = query.flag("summaryonly")
    found = _select(ledger, "contacts", fields.contact_fields(ledger), query, is_wanted)
    detail = "summary" if is_summary else "full"
    return _listed(
        "Contacts",
        found,
        query,
        lambda r, is_paged: contact_json(ledger, r, detail=detail if is_paged else "stub"),
        is_paged=is_summary or "page" in query.values,
    )


def payments(ledger: Ledger, query: Query) -> Json:
    """GET /Payments, deleted ones among them."""
    found = _select(ledger, "payments", fields.payment_fields(ledger), query)
    return _listed("Payments", found, query, lambda r, _: _encoded_payment(ledger, r))


def credit_list(collection: str, category: str) -> Callable[[Ledger, Query], Json]:
    """GET /CreditNotes, /Overpayments or /Prepayments."""

    def read(ledger: Ledger, query: Query) -> Json:
        found = _select(
            ledger,
            "credits",
            fields.credit_fields(ledger),
            query,
            lambda r: CREDIT_CATEGORIES[r.kind] == category,
        )
        return _listed(
            collection,
            found,
            query,
            lambda r, is_paged: credit_json(ledger, r, detail="paged" if is_paged else "stub"),
        )

    return read


def quotes(ledger: Ledger, query: Query) -> Json:
    """GET /Quotes: paged by 100, with filters of its own."""
    status, number = query.text("status").upper(), query.text("quotenumber").lower()
    contact = query.text("contactid").lower()
    starts, ends = query.day("datefrom"), query.day("dateto")

    def is_wanted(r: Any) -> bool:
        return (
            (not status or r.status == status)
            and (not number or r.number.lower() == number)
            and (not contact or r.contact == contact)
            and (starts is None or r.on >= starts)
            and (ends is None or r.on <= ends)
        )

    found = _select(ledger, "quotes", fields.quote_fields(ledger), query, is_wanted)
    page = max(1, query.number("page") or 1)
    shown = found[(page - 1) * DEFAULT_PAGE : page * DEFAULT_PAGE]
    return {"Quotes": [quote_json(ledger, each) for each in shown]}


def repeating_invoices(ledger: Ledger, query: Query) -> Json:
    """GET /RepeatingInvoices: never paged."""
    found = [each for _, each in sorted(ledger.repeating.items())]
    found = _filtered(found, fields.repeating_fields(ledger), query)
    return {"RepeatingInvoices": [repeating_json(ledger, each) for each in found]}


def contact_groups(ledger: Ledger, query: Query) -> Json:
    """GET /ContactGroups: only ACTIVE ones, without members."""
    found = [group for group in ledger.groups.values() if not group.is_deleted]
    found = _filtered(found, fields.group_fields(ledger), query)
    return {"ContactGroups": [group_json(group) for group in found]}


def one_group(ledger: Ledger, key: str) -> Json:
    """GET /ContactGroups/{id}: the only place that lists members."""
    group = ledger.group(key)
    members = [{"ContactID": each, "Name": ledger.contacts[each].name} for each in group.members]
    return {"ContactGroups": [group_json(group, members)]}


def accounts(ledger: Ledger, query: Query) -> Json:
    """GET /Accounts: never paged."""
    found = _filtered(list(ledger.accounts.values()), fields.account_fields(ledger), query)
    if query.since:
        found = [each for each in found if each.updated >= query.since]
    return {"Accounts": [settings_pages.account_json(each) for each in found]}


def one_invoice(ledger: Ledger, key: str) -> Json:
    """GET /Invoices/{InvoiceID or InvoiceNumber}."""
    return {"Invoices": [invoice_json(ledger, ledger.invoice(key))]}


def one_contact(ledger: Ledger, key: str) -> Json:
    """GET /Contacts/{ContactID or ContactNumber}."""
    return {"Contacts": [contact_json(ledger, ledger.contact(key))]}


def one_payment(ledger: Ledger, key: str) -> Json:
    """GET /Payments/{PaymentID}."""
    return {"Payments": [payment_json(ledger, ledger.payment(key))]}


def one_credit(collection: str, category: str) -> Callable[[Ledger, str], Json]:
    """GET /CreditNotes/{id}, /Overpayments/{id} or /Prepayments/{id}."""

    def read(ledger: Ledger, key: str) -> Json:
        credit = ledger.credit(key)
        if CREDIT_CATEGORIES[credit.kind] != category:
            raise NotFoundError
        return {collection: [credit_json(ledger, credit)]}

    return read


def one_quote(ledger: Ledger, key: str) -> Json:
    """GET /Quotes/{QuoteID}."""
    found = ledger.quotes.get(key.lower())
    if found is None:
        raise NotFoundError
    return {"Quotes": [quote_json(ledger, found)]}


def one_repeating(ledger: Ledger, key: str) -> Json:
    """GET /RepeatingInvoices/{RepeatingInvoiceID}."""
    found = ledger.repeating.get(key.lower())
    if found is None:
        raise NotFoundError
    return {"RepeatingInvoices": [repeating_json(ledger, found)]}


def history(ledger: Ledger, key: str) -> Json:
    """GET .../History, newest first."""
    notes = sorted(ledger.notes.get(key, ()), key=lambda note: note.at, reverse=True)
    return {"HistoryRecords": [note_json(n.at, n.user, n.changes, n.details) for n in notes]}


def _select(
    ledger: Ledger,
    kind: str,
    known: Fields,
    query: Query,
    is_wanted: Callable[[Any], bool] | None = None,
) -> list[Any]:
    found = ledger.ordered(kind)
    if query.since is not None:
        since = query.since
        found = [each for each in found if each.updated >= since]
    if is_wanted is not None:
        found = [each for each in found if is_wanted(each)]
    return _filtered(found, known, query)


def _filtered(found: list[Any], known: Fields, query: Query) -> list[Any]:
    if query.text("where"):
        test = parse_where(query.text("where"), known)
        try:
            found = [each for each in found if test(each)]
        except TypeError as error:
            raise QueryError("Operator incompatible with operand types") from error
    if query.text("order"):
        found = ordered(found, query.text("order"), known)
    return found


def _listed(
    collection: str,
    found: list[Any],
    query: Query,
    show: Callable[[Any, bool], Json | Encoded],
    *,
    is_paged: bool | None = None,
) -> Json:
    """The collection, with `pagination` when it is paged; pageSize is clamped to 1 to 1,000."""
    if is_paged is None:
        is_paged = "page" in query.values
    if not is_paged:
        if len(found) > MOST_UNPAGED:
            raise HighVolumeError("Too many records: use paging or a filter")
        return {collection: [show(each, False) for each in found]}
    page = max(1, query.number("page") or 1)
    asked = query.number("pagesize")
    size = DEFAULT_PAGE if asked is None else min(LARGEST_PAGE, max(1, asked))
    shown = found[(page - 1) * size : page * size]
    return {
        "pagination": {
            "page": page,
            "pageSize": size,
            "pageCount": -(-len(found) // size),
            "itemCount": len(found),
        },
        collection: [show(each, True) for each in shown],
    }
