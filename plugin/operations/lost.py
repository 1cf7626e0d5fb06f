"""Lost: the books can no longer be reached. Another person's consent takes over where one can;
else everything waits, people are told, and nobody asks Xero again until somebody reconnects.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from plugin.jobs import What
from plugin.operations.doors import Doors, organisation_of
from plugin.operations.scopes import in_words, missing_scopes
from plugin.ports import (
    GrantEnded,
    LedgerConnection,
    LedgerError,
    NeedsConsent,
    Unavailable,
    valid_tokens,
)
from plugin.store import Tx, due, grants, organisations, throttles, timeline
from plugin.store.organisations import Organisation, OrgState

#: how long the copy of a ledger is kept after its organisation left (manifest: retention)
KEPT_FOR = timedelta(days=30)
#: where nobody could say whether another consent still reaches the books, it is asked again
_ASK_AGAIN = timedelta(minutes=1)
#: consents may take turns so often in an hour; more is Xero contradicting itself
_TURNS, _TURNS_IN = 3, timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Reach:
    """A consent that reaches the books: whose, and its own connection."""

    grant_id: UUID
    by: str
    connection_id: str


def note_lost(doors: Doors, org_id: UUID, why: LedgerError, *, began: datetime) -> datetime | None:
    """The consent in use no longer reaches the books: take over with another, or say so and wait.

    `began` is when the work that failed began: whoever connected since is not concerned. Returns
    when the work is to be tried again; None where all work stops until somebody reconnects. Of an
    organisation that is paused, leaving or gone already this is no news.
    """
    with doors.store.house() as house:
        organisation = organisation_of(house, org_id)
    if not organisation.is_connected:
        return None
    if organisation.connected_at > began:
        return doors.clock.now()
    if isinstance(why, GrantEnded):
        _look_at_the_others(doors, organisation)
    try:
        reach = _another_reach(doors, organisation)
    except Unavailable as passing:
        return doors.clock.now() + (passing.retry_after or _ASK_AGAIN)
    if reach is None or not _may_take_over(doors, organisation):
        _pause(doors, organisation, why)
        return None
    _take_over(doors, organisation, reach)
    return doors.clock.now()


def _look_at_the_others(doors: Doors, organisation: Organisation) -> None:
    """One dead grant concerns every organisation that stands on it: each is looked at now."""
    now = doors.clock.now()
    with doors.store.house() as house:
        others = [
            other.id
            for other in organisations.on_grant(house, organisation.grant_id)
            if other.id != organisation.id and other.is_connected
        ]
        for org_id in others:
            due.put(house, What.CHECK_CONNECTION, now, org_id=org_id)
    for org_id in others:
        doors.bell.ring(org_id, What.CHECK_CONNECTION)


def _another_reach(doors: Doors, organisation: Organisation) -> _Reach | None:
    """Another member's consent that Xero lists for these books and that lacks no scope.

    Raises Unavailable where nobody's does and somebody's could not be asked.
    """
    with doors.store.house() as house:
        held = [
            each
            for each in grants.of_members(house, organisation.id)
            if each.is_live and each.id != organisation.grant_id
        ]
    unasked: Unavailable | None = None
    for grant in held:
        try:
            found = _connection(doors, grant.id, organisation.ledger_id)
        except Unavailable as passing:
            unasked = passing
        except LedgerError:
            # this consent is of no use either; whoever uses it next meets the same words
            continue
        else:
            if found is not None:
                return _Reach(grant.id, grant.name, found.id)
    if unasked is not None:
        raise unasked
    return None


def _connection(doors: Doors, grant_id: UUID, ledger_id: str) -> LedgerConnection | None:
    """What Xero lists for these books under a consent; None where it is of no use to us."""
    tokens = valid_tokens(grant_id, vault=doors.vault, consent=doors.consent, clock=doors.clock)
    if missing_scopes(doors.scopes, tokens.scopes):
        return None
    reached = doors.consent.connections(tokens.access)
    return next((each for each in reached if each.ledger_id.lower() == ledger_id.lower()), None)


def _may_take_over(doors: Doors, organisation: Organisation) -> bool:
    key = f"taking over {organisation.id}"
    with doors.store.house() as house:
        return throttles.hit(house, key, limit=_TURNS, window=_TURNS_IN, now=doors.clock.now())


def _take_over(doors: Doors, organisation: Organisation, reach: _Reach) -> None:
    now = doors.clock.now()
    with doors.store.tenant(organisation.id) as tx:
        organisations.reach_through(
            tx, organisation.id, grant_id=reach.grant_id, connection_id=reach.connection_id
        )
        timeline.record(
            tx,
            timeline.Event(
                at=now,
                kind="taken_over",
                by="Goodterms",
                summary=f"Xero is now reached through the consent of {reach.by}; the one before "
                "reaches these books no longer",
            ),
        )


def _pause(doors: Doors, organisation: Organisation, why: LedgerError) -> None:
    now = doors.clock.now()
    state = OrgState.DISCONNECTED
    if isinstance(why, GrantEnded | NeedsConsent):
        state = OrgState.NEEDS_CONSENT
    with doors.store.tenant(organisation.id) as tx:
        found = organisation_of(tx, organisation.id)
        if not found.is_connected or found.connected_at > organisation.connected_at:
            return
        organisations.set_state(
            tx, organisation.id, state, why=_words(tx, organisation, why), now=now
        )
        due.drop_all(tx, organisation.id)
        due.put(tx, What.TELL_LOST, now)
        due.put(tx, What.FORGET, now + KEPT_FOR)
        timeline.record(
            tx,
            timeline.Event(
                at=now,
                kind="disconnected",
                by="Xero",
                summary="The connection to Xero is gone; nothing is read, sent or written",
            ),
        )
    doors.bell.ring(organisation.id, What.TELL_LOST)


def _words(tx: Tx, organisation: Organisation, why: LedgerError) -> str:
    """Why nothing is read any more, as one plain sentence for a person."""
    if isinstance(why, NeedsConsent):
        if why.scopes:
            return f"Xero asks for consent to {in_words(why.scopes)}"
        return f"Xero refuses for want of consent ({why})"
    if isinstance(why, GrantEnded):
        grantor = grants.person_of(tx, organisation.grant_id)
        return f"Xero no longer accepts the consent of {grantor.name}" if grantor else str(why)
    # what Xero answered stands with the last error; its codes say nothing to a person
    return "Xero no longer connects this organisation with Goodterms"
