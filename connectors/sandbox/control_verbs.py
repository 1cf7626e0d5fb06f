"""The verbs of the world as JSON commands: `POST /sandbox/organisations/<tenant>/<verb>`.

A body's keys are the parameters' names; amounts are decimal strings, dates are YYYY-MM-DD.
Records are named by their ids, numbers or ContactNumbers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from connectors.sandbox import contacts, documents
from connectors.sandbox import credits as credit_verbs
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


def _group(ledger: Ledger, name: str) -> str:
    """The id of a group by its name or id."""
    for group in ledger.groups.values():
        if not group.is_deleted and name.lower() in {group.name.lower(), group.id}:
            return group.id
    raise NotFoundError


VERBS: dict[str, tuple[Verb, tuple[str, ...]]] = {
    "raise_invoice": (documents.raise_invoice, ("contact", "amount")),
    "submit_invoice": (documents.submit_invoice, ("invoice",)),
    "approve_invoice": (documents.approve_invoice, ("invoice",)),
    "void_invoice": (documents.void_invoice, ("invoice",)),
    "mark_sent": (documents.mark_sent, ("invoice",)),
    "set_expected_date": (documents.set_expected_date, ("invoice", "on")),
    "set_due_date": (documents.set_due_date, ("invoice", "on")),
    "record_payment": (documents.record_payment, ("invoice", "amount")),
    "reverse_payment": (documents.reverse_payment, ("payment",)),
    "raise_credit": (credit_verbs.raise_credit, ("contact", "amount")),
    "credit_invoice": (credit_verbs.credit_invoice, ("invoice", "amount")),
    "write_off": (credit_verbs.write_off, ("invoice",)),
    "allocate": (credit_verbs.allocate, ("credit", "invoice", "amount")),
    "remove_allocation": (credit_verbs.remove_allocation, ("credit", "allocation")),
    "refund": (credit_verbs.refund, ("credit", "amount")),
    "void_credit": (credit_verbs.void_credit, ("credit",)),
    "add_contact": (_add_contact, ("name",)),
    "set_email": (_set_email, ("contact", "email")),
    "rename_contact": (_rename_contact, ("contact", "name")),
    "set_terms": (contacts.set_terms, ("contact", "days")),
    "archive_contact": (contacts.archive_contact, ("contact",)),
    "restore_contact": (contacts.restore_contact, ("contact",)),
    "erase_contact": (contacts.erase_contact, ("contact",)),
    "merge_contacts": (contacts.merge_contacts, ("loser", "winner")),
    "add_group": (contacts.add_group, ("name",)),
    "rename_group": (_rename_group, ("group", "name")),
    "delete_group": (_delete_group, ("group",)),
    "join_group": (_join_group, ("group", "contact")),
    "leave_group": (_leave_group, ("group", "contact")),
    "add_note": (_add_note, ("contact", "details")),
    "set_lock": (_set_lock, ("on",)),
    "set_plan": (documents.set_plan, ("plan",)),
    "set_reminders": (_set_reminders, ("enabled",)),
}
"""Each verb and the keys that its body must have; other keys are its options.

Besides them there are `disconnect` and `reset_demo_company`.
"""


def perform(sandbox: Sandbox, tenant: str, verb: str, body: dict[str, Any]) -> dict[str, Any]:
    """Do a verb; what it made, as plain values. Raises NotFoundError for an unknown verb."""
    if verb == "disconnect":
        return {"disconnected": sandbox.identity.disconnect(tenant)}
    if verb == "reset_demo_company":
        return {"tenant": sandbox.reset_demo_company(tenant)}
    if verb not in VERBS:
        raise NotFoundError
    act, names = VERBS[verb]
    read = _read(body)
    if missing := [name for name in names if name not in read]:
        raise ValueError(f"{verb} needs {', '.join(missing)}")
    with sandbox.world.lock:
        ledger = sandbox.world.ledger(tenant)
        needed = [read.pop(name) for name in names]
        return record_view(act(ledger, *needed, **read))


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
