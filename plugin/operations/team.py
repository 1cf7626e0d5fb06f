"""The team of an organisation: owners invite, change what people are, and let them go.

An invitation goes by mail and is a link that works once, for a week. It lets in whoever holds it:
signed in with Xero as themselves, or by codes to the address that was invited.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog

from plugin.jobs import What
from plugin.letters.team_mail import Invited, compose_invitation
from plugin.operations.assigning import hand_back_all
from plugin.operations.doors import Doors, NotPossible, organisation_of
from plugin.operations.ground import ground
from plugin.operations.house_mail import house_mail
from plugin.operations.roles import MAY_DO, ROLE_NAMES
from plugin.ports import OutcomeUnknown, Refused, Unavailable
from plugin.store import Tx, due, invitations, people, second, team, throttles, timeline
from plugin.store.invitations import Invitation
from plugin.store.people import Role, Via

log = structlog.get_logger()

LASTS = timedelta(days=7)
#: invitations of one organisation in a day: each is a mail to somebody who did not ask for one
_A_DAY, _MOST = timedelta(days=1), 20

NO_INVITATION = (
    "This invitation does not work any more: it was used, taken back, or is older than a week. "
    "Nothing was changed. Ask whoever invited you for a new one."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """An invitation as whoever opens its link sees it."""

    organisation: str
    invitation: Invitation


def invite(doors: Doors, *, org_id: UUID, by: str, name: str, email: str, role: Role) -> None:
    """Ask somebody to join, by mail; an open invitation to the same address ends.

    Raises NotPossible where too many went out today or the mail could not go.
    """
    now = doors.clock.now()
    with doors.store.house() as house:
        if not throttles.hit(house, f"inviting {org_id}", limit=_MOST, window=_A_DAY, now=now):
            raise NotPossible(
                f"{_MOST} invitations went out today. Nothing was sent; go on tomorrow."
            )
    with doors.store.tenant(org_id) as tx:
        organisation = organisation_of(tx, org_id)
        known = {each.user.email.lower() for each in people.members_of(tx, org_id)}
        if email.lower() in known:
            raise NotPossible(f"{email} is in the team already. Nothing was sent.")
        invitation_id, token = invitations.invite(
            tx, name=name, email=email, role=role, by=by, at=now, expires_at=now + LASTS
        )
        _record(tx, doors, by, f"{by} invited {name} to join as {ROLE_NAMES[role]}")
    link = f"{doors.url.rstrip('/')}/join/{org_id}/{token}"
    letter = compose_invitation(
        Invited(
            organisation=organisation.name,
            name=name,
            by=by,
            role=ROLE_NAMES[role],
            may_do=MAY_DO[role],
            link=link,
            days=LASTS.days,
        )
    )
    mail = house_mail(doors, f"invitation-{invitation_id}", email, letter)
    try:
        doors.mailer.send(mail)
    except (Unavailable, Refused, OutcomeUnknown) as problem:
        log.warning("an invitation did not go", org=str(org_id), why=type(problem).__name__)
        with doors.store.tenant(org_id) as tx:
            invitations.withdraw(tx, invitation_id, now=now)
        raise NotPossible(
            f"The invitation to {email} could not be mailed. It is not open; check the address "
            "and try again."
        ) from problem


def withdraw(doors: Doors, *, org_id: UUID, by: str, invitation_id: UUID) -> None:
    """Take an open invitation back: its link stops working. Raises NotPossible."""
    with doors.store.tenant(org_id) as tx:
        if not invitations.withdraw(tx, invitation_id, now=doors.clock.now()):
            raise NotPossible("This invitation was used or taken back before. Nothing was changed.")
        _record(tx, doors, by, f"{by} took an invitation back")


def asked(doors: Doors, *, org_id: UUID, token: str) -> Asked:
    """The open invitation of a link. Raises NotPossible where there is none (any more)."""
    with doors.store.tenant(org_id) as tx:
        found = invitations.of_token(tx, token)
        if found is None or not found.is_open(doors.clock.now()):
            raise NotPossible(NO_INVITATION)
        return Asked(organisation_of(tx, org_id).name, found)


def join(doors: Doors, *, org_id: UUID, token: str, user_id: UUID | None) -> UUID:
    """Accept an invitation once, as somebody signed in or else by the address invited.

    Returns who joined. Somebody who is in already keeps what they are. Raises NotPossible.
    """
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        found = invitations.of_token(tx, token)
        if found is None or not invitations.accept(tx, found.id, now=now):
            raise NotPossible(NO_INVITATION)
        who = people.read_user(tx, user_id) if user_id is not None else None
        user = who or team.note_by_mail(tx, name=found.name, email=found.email, now=now)
        people.let_in(tx, org_id, user.id, role=found.role, via=Via.INVITATION, now=now)
        words = f"{user.name} joined as {ROLE_NAMES[found.role]}, invited by {found.by}"
        _record(tx, doors, user.name, words)
    return user.id


def change_role(doors: Doors, *, org_id: UUID, by: str, user_id: UUID, role: Role) -> str:
    """Make a member something else; says who. Raises NotPossible where no owner would be left."""
    with doors.store.tenant(org_id) as tx:
        name = _named(tx, org_id, user_id)
        if role is not Role.OWNER:
            _leave_an_owner(tx, org_id, user_id)
        team.give_role(tx, org_id, user_id, role)
        hand_back_all(tx, ground(tx, now=doors.clock.now()), user_id, role=role)
        _record(tx, doors, by, f"{by} made {name} {ROLE_NAMES[role]}")
    return name


def let_go(doors: Doors, *, org_id: UUID, by: str, user_id: UUID) -> str:
    """Let somebody who was invited see the books no longer; says who.

    Whoever sees them by their own consent in Xero is let go there: here they can only be made
    something less. Raises NotPossible.
    """
    with doors.store.tenant(org_id) as tx:
        name = _named(tx, org_id, user_id)
        member = next(m for m in people.members_of(tx, org_id) if m.user.id == user_id)
        if member.via is Via.CONSENT:
            raise NotPossible(
                f"{name} sees these books by their own consent in Xero, so Xero is where that ends."
                " Nothing was changed. Until then you can make them read-only here."
            )
        _leave_an_owner(tx, org_id, user_id)
        now = doors.clock.now()
        hand_back_all(tx, ground(tx, now=now), user_id, role=None)
        second.lapse_of(tx, user_id, at=now)
        due.put(tx, What.ASSESS, at=now)
        people.shut_out(tx, org_id, user_id)
        _record(tx, doors, by, f"{by} let {name} go from the team")
    return name


def _named(tx: Tx, org_id: UUID, user_id: UUID) -> str:
    team.lock(tx, org_id)
    for member in people.members_of(tx, org_id):
        if member.user.id == user_id:
            return member.user.name
    raise NotPossible("This person is not in the team (any more). Nothing was changed.")


def _leave_an_owner(tx: Tx, org_id: UUID, user_id: UUID) -> None:
    members = people.members_of(tx, org_id)
    if not any(each.role is Role.OWNER and each.user.id != user_id for each in members):
        raise NotPossible(
            "Nothing was changed: nobody else is an owner, and somebody has to be. Make somebody "
            "else an owner first."
        )


def _record(tx: Tx, doors: Doors, by: str, summary: str) -> None:
    event = timeline.Event(at=doors.clock.now(), kind="team", by=by, summary=summary)
    timeline.record(tx, event)
