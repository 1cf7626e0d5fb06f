"""To whom of a customer's own record a message goes, by role, and why each of them (rule 25).

Only what is listed of this very customer is ever named, so a message can reach nobody else's
people; and no address stands twice. It knows no store and sends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody of a customer gets (rule 25)."""

    TO = "to"
    COPY = "copy"
    ESCALATION = "escalation"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Listed:
    """One address of the customer's record in the ledger, and the role that the ledger gives it."""

    name: str
    email: str
    usual: Role
    #: the contact's own, not that of one of its people
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What stands of one address beside the ledger: a person's role for it, mail that came back.

    `why` is in the mail system's own words.
    """

    role: Role | None = None
    bounced: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Addressed:
    """One address with the role in force; `chosen` where a person gave it."""

    name: str
    email: str
    role: Role
    chosen: bool = False
    is_first: bool = False
    bounced: bool = False
    why_bounced: str = ""


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who gets a message; bare addresses, no address twice. `known` is everybody of the record."""

    to: tuple[str, ...]
    copy_to: tuple[str, ...]
    known: tuple[Addressed, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """All who get it."""
        return (*self.to, *self.copy_to)


def people_of(listed: Sequence[Listed], chosen: Callable[[str], Choice]) -> tuple[Addressed, ...]:
    """Everybody listed, in the ledger's order, each address once whatever its capitals."""
    found: dict[str, Addressed] = {}
    for each in listed:
        if not each.email or each.email.lower() in found:
            continue
        choice = chosen(each.email)
        found[each.email.lower()] = Addressed(
            name=each.name,
            email=each.email,
            role=choice.role or each.usual,
            chosen=choice.role is not None,
            is_first=each.is_first,
            bounced=choice.bounced,
            why_bounced=choice.why,
        )
    return tuple(found.values())


def recipients_of(known: Sequence[Addressed], *, escalated: bool = False) -> Recipients:
    """Who gets a message. From the policy's level on (`escalated`) the escalation people get a
    copy, so that it stays one thread with those who know the invoices.

    Where nobody is *to*, the first who gets a copy is.
    """
    to = [each.email for each in known if each.role is Role.TO]
    copies = [each.email for each in known if each.role is Role.COPY]
    if escalated:
        copies += [each.email for each in known if each.role is Role.ESCALATION]
    if not to:
        to, copies = copies[:1], copies[1:]
    return Recipients(tuple(to), tuple(copies), tuple(known))


def instead_of(bounced: Addressed, known: Sequence[Addressed]) -> tuple[Addressed, ...]:
    """Who of the same record could be written to instead: those who get copies first (rule 25)."""
    order = {Role.COPY: 0, Role.TO: 1, Role.ESCALATION: 2, Role.NONE: 3}
    able = [each for each in known if not each.bounced and each.email != bounced.email]
    return tuple(sorted(able, key=lambda each: order[each.role]))
