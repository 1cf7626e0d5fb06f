"""Answers the mail that the product sent, as the customer or the customer's mail system would.

The answer goes as a raw message to the product's own address for inbound mail, as a provider would
post it. Nothing leaves this machine.
"""

from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses
from hashlib import sha256
from urllib.parse import urlsplit

import requests

from connectors.sandbox.mailbox import Mail

ARRIVALS = "/webhooks/mail"
#: where the product's answers arrive, in the demo
DOMAIN = "reply.goodterms.example"
KINDS = ("reply", "away", "bounce")
_TIMEOUT = 10.0


class Correspondent:
    """Writes back. `answers_at` gives the address of the product, of which only the origin counts;
    `key` is what a provider proves itself with."""

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        key: str,
        answers_at: Callable[[], str | None],
    ) -> None:
        self._now = now
        self.key = key
        self._answers_at = answers_at

    def answer(self, mail: Mail, words: str, *, kind: str = "reply") -> int:
        """Answer a mail; the status of the product's answer.

        Raises ValueError where the mail names no address at which answers arrive, or nobody said
        where the product is; requests.RequestException where nobody listens there.
        """
        to = conversation_of(mail)
        origin = self._answers_at()
        if not to or kind not in KINDS:
            raise ValueError(f"answers to this mail go to {mail.header('Reply-To') or 'nobody'}")
        if not origin:
            raise ValueError("no address for answers is known")
        parts = urlsplit(origin)
        message = _WRITERS[kind](mail, words, to, self._now())
        answer = requests.post(
            f"{parts.scheme}://{parts.netloc}{ARRIVALS}",
            data=message.as_bytes(),
            headers={
                "Content-Type": "message/rfc822",
                "Authorization": f"Bearer {self.key}",
            },
            timeout=_TIMEOUT,
        )
        return answer.status_code


def conversation_of(mail: Mail) -> str:
    """The address in a mail's Reply-To, or behind its envelope, at which answers arrive."""
    asked = [address for _, address in getaddresses([mail.header("Reply-To")])]
    found = (each for each in (*asked, mail.sender) if each.endswith(f"@{DOMAIN}"))
    return next(found, "")


def _reply(mail: Mail, words: str, to: str, now: datetime) -> EmailMessage:
    """As a mail program on a telephone writes: the words on top, what is answered quoted below."""
    message = _begun(mail, to, now, words, subject=f"Re: {mail.subject}")
    quoted = "\n".join(f"> {line}" for line in mail.text.splitlines()[:40])
    message.set_content(f"{words}\n\nOn {now:%d %b %Y}, at {now:%H:%M}, you wrote:\n\n{quoted}\n")
    return message


def _away(mail: Mail, words: str, to: str, now: datetime) -> EmailMessage:
    message = _begun(mail, to, now, words, subject=f"Automatic reply: {mail.subject}")
    message["Auto-Submitted"] = "auto-replied"
    message.set_content(f"{words}\n")
    return message


def _bounce(mail: Mail, words: str, to: str, now: datetime) -> EmailMessage:
    """A report of the mail system that the address does not work (RFC 3464)."""
    message = _begun(mail, to, now, words, subject="Undelivered Mail Returned to Sender")
    del message["From"]
    message["From"] = "MAILER-DAEMON@mail.example"
    message["Auto-Submitted"] = "auto-replied"
    message.set_content(f"This mail could not be delivered. {words}\n")
    message.make_mixed()
    report = EmailMessage()
    report["Content-Type"] = "message/delivery-status"
    of_mail, of_recipient = EmailMessage(), EmailMessage()
    of_mail["Reporting-MTA"] = "dns; mail.example"
    of_recipient["Final-Recipient"] = f"rfc822; {mail.recipients[0]}"
    of_recipient["Action"] = "failed"
    of_recipient["Status"] = "5.1.1"
    why = " ".join(words.split())
    of_recipient["Diagnostic-Code"] = f"smtp; 550 5.1.1 {why}"
    report.set_payload([of_mail, of_recipient])
    message.attach(report)
    message.set_type("multipart/report")
    message.set_param("report-type", "delivery-status")
    returned = EmailMessage()
    returned["Content-Type"] = "text/rfc822-headers"
    returned.set_payload(f"Message-ID: {mail.header('Message-ID')}\n")
    message.attach(returned)
    return message


_WRITERS = {"reply": _reply, "away": _away, "bounce": _bounce}


def _begun(mail: Mail, to: str, now: datetime, words: str, *, subject: str) -> EmailMessage:
    writer = mail.recipients[0]
    seen = sha256(f"{mail.place}/{now.isoformat()}/{words}".encode()).hexdigest()[:24]
    message = EmailMessage()
    message["From"] = writer
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{seen}@{writer.rpartition('@')[2]}>"
    if mail.header("Message-ID"):
        message["In-Reply-To"] = mail.header("Message-ID")
        message["References"] = mail.header("Message-ID")
    return message
