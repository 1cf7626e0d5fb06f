"""Tell the people of an organisation that its connection is lost: by email, each of them once.

The pages say it too, for as long as it lasts; a mail that cannot go is therefore not worth a
second one to anybody.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog

from plugin.credit.account import StepState
from plugin.letters.lost import Loss, compose_loss
from plugin.operations.doors import Doors, organisation_of
from plugin.operations.house_mail import house_mail
from plugin.ports import OutcomeUnknown, OutgoingMail, Refused, Unavailable
from plugin.store import messages, people
from plugin.store.organisations import LOST, Organisation
from plugin.store.people import User

log = structlog.get_logger()


def tell_lost(doors: Doors, org_id: UUID) -> datetime | None:
    """Send the mail to everybody concerned who was not told of this loss yet.

    Claimed before it is sent, so that no death on the way makes it two. Raises Unavailable where
    the mail server cannot be used; whoever was not reached is tried again then.
    """
    with doors.store.tenant(org_id) as tx:
        organisation = organisation_of(tx, org_id)
        concerned = people.concerned(tx, org_id)
        waiting = len(messages.in_state(tx, StepState.APPROVED))
    if organisation.state not in LOST:
        return None
    for person in concerned:
        _tell(doors, organisation, person, waiting)
    return None


def _tell(doors: Doors, organisation: Organisation, person: User, waiting: int) -> None:
    lost_at = organisation.state_since
    with doors.store.house() as house:
        if not people.claim_lost_mail(house, organisation.id, person.id, lost_at=lost_at):
            return
    try:
        doors.mailer.send(_mail(doors, organisation, person, waiting))
    except Unavailable:
        with doors.store.house() as house:
            people.unclaim_lost_mail(house, organisation.id, person.id, lost_at=lost_at)
        raise
    except (Refused, OutcomeUnknown) as trouble:
        log.warning("a person was not told by mail", org=str(organisation.id), why=str(trouble))


def _mail(doors: Doors, organisation: Organisation, person: User, waiting: int) -> OutgoingMail:
    letter = compose_loss(
        Loss(
            organisation=organisation.name,
            since=organisation.state_since.astimezone(ZoneInfo(organisation.timezone)),
            why=organisation.state_why,
            waiting=waiting,
            link=f"{doors.url}/oauth/start?purpose=connect",
        )
    )
    when = int(organisation.state_since.timestamp())
    return house_mail(doors, f"lost-{organisation.id}-{person.id}-{when}", person.email, letter)
