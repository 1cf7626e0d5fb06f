"""A request body in XML, Xero's first language, as the same plain values that JSON gives.

It reads only: answers are JSON whatever was sent. Amounts, dates and flags stay text, as Xero
accepts them quoted in JSON too.
"""

from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from connectors.sandbox.errors import MalformedBodyError

_LISTS = frozenset(
    [
        "Accounts",
        "Addresses",
        "Allocations",
        "BrandingThemes",
        "ContactGroups",
        "ContactPersons",
        "Contacts",
        "CreditNotes",
        "Currencies",
        "HistoryRecords",
        "Invoices",
        "LineItems",
        "Options",
        "Organisations",
        "Overpayments",
        "Payments",
        "Phones",
        "Prepayments",
        "PurchasesTrackingCategories",
        "Quotes",
        "RepeatingInvoices",
        "SalesTrackingCategories",
        "Tracking",
        "ValidationErrors",
        "Warnings",
    ]
)
"""Elements whose children are the members of a list, whatever each is called."""


def is_xml(body: bytes) -> bool:
    """Whether a body can only be XML: no JSON begins like it."""
    return body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def decode_xml(body: bytes) -> dict[str, Any]:
    """The record of a root like `<Invoice>`, or {"Invoices": [...]} of a root like `<Invoices>`.

    Raises MalformedBodyError where it is no XML in UTF-8, has a document type, or holds a single
    text.
    """
    # a byte of nought means UTF-16, in which the document type would not be seen
    if b"<!DOCTYPE" in body or b"\0" in body:
        raise MalformedBodyError("a document type is not accepted, nor any encoding but UTF-8")
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 - entities need a document type
    except ElementTree.ParseError as error:
        raise MalformedBodyError(str(error)) from error
    found = _value(root)
    if isinstance(found, list):
        return {_name(root): found}
    if not isinstance(found, dict):
        raise MalformedBodyError(f"{_name(root)} holds no record")
    return found


def _value(element: Element) -> Any:
    if _name(element) in _LISTS:
        return [_value(child) for child in element]
    if len(element) == 0:
        return element.text or ""
    return {_name(child): _value(child) for child in element}


def _name(element: Element) -> str:
    """The tag without its namespace."""
    return element.tag.rpartition("}")[2]
