"""The lines, amounts and days of a document as an app sends it.

A list that is sent replaces the one before: what it leaves out is gone.
"""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from connectors.sandbox.documents_new import new_line
from connectors.sandbox.errors import MalformedBodyError, ValidationError
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import ZERO, Line
from connectors.sandbox.settings_pages import tax_per_cent
from connectors.sandbox.wire import LARGEST_AMOUNT, Json, read_amount, read_date

_UNIT = Decimal("0.0001")


def lines_of(ledger: Ledger, sent: list[Json], before: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines of a sent list: known ones by id, the rest new. Raises MalformedBodyError."""
    known = {line.id: line for line in before}
    return tuple(
        _line(ledger, each, known.get(str(each.get("LineItemID") or "").lower())) for each in sent
    )


def _line(ledger: Ledger, sent: Json, before: Line | None) -> Line:
    line = before or new_line(ledger, str(sent.get("Description") or ""), ZERO)
    amount, unit = read_amount_of(sent, "LineAmount"), read_amount_of(sent, "UnitAmount")
    quantity, tax = read_amount_of(sent, "Quantity"), read_amount_of(sent, "TaxAmount")
    changes: dict[str, Any] = {}
    if amount is not None or unit is not None:
        changes = _priced(amount, unit, line.quantity if quantity is None else quantity)
    if tax is not None:
        changes["tax"] = tax.quantize(ZERO)
    elif sent.get("TaxType"):
        without = changes.get("amount", line.amount)
        changes["tax"] = (without * _rate(ledger, str(sent["TaxType"])) / 100).quantize(
            ZERO, ROUND_HALF_UP
        )
    if sent.get("Description"):
        changes["description"] = str(sent["Description"])
    if sent.get("AccountCode"):
        changes["account"] = _account(ledger, str(sent["AccountCode"]))
    return replace(line, **changes)


def _rate(ledger: Ledger, kind: str) -> Decimal:
    """Xero works out the tax of a line that names a rate and no amount of tax."""
    percent = tax_per_cent(ledger, kind)
    if percent is None:
        raise ValidationError(
            f"TaxType code '{kind}' does not exist or cannot be used for this type of transaction."
        )
    return percent


def _account(ledger: Ledger, code: str) -> str:
    """The code of an account of the chart; an organisation seeded without a chart takes any."""
    chart = ledger.accounts.values()
    if chart and all(account.code != code for account in chart):
        raise ValidationError(f"Account code '{code}' is not a valid code for this document.")
    return code


def _priced(amount: Decimal | None, unit: Decimal | None, quantity: Decimal) -> dict[str, Any]:
    """Quantity, unit amount (four decimals are kept) and line amount; one follows from the rest."""
    if unit is None:
        unit = (amount or ZERO) / quantity if quantity else ZERO
    if amount is None:
        amount = unit * quantity
    if abs(amount) >= LARGEST_AMOUNT:
        raise MalformedBodyError("LineItems: the amount is out of range")
    return {
        "quantity": quantity,
        "unit_amount": unit.quantize(_UNIT),
        "amount": amount.quantize(ZERO),
    }


def amounts_of(lines: tuple[Line, ...]) -> dict[str, Any]:
    """The lines and their sums, by the names of a document's fields."""
    return {
        "lines": lines,
        "subtotal": sum((line.amount for line in lines), ZERO),
        "tax": sum((line.tax for line in lines), ZERO),
    }


def sum_of(lines: tuple[Line, ...]) -> Decimal:
    """Lines and their tax."""
    return sum((line.amount + line.tax for line in lines), ZERO)


def read_day_of(element: Json, name: str) -> date | None:
    """A day of a sent record; None when absent or empty. Raises MalformedBodyError."""
    try:
        return read_date(element.get(name))
    except ValueError as error:
        raise MalformedBodyError(f"{name}: {error}") from error


def read_amount_of(element: Json, name: str) -> Decimal | None:
    """A number of a sent record; None when absent. Raises MalformedBodyError."""
    try:
        return read_amount(element.get(name))
    except ValueError as error:
        raise MalformedBodyError(f"{name}: {error}") from error
