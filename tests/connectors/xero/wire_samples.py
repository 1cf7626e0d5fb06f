"""Records as Xero writes them on the wire, made by hand."""

from __future__ import annotations

import json
from typing import Any

MIDNIGHT = "/Date(1539993600000+0000)/"  # 2018-10-20T00:00:00Z
UPDATED = "/Date(1518685950940+0000)/"


def in_page(name: str, *records: Any, **envelope: Any) -> bytes:
    """An answer that holds these records in one collection."""
    return json.dumps({"Status": "OK", **envelope, name: list(records)}).encode()


def an_invoice(**fields: Any) -> dict[str, Any]:
    """A sales invoice as Xero writes it, but for these fields."""
    known = {
        "Type": "ACCREC",
        "InvoiceID": "i-1",
        "InvoiceNumber": "INV-1",
        "Contact": {"ContactID": "c-1", "Name": "Ada"},
        "Status": "AUTHORISED",
        "Date": MIDNIGHT,
        "DueDate": "/Date(1542585600000+0000)/",
        "CurrencyCode": "GBP",
        "CurrencyRate": 1.0000000000,
        "Total": 120.00,
        "AmountDue": 100.50,
        "AmountPaid": 19.50,
        "AmountCredited": 0.00,
        "SentToContact": True,
        "UpdatedDateUTC": UPDATED,
    }
    return known | fields


def a_payment(**fields: Any) -> dict[str, Any]:
    """A payment as Xero writes it, but for these fields."""
    return {
        "PaymentID": "p-1",
        "PaymentType": "ACCRECPAYMENT",
        "Status": "AUTHORISED",
        "Date": MIDNIGHT,
        "Amount": 19.50,
        "IsReconciled": True,
        "Account": {"AccountID": "a-1", "Code": "090"},
        "Invoice": {"InvoiceID": "i-1", "CurrencyCode": "EUR", "Type": "ACCREC"},
        "UpdatedDateUTC": UPDATED,
    } | fields


def a_credit(**fields: Any) -> dict[str, Any]:
    """A credit note as Xero writes it, but for these fields."""
    return {
        "CreditNoteID": "n-1",
        "CreditNoteNumber": "CN-1",
        "Type": "ACCRECCREDIT",
        "Contact": {"ContactID": "c-1"},
        "Status": "AUTHORISED",
        "Date": MIDNIGHT,
        "CurrencyCode": "GBP",
        "Total": 50.00,
        "RemainingCredit": 20.00,
        "UpdatedDateUTC": UPDATED,
    } | fields
