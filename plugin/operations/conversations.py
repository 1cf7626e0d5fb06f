"""The conversation with a customer: the address at which every answer to our mail arrives.

Without a domain for it (REPLY_DOMAIN) answers go to whoever signs, as they always did. Nothing is
read and nothing sent here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from plugin.operations.doors import Doors, NotPossible, decided
from plugin.ports import OutgoingMail
from plugin.store import Tx, conversations, organisations, timeline


class AnswersRead(StrEnum):
    """Where the organisation's people read what customers answer."""

    BOTH = "both"
    HERE = "here"
    OWN = "own"


def in_conversation(
    doors: Doors, org_id: UUID, customer_id: str, mail: OutgoingMail
) -> OutgoingMail:
    """A mail to a customer with the address of their conversation, as the organisation chose.

    Mail that leaves from our own domain also comes back there where it cannot be delivered; from
    the user's domain it goes back to them, because their records vouch for that alone (rule 26).
    """
    if not doors.reply_domain:
        return mail
    with doors.store.tenant(org_id) as tx:
        return addressed(tx, doors, customer_id, mail)


def addressed(tx: Tx, doors: Doors, customer_id: str, mail: OutgoingMail) -> OutgoingMail:
    """The same within a transaction of the organisation."""
    if not doors.reply_domain:
        return mail
    read = AnswersRead(organisations.settings(tx, tx.org_id).answers_read)
    address = conversations.address_of(tx, customer_id, doors.reply_domain, at=doors.clock.now())
    bounces_to = address if mail.from_address == doors.from_address else ""
    if read is AnswersRead.OWN:
        return replace(mail, bounces_to=bounces_to)
    # a mail needs somebody to answer: here alone means that nobody else is named
    reply_to = "" if read is AnswersRead.HERE else mail.reply_to
    return replace(mail, answers_to=address, reply_to=reply_to, bounces_to=bounces_to)


def copy_address(doors: Doors, *, org_id: UUID) -> str:
    """The address that the organisation's people blind-copy; empty without a domain for it."""
    if not doors.reply_domain:
        return ""
    with doors.store.tenant(org_id) as tx:
        return conversations.copy_address(tx, doors.reply_domain, at=doors.clock.now())


def new_copy_address(doors: Doors, *, org_id: UUID, by: str) -> None:
    """Take no more mail at the blind-copy address so far: the next look at it makes another."""
    now = doors.clock.now()
    with decided(doors, org_id) as tx:
        conversations.begin_anew(tx, "", at=now)
        _record(tx, now, by, "The address to blind-copy is a new one; the one before takes nothing")


def choose_where_read(doors: Doors, *, org_id: UUID, by: str, read: AnswersRead) -> None:
    """Say where answers to mail are read. Raises NotPossible without a domain for them."""
    if not doors.reply_domain:
        raise NotPossible("Answers cannot arrive here: no domain is set up for them.")
    now = doors.clock.now()
    with decided(doors, org_id) as tx:
        organisations.change_settings(tx, answers_read=read.value)
        _record(tx, now, by, f"Answers are read {_WORDS[read]}")


_WORDS = {
    AnswersRead.BOTH: "here and by whoever signs",
    AnswersRead.HERE: "here alone",
    AnswersRead.OWN: "by whoever signs alone",
}


def _record(tx: Tx, now: datetime, by: str, summary: str) -> None:
    timeline.record(tx, timeline.Event(at=now, kind="settings", by=by, summary=summary))
