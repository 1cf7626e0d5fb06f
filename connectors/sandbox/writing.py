"""What a POST, PUT or DELETE on the accounting API changes: bodies in, verbs called, records out.

The rules of a document are `documents` and its neighbours'; the rules of a request are here: what
an app may change once something is paid, lines that are left out, people that are left out.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from connectors.sandbox import contacts, documents, reading
from connectors.sandbox import credits as credit_verbs
from connectors.sandbox.errors import MalformedBodyError, ValidationError
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.render import payment_json
from connectors.sandbox.render_contacts import contact_json, group_json
from connectors.sandbox.render_credits import allocation_json
from connectors.sandbox.undo import all_or_nothing
from connectors.sandbox.wire import Json, decode, part, read_flag
from connectors.sandbox.writing_contacts import write_contact
from connectors.sandbox.writing_credits import refund_of, write_credit_note
from connectors.sandbox.writing_invoices import write_invoice
from connectors.sandbox.writing_lines import read_amount_of, read_day_of


@dataclass(frozen=True, slots=True)
class Write:
    """One write: the ids of its path, its body, its query; `client` is the app."""

    ledger: Ledger
    client: str
    keys: tuple[str, ...]
    body: bytes
    query: dict[str, str]

    def elements(self, collection: str) -> list[Json]:
        """The records of the body: a list under the collection's name, or one record alone."""
        body = decode(self.body)
        found = body.get(collection, body)
        records = found if isinstance(found, list) else [found]
        if not records or not all(isinstance(each, dict) for each in records):
            raise MalformedBodyError(f"{collection} holds no record")
        return records


def _one_by_one(write: Write, collection: str, act: Callable[[Json], Json]) -> Json:
    """Each element by itself: with summarizeErrors=false errors are told in place.

    Otherwise one bad element refuses all, and nothing was changed. Groups know neither the
    parameter nor an outcome of their own.
    """
    elements = write.elements(collection)
    if collection == "ContactGroups":
        with all_or_nothing(write.ledger) if len(elements) > 1 else nullcontext():
            return {collection: [_named(each, act) for each in elements]}
    if read_flag(write.query.get("summarizeerrors")) is False:
        return {collection: [_told_in_place(each, act) for each in elements]}
    with all_or_nothing(write.ledger) if len(elements) > 1 else nullcontext():
        return {collection: [_done(each, act) for each in elements]}


def _done(element: Json, act: Callable[[Json], Json]) -> Json:
    return {**_named(element, act), "StatusAttributeString": "OK"}


def _named(element: Json, act: Callable[[Json], Json]) -> Json:
    """What became of an element; a refusal names the element that was sent."""
    try:
        return act(element)
    except ValidationError as error:
        error.element = {**element, **error.element}
        raise


def _told_in_place(element: Json, act: Callable[[Json], Json]) -> Json:
    try:
        return _done(element, act)
    except ValidationError as error:
        return {**error.elements()[0], "StatusAttributeString": "ERROR"}


def _create_groups(write: Write) -> Json:
    def act(element: Json) -> Json:
        return group_json(contacts.add_group(write.ledger, _text(element, "Name")))

    return _one_by_one(write, "ContactGroups", act)


def _update_group(write: Write) -> Json:
    def act(element: Json) -> Json:
        key = write.keys[0]
        if str(element.get("Status", "")).upper() == "DELETED":
            return group_json(contacts.delete_group(write.ledger, key))
        return group_json(contacts.rename_group(write.ledger, key, _text(element, "Name")))

    return _one_by_one(write, "ContactGroups", act)


def _add_members(write: Write) -> Json:
    ledger = write.ledger
    keys = [_text(each, "ContactID") for each in write.elements("Contacts")]
    touch = ledger.doubts().group_touches_contact
    contacts.add_members(ledger, write.keys[0], keys, touch=touch)
    empty: dict[str, list[Any]] = {
        "Addresses": [],
        "Phones": [],
        "ContactGroups": [],
        "ContactPersons": [],
        "ValidationErrors": [],
    }
    return {"Contacts": [{"ContactID": key, **empty, "HasValidationErrors": False} for key in keys]}


def _remove_member(write: Write) -> None:
    contacts.remove_member(write.ledger, write.keys[0], write.keys[1])


def _clear_members(write: Write) -> None:
    contacts.clear_members(write.ledger, write.keys[0])


def _add_notes(write: Write) -> Json:
    key = write.keys[0]
    for element in write.elements("HistoryRecords"):
        contacts.add_note(write.ledger, key, _text(element, "Details"))
    count = len(write.elements("HistoryRecords"))
    return {"HistoryRecords": reading.history(write.ledger, key)["HistoryRecords"][:count]}


def _write_invoices(write: Write, *, is_new: bool = False) -> Json:
    def act(element: Json) -> Json:
        key = write.keys[0] if write.keys else None
        return write_invoice(write.ledger, element, key=key, is_new=is_new, client=write.client)

    return _one_by_one(write, "Invoices", act)


