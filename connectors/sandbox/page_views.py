"""What the local Xero's own pages show, as plain values: words for statuses, sums, rows.

It changes nothing and renders nothing. Every function expects the ledger's lock to be held.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import ZERO, Contact, Credit, Invoice

SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}
KINDS = {
    "ACCRECCREDIT": "Credit note",
    "ACCPAYCREDIT": "Supplier's credit note",
    "RECEIVE-OVERPAYMENT": "Overpayment",
    "RECEIVE-PREPAYMENT": "Deposit",
    "SPEND-OVERPAYMENT": "Overpayment to a supplier",
    "SPEND-PREPAYMENT": "Deposit to a supplier",
}
HABITS = {
    "reliable": "pays on time",
    "end_of_month": "pays at the end of the month",
    "pay_run_thursday": "pays on Thursdays once due",
    "slow": "pays three to five weeks late",
    "after_first_reminder": "pays after the first reminder",
    "after_second_reminder": "pays after the second reminder",
    "part_payer": "pays in parts",
    "never": "does not pay",
}


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice in a list; amounts as they are shown."""

    id: str
    number: str
    contact_id: str
    contact: str
    issued: date
    due: date
    total: str
    left: str
    status: str
    is_late: bool
    is_sent: bool


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact in a list."""

    id: str
    name: str
    number: str
    email: str
    owes: tuple[str, ...]
    late: tuple[str, ...]
    groups: tuple[str, ...]
    label: str
    """Why the customer is awkward, in a few words; empty for ordinary ones."""


@dataclass(frozen=True, slots=True)
class NoteRow:
    """An entry of a history, at the organisation's own time."""

    at: datetime
    user: str
    changes: str
    details: str


@dataclass(frozen=True, slots=True)
class CreditRow:
    """A credit of a contact; amounts as they are shown."""

    kind: str
    number: str
    on: date
    total: str
    left: str
    is_voided: bool


def money(amount: Decimal, currency: str) -> str:
    """An amount with its currency, as £1,204.50 or CHF 12.00."""
    sign = SIGNS.get(currency, f"{currency} ")
    return f"{sign}{amount:,.2f}"


def by_currency(invoices: Iterable[Invoice]) -> tuple[str, ...]:
    """What is due on these invoices, one text for each currency with anything due."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for invoice in invoices:
        sums[invoice.currency] += invoice.amount_due
    return tuple(money(total, unit) for unit, total in sorted(sums.items()) if total)


def sales(ledger: Ledger, contact: str) -> list[Invoice]:
    """The contact's sales invoices, newest first."""
    found = (ledger.invoices[key] for key in ledger.invoices_of.get(contact, ()))
    return sorted(
        (one for one in found if one.kind == "ACCREC"),
        key=lambda one: (one.issued, one.number),
        reverse=True,
    )


def bills(ledger: Ledger, contact: str) -> list[Invoice]:
    """The contact's bills to the organisation, newest first."""
    found = (ledger.invoices[key] for key in ledger.invoices_of.get(contact, ()))
    return sorted(
        (one for one in found if one.kind == "ACCPAY"), key=lambda one: one.issued, reverse=True
    )


def is_open(invoice: Invoice) -> bool:
    """Approved with something left to pay."""
    return invoice.status == "AUTHORISED" and invoice.amount_due > ZERO


def is_late(invoice: Invoice, today: date) -> bool:
    """Open and past its due date."""
    return is_open(invoice) and invoice.due < today


def status_words(invoice: Invoice, today: date) -> str:
    """The status as a person says it, with days late."""
    if is_late(invoice, today):
        days = (today - invoice.due).days
        return f"{days} day late" if days == 1 else f"{days:,} days late"
    if is_open(invoice):
        return "due today" if invoice.due == today else "awaiting payment"
    words = {
        "DRAFT": "draft",
        "SUBMITTED": "awaiting approval",
        "PAID": "paid",
        "VOIDED": "voided",
        "DELETED": "deleted",
        "AUTHORISED": "paid",
    }
    return words[invoice.status]


