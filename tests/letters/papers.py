"""Reads a paper back: its words as a person sees them, page by page."""

from __future__ import annotations

import io

from pypdf import PdfReader


def words_of(pdf: bytes) -> str:
    """All words of a PDF, in reading order, white space made one blank."""
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split()
    )


def pages_of(pdf: bytes) -> int:
    """How many sheets it takes."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def title_of(pdf: bytes) -> str:
    """What a viewer shows in its title bar."""
    about = PdfReader(io.BytesIO(pdf)).metadata
    return str(about.title) if about else ""
