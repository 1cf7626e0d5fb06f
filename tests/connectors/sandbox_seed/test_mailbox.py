"""The mail that is sent can be read where it arrives."""

import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from connectors.sandbox.mailbox import Mailbox, read_mail

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A listening mailbox on a free port."""
    box = Mailbox(lambda: NOW)
    box.start()
    yield box
    box.stop()


def reminder(text: str = "Invoice INV-1041 over £412.40 is late.") -> EmailMessage:
    """A message as the product sends it: text and HTML, and a name in the sender."""
    message = EmailMessage()
    message["Subject"] = "INV-1041, £412.40"
    message["From"] = "Lisa Harding <lisa@harbourlane.example>"
    message["To"] = "accounts@copper-kettle.example"
    message.set_content(text)
    message.add_alternative(f"<p>{text}</p>", subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="INV-1041.pdf")
    return message


def send(mailbox: Mailbox, message: EmailMessage, *also: str) -> None:
    """Over SMTP, to the address in the message and those in blind copy."""
    with smtplib.SMTP("localhost", mailbox.port, timeout=60) as connection:
        connection.send_message(message, to_addrs=[str(message["To"]), *also])


def test_a_message_is_kept_as_it_arrived(mailbox: Mailbox) -> None:
    """Both parts, decoded headers, the envelope's recipients and the instant by our own clock."""
    send(mailbox, reminder(), "hidden@copper-kettle.example")
    (mail,) = mailbox.all()
    assert mailbox.one(1) == mail
    assert (mail.place, mail.received) == (1, NOW)
    assert mail.subject == "INV-1041, £412.40"
    assert mail.header("from") == "Lisa Harding <lisa@harbourlane.example>"
    assert mail.recipients == ("accounts@copper-kettle.example", "hidden@copper-kettle.example")
    assert mail.text.strip() == "Invoice INV-1041 over £412.40 is late."
    assert mail.html.strip() == "<p>Invoice INV-1041 over £412.40 is late.</p>"
    assert mail.attachments == ("INV-1041.pdf",)
    assert mail.raw.startswith(b"Subject:")
    assert mailbox.one(2) is None
    assert mailbox.one(0) is None


def test_only_whole_numbers_are_named(mailbox: Mailbox) -> None:
    """INV-1041 is named; INV-104 and INV-10 are not, nor is an empty number."""
    send(mailbox, reminder())
    assert [mail.place for mail in mailbox.naming("INV-1041")] == [1]
    assert mailbox.naming("INV-104") == ()
    assert mailbox.naming("NV-1041") == ()
    assert mailbox.naming("") == ()
    send(mailbox, reminder("INV-104 is late, INV-1041 too."))
    assert [mail.place for mail in mailbox.naming("INV-1041")] == [1, 2]
    assert [mail.place for mail in mailbox.naming("INV-104")] == [2]


def test_a_refused_recipient_is_refused_until_it_is_allowed(mailbox: Mailbox) -> None:
    """A bounce at the door can be played, and ended."""
    mailbox.refuse("550 No such user")
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(mailbox, reminder())
    mailbox.refuse(None)
    send(mailbox, reminder())
    assert len(mailbox.all()) == 1


def test_what_was_taken_stays_readable_after_the_end() -> None:
    """Stopping closes the port and loses nothing."""
    box = Mailbox(lambda: NOW)
    box.start()
    port = box.port
    send(box, reminder())
    box.stop()
    assert len(box.all()) == 1
    with pytest.raises(OSError):
        smtplib.SMTP("127.0.0.1", port, timeout=1)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no header at all",
        b"Content-Type: text/plain; charset=klingon\r\n\r\nHello",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
        b"Subject: =?utf-8?q?broken\r\n\r\n\xff\xfe",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\nno boundary",
    ],
)
def test_what_is_hardly_mail_is_kept_all_the_same(raw: bytes) -> None:
    """Nothing that arrives is lost or breaks the server."""
    mail = read_mail(1, NOW, "", ("a@b.example",), raw)
    assert mail.raw == raw
    assert mail.recipients == ("a@b.example",)
