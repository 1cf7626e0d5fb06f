"""Xero's postal addresses and payment terms of a contact as the ledger's facts. PURE."""

from __future__ import annotations

from typing import Final

from connectors.xero import wire
from plugin.ports import LedgerAddress

#: the address for post, which Xero calls so, before the one for visits and deliveries
_FOR_POST: Final = ("POBOX", "STREET")
#: Xero's kinds of terms by what their days count from
_TERMS: Final = {
    "DAYSAFTERBILLDATE": "after_issue",
    "DAYSAFTERBILLMONTH": "after_month_end",
    "OFCURRENTMONTH": "of_this_month",
    "OFFOLLOWINGMONTH": "of_next_month",
}


def postal_address(addresses: list[wire.Address] | None) -> LedgerAddress:
    """Where a letter goes: the first address of Xero's two that says more than its country."""
    by_kind = {(address.address_type or "").upper(): address for address in addresses or ()}
    for kind in _FOR_POST:
        found = by_kind.get(kind)
        if found is not None:
            address = _address(found)
            if address.lines or address.city or address.postcode:
                return address
    return LedgerAddress()


def _address(found: wire.Address) -> LedgerAddress:
    # a line may hold several, and an empty one between two is nothing on an envelope
    written = (
        found.address_line1,
        found.address_line2,
        found.address_line3,
        found.address_line4,
    )
    lines = [line.strip() for each in written for line in (each or "").splitlines()]
    return LedgerAddress(
        attention=_text(found.attention_to),
        lines=tuple(line for line in lines if line),
        city=_text(found.city),
        region=_text(found.region),
        postcode=_text(found.postal_code),
        country=_text(found.country),
    )


def _text(value: str | None) -> str:
    return " ".join((value or "").split())


def sales_terms(terms: wire.PaymentTerms | None) -> tuple[int, str] | None:
    """Days and what they count from, a value of plugin.credit.terms.TermsKind; None where unset."""
    if terms is None or terms.sales is None or terms.sales.day is None:
        return None
    kind = _TERMS.get((terms.sales.type or "").upper())
    return (terms.sales.day, kind) if kind is not None else None
