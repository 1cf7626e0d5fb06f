"""What differed between the ledger and us, in words for the business's own screen.

It decides nothing, and none of it goes to a customer or into the ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plugin.credit.money import Money
from plugin.letters.wording import counted, dated, listed, money

_FIELDS = {
    "id": "the document",
    "contact_id": "customer",
    "state": "state",
    "issued": "issue date",
    "credited_on": "date",
    "due": "due date",
    "currency": "currency",
    "total": "total",
    "balance": "amount due",
    "paid": "amount paid",
    "credited": "amount credited",
    "remaining": "remaining credit",
    "live": "in force",
    "base_per_unit": "exchange rate",
    "sent": "sent to the customer",
    "expected_on": "expected payment date",
    "outstanding": "balance of the contact",
}
_DOCUMENTS = {
    "invoices": "Invoice",
    "credit_notes": "Credit note",
    "overpayments": "Overpayment",
    "prepayments": "Deposit",
    "contacts": "Contact",
}
_AMOUNTS = frozenset({"total", "balance", "paid", "credited", "remaining", "outstanding"})
_DAYS = frozenset({"issued", "credited_on", "due", "expected_on"})
_ANSWERS = {"true": "yes", "false": "no"}
_NAMED = 4


@dataclass(frozen=True, slots=True)
class Differed:
    """One field of one document; `ours` and `theirs` as text, None = there was none."""

    number: str
    currency: str
    field: str
    ours: str | None
    theirs: str | None


def document_words(part: str) -> str:
    """What people call a document of this list."""
    return _DOCUMENTS[part]


def field_words(field: str) -> str:
    """What people call a field."""
    return _FIELDS[field]


def value_words(field: str, value: str | None, currency: str) -> str:
    """A value as people write it; of a customer or a document only whether there was one."""
    if value is None:
        return "none"
    if field == "contact_id":
        return "another customer"
    if field == "id":
        return "there"
    if field in _AMOUNTS:
        return money(Money(Decimal(value), currency))
    if field in _DAYS:
        return dated(date.fromisoformat(value))
    return _ANSWERS.get(value, value.replace("_", " "))


def differences_words(found: Sequence[Differed]) -> str:
    """One sentence for the timeline of the customer whose figures were put right."""
    numbers = list(dict.fromkeys(each.number for each in found))
    if len(numbers) > 1:
        return (
            f"{counted(len(numbers), 'document').capitalize()} differed from Xero"
            f" ({listed(numbers, _NAMED)}); put right"
        )
    if len(found) > 1:
        fields = listed([field_words(each.field) for each in found])
        return f"{numbers[0]}: {fields} differed from Xero; put right"
    return f"{numbers[0]}: {_one(found[0])}; put right"


def _one(each: Differed) -> str:
    if each.field == "id":
        return "was missing here" if each.ours is None else "is not known to Xero any more"
    if each.field == "contact_id":
        return "belongs to another customer in Xero"
    ours = value_words(each.field, each.ours, each.currency)
    theirs = value_words(each.field, each.theirs, each.currency)
    return f"{field_words(each.field)} was {ours} here and is {theirs} in Xero"
