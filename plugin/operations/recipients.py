"""Who a message goes to, by role, and what a person says about it (rule 25). It sends nothing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from plugin.credit.decisions import TaskKind
from plugin.credit.policy_parts import Channel
from plugin.credit.recipients import Recipients, Role, recipients_of
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible
from plugin.store import Tx, recipients, tasks
from plugin.store.contacts import Contact
from plugin.store.messages import Message

_ROLE_WORDS = {
    Role.TO: "is written to",
    Role.COPY: "gets copies",
    Role.ESCALATION: "is told when it gets serious",
    Role.NONE: "is not written to",
}


def recipients_for(
    tx: Tx, message: Message, contact: Contact, *, escalated: bool = False
) -> Recipients:
    """Who gets this message, by its channel; a letter or a call has no address to go to."""
    known = recipients.people(tx, contact)
    if message.channel is Channel.EMAIL:
        return recipients_of(known, escalated=escalated)
    if message.channel is Channel.SMS:
        number = recipients.number_to_text(tx, contact)
        return Recipients((number,) if number else (), (), known)
    return Recipients((), (), known)


def choose_role(
    doors: Doors, *, org_id: UUID, by: str, customer_id: str, email: str, role: Role | None
) -> None:
    """Say what somebody of the customer's record gets; None is what Xero says.

    Raises NotPossible for an address that the record does not hold.
    """
    with about(doors, org_id, customer_id) as (tx, on):
        name = _of_theirs(tx, customer_id, email)
        recipients.choose(tx, customer_id, email, role, by=by, at=on.now)
        words = _ROLE_WORDS[role] if role is not None else "gets what Xero says"
        record(tx, on, by, customer_id, "recipients", f"{name} {words}")


def text_or_not(doors: Doors, *, org_id: UUID, by: str, customer_id: str, yes: bool) -> None:
    """Whether this customer's mobile number may be texted at all."""
    with about(doors, org_id, customer_id) as (tx, on):
        contact = recipients.contact_of(tx, customer_id)
        if contact is None or not contact.mobile:
            raise NotPossible("No mobile number is known, so nothing was changed.")
        role = None if yes else Role.NONE
        recipients.choose(tx, customer_id, contact.mobile, role, by=by, at=on.now)
        words = "May be texted" if yes else "Never to be texted"
        record(tx, on, by, customer_id, "recipients", words)


def write_instead(
    doors: Doors, *, org_id: UUID, by: str, customer_id: str, bounced: str, email: str
) -> None:
    """Mail to `bounced` came back: write to `email` of the same record in its place, from now on.

    Raises NotPossible where either is not of the record.
    """
    with about(doors, org_id, customer_id) as (tx, on):
        name = _of_theirs(tx, customer_id, email)
        _of_theirs(tx, customer_id, bounced)
        was = next(p for p in _people(tx, customer_id) if p.email.lower() == bounced.lower())
        recipients.choose(tx, customer_id, bounced, Role.NONE, by=by, at=on.now)
        recipients.choose(tx, customer_id, email, was.role, by=by, at=on.now)
        _settle(tx, on.now, customer_id, by, f"write to {name} instead")
        words = f"Mail came back: {name} is written to instead of {was.name or 'the old address'}"
        record(tx, on, by, customer_id, "recipients", words)


def write_again(doors: Doors, *, org_id: UUID, by: str, customer_id: str, bounced: str) -> None:
    """The address is right after all: it is written to again, in its role."""
    with about(doors, org_id, customer_id) as (tx, on):
        name = _of_theirs(tx, customer_id, bounced)
        recipients.forget_bounce(tx, customer_id, bounced)
        _settle(tx, on.now, customer_id, by, "write there again")
        record(tx, on, by, customer_id, "recipients", f"{name} is written to again")


def _people(tx: Tx, customer_id: str) -> tuple[recipients.Addressed, ...]:
    contact = recipients.contact_of(tx, customer_id)
    return recipients.people(tx, contact) if contact is not None else ()


def _of_theirs(tx: Tx, customer_id: str, email: str) -> str:
    """The name of whoever has this address in the customer's own record."""
    for person in _people(tx, customer_id):
        if person.email.lower() == email.strip().lower():
            return person.name or "the contact"
    raise NotPossible("That address is not in this customer's record. Nothing was changed.")


def _settle(tx: Tx, now: datetime, customer_id: str, by: str, answer: str) -> None:
    tasks.close_tasks(
        tx, kind=TaskKind.BOUNCED, customer_id=customer_id, by=by, answer=answer, now=now
    )
