"""What a customer may send us as a paper, told by its own bytes and never by its name.

A leaf: it opens nothing, renders nothing and trusts nothing that the sender says of it.
"""

from __future__ import annotations

import re
from types import MappingProxyType

#: of one paper, in bytes: a photograph from a telephone fits
MOST_BYTES = 8_000_000
#: papers of one message
MOST_AT_ONCE = 3

#: what each type is served as; it is always a download, never a page
SERVED_AS = MappingProxyType(
    {
        "pdf": "application/pdf",
        "jpeg": "image/jpeg",
        "png": "image/png",
        "webp": "image/webp",
        "heic": "image/heic",
    }
)

_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")
_UNSAFE_IN_NAMES = re.compile(r"[^\w .()-]+")
#: a PDF ends with this, perhaps followed by a few bytes
_PDF_END, _NEAR_END = b"%%EOF", 2048


def type_of(content: bytes) -> str | None:
    """pdf, jpeg, png, webp or heic by its first and last bytes; None for anything else."""
    if content.startswith(b"%PDF-") and _PDF_END in content[-_NEAR_END:]:
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return "png"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return "heic"
    return None


def plain_name(name: str, type_: str) -> str:
    """A name that is safe to show and to save under, with the ending of what it really is."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    kept = _UNSAFE_IN_NAMES.sub("_", stem).strip(" .")[:80] or "paper"
    return f"{kept}.{type_}"
