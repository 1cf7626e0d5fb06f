from __future__ import annotations

import asyncio
import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from connectors.sandbox.mailbox import FreePortController
from plugin.mailer import SmtpMailer, as_message
from plugin.ports.doors import OutgoingMail
from plugin.ports.errors import OutcomeUnknown, Refused, Unavailable

SENT_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def mail(**others: object) -> OutgoingMail:
    """A reminder to Maya at the café."""
    letter: dict[str, object] = {
        "message_id": "<step-1@goodterms.example>",
        "from_name": "Sarah Hughes, Harbour Lane Foods",
        "from_address": "sarah@harbourlane.example",
        "reply_to": "replies@harbourlane.example",
        "to": ("maya@copperkettle.example",),
        "copy_to": ("accounts@copperkettle.example",),
        "subject": "Invoice INV-1041: £412.40 was due on Monday 9 November",
        "text": "Hello Maya,\n.\n.a line that begins with a dot\n\n£412.40\n",
        "html": "<p>Hello Maya, £412.40</p>",
        "language": "en-GB",
        "sent_at": SENT_AT,
    }
    return OutgoingMail(**{**letter, **others})  # type: ignore[arg-type]  # a builder's liberty


class Inbox:
    """An SMTP server's ear: keeps what came, and answers as it was told."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.was_encrypted: list[bool] = []
        self.refuses: dict[str, str] = {}
        self.on_sender = "250 OK"
        self.on_message = "250 OK"
        self.dies_after_data = False
        self.seconds_to_answer = 0.0

    async def handle_MAIL(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """The sender is named."""
        envelope.mail_from = address
        return self.on_sender

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A recipient is named."""
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """The message is here."""
        self.envelopes.append(envelope)
        self.was_encrypted.append(session.ssl is not None)
        if self.dies_after_data:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        await asyncio.sleep(self.seconds_to_answer)
        return self.on_message

    def only(self) -> EmailMessage:
        """The one message that came."""
        (envelope,) = self.envelopes
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        return message


@contextmanager
def listening(inbox: Inbox, **options: Any) -> Iterator[int]:
    """A real SMTP server on a free port of this machine, until the block ends."""
    server = FreePortController(inbox, hostname="127.0.0.1", port=0, ready_timeout=60, **options)
    server.start()
    try:
        yield server.bound_port()
    finally:
        server.stop()


def mailer(port: int, **options: Any) -> SmtpMailer:
    return SmtpMailer(f"smtp://127.0.0.1:{port}", **options)


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate for this machine, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail of a test")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "mail.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    return server, ssl.create_default_context(cafile=str(path))


def test_a_letter_arrives_whole() -> None:
    """Both parts, every header and every dot arrive as they were written."""
    inbox = Inbox()
    with listening(inbox) as port:
        mailer(port).send(mail())
    message = inbox.only()
    assert message["Message-ID"] == "<step-1@goodterms.example>"
    assert message["From"] == '"Sarah Hughes, Harbour Lane Foods" <sarah@harbourlane.example>'
    assert message["To"] == "maya@copperkettle.example"
    assert message["Cc"] == "accounts@copperkettle.example"
    assert message["Reply-To"] == "replies@harbourlane.example"
    assert message["Subject"] == "Invoice INV-1041: £412.40 was due on Monday 9 November"
    assert message["Date"].datetime == SENT_AT
    assert message["Content-Language"] == "en-GB"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert message.get_content_type() == "multipart/alternative"
    text, page = message.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert page.get_content_type() == "text/html"
    assert text.get_content().replace("\r\n", "\n") == mail().text
    assert page.get_content().strip() == mail().html


def test_it_goes_to_those_named_and_to_nobody_else() -> None:
    """The envelope holds To and Cc, each once; there is no Bcc."""
    inbox = Inbox()
    with listening(inbox) as port:
        mailer(port).send(mail(copy_to=("maya@copperkettle.example", "b@copperkettle.example")))
    assert inbox.envelopes[0].rcpt_tos == ["maya@copperkettle.example", "b@copperkettle.example"]
    assert inbox.envelopes[0].mail_from == "sarah@harbourlane.example"
    assert inbox.only()["Bcc"] is None


def test_nobody_there_is_passing() -> None:
    """Where no server listens, nothing was taken and it may be tried again."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        # bound and not listening: nobody else can take the port meanwhile
        port = probe.getsockname()[1]
        with pytest.raises(Unavailable, match=re.escape("127.0.0.1")):
            mailer(port).send(mail())


@pytest.mark.parametrize(
    ("answer", "error"),
    [("451 busy", Unavailable), ("452 full", Unavailable), ("550 no", Refused), ("554 x", Refused)],
)
@pytest.mark.parametrize("where", ["sender", "recipient", "message"])
def test_a_servers_no_says_whether_to_come_back(
    where: str, answer: str, error: type[Exception]
) -> None:
    """4xx is Unavailable and 5xx Refused, at every stage, in the server's own words."""
    inbox = Inbox()
    if where == "sender":
        inbox.on_sender = answer
    elif where == "message":
        inbox.on_message = answer
    else:
        inbox.refuses["accounts@copperkettle.example"] = answer
    with listening(inbox) as port, pytest.raises(error, match=answer):
        mailer(port).send(mail())
    assert len(inbox.envelopes) == (1 if where == "message" else 0)


def test_one_wrong_recipient_stops_the_whole_message() -> None:
    """One recipient refused for good outranks one refused for now; nobody gets the message."""
    inbox = Inbox()
    inbox.refuses = {
        "maya@copperkettle.example": "450 later",
        "accounts@copperkettle.example": "550 unknown",
    }
    with listening(inbox) as port, pytest.raises(Refused, match=r"a…@copperkettle\.example"):
        mailer(port).send(mail())
    assert inbox.envelopes == []


