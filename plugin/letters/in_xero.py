"""Where a document or a contact stands inside Xero, for a person who is signed in there."""

from __future__ import annotations

from urllib.parse import quote

_APP = "https://go.xero.com/app"


def invoice_in_xero(short_code: str, invoice_id: str) -> str:
    """The address of a sales invoice; empty where Xero did not say the organisation's short code.

    The short code begins with an exclamation mark, which an address carries as it is.
    """
    return _address(short_code, "invoicing/view", invoice_id)


def contact_in_xero(short_code: str, contact_id: str) -> str:
    """The address of a contact; empty where Xero did not say the organisation's short code."""
    return _address(short_code, "contacts/contact", contact_id)


def _address(short_code: str, place: str, id_: str) -> str:
    if not short_code or not id_:
        return ""
    return f"{_APP}/{quote(short_code, safe='!')}/{place}/{quote(id_, safe='')}"
