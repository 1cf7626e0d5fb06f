"""What a GET on the accounting API shows of each resource: which filters it takes, how fully.

It changes nothing and checks no token; how a list is searched is `listing`'s, how a record looks
is `render`'s.
"""

from collections.abc import Callable
from typing import Any

from connectors.sandbox import fields, settings_pages
from connectors.sandbox.errors import NotFoundError
from connectors.sandbox.ledger import CREDIT_CATEGORIES, Ledger
from connectors.sandbox.listing import (
    CONTACTS,
    DEFAULT_PAGE,
    INVOICES,
    Query,
    Test,
    filtered,
    listed,
    select,
)
from connectors.sandbox.render import (
    invoice_json,
    note_json,
    payment_json,
    quote_json,
    repeating_json,
)
from connectors.sandbox.render_contacts import contact_json, group_json
from connectors.sandbox.render_credits import credit_json
from connectors.sandbox.standing import groups_by_member
from connectors.sandbox.wire import Json


def invoices(ledger: Ledger, query: Query) -> Json:
    """GET /Invoices. Statuses and summaryOnly enforce paging."""
    ids, contacts_ = query.listed("ids"), query.listed("contactids")
    numbers, statuses = query.listed("invoicenumbers"), query.listed("statuses")
    term = query.text("searchterm").lower()
    only = ids or None
    if contacts_ and not ids:
        only = frozenset(key for each in contacts_ for key in ledger.invoices_of.get(each, ()))
    tests: list[Test | None] = [
        (lambda r: r.contact in contacts_) if contacts_ else None,
        (lambda r: r.number.lower() in numbers) if numbers else None,
        (lambda r: r.status.lower() in statuses) if statuses else None,
        (lambda r: r.by_app == query.client) if query.flag("createdbymyapp") else None,
        (lambda r: term in f"{r.number} {r.reference}".lower()) if term else None,
    ]
    known = fields.invoice_fields(ledger)
    found = select(ledger, "invoices", known, query, tests, only=only, indexed=INVOICES)
    is_summary, places = query.flag("summaryonly"), query.places
    detail = "summary" if is_summary else "paged"
    return listed(
        "Invoices",
        found,
        query,
        lambda r, is_paged: invoice_json(
            ledger, r, detail=detail if is_paged else "stub", places=places
        ),
        is_paged=bool(statuses) or is_summary,
    )


def contacts(ledger: Ledger, query: Query) -> Json:
    """GET /Contacts: archived ones only with includeArchived; summaryOnly enforces paging."""
    ids, term = query.listed("ids"), query.text("searchterm").lower()
    tests: list[Test | None] = [
        None if query.flag("includearchived") else (lambda r: r.status != "ARCHIVED"),
        (lambda r: term in _words(r)) if term else None,
    ]
    known = fields.contact_fields(ledger)
    found = select(ledger, "contacts", known, query, tests, only=ids or None, indexed=CONTACTS)
    is_summary, groups = query.flag("summaryonly"), groups_by_member(ledger)
    detail = "summary" if is_summary else "full"
    return listed(
        "Contacts",
        found,
        query,
        lambda r, is_paged: contact_json(
            ledger, r, detail=detail if is_paged else "stub", groups=groups
        ),
        is_paged=is_summary,
    )


def _words(contact: Any) -> str:
    """What searchTerm looks in: names, number, company number and address."""
    return (
        f"{contact.name} {contact.first_name} {contact.last_name} {contact.number} "
        f"{contact.company_number} {contact.email}"
    ).lower()


def payments(ledger: Ledger, query: Query) -> Json:
    """GET /Payments, deleted ones among them."""
    found = select(ledger, "payments", fields.payment_fields(ledger), query)
    return listed("Payments", found, query, lambda r, _: payment_json(ledger, r))


