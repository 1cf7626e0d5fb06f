"""Letting go: delete the connection of an organisation, and revoke a consent that reaches no other.

Xero's own list of what a consent reaches decides which connection was the last; ours may be
older. It writes nothing into a ledger and changes no state of an organisation.
"""

from __future__ import annotations

from uuid import UUID

import structlog

from plugin.operations.doors import Doors
from plugin.ports import Disconnected, valid_tokens
from plugin.store import grants, people
from plugin.store.organisations import Organisation

log = structlog.get_logger()


def end_connections(doors: Doors, organisation: Organisation) -> None:
    """Delete every connection that our people hold to this organisation, each with their own token.

    Two people may have connected the same books; none of their connections outlives the farewell.
    A token is revoked, and forgotten, only where Xero lists nothing else that it reaches: revoking
    ends all connections of that person. Safe to repeat at any point. Raises Unavailable where Xero
    does not answer, Refused where it will not have our app's credentials.
    """
    for grant_id in _grants(doors, organisation):
        _end_connection(doors, organisation.ledger_id, grant_id)


def _grants(doors: Doors, organisation: Organisation) -> tuple[UUID, ...]:
    """The consents that may hold a connection: the organisation's own first, then its people's."""
    with doors.store.house() as house:
        members = people.members_of(house, organisation.id)
        held = [grants.of_user(house, member.user.id) for member in members]
    others = (grant_id for grant_id in held if grant_id is not None)
    return tuple(dict.fromkeys((organisation.grant_id, *others)))


def _end_connection(doors: Doors, ledger_id: str, grant_id: UUID) -> None:
    try:
        tokens = valid_tokens(grant_id, vault=doors.vault, consent=doors.consent, clock=doors.clock)
        reached = doors.consent.connections(tokens.access)
        mine = [each for each in reached if each.ledger_id.lower() == ledger_id.lower()]
        for connection in mine:
            doors.consent.disconnect(tokens.access, connection.id)
        if len(mine) < len(reached):
            return
        doors.consent.revoke(tokens)
    except Disconnected as gone:
        # it ended on the other side already, which is what was asked for
        log.info("consent had ended already", grant=str(grant_id), why=str(gone))
        return
    with doors.store.house() as house:
        grants.remove_grant(house, grant_id)
