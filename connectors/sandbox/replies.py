"""An answer of the accounting API before it becomes HTTP, and Xero's error bodies.

It holds no route.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from connectors.sandbox.errors import (
    HighVolumeError,
    IdempotencyError,
    MalformedBodyError,
    QueryError,
    ValidationError,
    XeroError,
)
from connectors.sandbox.wire import Json, encode, moment

JSON = "application/json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"

_EXCEPTIONS: tuple[tuple[type[XeroError], int, str], ...] = (
    (MalformedBodyError, 14, "PostDataInvalidException"),
    (QueryError, 16, "QueryParseException"),
    (HighVolumeError, 51, "HighVolumeException"),
    (IdempotencyError, 10, "ValidationException"),
)


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, body and headers; `is_cut` means that the connection breaks before its end."""

    status: int
    body: bytes = b""
    content_type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()
    is_cut: bool = False


def envelope(app: str, now: datetime, content: Json, *, is_quoted: bool = False) -> Reply:
    """A 200 as Xero wraps it; `is_quoted` is `wire.encode`'s."""
    body = {
        "Id": str(uuid.uuid4()),
        "Status": "OK",
        "ProviderName": app,
        "DateTimeUTC": moment(now),
        **content,
    }
    return Reply(200, encode(body, is_quoted=is_quoted))


def refusal(error: XeroError) -> Reply:
    """The body of an error, by its kind."""
    if isinstance(error, ValidationError):
        body = _exception(10, "ValidationException", "A validation exception occurred")
        return Reply(400, encode({**body, "Elements": error.elements()}))
    for kind, number, name in _EXCEPTIONS:
        if isinstance(error, kind):
            return Reply(400, encode(_exception(number, name, str(error))))
    return Reply(error.status, str(error).encode(), TEXT)


def _exception(number: int, kind: str, message: str) -> Json:
    return {"ErrorNumber": number, "Type": kind, "Message": message}
