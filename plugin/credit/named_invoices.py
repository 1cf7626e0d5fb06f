"""Which invoices a text names: by number in loose writing, by the customer's own reference.

It knows the invoices that it is handed and no others; who wrote the text is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: bare digits name an invoice only where there are so many, or where a word says what they are
_DIGITS_ALONE = 4
#: a reference of the customer's shorter than this, or without a digit, is too common to name one
_REFERENCE_AT_LEAST = 4
_PARTS = re.compile(r"[A-Za-z]+|[0-9]+")
_SAID = r"(?:invoices?|inv|no|nr|num(?:ber)?|ref|rechnung|facture|factuur|factura|#)[\s.:#º°]*"


@dataclass(frozen=True, slots=True)
class Nameable:
    """An invoice by all that may name it; `pay_url` is the address where it is paid."""

    id: str
    number: str
    reference: str = ""
    pay_url: str = ""


def named_in(text: str, invoices: Sequence[Nameable]) -> tuple[str, ...]:
    """The ids of the invoices that a text names, in the order given; empty where it names none.

    Stronger names win: an id, an address to pay at or a whole number before the customer's own
    reference, that before digits alone. Digits alone name an invoice only where no other of these
    ends in them.
    """
    for names in (_by_identity, _by_number, _by_reference, _by_digits):
        found = tuple(dict.fromkeys(names(text, invoices)))
        if found:
            return found
    return ()


def tokens_of(text: str) -> tuple[str, ...]:
    """The runs of digits of a text, leading zeros apart: what a search may begin with."""
    runs = (part.lstrip("0") for part in _PARTS.findall(text) if part[0].isdigit())
    return tuple(dict.fromkeys(run for run in runs if run))


def _by_identity(text: str, invoices: Iterable[Nameable]) -> list[str]:
    lowered = text.lower()
    return [
        each.id
        for each in invoices
        if each.id.lower() == lowered.strip()
        or (len(each.id) >= 32 and each.id.lower() in lowered)
        or (each.pay_url and each.pay_url.lower() in lowered)
        or (each.pay_url and _last_part(each.pay_url) == text.strip())
    ]


def _last_part(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def _by_number(text: str, invoices: Iterable[Nameable]) -> list[str]:
    return [
        each.id
        for each in invoices
        if (pattern := _loosely(each.number)) is not None and pattern.search(text)
    ]


def _by_reference(text: str, invoices: Iterable[Nameable]) -> list[str]:
    found = []
    for each in invoices:
        reference = each.reference.strip()
        if len(reference) < _REFERENCE_AT_LEAST or not any(c.isdigit() for c in reference):
            continue
        pattern = _loosely(reference, whole_digits=True)
        if pattern is not None and pattern.search(text):
            found.append(each.id)
    return found


def _by_digits(text: str, invoices: Sequence[Nameable]) -> list[str]:
    """`1041`, or `inv 41`, for INV-01041, where no other invoice ends in the same digits."""
    said = {run.lstrip("0") for run in re.findall(_SAID + r"([0-9]+)(?![0-9])", text.lower())}
    alone = {
        run.lstrip("0")
        for run in re.findall(r"(?<![0-9A-Za-z.,/-])([0-9]+)(?![0-9A-Za-z/-]|[.,][0-9])", text)
        if len(run) >= _DIGITS_ALONE
    }
    by_digits: dict[str, list[str]] = {}
    for each in invoices:
        parts = _PARTS.findall(each.number)
        if parts and parts[-1][0].isdigit():
            by_digits.setdefault(parts[-1].lstrip("0"), []).append(each.id)
    return [
        ids[0]
        for digits, ids in by_digits.items()
        if len(ids) == 1 and digits and digits in said | alone
    ]


def _loosely(number: str, *, whole_digits: bool = False) -> re.Pattern[str] | None:
    """A pattern for a number with letters and digits, whatever stands between its parts.

    A number of digits alone is left to `_by_digits`, unless `whole_digits`.
    """
    parts = _PARTS.findall(number)
    if not parts or not any(part[0].isdigit() for part in parts):
        return None
    if all(part[0].isdigit() for part in parts) and len(parts) == 1 and not whole_digits:
        return None
    loose = [
        f"0*{part.lstrip('0') or '0'}" if part[0].isdigit() else re.escape(part) for part in parts
    ]
    between = r"[\s\-_/#.:№]{0,3}"
    return re.compile(rf"(?<![A-Za-z0-9]){between.join(loose)}(?![A-Za-z0-9])", re.IGNORECASE)
