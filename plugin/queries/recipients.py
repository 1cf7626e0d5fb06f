"""Who of a customer is written to, as its page shows it: roles, reasons, mail that came back."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.credit.recipients import Addressed, Role, instead_of
from plugin.letters.role_words import ROLE_WORDS, why_words
from plugin.store import Tx, calls, contacts, recipients, texts
from plugin.store.calls import Reply


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One address: whose, what it gets, why, and who could take its place where mail came back."""

    name: str
    email: str
    role: Role
    chosen: bool
    words: str
    why: str
    bounced: bool
    why_bounced: str
    instead: tuple[Addressed, ...]


@dataclass(frozen=True, slots=True)
class People:
    """All addresses of a customer, and the number that texts would go to."""

    lines: tuple[PersonLine, ...]
    mobile: str
    may_text: bool
    has_stopped: bool
    #: what they answered and nobody has read yet
    unread: tuple[Reply, ...] = ()

    @property
    def bounced(self) -> tuple[PersonLine, ...]:
        """Those that mail came back from, and that would be written to."""
        return tuple(each for each in self.lines if each.bounced and each.role is not Role.NONE)


def people(tx: Tx, customer_id: str) -> People:
    """Who is written to; nobody where there is no such customer."""
    contact = contacts.contact(tx, customer_id)
    if contact is None:
        return People((), "", may_text=False, has_stopped=False)
    known = recipients.people(tx, contact)
    return People(
        tuple(_line(each, known) for each in known),
        contact.mobile,
        may_text=bool(recipients.number_to_text(tx, contact)),
        has_stopped=bool(contact.mobile) and texts.has_stopped(tx, contact.mobile),
        unread=calls.unread_replies(tx, customer_id),
    )


def _line(each: Addressed, known: tuple[Addressed, ...]) -> PersonLine:
    return PersonLine(
        name=each.name,
        email=each.email,
        role=each.role,
        chosen=each.chosen,
        words=ROLE_WORDS[each.role],
        why=why_words(each),
        bounced=each.bounced,
        why_bounced=each.why_bounced,
        instead=instead_of(each, known) if each.bounced else (),
    )