def invoice_row(ledger: Ledger, invoice: Invoice) -> InvoiceRow:
    """The invoice as a row."""
    today = ledger.today()
    return InvoiceRow(
        id=invoice.id,
        number=invoice.number,
        contact_id=invoice.contact,
        contact=ledger.contacts[invoice.contact].name,
        issued=invoice.issued,
        due=invoice.due,
        total=money(invoice.total, invoice.currency),
        left=money(invoice.amount_due, invoice.currency),
        status=status_words(invoice, today),
        is_late=is_late(invoice, today),
        is_sent=invoice.is_sent,
    )


def credit_rows(ledger: Ledger, contact: str) -> tuple[CreditRow, ...]:
    """The contact's credits, newest first."""
    found = [one for one in ledger.credits.values() if one.contact == contact]
    return tuple(
        _credit_row(one) for one in sorted(found, key=lambda one: (one.on, one.id), reverse=True)
    )


def _credit_row(credit: Credit) -> CreditRow:
    return CreditRow(
        kind=KINDS.get(credit.kind, credit.kind),
        number=credit.number,
        on=credit.on,
        total=money(credit.total, credit.currency),
        left=money(credit.remaining, credit.currency),
        is_voided=credit.status == "VOIDED",
    )


def note_rows(ledger: Ledger, key: str) -> tuple[NoteRow, ...]:
    """A record's history, newest first."""
    return tuple(
        NoteRow(note.at.astimezone(ledger.zone), note.user, note.changes, note.details)
        for note in sorted(ledger.notes.get(key, ()), key=lambda note: note.at, reverse=True)
    )


def groups_of(ledger: Ledger, contact: str) -> tuple[tuple[str, str], ...]:
    """(id, name) of the groups that the contact is in."""
    return tuple(
        (group.id, group.name)
        for group in sorted(ledger.groups.values(), key=lambda group: group.name)
        if contact in group.members and not group.is_deleted
    )


def awkward_of(ledger: Ledger) -> dict[str, tuple[str, str]]:
    """By contact id: what is awkward about it, in a label and a sentence."""
    return {
        ledger.id_of("contact", one.contact): (one.label, one.sentence) for one in ledger.awkward
    }


def contact_rows(ledger: Ledger, search: str, which: str) -> tuple[ContactRow, ...]:
    """Contacts by name whose name, number or email holds `search`.

    `which` narrows: owing, late, awkward, archived; anything else shows all that are active.
    """
    today, awkward, wanted = ledger.today(), awkward_of(ledger), search.strip().lower()
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for group in ledger.groups.values():
        for member in () if group.is_deleted else group.members:
            groups[member].append(group.name)
    rows = []
    for contact in sorted(ledger.contacts.values(), key=lambda one: one.name.lower()):
        if (contact.status == "ACTIVE") == (which == "archived"):
            continue
        if wanted not in f"{contact.name} {contact.number} {contact.email}".lower():
            continue
        owed = [one for one in sales(ledger, contact.id) if is_open(one)]
        late = [one for one in owed if is_late(one, today)]
        keep = {"owing": bool(owed), "late": bool(late), "awkward": contact.id in awkward}
        if not keep.get(which, True):
            continue
        rows.append(
            ContactRow(
                contact.id,
                contact.name,
                contact.number,
                contact.email,
                by_currency(owed),
                by_currency(late),
                tuple(groups[contact.id]),
                awkward.get(contact.id, ("", ""))[0],
            )
        )
    return tuple(rows)


def details(contact: Contact) -> tuple[tuple[str, str], ...]:
    """Label and value of what is known of the contact; what is empty is left out."""
    rows = [
        ("Contact code", contact.number),
        ("First person", f"{contact.first_name} {contact.last_name}".strip()),
        ("Email", contact.email or "none"),
        ("Company number", contact.company_number),
        ("Tax number", contact.tax_number),
        ("Currency", contact.currency),
    ]
    rows += [
        (
            "Also" if person.include_in_emails else "Also, not in emails",
            f"{person.first_name} {person.last_name}, {person.email}",
        )
        for person in contact.people
    ]
    rows += [("Telephone", f"{phone.area} {phone.number}".strip()) for phone in contact.phones]
    for place in contact.addresses:
        parts = (place.line1, place.line2, place.city, place.postcode, place.country)
        rows.append(("Address", ", ".join(part for part in parts if part)))
    if contact.sales_terms:
        rows.append(("Terms", f"{contact.sales_terms.days} days"))
    return tuple((label, value) for label, value in rows if value)
