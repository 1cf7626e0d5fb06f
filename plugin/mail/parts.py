"""The parts of a message: headers, texts and files, out of raw bytes that may be broken.

The standard library reads; here stand the bounds on what it is asked to, and what is taken where
it gives up. It knows nothing of replies, bounces or customers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr

#: what the standard library itself raises on mail that breaks every rule
FAULTS = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
    MessageError,
)
#: more containers than any honest mail has: only its headers are read then
_MOST_CONTAINERS = 60
_MOST_DEPTH = 12
MOST_FILES = 30
_MOST_TEXT = 400_000
_MOST_HEADER = 8_000
_CONTAINER = re.compile(rb"boundary\s*=|message/(?:rfc822|global|delivery-status)", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>\"',;:()\[\]\\]+@[^\s<>\"',;:()\[\]\\]+")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class File:
    """A part that is no text of the message; `name` is as its sender wrote it, `said` its type."""

    name: str
    said: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of a mail, decoded, in their order, names in small letters."""

    lines: tuple[tuple[str, str], ...] = ()

    def first(self, name: str) -> str:
        """The first header of that name; empty where there is none."""
        return next((value for key, value in self.lines if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Every header of that name."""
        return tuple(value for key, value in self.lines if key == name)

    def addresses(self, *names: str) -> tuple[str, ...]:
        """The bare addresses in these headers, in small letters, each once."""
        found: dict[str, None] = {}
        for name in names:
            for value in self.all(name):
                found.update(dict.fromkeys(each.lower() for each in _ADDRESS.findall(value)))
        return tuple(found)


@dataclass(slots=True)
class Parts:
    """What a message is made of, gathered in the order in which it is read."""

    headers: Headers
    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    #: the content types of everything, for those who look for reports
    kinds: list[str] = field(default_factory=list)
    #: per recipient, the fields of a delivery report (RFC 3464), names in small letters
    deliveries: list[dict[str, str]] = field(default_factory=list)
    #: the headers of the message that a report returns
    returned: Headers = field(default_factory=Headers)
    is_report: str = ""
    is_broken: bool = False

    @property
    def text(self) -> str:
        """The plain text of the whole message."""
        return "\n\n".join(each.strip("\n") for each in self.texts)


def parts_of(raw: bytes) -> Parts:
    """Read a message; what it holds beyond the bounds is left out."""
    if len(_CONTAINER.findall(raw)) > _MOST_CONTAINERS:
        return _headers_only(raw)
    try:
        message = message_from_bytes(raw, policy=policy.default)
        found = Parts(headers_of(message))
        _gather(message, found, 0)
    except FAULTS:
        return _headers_only(raw)
    return found


def _headers_only(raw: bytes) -> Parts:
    """Of a message that nobody can take apart: its headers, and itself as a file."""
    head = re.split(rb"\r?\n\r?\n", raw[:200_000], maxsplit=1)[0]
    try:
        headers = headers_of(message_from_bytes(head + b"\r\n\r\n", policy=policy.default))
    except FAULTS:
        headers = Headers()
    whole = File("message.eml", "message/rfc822", raw)
    return Parts(headers, files=[whole], is_broken=True)


def headers_of(message: EmailMessage) -> Headers:
    """Every header, decoded as far as it can be."""
    return Headers(
        tuple((name.lower(), _decoded(name, value)) for name, value in message.raw_items())
    )


def _decoded(name: str, value: str) -> str:
    source = str(value)[:_MOST_HEADER]
    try:
        text = str(policy.default.header_factory(name, source))
    except FAULTS:
        text = source
    return shown(text)


def shown(text: str) -> str:
    """Text that can be kept and shown: no control characters, no halves of surrogate pairs."""
    whole = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _UNSEEN.sub(" ", whole).replace("\r\n", "\n").replace("\r", "\n").strip()


def address_in(value: str) -> tuple[str, str]:
    """Name and bare address in a From header; both empty where there is none."""
    name, address = parseaddr(value)
    if not _ADDRESS.fullmatch(address):
        found = _ADDRESS.search(value)
        address = found.group() if found else ""
        name = value.partition("<")[0].strip(' "')
    return name[:200], address.lower()[:320]


def _gather(part: EmailMessage, found: Parts, depth: int) -> None:
    kind = part.get_content_type()
    found.kinds.append(kind)
    if depth > _MOST_DEPTH:
        found.is_broken = True
        return
    if kind == "multipart/report":
        found.is_report = str(part.get_param("report-type") or "").lower()
    if kind == "message/delivery-status":
        found.deliveries += _fields_of(part)
    elif kind in {"message/rfc822", "text/rfc822-headers", "message/global-headers"}:
        _returned(part, kind, found)
    elif kind == "multipart/alternative":
        _alternative(part, found, depth)
    elif part.is_multipart():
        for child in _children(part):
            _gather(child, found, depth + 1)
    else:
        _leaf(part, kind, found)


def _children(part: EmailMessage) -> Iterator[EmailMessage]:
    payload = part.get_payload()
    for child in payload if isinstance(payload, list) else ():
        if isinstance(child, EmailMessage):
            yield child


def _alternative(part: EmailMessage, found: Parts, depth: int) -> None:
    """The same said twice: the plain text is the text, the HTML is kept for its tables."""
    before = len(found.texts)
    for child in _children(part):
        _gather(child, found, depth + 1)
    # some programs leave the plain part empty, or write only that there is one in HTML
    kept = [each for each in found.texts[before:] if each.strip()]
    found.texts[before:] = kept


def _returned(part: EmailMessage, kind: str, found: Parts) -> None:
    """A message within: of a report, what came back; else a mail that somebody attached."""
    if kind == "message/rfc822":
        inner = next(_children(part), None)
        raw = inner.as_bytes() if inner is not None else content_of(part)
        if inner is not None:
            found.returned = headers_of(inner)
        if not found.is_report:
            _keep(found, File(f"{_name(part) or 'message'}", kind, raw))
        return
    head = content_of(part).strip() + b"\r\n\r\n"
    found.returned = headers_of(message_from_bytes(head, policy=policy.default))


def _fields_of(part: EmailMessage) -> list[dict[str, str]]:
    """Groups of fields, one a recipient; the first is about the message and names none."""
    groups = [dict(headers_of(each).lines) for each in _children(part)]
    if not groups:
        blocks = re.split(rb"\r?\n\s*\r?\n", content_of(part))[:50]
        read = (message_from_bytes(each + b"\n\n", policy=policy.default) for each in blocks)
        groups = [dict(headers_of(each).lines) for each in read]
    return [each for each in groups if "final-recipient" in each or "original-recipient" in each]


def _leaf(part: EmailMessage, kind: str, found: Parts) -> None:
    name = _name(part)
    attached = part.get_content_disposition() == "attachment"
    if kind == "text/plain" and not attached and not name:
        found.texts.append(text_of(part))
        return
    if kind == "text/html" and not attached and not name:
        found.htmls.append(text_of(part))
        return
    content = content_of(part)
    if content or name:
        _keep(found, File(name, kind, content))


def _keep(found: Parts, file: File) -> None:
    if len(found.files) < MOST_FILES:
        found.files.append(file)
    else:
        found.is_broken = True


def _name(part: EmailMessage) -> str:
    try:
        return shown(part.get_filename() or "")[:200]
    except FAULTS:
        return ""


def content_of(part: EmailMessage) -> bytes:
    """The bytes of a part, out of its transfer encoding."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def text_of(part: EmailMessage) -> str:
    """The text of a part, whatever its charset says and is."""
    content = content_of(part)[:_MOST_TEXT]
    text = decoded(content, str(part.get_content_charset() or ""))
    if str(part.get_param("format") or "").lower() == "flowed":
        text = _unflowed(text, joined=str(part.get_param("delsp") or "").lower() == "yes")
    return shown(text)


def decoded(content: bytes, charset: str = "") -> str:
    """Bytes as text: by the charset that is named, else UTF-8, else Western European."""
    for name in dict.fromkeys((charset or "utf-8", "utf-8", "windows-1252")):
        try:
            return content.decode(name)
        except (UnicodeError, LookupError, ValueError):
            continue
    return content.decode("latin-1")


def _unflowed(text: str, *, joined: bool) -> str:
    """Lines that were broken for the way only are whole again (RFC 3676)."""
    whole: list[str] = []
    is_soft = False
    for line in text.splitlines():
        if is_soft and whole and not line.startswith(">"):
            whole[-1] = (whole[-1][:-1] if joined else whole[-1]) + line.removeprefix(" ")
        else:
            whole.append(line.removeprefix(" "))
        is_soft = line.endswith(" ") and line != "-- " and not line.startswith(">")
    return "\n".join(whole)
