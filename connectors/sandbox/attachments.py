"""Files that hang on documents: listed, fetched, put. Their bytes are kept as they came.

It knows no HTTP; which address leads here is `accounting`'s to say.
"""

from urllib.parse import quote

from connectors.sandbox.documents import remark
from connectors.sandbox.errors import NotFoundError, ValidationError
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import Attachment
from connectors.sandbox.wire import Json

MOST_FILES = 10
LARGEST, SMALL = 10_000_000, 3_000_000
"""Bytes of a file; which of the two holds is a doubt."""


def put_attachment(
    ledger: Ledger, key: str, name: str, kind: str, content: bytes, *, is_online: bool = False
) -> Attachment:
    """Hang a file on the record with this id; one of the same name is replaced.

    Raises ValidationError for an empty or too large file, and for an eleventh one.
    """
    with ledger.lock:
        if not content:
            raise ValidationError("The attachment is empty")
        if len(content) > (SMALL if ledger.doubts().small_requests else LARGEST):
            raise ValidationError("The attachment is too large")
        others = tuple(each for each in ledger.attachments.get(key, ()) if each.name != name)
        if len(others) >= MOST_FILES:
            raise ValidationError(f"A document can have at most {MOST_FILES} attachments")
        kind = kind or "application/octet-stream"
        file = Attachment(ledger.new_id("attachment"), name, kind, content, is_online)
        ledger.attachments[key] = (*others, file)
        remark(ledger, key, "Attached a file", f"Attached the file {name}")
        return file


def find_attachment(ledger: Ledger, key: str, wanted: str) -> Attachment:
    """The file with this id or name. Raises NotFoundError."""
    for each in ledger.attachments.get(key, ()):
        if wanted in {each.id, each.name}:
            return each
    raise NotFoundError


def attachments_json(ledger: Ledger, key: str, address: str) -> Json:
    """GET .../Attachments; `address` is the document's own."""
    files = ledger.attachments.get(key, ())
    return {"Attachments": [attachment_json(each, address) for each in files]}


def attachment_json(file: Attachment, address: str) -> Json:
    """A file as Xero lists it."""
    return {
        "AttachmentID": file.id,
        "FileName": file.name,
        "Url": f"{address}/Attachments/{quote(file.name)}",
        "MimeType": file.type,
        "ContentLength": len(file.content),
        "IncludeOnline": file.is_online,
    }