def credit_list(collection: str, category: str) -> Callable[[Ledger, Query], Json]:
    """GET /CreditNotes, /Overpayments or /Prepayments."""

    def read(ledger: Ledger, query: Query) -> Json:
        references = query.listed("references")
        tests: list[Test | None] = [
            lambda r: CREDIT_CATEGORIES[r.kind] == category,
            (lambda r: r.reference.lower() in references) if references else None,
        ]
        # the three share their records, so that what is remembered of one is not the others'
        values = {**query.values, "": category}
        asked = Query(values, query.since, query.client, query.most)
        found = select(ledger, "credits", fields.credit_fields(ledger), asked, tests)
        places = query.places
        return listed(
            collection,
            found,
            query,
            lambda r, is_paged: credit_json(
                ledger, r, detail="paged" if is_paged else "stub", places=places
            ),
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

    found = select(ledger, "quotes", fields.quote_fields(ledger), query, [is_wanted])
    page = max(1, query.number("page") or 1)
    shown = found[(page - 1) * DEFAULT_PAGE : page * DEFAULT_PAGE]
    return {"Quotes": [quote_json(ledger, each) for each in shown]}


def repeating_invoices(ledger: Ledger, query: Query) -> Json:
    """GET /RepeatingInvoices: never paged."""
    found = [each for _, each in sorted(ledger.repeating.items())]
    found = filtered(found, fields.repeating_fields(ledger), query)
    return {"RepeatingInvoices": [repeating_json(ledger, each) for each in found]}


def contact_groups(ledger: Ledger, query: Query) -> Json:
    """GET /ContactGroups: only ACTIVE ones, without members."""
    found = [group for group in ledger.groups.values() if not group.is_deleted]
    found = filtered(found, fields.group_fields(ledger), query)
    return {"ContactGroups": [group_json(group) for group in found]}


def one_group(ledger: Ledger, key: str, _: Query) -> Json:
    """GET /ContactGroups/{id}: the only place that lists members."""
    group = ledger.group(key)
    members = [{"ContactID": each, "Name": ledger.contacts[each].name} for each in group.members]
    return {"ContactGroups": [group_json(group, members)]}


def accounts(ledger: Ledger, query: Query) -> Json:
    """GET /Accounts: never paged."""
    found = filtered(list(ledger.accounts.values()), fields.account_fields(ledger), query)
    if query.since:
        found = [each for each in found if each.updated >= query.since]
    return {"Accounts": [settings_pages.account_json(each) for each in found]}


def one_invoice(ledger: Ledger, key: str, query: Query) -> Json:
    """GET /Invoices/{InvoiceID or InvoiceNumber}."""
    return {"Invoices": [invoice_json(ledger, ledger.invoice(key), places=query.places)]}


def one_contact(ledger: Ledger, key: str, _: Query) -> Json:
    """GET /Contacts/{ContactID or ContactNumber}."""
    return {"Contacts": [contact_json(ledger, ledger.contact(key))]}


def one_payment(ledger: Ledger, key: str, _: Query) -> Json:
    """GET /Payments/{PaymentID}."""
    return {"Payments": [payment_json(ledger, ledger.payment(key))]}


def one_credit(collection: str, category: str) -> Callable[[Ledger, str, Query], Json]:
    """GET /CreditNotes/{id}, /Overpayments/{id} or /Prepayments/{id}."""

    def read(ledger: Ledger, key: str, query: Query) -> Json:
        credit = ledger.credit(key)
        if CREDIT_CATEGORIES[credit.kind] != category:
            raise NotFoundError
        return {collection: [credit_json(ledger, credit, places=query.places)]}

    return read


def one_quote(ledger: Ledger, key: str, _: Query) -> Json:
    """GET /Quotes/{QuoteID}."""
    found = ledger.quotes.get(key.lower())
    if found is None:
        raise NotFoundError
    return {"Quotes": [quote_json(ledger, found)]}


def one_repeating(ledger: Ledger, key: str, _: Query) -> Json:
    """GET /RepeatingInvoices/{RepeatingInvoiceID}."""
    found = ledger.repeating.get(key.lower())
    if found is None:
        raise NotFoundError
    return {"RepeatingInvoices": [repeating_json(ledger, found)]}


def history(ledger: Ledger, key: str) -> Json:
    """GET .../History, newest first."""
    notes = sorted(ledger.notes.get(key, ()), key=lambda note: note.at, reverse=True)
    return {"HistoryRecords": [note_json(n.at, n.user, n.changes, n.details) for n in notes]}
