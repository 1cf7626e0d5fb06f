"""The verbs of the world as JSON commands: `POST /sandbox/organisations/<tenant>/<verb>`.

A body's keys are the parameters' names; amounts are decimal strings, dates are YYYY-MM-DD.
Records are named by their ids, numbers or ContactNumbers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from connectors.sandbox import contacts, credits, documents
from connectors.sandbox.control_views import record_view
from connectors.sandbox.errors import NotFoundError
from connectors.sandbox.ledger import Ledger

if TYPE_CHECKING:
    from connectors.sandbox.server import Sandbox

Verb = Callable[..., object]
_AMOUNTS = {"amount"}
_DATES = {"on", "issued", "due"}


def _set_lock(ledger: Ledger, on: date | None = None) -> None:
    """Lock the books up to a date, or open them."""
    ledger.period_lock = on


def _set_reminders(ledger: Ledger, enabled: bool) -> None:
    """Switch Xero's own invoice reminders on or off."""
    ledger.reminders_enabled = enabled


def _add_note(ledger: Ledger, contact: str, details: str, user: str = "Tom Ferris") -> None:
    contacts.add_note(ledger, ledger.contact(contact).id, details, user=user)


def _join_group(ledger: Ledger, group: str, contact: str) -> object:
    return contacts.add_members(ledger, _group(ledger, group), [contact])


def _leave_group(ledger: Ledger, group: str, contact: str) -> object:
    return contacts.remove_member(ledger, _group(ledger, group), contact)


def _delete_group(ledger: Ledger, group: str) -> object:
    return contacts.delete_group(ledger, _group(ledger, group))


def _rename_group(ledger: Ledger, group: str, name: str) -> object:
    return contacts.rename_group(ledger, _group(ledger, group), name)


def _set_email(ledger: Ledger, contact: str, email: str) -> object:
    return contacts.change_contact(ledger, contact, email=email)


def _rename_contact(ledger: Ledger, contact: str, name: str) -> object:
    return contacts.change_contact(ledger, contact, name=name)


def _add_contact(ledger: Ledger, name: str, email: str = "", number: str = "") -> object:
    return contacts.add_contact(ledger, name, email=email, number=number)


def _set_terms(ledger: Ledger, contact: str, days: int) -> object:
    return contacts.set_terms(ledger, contact, days)


def _group(ledger: Ledger, name: str) -> str:
    """The id of a group by its name or id."""
    for group in ledger.groups.values():
        if not group.is_deleted and name.lower() in {group.name.lower(), group.id}:
            return group.id
    raise NotFoundError


VERBS: dict[str, Verb] = {
    "raise_invoice": documents.raise_invoice,
    "submit_invoice": lambda ledger, invoice: documents.submit_invoice(ledger, invoice),
    "approve_invoice": lambda ledger, invoice, is_sent=False: documents.approve_invoice(
        ledger, invoice, is_sent=is_sent
    ),
    "void_invoice": lambda ledger, invoice: documents.void_invoice(ledger, invoice),
    "mark_sent": lambda ledger, invoice: documents.mark_sent(ledger, invoice),
    "set_expected_date": lambda ledger, invoice, on=None: documents.set_expected_date(
        ledger, invoice, on
    ),
    "set_due_date": lambda ledger, invoice, on: documents.set_due_date(ledger, invoice, on),
    "record_payment": lambda ledger, invoice, amount, **rest: documents.record_payment(
        ledger, invoice, amount, **rest
    ),
    "reverse_payment": lambda ledger, payment: documents.reverse_payment(ledger, payment),
    "raise_credit": credits.raise_credit,
    "credit_invoice": credits.credit_invoice,
    "write_off": credits.write_off,
    "allocate": credits.allocate,
    "remove_allocation": credits.remove_allocation,
    "refund": credits.refund,
    "void_credit": credits.void_credit,
    "add_contact": _add_contact,
    "set_email": _set_email,
    "rename_contact": _rename_contact,
    "set_terms": _set_terms,
    "archive_contact": lambda ledger, contact: contacts.archive_contact(ledger, contact),
    "restore_contact": lambda ledger, contact: contacts.restore_contact(ledger, contact),
    "erase_contact": lambda ledger, contact: contacts.erase_contact(ledger, contact),
    "merge_contacts": contacts.merge_contacts,
    "add_group": contacts.add_group,
    "rename_group": _rename_group,
    "delete_group": _delete_group,
    "join_group": _join_group,
    "leave_group": _leave_group,
    "add_note": _add_note,
    "set_lock": _set_lock,
    "set_reminders": _set_reminders,
}
"""Verbs on one organisation; besides them `disconnect` and `reset_demo_company`."""


def perform(sandbox: Sandbox, tenant: str, verb: str, body: dict[str, Any]) -> dict[str, Any]:
    """Do a verb; what it made, as plain values. Raises NotFoundError for an unknown verb."""
    if verb == "disconnect":
        return {"disconnected": sandbox.identity.disconnect(tenant)}
    if verb == "reset_demo_company":
        return {"tenant": sandbox.reset_demo_company(tenant)}
    act = VERBS.get(verb)
    if act is None:
        raise NotFoundError
    with sandbox.world.lock:
        ledger = sandbox.world.ledger(tenant)
        return record_view(act(ledger, **_read(body)))


def _read(body: dict[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, value in body.items():
        if name in _AMOUNTS:
            read[name] = Decimal(str(value))
        elif name in _DATES and value is not None:
            read[name] = date.fromisoformat(value)
        else:
            read[name] = value
    return read
