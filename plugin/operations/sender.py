"""Who a message comes from, and to whom it goes (rules 25 and 26). It sends nothing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plugin.operations.doors import Doors
from plugin.ports import DomainVerdict, Unavailable
from plugin.store import people
from plugin.store.contacts import Contact
from plugin.store.organisations import Organisation, OrgSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The named person that signs, and the address that the mail leaves from.

    `as_own_domain` is true where the domain is theirs and carries SPF, DKIM and DMARC, so that we
    may send as it; otherwise mail goes from our domain with the person's name and Reply-To, and the
    screen says so.
    """

    organisation: str
    name: str
    title: str
    phone: str
    reply_to: str
    address: str
    as_own_domain: bool
    language: str
    how_to_pay: tuple[str, ...]

    @property
    def shown_name(self) -> str:
        """What stands beside the address: the person and the business."""
        if not self.name:
            return self.organisation
        return f"{self.name}, {self.organisation}"


@dataclass(frozen=True, slots=True)
class Recipients:
    """The contact and its *include in emails* people; bare addresses, no address twice."""

    to: tuple[str, ...]
    copy_to: tuple[str, ...]


def sender_of(doors: Doors, organisation: Organisation, settings: OrgSettings) -> Sender:
    """The sender of an organisation; asks for its domain's records (rule 26).

    A domain that is nobody's here, or that cannot be looked up now, is one that we may not send as.
    """
    domain = settings.reply_to.rpartition("@")[2].lower()
    verdict = domain_verdict(doors, domain)
    own = verdict is not None and verdict.is_ready and is_vouched(doors, organisation.id, domain)
    return Sender(
        organisation=organisation.name,
        name=settings.sender_name,
        title=settings.sender_title,
        phone=settings.phone,
        reply_to=settings.reply_to,
        address=settings.reply_to if own else doors.from_address,
        as_own_domain=own,
        language=settings.language,
        how_to_pay=settings.how_to_pay,
    )


def is_vouched(doors: Doors, org_id: UUID, domain: str) -> bool:
    """Whether somebody of the organisation signed in with an address of this very domain.

    Anybody may write any address into the settings; Xero has checked only those of sign-ins.
    """
    with doors.store.house() as house:
        members = people.members_of(house, org_id)
    return domain in {member.user.email.rpartition("@")[2].lower() for member in members}


def domain_verdict(doors: Doors, domain: str) -> DomainVerdict | None:
    """What the sender's domain carries; None where there is no domain or no answer now."""
    if not domain:
        return None
    try:
        return doors.domains.check(domain)
    except Unavailable:
        return None


def recipients_of(contact: Contact) -> Recipients:
    """To the contact's own address, copies to its included people; else the first included one."""
    included = [person.email for person in contact.people if person.included and person.email]
    addresses = list(dict.fromkeys(([contact.email] if contact.email else []) + included))
    return Recipients(tuple(addresses[:1]), tuple(addresses[1:]))
