"""What an accountant sees of contacts, groups, notes and invoices, as plain JSON values.

Amounts are decimal strings, dates ISO. It changes nothing.
"""

from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import Contact, Invoice


def record_view(record: object) -> dict[str, Any]:
    """Any record of `records` as plain values; empty for none."""
    if record is None:
        return {}
    assert is_dataclass(record)
    assert not isinstance(record, type)
    view = _plain(asdict(record))
    if isinstance(record, Invoice):
        view |= {"total": str(record.total), "amount_due": str(record.amount_due)}
    assert isinstance(view, dict)
    return view


def invoice_views(ledger: Ledger) -> list[dict[str, Any]]:
    """Every invoice and bill, oldest first."""
    with ledger.lock:
        found = sorted(ledger.invoices.values(), key=lambda each: (each.issued, each.number))
        return [
            {
                "id": each.id,
                "number": each.number,
                "kind": each.kind,
                "status": each.status,
                "contact": each.contact,
                "customer": ledger.contacts[each.contact].name,
                "issued": each.issued.isoformat(),
                "due": each.due.isoformat(),
                "currency": each.currency,
                "total": str(each.total),
                "amount_due": str(each.amount_due),
                "is_sent": each.is_sent,
                "expected": each.expected.isoformat() if each.expected else None,
            }
            for each in found
        ]


def group_views(ledger: Ledger) -> list[dict[str, Any]]:
    """Every contact group with its members."""
    with ledger.lock:
        return [
            {
                "id": group.id,
                "name": group.name,
                "members": [_member(ledger.contacts[key]) for key in group.members],
            }
            for group in ledger.groups.values()
            if not group.is_deleted
        ]


def contact_view(ledger: Ledger, key: str) -> dict[str, Any]:
    """A contact with its groups and the notes on it and on its invoices, oldest first."""
    with ledger.lock:
        contact = ledger.contact(key)
        return {
            **_member(contact),
            "status": contact.status,
            "email": contact.email,
            "groups": [
                group.name
                for group in ledger.groups.values()
                if contact.id in group.members and not group.is_deleted
            ],
            "notes": _notes(ledger, contact.id),
            "invoice_notes": {
                ledger.invoices[each].number: notes
                for each in ledger.invoices_of.get(contact.id, ())
                if (notes := _notes(ledger, each))
            },
        }


def _member(contact: Contact) -> dict[str, Any]:
    return {"id": contact.id, "name": contact.name, "number": contact.number}


def _notes(ledger: Ledger, key: str) -> list[dict[str, Any]]:
    return [
        {"at": n.at.isoformat(), "user": n.user, "changes": n.changes, "details": n.details}
        for n in ledger.notes.get(key, ())
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value