def test_a_server_that_dies_after_the_message_leaves_the_outcome_unknown() -> None:
    """The message went out and no answer came: nobody can say, so it is not sent again."""
    inbox = Inbox()
    inbox.dies_after_data = True
    with listening(inbox) as port, pytest.raises(OutcomeUnknown):
        mailer(port).send(mail())
    assert len(inbox.envelopes) == 1


def test_a_server_that_falls_silent_after_the_message_is_left_in_time() -> None:
    """No answer within the time allowed is an unknown outcome, and the caller is free again."""
    inbox = Inbox()
    inbox.seconds_to_answer = 3.0
    started = time.monotonic()
    with listening(inbox) as port:
        with pytest.raises(OutcomeUnknown):
            mailer(port, timeout=0.7).send(mail())
        assert time.monotonic() - started < 2.5


def test_a_server_that_never_greets_is_passing() -> None:
    """A port that accepts and says nothing took nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Unavailable):
        mailer(silent.getsockname()[1], timeout=0.3).send(mail())


def test_encryption_is_used_where_it_is_offered(tmp_path: Path) -> None:
    """A server that offers STARTTLS gets the message encrypted."""
    server, client = certificate(tmp_path)
    inbox = Inbox()
    with listening(inbox, tls_context=server) as port:
        mailer(port, tls=client).send(mail())
    assert inbox.was_encrypted == [True]


def test_a_server_of_unknown_identity_gets_nothing(tmp_path: Path) -> None:
    """A certificate that nobody vouches for ends the attempt before a word of the message."""
    server, _ = certificate(tmp_path)
    inbox = Inbox()
    with listening(inbox, tls_context=server) as port, pytest.raises(Unavailable):
        mailer(port).send(mail())
    assert inbox.envelopes == []


def test_a_host_that_is_not_this_machine_must_encrypt() -> None:
    """Without STARTTLS nothing leaves this machine; 0.0.0.0 reaches us by another name."""
    inbox = Inbox()
    with listening(inbox) as port, pytest.raises(Unavailable, match="no encryption"):
        SmtpMailer(f"smtp://0.0.0.0:{port}").send(mail())
    assert inbox.envelopes == []


# aiosmtpd knows STARTTLS only: it takes a connection that was encrypted from the start for plain
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_implicit_encryption_and_sign_in(tmp_path: Path) -> None:
    """smtps:// encrypts from the first byte, and user and password may hold escaped signs."""
    server, client = certificate(tmp_path)
    inbox = Inbox()
    seen: list[LoginPassword] = []

    def authenticator(
        smtp: SMTP, session: Session, envelope: Envelope, mechanism: str, login: LoginPassword
    ) -> AuthResult:
        seen.append(login)
        return AuthResult(success=login.password == b"p@ss:word", handled=False)

    options = {"authenticator": authenticator, "auth_require_tls": False, "auth_required": True}
    with listening(inbox, ssl_context=server, **options) as port:
        url = f"smtps://sarah%40x:{{}}@127.0.0.1:{port}"
        SmtpMailer(url.format("p%40ss%3Aword"), tls=client).send(mail())
        with pytest.raises(Unavailable) as wrong:
            SmtpMailer(url.format("other"), tls=client).send(mail())
    assert seen[0].login == b"sarah@x"
    assert "other" not in str(wrong.value)
    assert len(inbox.envelopes) == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"subject": "Hello\r\nBcc: everybody@example.com"},
        {"from_name": "Sarah\nBcc: everybody@example.com"},
        {"message_id": "<1@x>\r\nX: y"},
        {"language": "en\nX: y"},
        {"reply_to": "a@b.example\nBcc: c@d.example"},
        {"to": ("maya@copperkettle.example\r\nRCPT TO:<x@y.example>",)},
        {"to": ("maya",)},
        {"to": ("maya@b@c.example",)},
        {"to": ("Maya <maya@copperkettle.example>",)},
        {"to": ("máya@copperkettle.example",)},
        {"to": ("maya@a..example",)},
        {"to": ()},
        {"copy_to": ("a@x.example, b@x.example",)},
        {"from_address": ""},
    ],
)
def test_nothing_can_be_smuggled_into_a_header(broken: dict[str, object]) -> None:
    """Line breaks and addresses that are none are refused before any server is asked."""
    with pytest.raises(Refused):
        SmtpMailer("smtp://127.0.0.1:1").send(mail(**broken))


def test_a_domain_beyond_ascii_is_written_for_the_wire() -> None:
    """müller.example is reached as xn--mller-kva.example."""
    assert b"To: maya@xn--mller-kva.example\r\n" in as_message(mail(to=("maya@müller.example",)))


def test_every_line_of_a_message_fits_the_wire() -> None:
    """Long lines are folded: no line beyond 998 bytes, none ended by a bare line feed."""
    wire = as_message(mail(html="<p>" + "x" * 5000 + "</p>", text="é" * 3000 + "\n"))
    assert max(map(len, wire.split(b"\r\n"))) <= 998
    assert b"\n" not in wire.replace(b"\r\n", b"")


@pytest.mark.parametrize("url", ["", "http://x", "smtp://", "mail.example:25", "smtp://u:é@h"])
def test_an_unreadable_server_address_is_refused_at_once(url: str) -> None:
    """A wrong setting is found at start-up, not at the first letter."""
    with pytest.raises(ValueError, match="mail server"):
        SmtpMailer(url)


def test_the_password_is_never_shown() -> None:
    """What is logged of a mailer is its host and port."""
    assert repr(SmtpMailer("smtp://u:secret@mail.example")) == "SmtpMailer(mail.example:587)"
