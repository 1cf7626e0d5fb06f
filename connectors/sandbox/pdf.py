"""A PDF of an invoice that a person can open: its lines and sums, nothing but the standard library.

It follows no branding theme.
"""

from decimal import Decimal

from connectors.sandbox.ledger import Ledger
from connectors.sandbox.pdf_pages import RIGHT, Page, document, width_of
from connectors.sandbox.records import ZERO, Invoice, Line

_LEFT, _QUANTITY, _UNIT = 56, 350, 430
_FIRST, _LAST, _STEP = 620, 90, 18
_WIDEST = 270
"""Room for a description, in points; what is longer is cut."""


def invoice_pdf(ledger: Ledger, invoice: Invoice) -> bytes:
    """A4 pages with both parties, dates, every line, tax, what was paid, and what is due."""
    page = Page()
    pages = [page]
    _head(page, ledger, invoice)
    height = _column_heads(page)
    for line in invoice.lines:
        if height < _LAST:
            page = Page()
            pages.append(page)
            height = _column_heads(page)
        _line(page, height, line)
        height -= _STEP
    if height < _LAST + 6 * _STEP:
        page, height = Page(), _FIRST
        pages.append(page)
    _sums(page, height - _STEP, invoice)
    return document(pages)


def _head(page: Page, ledger: Ledger, invoice: Invoice) -> None:
    contact = ledger.contacts[invoice.contact]
    page.text(_LEFT, 780, ledger.name, size=16, is_bold=True)
    page.text(_LEFT, 745, "INVOICE" if invoice.kind == "ACCREC" else "BILL", size=12, is_bold=True)
    page.text(_LEFT, 722, contact.name)
    address = contact.addresses[0] if contact.addresses else None
    if address:
        parts = (address.line1, address.line2, address.city, address.postcode, address.country)
        page.text(_LEFT, 706, ", ".join(each for each in parts if each))
    rows = [
        ("Number", invoice.number),
        ("Issued", f"{invoice.issued.day} {invoice.issued:%B %Y}"),
        ("Due", f"{invoice.due.day} {invoice.due:%B %Y}"),
    ]
    if invoice.reference:
        rows.append(("Reference", invoice.reference))
    for place, (name, value) in enumerate(rows):
        page.text(360, 780 - place * 16, name)
        page.right(RIGHT, 780 - place * 16, value)


def _column_heads(page: Page) -> int:
    page.text(_LEFT, _FIRST + 22, "Description", is_bold=True)
    page.right(_QUANTITY, _FIRST + 22, "Quantity", is_bold=True)
    page.right(_UNIT, _FIRST + 22, "Unit price", is_bold=True)
    page.right(RIGHT, _FIRST + 22, "Amount", is_bold=True)
    page.rule(_LEFT, RIGHT, _FIRST + 14)
    return _FIRST - 4


def _line(page: Page, height: int, line: Line) -> None:
    page.text(_LEFT, height, _fitting(line.description))
    page.right(_QUANTITY, height, f"{line.quantity.normalize():f}")
    page.right(_UNIT, height, f"{line.unit_amount:,.2f}")
    page.right(RIGHT, height, f"{line.amount:,.2f}")


def _sums(page: Page, height: int, invoice: Invoice) -> None:
    rows: list[tuple[str, Decimal]] = [
        ("Subtotal", invoice.subtotal),
        ("Tax", invoice.tax),
        (f"Total {invoice.currency}", invoice.total),
    ]
    if invoice.paid:
        rows.append(("Less paid", ZERO - invoice.paid))
    if invoice.credited:
        rows.append(("Less credited", ZERO - invoice.credited))
    page.rule(_QUANTITY - 60, RIGHT, height + 14)
    for place, (name, amount) in enumerate(rows):
        page.text(_QUANTITY - 60, height - place * _STEP, name)
        page.right(RIGHT, height - place * _STEP, f"{amount:,.2f}")
    last = height - len(rows) * _STEP - 4
    page.rule(_QUANTITY - 60, RIGHT, last + 14)
    page.text(_QUANTITY - 60, last, f"Amount due {invoice.currency}", is_bold=True)
    page.right(RIGHT, last, f"{invoice.amount_due:,.2f}", is_bold=True)


def _fitting(text: str) -> str:
    """As much of a text as there is room for."""
    if width_of(text) <= _WIDEST:
        return text
    while text and width_of(f"{text}...") > _WIDEST:
        text = text[:-1]
    return f"{text}..."
