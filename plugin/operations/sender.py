"""Who a message comes from, and who signs once it gets serious (rule 26). It sends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from plugin.credit.channels import Escalation
from plugin.credit.policy import CreditPolicy
from plugin.operations.approved import approved_languages
from plugin.operations.doors import Doors
from plugin.ports import DomainVerdict, Unavailable
from plugin.store import people
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
    #: the languages whose final texts a person approved, beside English (rule 29)
    approved: frozenset[str] = frozenset()

    @property
    def shown_name(self) -> str:
        """What stands beside the address: the person and the business."""
        if not self.name:
            return self.organisation
        return f"{self.name}, {self.organisation}"


@dataclass(frozen=True, slots=True)
class Senders:
    """Who signs in a run: usually, and by policy from the level on at which it is escalated."""

    usual: Sender
    escalated: Mapping[str, Sender]

    def of(self, policy: CreditPolicy, level: int, *, is_final: bool) -> Sender:
        """The sender of a message of this level under a policy."""
        if not policy.escalation.reached_by(level, is_final=is_final):
            return self.usual
        return self.escalated.get(policy.name, self.usual)


def senders_of(
    doors: Doors,
    organisation: Organisation,
    settings: OrgSettings,
    policies: Iterable[CreditPolicy],
) -> Senders:
    """The senders of a run under these policies; every domain is asked for once, before it."""
    usual = sender_of(doors, organisation, settings)
    escalated: dict[str, Sender] = {}
    by_escalation: dict[Escalation, Sender] = {}
    for policy in policies:
        said = policy.escalation
        if not (said.name or said.role or said.reply_to):
            continue
        if said not in by_escalation:
            by_escalation[said] = sender_of(doors, organisation, escalated_settings(settings, said))
        escalated[policy.name] = by_escalation[said]
    return Senders(usual, escalated)


def escalated_settings(settings: OrgSettings, said: Escalation) -> OrgSettings:
    """The settings with what the policy says of the sender once it gets serious."""
    return replace(
        settings,
        sender_name=said.name or settings.sender_name,
        sender_title=said.role or ("" if said.name else settings.sender_title),
        reply_to=said.reply_to or settings.reply_to,
    )


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
        approved=approved_languages(settings),
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
