"""Never ask again: a customer says by their own button that nobody asks them to recommend us.

The address in the mail is a signature over the organisation and the message; opening it changes
nothing (rule 27), a second yes says what had been said before.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible
from plugin.store import messages, never_asked, organisations
from plugin.store.sealing import Seal

#: below GOODTERMS_URL; what follows is the token
PATH = "/p/never-ask/"
CUSTOMER = "customer"

_PURPOSE = "never ask for a recommendation"
_IDS, _SIGNATURE, _LENGTH = 32, 16, 64


@dataclass(frozen=True, slots=True)
class AskedThem:
    """Who asked whom, and whether they had said no by then."""

    org_id: UUID
    organisation: str
    customer_id: str
    is_refused: bool


def address(doors: Doors, org_id: UUID, message_id: UUID) -> str:
    """Where whoever got this question says that they want no more of them."""
    named = org_id.bytes + message_id.bytes
    signed = named + doors.store.seal.sign(_PURPOSE, named)
    return f"{doors.url.rstrip('/')}{PATH}{base64.urlsafe_b64encode(signed).decode()}"


def look(doors: Doors, token: str) -> AskedThem | None:
    """Whom a token names; None for any that we did not write. Changes nothing."""
    ids = _read(doors.store.seal, token)
    if ids is None:
        return None
    org_id, message_id = ids
    with doors.store.tenant(org_id) as tx:
        organisation, message = organisations.read(tx, org_id), messages.read(tx, message_id)
        if organisation is None or message is None:
            return None
        refused = never_asked.has_refused(tx, message.customer_id)
        return AskedThem(org_id, organisation.name, message.customer_id, refused)


def refuse(doors: Doors, token: str) -> AskedThem | None:
    """Say no for good; the same again changes nothing. None for no token of ours."""
    found = look(doors, token)
    if found is not None and not found.is_refused:
        switch(doors, org_id=found.org_id, customer_id=found.customer_id, by=CUSTOMER, never=True)
    return found


def switch(doors: Doors, *, org_id: UUID, customer_id: str, by: str, never: bool) -> None:
    """Never ask a customer, or ask again; what the customer said is taken back by nobody else."""
    with about(doors, org_id, customer_id) as (tx, on):
        said = never_asked.refused_by(tx, customer_id)
        if not never and said == CUSTOMER:
            raise NotPossible(
                "They said themselves that they are not to be asked. Nothing was changed."
            )
        if never:
            never_asked.refuse(tx, customer_id, by=by, at=on.now)
        else:
            never_asked.allow(tx, customer_id)
        words = "Never to be asked for a recommendation" if never else "May be asked to recommend"
        record(tx, on, by, customer_id, "never_asked", words)


def _read(seal: Seal, token: str) -> tuple[UUID, UUID] | None:
    if len(token) != _LENGTH or not token.isascii() or {"+", "/"} & set(token):
        return None
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except binascii.Error:
        return None
    named, signature = raw[:_IDS], raw[_IDS:]
    if len(signature) != _SIGNATURE or not seal.has_signed(_PURPOSE, named, signature):
        return None
    return UUID(bytes=named[:16]), UUID(bytes=named[16:])
