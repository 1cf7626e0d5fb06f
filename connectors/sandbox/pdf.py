"""A small valid PDF of an invoice: one page, plain text, nothing but the standard library."""

from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import Invoice


def invoice_pdf(ledger: Ledger, invoice: Invoice) -> bytes:
    """One A4 page with number, customer, dates, lines and the amount due."""
    texts = [
        f"{ledger.name}: invoice {invoice.number}",
        f"To {ledger.contacts[invoice.contact].name}",
        f"Issued {invoice.issued.isoformat()}, due {invoice.due.isoformat()}",
        "",
        *(f"{line.description}: {line.amount} {invoice.currency}" for line in invoice.lines),
        "",
        f"Total {invoice.total} {invoice.currency}, due {invoice.amount_due}",
    ]
    rows = " T* ".join(f"({_escaped(text)}) Tj" for text in texts)
    stream = f"BT /F1 11 Tf 16 TL 60 780 Td {rows} ET".encode("latin-1", "replace")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R %b>>"
        % b"/Resources<</Font<</F1 5 0 R>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    return _document(objects)


def _document(objects: list[bytes]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    )


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
