"""Hands one email to a mail server over SMTP, at most once. It composes nothing and never retries.

What went wrong is told by where it went wrong: before the message was handed over, nothing was
taken; after it, without an answer, nobody can say.
"""

from __future__ import annotations

import ipaddress
import re
import smtplib
import ssl
import time
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from plugin.ports.doors import OutgoingMail
from plugin.ports.errors import Bounced, OutcomeUnknown, Refused, Unavailable

#: seconds that one whole hand-over may take
TIMEOUT = 10.0

_PORTS = {"smtp": 25, "smtps": 465}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
#: the local part of an address as people have them: no blanks, no quotes, no second @
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """The system's authorities; to read them takes a while."""
    return ssl.create_default_context()


class SmtpMailer:
    """The Mailer door over SMTP: `smtp://user:pass@host:port` or `smtps://`.

    STARTTLS is used wherever the server offers it, and required unless the host is loopback; the
    server's certificate is checked against `tls`, the system's authorities by default. `timeout`
    is in seconds, for the whole hand-over. Raises ValueError for an address it cannot read.
    """

    def __init__(
        self, url: str, timeout: float = TIMEOUT, tls: ssl.SSLContext | None = None
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError("a mail server is written smtp://host:port or smtps://host:port")
        self._host = parts.hostname
        self._is_implicit = parts.scheme == "smtps"
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        if not (self._user + self._password).isascii():
            raise ValueError("user and password of a mail server are plain ASCII")
        submission = 587 if self._user else _PORTS["smtp"]
        self._port = parts.port or (_PORTS["smtps"] if self._is_implicit else submission)
        self._timeout = timeout
        self._tls = tls

    def _context(self) -> ssl.SSLContext:
        """How the server has to prove itself; read only where it is asked to."""
        return self._tls or _trusted()

    def __repr__(self) -> str:
        """Where mail goes, without the password."""
        return f"SmtpMailer({self._host}:{self._port})"

    def send(self, mail: OutgoingMail) -> None:
        """Hand over one email to all its recipients or to none.

        Raises Refused for an address or message that will not be taken, Unavailable where the
        server could not be reached, would not let us in or asked to come back later, and
        OutcomeUnknown where the connection was lost after the message had gone out.
        """
        recipients = tuple(dict.fromkeys((*mail.to, *mail.copy_to)))
        message = as_message(mail)
        deadline = time.monotonic() + self._timeout
        try:
            server = self._connected(deadline)
        except (OSError, smtplib.SMTPException) as lost:
            raise Unavailable(f"the mail server {self._host} cannot be used: {lost}") from lost
        try:
            sender = mail.bounces_to or mail.from_address
            self._hand_over(server, sender, recipients, message, deadline)
        finally:
            _leave(server)

    def _connected(self, deadline: float) -> smtplib.SMTP:
        """A connection that is greeted, encrypted where it must be, and signed in."""
        server: smtplib.SMTP
        if self._is_implicit:
            server = smtplib.SMTP_SSL(
                self._host, self._port, timeout=self._timeout, context=self._context()
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=self._timeout)
        try:
            _allow(server, deadline)
            server.ehlo_or_helo_if_needed()
            if not self._is_implicit:
                self._encrypt(server, deadline)
            if self._user:
                _allow(server, deadline)
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server

    def _encrypt(self, server: smtplib.SMTP, deadline: float) -> None:
        if server.has_extn("starttls"):
            _allow(server, deadline)
            server.starttls(context=self._context())
            server.ehlo()
        elif not _is_loopback(self._host):
            raise smtplib.SMTPException("it offers no encryption (STARTTLS)")

    def _hand_over(
        self,
        server: smtplib.SMTP,
        sender: str,
        recipients: tuple[str, ...],
        message: bytes,
        deadline: float,
    ) -> None:
        try:
            self._envelope(server, sender, recipients, deadline)
        except (OSError, smtplib.SMTPException) as lost:
            raise Unavailable(f"lost {self._host} before the message was sent") from lost
        try:
            _allow(server, deadline)
            # a line that begins with a dot would end the message early
            server.send(_LEADING_DOT.sub(b"..", message) + b".\r\n")
            code, answer = server.getreply()
        except (OSError, smtplib.SMTPException) as lost:
            raise OutcomeUnknown(
                f"lost {self._host} after the message went out; it may or may not have been taken"
            ) from lost
        if not 200 <= code < 600:
            raise OutcomeUnknown(f"{self._host} gave an answer that cannot be read")
        _judge(code, answer, "the message")

    def _envelope(
        self, server: smtplib.SMTP, sender: str, recipients: tuple[str, ...], deadline: float
    ) -> None:
        """Sender, every recipient, and leave to send; a later refusal outranks a passing one."""
        _allow(server, deadline)
        _judge(*server.mail(_ascii(sender)), f"the sender {sender}")
        answers = []
        for recipient in recipients:
            _allow(server, deadline)
            answers.append((*server.rcpt(_ascii(recipient)), recipient))
        for code, answer, recipient in sorted(answers, reverse=True, key=lambda each: each[0]):
            _judge(code, answer, recipient, address=recipient)
        _allow(server, deadline)
        code, answer = server.docmd("DATA")
        if code != 354:
            _judge(code if code >= 400 else 451, answer, "the message")


def as_message(mail: OutgoingMail) -> bytes:
    """The email as it goes over the wire: headers, text and HTML parts, PDFs, CRLF line ends.

    Raises Refused where a name or address would break a header.
    """
    message = EmailMessage(policy=SMTP)
    try:
        message["Message-ID"] = _header(mail.message_id)
        message["Date"] = format_datetime(mail.sent_at)
        message["From"] = _address(mail.from_address, mail.from_name)
        message["To"] = [_address(each) for each in mail.to]
        if mail.copy_to:
            message["Cc"] = [_address(each) for each in mail.copy_to]
        asked = [each for each in (mail.answers_to, mail.reply_to) if each]
        if asked:
            message["Reply-To"] = [_address(each) for each in dict.fromkeys(asked)]
        if mail.in_reply_to:
            message["In-Reply-To"] = _header(mail.in_reply_to)
            message["References"] = _header(mail.in_reply_to)
        message["Subject"] = _header(mail.subject)
        language = _header(mail.language)
    except ValueError as broken:
        raise Refused(f"the message cannot be addressed: {broken}") from broken
    if not mail.to:
        raise Refused("the message cannot be addressed: it has no recipient")
    # RFC 3834: holiday replies stay away; Exchange needs its own header. Failures still come back.
    if mail.auto_submitted:
        message["Auto-Submitted"] = _header(mail.auto_submitted)
        message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    if mail.invitation:
        # the last of the alternatives: a calendar takes it, everything else shows the words
        message.add_alternative(
            mail.invitation,
            subtype="calendar",
            cte="quoted-printable",
            params={"method": _header(mail.invitation_method)},
        )
    for attached in mail.attachments:
        message.add_attachment(
            attached.pdf, maintype="application", subtype="pdf", filename=attached.name
        )
    message["Content-Language"] = language  # last: setting content takes such headers away
    return message.as_bytes()


def _header(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("a line break or control character in a header")
    return text


def _address(address: str, name: str = "") -> Address:
    return Address(display_name=_header(name), addr_spec=_ascii(_header(address)))


def _ascii(address: str) -> str:
    """The address with its domain in ASCII. Raises ValueError where it is no plain address."""
    local, _, domain = address.rpartition("@")
    try:
        written = domain.encode("idna").decode("ascii")
    except UnicodeError:
        written = ""
    if not _LOCAL_PART.fullmatch(local) or not _DOMAIN.fullmatch(written):
        raise ValueError(f"{address!r} is no address that mail can be sent to")
    return f"{local}@{written}"


def _judge(code: int, answer: bytes, what: str, *, address: str = "") -> None:
    """Raise what an answer says; `address` is the recipient that it is about, if it is."""
    if 200 <= code < 300:
        return
    said = f"{what}: {code} {answer.decode('utf-8', 'replace')}"
    if code >= 500 and address:
        raise Bounced(said, address=address)
    if code >= 500:
        raise Refused(said)
    raise Unavailable(said)


def _allow(server: smtplib.SMTP, deadline: float) -> None:
    """Let the next exchange take what is left of the whole hand-over's time, and no more."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the mail server took too long")
    if server.sock is not None:
        server.sock.settimeout(left)


def _leave(server: smtplib.SMTP) -> None:
    # the fate of the message is settled; a server that hangs up without a goodbye changes nothing
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
