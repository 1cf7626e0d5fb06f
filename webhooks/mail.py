"""Takes mail that people sent to an address of ours, as providers of inbound mail post it: check
the secret, find the raw message, hand over, answer.

The secret is checked before anything of the body is read. It knows nothing of what becomes of a
mail, and reads nothing of the message itself.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

PATH: Final = "/webhooks/mail"
#: of a message itself: most mail systems carry no more
MAX_MAIL: Final = 20_000_000
#: of a request: a message in base64 takes a third more
MAX_BYTES: Final = 28_000_000
_MAX_PARTS: Final = 200
_ADDRESSES_AT_MOST: Final = 100
_ADDRESS_AT_MOST: Final = 320

#: where the providers put the raw message, in the order in which they are looked for
_RAW: Final = ("body-mime", "email", "raw_mime", "raw", "rawemail", "mime", "message", "content")
#: where they say whom it was really delivered to, which its headers need not name
_TO: Final = ("recipient", "recipients", "to", "envelope", "originalrecipient", "rcpt_to")
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/_=\s-]+")


@dataclass(frozen=True, slots=True)
class Posted:
    """One mail: its bytes as they were sent, and whom the provider says it was delivered to."""

    raw: bytes
    recipients: tuple[str, ...] = ()


def mail_receiver(
    *,
    secrets: Sequence[str],
    take: Callable[[Posted], None],
    refused: Callable[[str], bool],
    name: str = "mail_receiver",
) -> Blueprint:
    """A blueprint that answers POSTs; every answer is empty and sets no cookie.

    A wrong or absent secret is 401 and nothing is handed over; `refused(address)` is asked only
    then, and turns it into 429. Without any secret nobody knows one. What is too large is 413,
    what holds no mail 400. `take` must have committed when it returns; what it raises becomes a
    500, so that the provider delivers the mail again.
    """
    blueprint = Blueprint(name, __name__)

    def receive() -> Response:
        if not _knows(secrets, request.headers.get("Authorization", "")):
            return Response(status=429 if refused(request.remote_addr or "") else 401)
        request.max_content_length = MAX_BYTES
        try:
            body = request.get_data(cache=False)
        except RequestEntityTooLarge:
            return Response(status=413)
        posted = read_mail(body, request.headers.get("Content-Type", ""))
        if posted is None:
            return Response(status=400)
        if len(posted.raw) > MAX_MAIL:
            return Response(status=413)
        take(posted)
        return Response(status=200)

    blueprint.add_url_rule(PATH, view_func=receive, methods=["POST"])
    return blueprint


def read_mail(body: bytes, content_type: str) -> Posted | None:
    """The mail in a request's body; None where there is none to be read.

    Raw (message/rfc822), a form field or file of it, or JSON with it, in base64 or as it is.
    """
    kind, options = parse_options_header(content_type)
    kind = kind.lower()
    if kind == "multipart/form-data":
        return _from_fields(_multipart(body, options.get("boundary", "")))
    if kind == "application/x-www-form-urlencoded":
        return _from_fields(_urlencoded(body))
    if kind == "application/json" or kind.endswith("+json"):
        return _from_json(body)
    return Posted(body) if _is_mail(body) else None


def _from_fields(fields: Mapping[str, bytes]) -> Posted | None:
    for name in _RAW:
        raw = _raw(fields.get(name, b""))
        if raw is not None:
            said = [fields[each] for each in _TO if each in fields]
            return Posted(raw, _addresses([each.decode("utf-8", "replace") for each in said]))
    return None


def _from_json(body: bytes) -> Posted | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    given = {str(key).lower(): value for key, value in found.items()}
    for name in _RAW:
        value = given.get(name)
        # what cannot be written as UTF-8 was no mail: half a pair of surrogates
        raw = _raw(value.encode("utf-8", "replace")) if isinstance(value, str) else None
        if raw is not None:
            return Posted(raw, _addresses([_flat(given[each]) for each in _TO if each in given]))
    return None


def _flat(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _raw(value: bytes) -> bytes | None:
    """The message in a value: as it is, or out of its base64; None where it is neither."""
    if _is_mail(value):
        return value
    if not value.strip() or not _BASE64.fullmatch(value):
        return None
    compact = b"".join(value.split()).replace(b"-", b"+").replace(b"_", b"/").rstrip(b"=")
    try:
        raw = base64.b64decode(compact + b"=" * (-len(compact) % 4), validate=True)
    except NotBase64:
        return None
    return raw if _is_mail(raw) else None


def _is_mail(value: bytes) -> bool:
    """Whether it begins as mail does: with a header line, perhaps behind a mailbox's own line."""
    start = value[:2000].lstrip(b"\r\n\xef\xbb\xbf")
    if start.startswith((b"From ", b">From ")):
        start = start.partition(b"\n")[2]
    return re.match(rb"[!-9;-~]{1,76}[ \t]*:", start) is not None


def _addresses(said: Sequence[str]) -> tuple[str, ...]:
    """Every address in what a provider said, however it wrote them, each once."""
    found = re.findall(r"[^\s<>\"',;:\[\]{}()\\]+@[^\s<>\"',;:\[\]{}()\\]+", " ".join(said))
    kept = [each for each in found if len(each) <= _ADDRESS_AT_MOST]
    return tuple(dict.fromkeys(kept))[:_ADDRESSES_AT_MOST]


def _urlencoded(body: bytes) -> dict[str, bytes]:
    """The fields of a form as bytes: mail need not be UTF-8."""
    try:
        pairs = parse_qsl(body.decode("latin-1"), encoding="latin-1", max_num_fields=_MAX_PARTS)
    except ValueError:
        return {}
    return {name.lower(): value.encode("latin-1") for name, value in reversed(pairs)}


def _multipart(body: bytes, boundary: str) -> dict[str, bytes]:
    """The fields and files of a form as bytes, by their names in small letters, the first of each.

    Flask's own reading of forms would make text of them, and mail need not be UTF-8.
    """
    if not boundary or len(boundary) > 200 or not boundary.isascii():
        return {}
    fields: dict[str, bytearray] = {}
    current: bytearray | None = None
    try:
        decoder = MultipartDecoder(boundary.encode(), MAX_BYTES, max_parts=_MAX_PARTS)
        decoder.receive_data(body)
        decoder.receive_data(None)
        while not isinstance(event := decoder.next_event(), Epilogue | NeedData):
            if isinstance(event, Field | File):
                current = bytearray()
                fields.setdefault(str(event.name).lower(), current)
            elif isinstance(event, Data) and current is not None:
                current += event.data
    except (ValueError, RequestEntityTooLarge):
        return {}
    return {name: bytes(value) for name, value in fields.items()}


def _knows(secrets: Sequence[str], header: str) -> bool:
    """Whether the header carries one of the secrets: as bearer, or as the password of an address.

    Every one is compared, in constant time.
    """
    scheme, _, given = header.partition(" ")
    token = given.strip().encode()
    if scheme.lower() == "basic":
        try:
            token = base64.b64decode(token, validate=True).partition(b":")[2]
        except NotBase64:
            return False
    elif scheme.lower() != "bearer":
        return False
    found = [hmac.compare_digest(token, secret.encode()) for secret in secrets if secret]
    return any(found)
