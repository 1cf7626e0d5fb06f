"""GET /Reports/AgedReceivablesByContact: one customer's open invoices as they stood on a day.

Its rows and cells are text, as Xero's are; amounts stay in each invoice's own currency.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from connectors.sandbox.errors import ValidationError
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.listing import Query
from connectors.sandbox.records import ZERO, Invoice
from connectors.sandbox.wire import Json, day_text, moment, money


@dataclass(frozen=True, slots=True)
class _Standing:
    """An invoice as it stood on the day."""

    invoice: Invoice
    paid: Decimal
    credited: Decimal

    @property
    def due(self) -> Decimal:
        return self.invoice.total - self.paid - self.credited


def aged_receivables(ledger: Ledger, query: Query) -> Json:
    """The report of `contactId` on `date` (today unless said), of invoices fromDate to toDate.

    Raises ValidationError without a contact, NotFoundError for one that is not there.
    """
    if not query.text("contactid"):
        raise ValidationError("contactId is a required parameter")
    contact = ledger.contact(query.text("contactid"))
    on = query.day("date") or ledger.today()
    first, last = query.day("fromdate"), query.day("todate") or on
    standing = [
        each
        for each in _as_they_stood(ledger, contact.id, on)
        if each.due > ZERO and each.invoice.issued <= last
    ]
    before = [each for each in standing if first and each.invoice.issued < first]
    rows = [each for each in standing if each not in before]
    report = {
        "ReportName": "Aged Receivables By Contact",
        "ReportType": "AgedReceivablesByContact",
        "ReportTitles": ["Invoices", contact.name, *_spans(first, last, on)],
        "ReportDate": _long(on),
        "UpdatedDateUTC": moment(ledger.now()),
        "Fields": [],
        "Rows": [
            _header(),
            _opening(first, before),
            _section([*(_row(each, on) for each in rows), _summary("Total", rows)]),
            _section([_summary("Closing Balance", standing)]),
        ],
    }
    return {"Reports": [report]}


def _as_they_stood(ledger: Ledger, contact: str, on: date) -> list[_Standing]:
    found = []
    for key in ledger.invoices_of.get(contact, ()):
        invoice = ledger.invoices[key]
        if invoice.kind == "ACCREC" and invoice.status in {"AUTHORISED", "PAID"}:
            paid = (p.amount for p in ledger.live_payments(key) if p.on <= on)
            credited = (a.amount for _, a in ledger.live_allocations(key) if a.on <= on)
            found.append(_Standing(invoice, sum(paid, ZERO), sum(credited, ZERO)))
    return sorted(found, key=lambda each: (each.invoice.due, each.invoice.number))


def _spans(first: date | None, last: date, on: date) -> Iterable[str]:
    yield f"From {_long(first)} to {_long(last)}" if first else f"To {_long(last)}"
    yield f"Showing payments to {_long(on)}"


def _header() -> Json:
    names = ("Date", "Number", "Due Date", "", "Total", "Paid", "Credited", "Due")
    return {"RowType": "Header", "Cells": [{"Value": name} for name in names]}


def _opening(first: date | None, before: list[_Standing]) -> Json:
    due = money(sum((each.due for each in before), ZERO))
    texts = (day_text(first) if first else "", "Opening Balance", *[""] * 5, str(due))
    return _section([{"RowType": "Row", "Cells": [{"Value": text} for text in texts]}])


def _row(standing: _Standing, on: date) -> Json:
    invoice = standing.invoice
    late = (on - invoice.due).days
    texts = (
        day_text(invoice.issued),
        invoice.number,
        day_text(invoice.due),
        f"{late} days overdue" if late > 0 else "",
        *_amounts([standing]),
    )
    named = [{"Value": invoice.id, "Id": "invoiceID"}]
    return {"RowType": "Row", "Cells": [{"Value": text, "Attributes": named} for text in texts]}


def _summary(name: str, rows: list[_Standing]) -> Json:
    texts = (name, "", "", "", *_amounts(rows))
    return {"RowType": "SummaryRow", "Cells": [{"Value": text} for text in texts]}


def _amounts(rows: list[_Standing]) -> tuple[str, ...]:
    """Total, paid, credited and due of some rows, as text."""
    sums = (
        sum((each.invoice.total for each in rows), ZERO),
        sum((each.paid for each in rows), ZERO),
        sum((each.credited for each in rows), ZERO),
        sum((each.due for each in rows), ZERO),
    )
    return tuple(str(money(each)) for each in sums)


def _section(rows: list[Json]) -> Json:
    return {"RowType": "Section", "Title": "", "Rows": rows}


def _long(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