def _write_contacts(write: Write, *, is_new: bool = False) -> Json:
    def act(element: Json) -> Json:
        key = write.keys[0] if write.keys else None
        contact = write_contact(write.ledger, element, key=key, is_new=is_new)
        return contact_json(write.ledger, contact)

    return _one_by_one(write, "Contacts", act)


def _email(write: Write) -> None:
    documents.email_invoice(write.ledger, write.keys[0])


def _delete_payment(write: Write) -> Json:
    body = write.elements("Payments")[0]
    if str(body.get("Status", "")).upper() != "DELETED":
        raise ValidationError("Payments can only be updated to status DELETED")
    payment = documents.reverse_payment(write.ledger, write.keys[0])
    return {"Payments": [payment_json(write.ledger, payment)]}


def _create_payments(write: Write) -> Json:
    def act(element: Json) -> Json:
        refund = refund_of(write.ledger, element)
        if refund is not None:
            return payment_json(write.ledger, refund)
        invoice = part(element, "Invoice")
        key = invoice.get("InvoiceID") or invoice.get("InvoiceNumber")
        amount = read_amount_of(element, "Amount")
        if not key or amount is None:
            raise ValidationError("Invoice and Amount are required")
        account = part(element, "Account").get("Code") or "090"
        payment = documents.record_payment(
            write.ledger,
            str(key),
            amount,
            on=read_day_of(element, "Date"),
            reference=str(element.get("Reference") or ""),
            account=str(account),
        )
        return payment_json(write.ledger, payment)

    return _one_by_one(write, "Payments", act)


def _allocate(write: Write) -> Json:
    def act(element: Json) -> Json:
        invoice = part(element, "Invoice").get("InvoiceID")
        # Xero's older name of the same amount, which clients still send
        named = "Amount" if "Amount" in element else "AppliedAmount"
        amount = read_amount_of(element, named)
        if not invoice or amount is None:
            raise ValidationError("Invoice and Amount are required")
        credit = credit_verbs.allocate(
            write.ledger, write.keys[0], invoice, amount, on=read_day_of(element, "Date")
        )
        return allocation_json(write.ledger, credit.allocations[-1])

    return _one_by_one(write, "Allocations", act)


def _write_credit_notes(write: Write, *, is_new: bool = False) -> Json:
    def act(element: Json) -> Json:
        key = write.keys[0] if write.keys else None
        return write_credit_note(write.ledger, element, key=key, is_new=is_new)

    return _one_by_one(write, "CreditNotes", act)


def _take_back(write: Write) -> Json:
    """The allocation as it is now, which is the answer itself and no collection."""
    credit = credit_verbs.remove_allocation(write.ledger, write.keys[0], write.keys[1].lower())
    (gone,) = (each for each in credit.allocations if each.id == write.keys[1].lower())
    return allocation_json(write.ledger, gone)


def _text(element: Json, name: str) -> str:
    return str(element.get(name) or "")


WRITES: dict[tuple[str, str], Callable[[Write], Json | None]] = {
    ("PUT", "contactgroups"): _create_groups,
    ("POST", "contactgroups/{}"): _update_group,
    ("PUT", "contactgroups/{}/contacts"): _add_members,
    ("DELETE", "contactgroups/{}/contacts/{}"): _remove_member,
    ("DELETE", "contactgroups/{}/contacts"): _clear_members,
    ("PUT", "*/{}/history"): _add_notes,
    ("POST", "invoices"): _write_invoices,
    ("POST", "invoices/{}"): _write_invoices,
    ("PUT", "invoices"): lambda write: _write_invoices(write, is_new=True),
    ("POST", "invoices/{}/email"): _email,
    ("POST", "contacts"): _write_contacts,
    ("POST", "contacts/{}"): _write_contacts,
    ("PUT", "contacts"): lambda write: _write_contacts(write, is_new=True),
    ("PUT", "payments"): _create_payments,
    ("POST", "payments"): _create_payments,
    ("POST", "payments/{}"): _delete_payment,
    ("POST", "creditnotes"): _write_credit_notes,
    ("POST", "creditnotes/{}"): _write_credit_notes,
    ("PUT", "creditnotes"): lambda write: _write_credit_notes(write, is_new=True),
    ("PUT", "creditnotes/{}/allocations"): _allocate,
    ("PUT", "overpayments/{}/allocations"): _allocate,
    ("PUT", "prepayments/{}/allocations"): _allocate,
    ("DELETE", "creditnotes/{}/allocations/{}"): _take_back,
    ("DELETE", "overpayments/{}/allocations/{}"): _take_back,
    ("DELETE", "prepayments/{}/allocations/{}"): _take_back,
}
"""(method, path with ids as {}) to what it does; None of content is a 204."""
