"""Erase: destroy all that is kept of an organisation that has left, at its people's word or after
its time. What stands in Xero stays there; it is no longer ours to change.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import structlog

from plugin.operations.doors import Doors, NotPossible, organisation_of
from plugin.operations.letting_go import end_connections
from plugin.ports import LedgerError
from plugin.store import erasing, people
from plugin.store.organisations import OrgState
from plugin.store.people import Role

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Gone:
    """What was destroyed, and whether Xero has told us that the connection ended."""

    rows: int
    people: int
    is_connection_ended: bool


def erase(doors: Doors, *, org_id: UUID, user_id: UUID, typed_name: str) -> Gone:
    """Erase at an owner's word, who typed the organisation's name to show that they mean it.

    Raises NotPossible where it is still connected, the name is another, or they are no owner.
    """
    with doors.store.house() as house:
        organisation = organisation_of(house, org_id)
        members = people.members_of(house, org_id)
    owners = {member.user.id for member in members if member.role is Role.OWNER}
    if user_id not in owners:
        raise NotPossible("Only an owner may erase these books here. Nothing was erased.")
    if organisation.state is not OrgState.DISCONNECTED:
        raise NotPossible(
            "It is still connected. Nothing was erased. Disconnect from Xero first, so that "
            "nothing of it comes back."
        )
    if _plain(typed_name) != _plain(organisation.name):
        raise NotPossible(
            f"That is not the name of the organisation. Nothing was erased. Type "
            f"{organisation.name} to erase it."
        )
    return erase_now(doors, org_id)


def erase_now(doors: Doors, org_id: UUID) -> Gone:
    """Erase an organisation that has left. Raises StillConnected where it has come back meanwhile.

    The tokens go with it, so this is the last moment at which its connection can be ended: it is
    tried once, and an answer that does not come keeps nothing from being erased.
    """
    with doors.store.house() as house:
        organisation = organisation_of(house, org_id)
    is_ended = True
    try:
        end_connections(doors, organisation)
    except LedgerError as trouble:
        is_ended = False
        log.warning("erasing without Xero's answer", org=str(org_id), why=str(trouble))
    with doors.store.tenant(org_id) as tx:
        erased = erasing.erase_organisation(tx)
    log.info("organisation erased", org=str(org_id), rows=erased.rows, people=erased.people)
    return Gone(erased.rows, erased.people, is_ended)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
