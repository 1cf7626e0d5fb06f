"""One mail that arrived, read whole: who wrote it, what is new in it, what kind of mail it is.

Raw bytes in, a plain record out; nothing raises, and nothing is decided about any customer.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

from plugin.mail.automatic import is_automatic, says_away
from plugin.mail.bounces import Undelivered, is_receipt, undelivered
from plugin.mail.contents import type_of
from plugin.mail.html import Read, read_html
from plugin.mail.parts import Headers, Parts, address_in, parts_of, shown
from plugin.mail.quoting import split

_MOST_SAID = 60_000
_MOST_RECIPIENTS = 60
_MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
_FOR = re.compile(r"\bfor\s+<?([^\s<>;]+@[^\s<>;]+)>?\s*;")


class MailKind(StrEnum):
    """What kind of mail arrived, by its own marks alone."""

    REPLY = "reply"
    AWAY = "away"
    BOUNCE = "bounce"
    RECEIPT = "receipt"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of the mail; `kind` is its type by content, `name` as its sender wrote it."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A mail as it arrived. Addresses are bare and in small letters."""

    #: the Message-ID, as it is told again when a mail is delivered twice; never empty
    known_as: str
    #: the same, as an answer refers to it; empty where the mail had none
    message_id: str
    kind: MailKind
    is_automatic: bool
    sender_name: str
    sender: str
    #: whom its headers say it went to
    to: tuple[str, ...]
    #: every address that it may have been delivered to, as far as its headers say
    delivered_to: tuple[str, ...]
    subject: str
    #: None where its date cannot be read
    written_at: datetime | None
    #: the Message-IDs of the mails that it answers, the nearest first
    answers: tuple[str, ...]
    said: str
    quoted: str
    files: tuple[Attached, ...]
    #: rows of the tables in its HTML
    rows: tuple[tuple[str, ...], ...]
    undelivered: tuple[Undelivered, ...]
    #: of its text, as its headers say; empty where they do not
    language: str
    is_broken: bool


def read_arrived(raw: bytes) -> Arrived:
    """Read a mail."""
    parts = parts_of(raw)
    headers = parts.headers
    name, sender = address_in(headers.first("from") or headers.first("sender"))
    html = read_html("\n".join(parts.htmls)[:400_000])
    said, quoted = _words(parts, html)
    bounced = undelivered(parts, sender)
    message_id = _one_id(headers.first("message-id"))
    return Arrived(
        known_as=message_id or f"sha256:{hashlib.sha256(raw).hexdigest()}",
        message_id=message_id,
        kind=_kind(parts, sender, f"{headers.first('subject')}\n{said}", bounced),
        is_automatic=is_automatic(headers, sender),
        sender_name=name,
        sender=sender,
        to=headers.addresses("to", "cc")[:_MOST_RECIPIENTS],
        delivered_to=_delivered_to(headers),
        subject=headers.first("subject")[:500],
        written_at=_date(headers.first("date")),
        answers=_answered(headers),
        said=said[:_MOST_SAID],
        quoted=quoted[:_MOST_SAID],
        files=tuple(
            Attached(each.name, type_of(each.content), each.content) for each in parts.files
        ),
        rows=tuple(html.rows),
        undelivered=bounced,
        language=headers.first("content-language").partition(",")[0].strip()[:20],
        is_broken=parts.is_broken,
    )


def _kind(parts: Parts, sender: str, words: str, bounced: tuple[Undelivered, ...]) -> MailKind:
    if bounced:
        return MailKind.BOUNCE
    if is_receipt(parts):
        return MailKind.RECEIPT
    if says_away(parts.headers, sender, words):
        return MailKind.AWAY
    return MailKind.AUTOMATIC if is_automatic(parts.headers, sender) else MailKind.REPLY


def _words(parts: Parts, html: Read) -> tuple[str, str]:
    """New words and the rest: of the plain text, or of the HTML where there is no other."""
    if parts.text.strip():
        return split(parts.text)
    if html.said:
        said, rest = split(html.said)
        return said, shown(f"{rest}\n{html.quoted}")
    return split(html.quoted)


def _delivered_to(headers: Headers) -> tuple[str, ...]:
    named = headers.addresses(
        "to", "cc", "bcc", "delivered-to", "x-original-to", "x-envelope-to", "envelope-to",
        "x-forwarded-to", "x-rcpt-to", "resent-to",
    )  # fmt: skip
    received = (each.lower() for value in headers.all("received") for each in _FOR.findall(value))
    return tuple(dict.fromkeys((*named, *received)))[:200]


def _answered(headers: Headers) -> tuple[str, ...]:
    nearest = _MESSAGE_ID.findall(headers.first("in-reply-to"))
    thread = reversed(_MESSAGE_ID.findall(headers.first("references")))
    return tuple(dict.fromkeys((*nearest, *thread)))[:50]


def _one_id(value: str) -> str:
    found = _MESSAGE_ID.search(value)
    return found.group() if found else ""


def _date(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
