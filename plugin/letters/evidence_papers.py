"""Lays invoices, as somebody else's PDFs, into the last sheets of an evidence pack, one a sheet.

A file that cannot be read as a PDF is no paper: `readable` says so before anything is set.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

#: of a sheet, in points: where the frame for a page lies from the foot and the left
_LEFT, _FOOT, _WIDTH, _HEIGHT = 70.87, 79.4, 453.5, 663.0
#: pages of one invoice that are laid in
MOST_PAGES = 20


@dataclass(frozen=True, slots=True)
class InvoicePaper:
    """An invoice as a PDF with as many pages as are laid in."""

    number: str
    pdf: bytes
    pages: int


def readable(number: str, pdf: bytes) -> InvoicePaper | None:
    """The invoice with its pages counted; None where it is no PDF that can be read."""
    from pypdf import PdfReader  # noqa: PLC0415 - seldom needed, and slow to load
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(pdf))
        if reader.is_encrypted:
            return None
        pages = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError):
        return None
    return InvoicePaper(number, pdf, min(pages, MOST_PAGES)) if pages else None


def laid_in(pack: bytes, papers: Sequence[InvoicePaper]) -> bytes:
    """The pack with every page of the papers laid into its own sheet at the end, to scale."""
    from pypdf import PdfWriter, Transformation  # noqa: PLC0415

    writer = PdfWriter(clone_from=io.BytesIO(pack))
    sheets = sum(each.pages for each in papers)
    place = len(writer.pages) - sheets
    for paper in papers:
        for page in list(PdfWriter(clone_from=io.BytesIO(paper.pdf)).pages)[: paper.pages]:
            page.transfer_rotation_to_content()
            box = page.mediabox
            scale = min(_WIDTH / float(box.width), _HEIGHT / float(box.height))
            moved = (
                Transformation()
                .translate(-float(box.left), -float(box.bottom))
                .scale(scale)
                .translate(
                    _LEFT + (_WIDTH - float(box.width) * scale) / 2,
                    _FOOT + (_HEIGHT - float(box.height) * scale),
                )
            )
            writer.pages[place].merge_transformed_page(page, moved)
            place += 1
    for page in writer.pages:
        page.compress_content_streams()
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
