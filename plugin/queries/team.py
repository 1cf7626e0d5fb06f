"""The team page as values: who is in it, as what, and who was asked. It changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plugin.store import Tx, assigned, invitations, people, second
from plugin.store import team as kept
from plugin.store.assigned import Carries
from plugin.store.invitations import Invitation
from plugin.store.organisations import Organisation
from plugin.store.people import Role, Via


@dataclass(frozen=True, slots=True)
class Teammate:
    """Somebody of the team; who signs in by mail has no Xero login."""

    user_id: UUID
    name: str
    email: str
    role: Role
    is_invited: bool
    is_by_mail: bool
    #: what they look after, which their leaving hands back
    carries: Carries


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Everybody of the team, longest first, and the open invitations, newest first."""

    people: tuple[Teammate, ...]
    invited: tuple[Invitation, ...]
    #: the steps that want two people, by name
    two_for: frozenset[str]


def team_page(tx: Tx, organisation: Organisation, *, now: datetime) -> TeamPage:
    """The team of an organisation; `now` is business time."""
    carried = assigned.carried(tx, organisation.id)
    found = tuple(
        Teammate(
            each.user.id,
            each.user.name,
            each.user.email,
            each.role,
            each.via is Via.INVITATION,
            kept.is_by_mail(each.user),
            carried.get(each.user.id, Carries()),
        )
        for each in people.members_of(tx, organisation.id)
    )
    return TeamPage(found, invitations.open_ones(tx, now=now), second.wanted(tx))
