"""Takes the mail that the product sends: a real SMTP server that keeps every message in memory.

It delivers nothing to anybody, and there is no way to make it. Messages are stamped with the local
Xero's own clock.
"""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

SIZE_LIMIT = 10_000_000


@dataclass(frozen=True, slots=True)
class Mail:
    """One message as it arrived."""

    place: int
    """From 1, in the order of arrival."""
    received: datetime
    """By the local Xero's clock, UTC."""
    sender: str
    """The envelope's sender."""
    recipients: tuple[str, ...]
    """The envelope's recipients, which is who got it whatever the headers say."""
    subject: str
    headers: tuple[tuple[str, str], ...]
    """Decoded, in their order."""
    text: str
    """The plain text part; empty where there is none."""
    html: str
    """The HTML part; empty where there is none."""
    attachments: tuple[str, ...]
    """Their file names."""
    raw: bytes

    def header(self, name: str) -> str:
        """The first header of that name, empty where there is none."""
        found = (value for key, value in self.headers if key.lower() == name.lower())
        return next(found, "")

    def names(self, document_number: str) -> bool:
        """Whether the message names this document, in subject, text or HTML."""
        return bool(document_number) and any(
            _has_word(where, document_number) for where in (self.subject, self.text, self.html)
        )


class Mailbox:
    """The SMTP server on loopback and what it has taken; safe to read from any thread.

    `now` gives the instant of arrival; `port` 0 takes a free one.
    """

    def __init__(self, now: Callable[[], datetime], port: int = 0) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._mails: list[Mail] = []
        self._named: dict[str, tuple[int, tuple[Mail, ...]]] = {}
        """By document number: how many messages were looked through, and those that name it."""
        self._refusal: str | None = None
        self._wanted_port = port
        self._controller: FreePortController | None = None

    def start(self) -> None:
        """Begins to listen. Raises OSError where the port is taken."""
        # made here and not before: the controller opens an event loop as soon as it exists
        self._controller = FreePortController(
            _Taker(self._take, self._refusing),
            hostname="127.0.0.1",
            port=self._wanted_port,
            data_size_limit=SIZE_LIMIT,
            # of machine time; on a busy machine its thread may be slow to come up
            ready_timeout=60,
        )
        self._controller.start()

    def stop(self) -> None:
        """Stops listening; what was taken stays readable."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    @property
    def port(self) -> int:
        """Where it listens. Raises RuntimeError unless it does."""
        if self._controller is None:
            raise RuntimeError("the mailbox is not listening")
        return self._controller.bound_port()

    @property
    def url(self) -> str:
        """As SMTP_URL: smtp://localhost:port."""
        return f"smtp://localhost:{self.port}"

    def all(self) -> tuple[Mail, ...]:
        """Every message, oldest first."""
        with self._lock:
            return tuple(self._mails)

    def one(self, place: int) -> Mail | None:
        """The message of that place from 1, or None."""
        mails = self.all()
        return mails[place - 1] if 1 <= place <= len(mails) else None

    def naming(self, document_number: str) -> tuple[Mail, ...]:
        """Messages that name this invoice, oldest first.

        Each message is looked through once for each number, however often it is asked: customers
        who wait for a reminder ask every day.
        """
        with self._lock:
            seen, found = self._named.get(document_number, (0, ()))
            fresh = self._mails[seen:]
            found += tuple(mail for mail in fresh if mail.names(document_number))
            self._named[document_number] = (seen + len(fresh), found)
            return found

    def refuse(self, answer: str | None) -> None:
        """Answer every recipient with this from now on, as `550 No such user`; None ends it."""
        with self._lock:
            self._refusal = answer

    def _refusing(self) -> str | None:
        with self._lock:
            return self._refusal

    def _take(self, sender: str, recipients: tuple[str, ...], raw: bytes) -> None:
        received = self._now()
        with self._lock:
            place = len(self._mails) + 1
            self._mails.append(read_mail(place, received, sender, recipients, raw))


def read_mail(
    place: int, received: datetime, sender: str, recipients: tuple[str, ...], raw: bytes
) -> Mail:
    """The message behind the raw bytes; whatever is not mail at all still becomes a Mail."""
    parsed = message_from_bytes(raw, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return Mail(
        place=place,
        received=received,
        sender=sender,
        recipients=recipients,
        subject=str(parsed.get("Subject", "")),
        headers=tuple((key, str(value)) for key, value in parsed.items()),
        text=_body(parsed, "plain"),
        html=_body(parsed, "html"),
        attachments=tuple(part.get_filename() or "" for part in parsed.iter_attachments()),
        raw=raw,
    )


def _body(parsed: EmailMessage, subtype: str) -> str:
    part = parsed.get_body(preferencelist=(subtype,))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except LookupError:
        # a charset that Python does not know: readable, with the odd letter wrong
        return bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def _has_word(text: str, word: str) -> bool:
    """Whether `word` stands in `text` and is not the beginning or end of a longer number."""
    start = text.find(word)
    while start >= 0:
        before = text[start - 1 : start]
        after = text[start + len(word) : start + len(word) + 1]
        if not (before.isalnum() or after.isalnum()):
            return True
        start = text.find(word, start + 1)
    return False


class _Taker:
    """The handler that aiosmtpd calls, by names that it gives."""

    def __init__(
        self,
        take: Callable[[str, tuple[str, ...], bytes], None],
        refusing: Callable[[], str | None],
    ) -> None:
        self._take = take
        self._refusing = refusing

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        refusal = self._refusing()
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        self._take(envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.content)
        return "250 Message accepted"


class FreePortController(Controller):
    """aiosmtpd's server thread, for a port that is not known beforehand."""

    def bound_port(self) -> int:
        """The port that it listens on."""
        assert isinstance(self.server, asyncio.Server), "not started"
        return int(self.server.sockets[0].getsockname()[1])

    def _trigger_server(self) -> None:
        """Makes the first connection, by which aiosmtpd learns that the server answers."""
        self.port = self.bound_port()
        super()._trigger_server()  # type: ignore[no-untyped-call]
