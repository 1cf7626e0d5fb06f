"""Connect: sign in with Xero, connect an organisation, notice that it was disconnected.

A person sees an organisation only if their own consent lists it, asked again at each sign-in and
once a day while they stay signed in.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from plugin.jobs import What
from plugin.operations.doors import Doors, NotPossible, organisation_of
from plugin.ports import (
    Disconnected,
    Granted,
    LedgerConnection,
    LedgerError,
    NeedsConsent,
    Urgency,
    valid_tokens,
)
from plugin.store import due, grants, organisations, people, throttles, timeline
from plugin.store.organisations import OrgState
from plugin.store.people import Role, User, Via

#: how long a person may take on the consent page
SIGN_IN_LASTS = timedelta(minutes=15)
#: for so long what a person's consent lists is taken to be what it listed when it was asked
ASKED_EVERY = timedelta(days=1)
#: between two tries to ask, where the first found nobody
_TRY_AGAIN = timedelta(minutes=1)
#: how long the copy of a ledger is kept after its organisation left (manifest: retention)
KEPT_FOR = timedelta(days=30)
#: the kind of connection that is a set of books
ORGANISATION = "ORGANISATION"
#: enough to say who somebody is; the rest is asked for when they connect
SIGN_IN_SCOPES = ("openid", "profile", "email")

#: everything that a newly (re)connected organisation has to do
_AFTER_CONNECTING = (What.SYNC, What.NOTICES, What.SEND, What.WRITE_BACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who came back, where they wanted to go, and what their consent reaches."""

    user: User
    purpose: str
    return_to: str
    org_ids: tuple[UUID, ...]
    #: organisations that were connected by this very consent
    connected: tuple[UUID, ...]


def begin_sign_in(
    doors: Doors, *, purpose: str, return_to: str, browser: str, user_id: UUID | None = None
) -> str:
    """The address of the consent page; `purpose` is sign_in or connect.

    `browser` is a random value that the caller keeps in a cookie: whoever comes back with the
    state but without it is somebody else.
    """
    now = doors.clock.now()
    with doors.store.house() as house:
        state, nonce = people.begin_sign_in(
            house,
            purpose=f"{purpose}:{_print(browser)}",
            return_to=return_to,
            now=now,
            expires_at=now + SIGN_IN_LASTS,
            user_id=user_id,
        )
    scopes = doors.scopes if purpose == "connect" else SIGN_IN_SCOPES
    return doors.consent.authorise_url(state=state, nonce=nonce, scopes=scopes)


def finish_sign_in(doors: Doors, *, state: str, code: str, browser: str) -> SignedIn:
    """Exchange the code of a consent that came back, once.

    Raises NotPossible where the state is unknown, used, expired or another browser's, and what
    the Consent door raises.
    """
    with doors.store.house() as house:
        begun = people.finish_sign_in(house, state, now=doors.clock.now())
    purpose, _, browser_print = (begun.purpose if begun else "").partition(":")
    if begun is None or browser_print != _print(browser):
        raise NotPossible(
            "This sign-in was not started here or has expired. Nothing was changed. "
            "Please start again from the front page."
        )
    granted = doors.consent.exchange(code=code, nonce=begun.nonce)
    if not granted.identity.subject:
        # whoever came without an identity would be one and the same person
        raise NotPossible("Xero did not say who you are. Nothing was changed. Please start again.")
    reached = _connections(doors, granted)
    user, grant_id = _remember(doors, granted, purpose, reached)
    connected: tuple[UUID, ...] = ()
    if grant_id is not None:
        fresh = _connections(doors, granted, auth_event_id=granted.auth_event_id)
        connected = tuple(_connect(doors, each, grant_id, user) for each in fresh or reached)
    with doors.store.house() as house:
        ledger_ids = [connection.ledger_id for connection in reached]
        org_ids = people.keep_to_consent(house, user.id, ledger_ids, now=doors.clock.now())
    return SignedIn(
        user=user,
        purpose=purpose,
        return_to=begun.return_to,
        org_ids=org_ids,
        connected=connected,
    )


def _print(browser: str) -> str:
    return hashlib.sha256(browser.encode()).hexdigest()


def _connections(
    doors: Doors, granted: Granted, *, auth_event_id: str = ""
) -> tuple[LedgerConnection, ...]:
    if granted.tokens is None:
        return ()
    found = doors.consent.connections(granted.tokens.access, auth_event_id=auth_event_id)
    return tuple(connection for connection in found if connection.kind == ORGANISATION)


