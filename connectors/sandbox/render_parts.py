"""The parts that several documents of the accounting API share: lines, sums, nested payments.

It decides nothing and knows no ledger.
"""

from decimal import Decimal

from connectors.sandbox.records import Credit, Invoice, Line, Payment
from connectors.sandbox.wire import Json, day, instant, instant_text, money, rate

_UNITS = {2: Decimal("0.01"), 4: Decimal("0.0001")}
_QUANTITY = Decimal("0.0001")


def add_tail(body: Json, document: Invoice | Credit) -> Json:
    """The body with the sums and instants with which every document ends."""
    body["SubTotal"] = money(document.subtotal)
    body["TotalTax"] = money(document.tax)
    body["Total"] = money(document.total)
    body["UpdatedDateUTC"] = instant(document.updated)
    body["UpdatedDateUTCString"] = instant_text(document.updated)
    body["CurrencyCode"] = document.currency
    return body


def rate_json(value: Decimal) -> Json:
    """CurrencyRate, left out where it is not known."""
    return {"CurrencyRate": rate(value)} if value else {}


def payment_stub(payment: Payment) -> Json:
    """A payment as it is nested in its invoice or credit."""
    return {
        "PaymentID": payment.id,
        "Date": day(payment.on),
        "Amount": money(payment.amount),
        "Reference": payment.reference,
        **rate_json(payment.rate),
        "HasAccount": False,
        "HasValidationErrors": False,
    }


def line_json(line: Line, places: int = 2) -> Json:
    """A line of a document; unit amounts with so many decimals."""
    return {
        "Description": line.description,
        "UnitAmount": line.unit_amount.quantize(_UNITS[places]),
        "TaxType": "OUTPUT2" if line.tax else "NONE",
        "TaxAmount": money(line.tax),
        "LineAmount": money(line.amount),
        "AccountCode": line.account,
        "Tracking": [],
        "Quantity": line.quantity.quantize(_QUANTITY),
        "LineItemID": line.id,
    }
