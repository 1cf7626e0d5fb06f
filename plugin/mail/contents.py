"""What a file is, by what stands in it and never by what its name or sender says. It opens none."""

from __future__ import annotations

import re

UNKNOWN = "application/octet-stream"
TNEF = "application/ms-tnef"
CSV = "text/csv"
PDF = "application/pdf"
#: types that may be named to a browser when a person downloads them; everything else is UNKNOWN
SAFE_TO_NAME = frozenset({PDF, "image/png", "image/jpeg", "image/gif"})

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x78\x9f\x3e\x22", TNEF),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
)
_OFFICE: tuple[tuple[bytes, str], ...] = (
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|script|svg|\?xml|iframe|img|a\s)", re.IGNORECASE
)
_NAMES = {
    PDF: "PDF",
    "image/png": "picture (PNG)",
    "image/jpeg": "picture (JPEG)",
    "image/gif": "picture (GIF)",
    TNEF: "winmail.dat, a file that only Outlook can open",
    "application/rtf": "rich text",
    "application/x-ole-storage": "older Office file",
    "application/zip": "ZIP archive",
    CSV: "table (CSV)",
    "text/plain": "text",
    "text/html": "web page or markup",
    "message/rfc822": "mail",
    _OFFICE[0][1]: "Excel sheet",
    _OFFICE[1][1]: "Word document",
    _OFFICE[2][1]: "slides",
    "application/x-msdownload": "program: do not open it",
    "application/x-executable": "program: do not open it",
}


def type_of(content: bytes) -> str:
    """The media type of a file's content; UNKNOWN where nothing says."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(b"PK\x03\x04"):
        head = content[:4_000]
        return next((kind for mark, kind in _OFFICE if mark in head), "application/zip")
    head = content[:8_000]
    if _MARKUP.search(head):
        return "text/html"
    if not head or b"\x00" in head:
        return UNKNOWN
    if re.match(rb"(?:[!-9;-~]+:[^\n]*\r?\n([ \t][^\n]*\r?\n)*){3}", head):
        return "message/rfc822"
    return _text_type(head)


def _text_type(head: bytes) -> str:
    try:
        text = (
            head.decode("utf-8", "ignore")
            if head.isascii()
            else head[:7_990].decode("utf-8", "ignore")
        )
    except UnicodeError:
        return UNKNOWN
    odd = sum(1 for each in text if not (each.isprintable() or each in "\r\n\t"))
    if odd * 20 > len(text):
        return UNKNOWN
    lines = [line for line in text.splitlines() if line.strip()][:20]
    for mark in (",", ";", "\t"):
        counts = {line.count(mark) for line in lines[: max(len(lines) - 1, 1)]}
        if len(lines) > 1 and len(counts) == 1 and counts != {0}:
            return CSV
    return "text/plain"


def type_words(kind: str) -> str:
    """The type in words for a person."""
    return _NAMES.get(kind, "file")
