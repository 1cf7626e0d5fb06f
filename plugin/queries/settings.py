"""The settings page as values: how the connection stands and what it costs. It changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from plugin.queries.calls import CallCost, call_cost
from plugin.queries.compared import Compared, compared
from plugin.queries.leaving import Farewell, farewell
from plugin.queries.starting import Resource, resources
from plugin.store import Tx, budgets, grants, people
from plugin.store.budgets import CallState
from plugin.store.grants import Grant
from plugin.store.organisations import Organisation
from plugin.store.people import Role


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody who may see this organisation.

    `reach` is in_use where Xero is reached through their consent, could where it would take over,
    ended where Xero takes it no more, and empty where they gave none.
    """

    name: str
    email: str
    role: Role
    via: str
    reach: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """How the connection stands, what Xero last said, who may see these books."""

    organisation: Organisation
    connected_since: datetime
    state: str
    calls: CallState
    cost: CallCost
    compared: Compared
    resources: tuple[Resource, ...]
    members: tuple[MemberLine, ...]
    farewell: Farewell


_STATES = {
    "connecting": "Connecting: the first reading is under way",
    "connected": "Connected",
    "leaving": "Disconnecting",
    "disconnected": "Disconnected",
    "needs_consent": "Xero asks for your consent again",
}


def settings_page(tx: Tx, organisation: Organisation, *, on: date, now: datetime) -> SettingsPage:
    """The settings page of an organisation; `on` is its civil day, `now` business time."""
    return SettingsPage(
        organisation=organisation,
        connected_since=organisation.connected_at,
        state=_STATES[organisation.state.value],
        calls=budgets.read_state(tx),
        cost=call_cost(tx, now=now),
        compared=compared(tx, on=on),
        resources=resources(tx),
        members=member_lines(tx, organisation),
        farewell=farewell(tx, organisation),
    )


def member_lines(tx: Tx, organisation: Organisation) -> tuple[MemberLine, ...]:
    """Who may see an organisation, and what the consent of each is good for."""
    held = {grant.user_id: grant for grant in grants.of_members(tx, organisation.id)}
    return tuple(
        MemberLine(
            member.user.name,
            member.user.email,
            member.role,
            member.via.value,
            _reach(held.get(member.user.id), organisation),
        )
        for member in people.members_of(tx, organisation.id)
    )


def _reach(grant: Grant | None, organisation: Organisation) -> str:
    if grant is None:
        return ""
    if not grant.is_live:
        return "ended"
    is_in_use = grant.id == organisation.grant_id
    return "in_use" if is_in_use and organisation.is_connected else "could"
