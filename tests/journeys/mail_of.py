"""Mail as the customers of a test write it, and the house that it arrives at."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import requests

from connectors.sandbox.correspondent import DOMAIN
from connectors.sandbox.mailbox import Mail
from plugin.operations import arrivals
from plugin.store import Store
from plugin.store import mail as mails
from plugin.store.mail import Mail as Arrived
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import House, a_house

#: the address of the customer `quay` in the books of the tests
QUAY = "quay@quay.example"


@contextmanager
def a_house_with_replies(store: Store, *customers: Any) -> Iterator[House]:
    """A house at which answers arrive; without other customers, one that owes 250.00."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1041", "250.00", late=37))
    with a_house(store, books(list(customers) or [quay])) as house:
        yield house


def reply_address(mail: Mail) -> str:
    """The address of the conversation in a mail's Reply-To."""
    asked = [parseaddr(each)[1] for each in mail.header("Reply-To").split(",")]
    (found,) = (each for each in asked if each.endswith(f"@{DOMAIN}"))
    return found


def a_mail(words: str, *, to: str, sender: str = QUAY, **headers: str) -> EmailMessage:
    """A plain mail; `headers` by name, with underscores for hyphens."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = headers.pop("subject", "Re: Invoice INV-1041")
    mail["Message-ID"] = headers.pop("message_id", f"<{abs(hash((words, sender)))}@quay.example>")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    return mail


def arrives(house: House, mail: EmailMessage | bytes, *recipients: str) -> int:
    """It arrives, and what follows is done; for how many conversations it was written down."""
    raw = mail if isinstance(mail, bytes) else mail.as_bytes()
    count = arrivals.take_mail(house.doors, raw=raw, recipients=recipients)
    house.settle()
    return count


def post(house: House, address: str, mail: EmailMessage, *, key: str | None = None) -> int:
    """A provider posts it as JSON with base64; the status of the answer."""
    secret = house.settings.mail_hook_keys[0] if key is None else key
    answer = requests.post(
        f"{address}/webhooks/mail",
        json={"raw": base64.b64encode(mail.as_bytes()).decode()},
        headers={"Authorization": f"Bearer {secret}"},
        timeout=60,
    )
    return answer.status_code


def chased(house: House) -> str:
    """The first reminder has gone; the address at which its answers arrive."""
    house.begin()
    house.approve_all()
    house.pass_a_day()
    (mail,) = house.mails()
    return reply_address(mail)


def kept(house: House) -> Arrived:
    """The last mail that the customer's conversation holds."""
    with house.doors.store.tenant(house.org_id) as tx:
        return mails.of_customer(tx, house.customer("quay"))[0]
