"""Links for customers: minted for a message, read back from an address, re-checked at each use.

A link is the organisation's id, its own id and a signature over both, which is verified before the
database is asked. It opens the account of one customer of one organisation, until it expires or is
taken back. Opening it changes nothing (rule 27).
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from plugin.operations.doors import Doors, NotPossible
from plugin.store import Tx, contacts, messages, organisations, portal_links, recipients
from plugin.store.organisations import Organisation, OrgState
from plugin.store.portal_links import PortalLink
from plugin.store.sealing import Seal

#: how long a link of a message opens; the next message brings a new one
LASTS = timedelta(days=60)

#: where links lead, below GOODTERMS_URL; what follows is the token
PATH = "/p/l/"

#: what stands for the address of a link on paper
ON_PAPER = ""

_PURPOSE = "portal link"
_IDS, _SIGNATURE = 32, 16
#: 48 bytes in URL-safe base64
TOKEN_LENGTH = 64

#: stands for the token of a link in letters that nobody was sent
SPECIMEN = "specimen"
_SECRET = re.compile(rf"({re.escape(PATH)})[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}")


class Answer(StrEnum):
    """What a link may lead to, as `?to=...`: a page with the answer filled in, no more."""

    PAID = "paid"
    PROMISE = "promise"
    SPLIT = "split"
    WRONG = "wrong"
    POLICY = "policy"
    PASSPORT = "passport"
    INVOICES = "invoices"
    ASK = "ask"
    FEEDBACK = "feedback"
    TALKS = "talks"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Ids:
    """What a genuine token names."""

    org_id: UUID
    link_id: UUID


@dataclass(frozen=True, slots=True)
class Opened:
    """A live link, with its organisation."""

    organisation: Organisation
    link: PortalLink


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A link that we made and that opens nothing any more; of whose it was."""

    organisation: Organisation


def mint(
    tx: Tx,
    doors: Doors,
    customer_id: str,
    address: str,
    message_id: UUID | None = None,
    *,
    at: datetime | None = None,
) -> str:
    """A link for one customer, as an absolute address; `at` is business time.

    `address` is the email address or number that it is sent to. A message that is handed over
    again, because nobody carried it the first time, has its own link again. `?to=...` (see Answer)
    may be added to it.
    """
    now = at or doors.clock.now()
    link_id = portal_links.add_link(
        tx, customer_id, address, message_id=message_id, at=now, expires_at=now + LASTS
    )
    return f"{doors.url.rstrip('/')}{PATH}{token_of(tx.seal, Ids(tx.org_id, link_id))}"


def on_paper(doors: Doors, *, org_id: UUID, message_id: UUID) -> str:
    """The link of a message that somebody prints, the same however often it is printed.

    It goes to no address: whoever holds the paper opens it. Raises NotPossible for no message.
    """
    with doors.store.tenant(org_id) as tx:
        message = messages.read(tx, message_id)
        if message is None:
            raise NotPossible("This message does not exist any more.")
        return mint(tx, doors, message.customer_id, ON_PAPER, message_id)


def specimen(url: str) -> str:
    """A link that opens no account, for letters that are only looked at; `url` is GOODTERMS_URL."""
    return f"{url.rstrip('/')}{PATH}{SPECIMEN}"


def without_secrets(text: str) -> str:
    """A text of ours in which no link opens anything, for what is kept of a letter."""
    return _SECRET.sub(r"\g<1>" + SPECIMEN, text)


def token_of(seal: Seal, ids: Ids) -> str:
    """The secret part of a link's address."""
    named = ids.org_id.bytes + ids.link_id.bytes
    return base64.urlsafe_b64encode(named + seal.sign(_PURPOSE, named)).decode()


def read_token(seal: Seal, token: str) -> Ids | None:
    """What a token names; None where one of our keys has not signed it. Asks no database."""
    # base64 reads + and / as it reads - and _: only what we write ourselves is a link of ours
    if len(token) != TOKEN_LENGTH or not token.isascii() or {"+", "/"} & set(token):
        return None
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except binascii.Error:
        return None
    named, signature = raw[:_IDS], raw[_IDS:]
    if len(signature) != _SIGNATURE or not seal.has_signed(_PURPOSE, named, signature):
        return None
    return Ids(UUID(bytes=named[:16]), UUID(bytes=named[16:]))


def open_link(doors: Doors, ids: Ids) -> Opened | Lapsed | None:
    """Whether what a genuine token names opens now; None where nothing of it is known any more.

    Changes nothing. An address that the customer's record no longer holds opens nothing: whoever
    has left the customer's business has no part in it. Neither does an organisation that is not
    connected with us: its figures would be out of date.
    """
    with doors.store.tenant(ids.org_id) as tx:
        organisation = organisations.read(tx, ids.org_id)
        link = portal_links.read_link(tx, ids.link_id)
        if organisation is None or link is None:
            return None
        is_open = (
            link.is_live(doors.clock.now())
            and organisation.state in {OrgState.CONNECTED, OrgState.NEEDS_CONSENT}
            and (link.address == ON_PAPER or is_on_file(tx, link.customer_id, link.address))
        )
    return Opened(organisation, link) if is_open else Lapsed(organisation)


def is_on_file(tx: Tx, customer_id: str, address: str) -> bool:
    """Whether this address or number stands in the customer's own record."""
    contact = contacts.contact(tx, customer_id)
    if contact is None:
        return False
    known = {each.email for each in recipients.people(tx, contact)} | {contact.mobile}
    return address.strip().lower() in {each.strip().lower() for each in known if each}