def _remember(
    doors: Doors, granted: Granted, purpose: str, reached: tuple[LedgerConnection, ...]
) -> tuple[User, UUID | None]:
    """Keep who it is and, for a connection, their tokens; a mere sign-in keeps no tokens."""
    identity = granted.identity
    name = f"{identity.given_name} {identity.family_name}".strip() or identity.email
    with doors.store.house() as house:
        user = people.note_user(
            house,
            subject=identity.subject,
            name=name,
            email=identity.email,
            now=doors.clock.now(),
        )
        if purpose != "connect" or granted.tokens is None or not reached:
            return user, None
        return user, grants.store_grant(house, user.id, granted.tokens)


def _connect(doors: Doors, connection: LedgerConnection, grant_id: UUID, user: User) -> UUID:
    """Connect or reconnect one organisation and put its first reading in line."""
    with doors.store.house() as house:
        known = organisations.by_ledger_id(house, connection.ledger_id)
    org_id = known.id if known is not None else uuid4()
    facts = doors.open_books(org_id, connection.ledger_id, grant_id, Urgency.NOW).organisation()
    now = doors.clock.now()
    with doors.store.house() as house:
        organisations.connect_organisation(
            house,
            facts,
            connection_id=connection.id,
            grant_id=grant_id,
            now=now,
            on=now.astimezone(ZoneInfo(facts.timezone)).date(),
            org_id=org_id,
        )
        people.let_in(house, org_id, user.id, role=Role.OWNER, via=Via.CONSENT, now=now)
    with doors.store.tenant(org_id) as tx:
        due.drop_all(tx, org_id)
        for what in _AFTER_CONNECTING:
            due.put(tx, what, now)
        due.put(tx, What.CHECK_CONNECTION, now + timedelta(days=1))
        timeline.record(
            tx,
            timeline.Event(
                at=now,
                kind="connected",
                by=user.name,
                summary=f"{facts.name} was {'re' if known else ''}connected",
            ),
        )
    doors.bell.ring(org_id, What.SYNC)
    return org_id


def note_lost(doors: Doors, org_id: UUID, why: LedgerError) -> None:
    """The connection is gone: say so, and stop all work until somebody reconnects."""
    gone = isinstance(why, Disconnected)
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        changed = organisations.set_state(
            tx,
            org_id,
            OrgState.DISCONNECTED if gone else OrgState.NEEDS_CONSENT,
            why=str(why),
            now=now,
        )
        due.drop_all(tx, org_id)
        due.put(tx, What.FORGET, now + KEPT_FOR)
        if changed:
            timeline.record(
                tx,
                timeline.Event(
                    at=now,
                    kind="disconnected",
                    by="Xero",
                    summary="The connection to Xero is gone; nothing is read, sent or written",
                ),
            )


def may_stay(doors: Doors, *, user_id: UUID, signed_in_at: datetime) -> bool:
    """Whether a session that began at `signed_in_at` goes on; asks Xero again once a day.

    False where nobody can be asked for this person any more: then they have to sign in again,
    which asks. While Xero cannot be reached, what they could see before stands.
    """
    now = doors.clock.now()
    if now < signed_in_at + ASKED_EVERY:
        return True
    with doors.store.house() as house:
        if throttles.is_over(house, f"consent {user_id}", limit=1, now=now):
            return True
        if not throttles.hit(house, f"asking for {user_id}", limit=1, window=_TRY_AGAIN, now=now):
            return True
    try:
        refresh_memberships(doors, user_id=user_id)
    except (Disconnected, NeedsConsent):
        return False
    except LedgerError:
        return True
    with doors.store.house() as house:
        throttles.hit(house, f"consent {user_id}", limit=1, window=ASKED_EVERY, now=now)
    return True


def refresh_memberships(doors: Doors, *, user_id: UUID) -> tuple[UUID, ...]:
    """Ask Xero again which organisations a person's own consent lists; keep to that.

    Raises Disconnected where they granted nothing or took it back, and what the doors raise; then
    nothing was changed.
    """
    with doors.store.house() as house:
        grant_id = grants.of_user(house, user_id)
    if grant_id is None:
        raise Disconnected("this person granted nothing")
    tokens = valid_tokens(grant_id, vault=doors.vault, consent=doors.consent, clock=doors.clock)
    reached = doors.consent.connections(tokens.access)
    with doors.store.house() as house:
        ledger_ids = [found.ledger_id for found in reached if found.kind == ORGANISATION]
        return people.keep_to_consent(house, user_id, ledger_ids, now=doors.clock.now())


def name_of(doors: Doors, org_id: UUID) -> str:
    """An organisation's name. Raises NotPossible where it is not known."""
    with doors.store.house() as house:
        return organisation_of(house, org_id).name
