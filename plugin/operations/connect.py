"""Connect: sign in with Xero, connect an organisation, notice that it was disconnected.

A person sees an organisation only if their own consent lists it, asked again at each sign-in and
once a day while they stay signed in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from plugin.jobs import What
from plugin.manifest import read_manifest
from plugin.operations.doors import Doors, NotPossible, organisation_of
from plugin.operations.leave import take_back_farewell
from plugin.operations.scopes import in_words, missing_scopes
from plugin.ports import (
    Disconnected,
    Granted,
    LedgerConnection,
    LedgerError,
    LedgerOrganisation,
    NeedsConsent,
    Unavailable,
    Urgency,
    valid_tokens,
)
from plugin.store import (
    due,
    grants,
    hook_events,
    organisations,
    people,
    team,
    throttles,
    timeline,
)
from plugin.store.people import Role, User, Via

#: how long a person may take on the consent page
SIGN_IN_LASTS = timedelta(minutes=15)
#: for so long what a person's consent lists is taken to be what it listed when it was asked
ASKED_EVERY = timedelta(days=1)
#: between two tries to ask, where the first found nobody
_TRY_AGAIN = timedelta(minutes=1)
#: the kind of connection that is a set of books
ORGANISATION = "ORGANISATION"
#: enough to say who somebody is; the rest is asked for when they connect
SIGN_IN_SCOPES = ("openid", "profile", "email")

#: everything that a newly (re)connected organisation has to do
_AFTER_CONNECTING = (What.SYNC, What.NOTICES, What.SEND, What.WRITE_BACK)
_FINDS_ITS_DAY = (What.OUTCOMES, What.MORNING, What.MONTH, What.TIDY, What.SNAPSHOT)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who came back, where they wanted to go, and what their consent reaches."""

    user: User
    purpose: str
    return_to: str
    org_ids: tuple[UUID, ...]
    #: organisations that were connected by this very consent
    connected: tuple[UUID, ...]
    #: whether one of them was never connected here before
    is_new: bool = False
    #: whether somebody else was signed in when this began
    is_someone_else: bool = False


class TooLittle(NotPossible):
    """A consent came back that allows less than was asked for; `scopes` are what it lacks."""

    def __init__(self, message: str, scopes: tuple[str, ...]) -> None:
        super().__init__(message)
        self.scopes = scopes


@dataclass(frozen=True, slots=True)
class Joined:
    """An organisation that a consent connected, and whether it was new here."""

    org_id: UUID
    is_new: bool


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

    Raises NotPossible where the state is unknown, used, expired or another browser's, TooLittle
    where the consent allows less than was asked for, and what the Consent door raises.
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
    if purpose == "connect":
        _refuse_too_little(doors, granted)
    reached = _connections(doors, granted)
    user, grant_id = _remember(doors, granted, purpose, reached)
    connected: list[Joined] = []
    if grant_id is not None:
        fresh = _connections(doors, granted, auth_event_id=granted.auth_event_id)
        connected = [_connect(doors, each, grant_id, user) for each in fresh or reached]
    return SignedIn(
        user=user,
        purpose=purpose,
        return_to=begun.return_to,
        org_ids=_keep_to_consent(doors, user.id, reached),
        connected=tuple(each.org_id for each in connected),
        is_new=any(each.is_new for each in connected),
        is_someone_else=begun.user_id not in {None, user.id},
    )


def _refuse_too_little(doors: Doors, granted: Granted) -> None:
    """Raise TooLittle where the consent allows less than was asked for: nothing is kept of it."""
    tokens = granted.tokens
    if tokens is None:
        raise TooLittle("Xero gave no tokens with this consent", ())
    lacking = missing_scopes(doors.scopes, tokens.scopes)
    if not lacking and not tokens.refresh:
        lacking = ("offline_access",)
    if lacking:
        raise TooLittle(
            f"What was allowed at Xero does not let Goodterms {in_words(lacking)}. Nothing was "
            "connected or changed. Connect again and allow everything that is asked for.",
            lacking,
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


def _connect(doors: Doors, connection: LedgerConnection, grant_id: UUID, user: User) -> Joined:
    """Connect or reconnect one organisation and put its reading in line.

    One that is known is reconnected even while its ledger cannot be asked: at its limit of the
    day, or down for maintenance. Raises LedgerError where a new one cannot be asked about itself.
    """
    with doors.store.house() as house:
        known = organisations.by_ledger_id(house, connection.ledger_id)
    org_id = known.id if known is not None else uuid4()
    facts: LedgerOrganisation | None = None
    try:
        ledger = doors.open_books(org_id, connection.ledger_id, grant_id, Urgency.NOW)
        facts = ledger.organisation()
    except Unavailable:
        if known is None:
            raise
    now = doors.clock.now()
    with doors.store.house() as house:
        if facts is not None:
            # two people may connect the same books at once: the row that is there is the one
            org_id = organisations.connect_organisation(
                house,
                facts,
                connection_id=connection.id,
                grant_id=grant_id,
                now=now,
                on=now.astimezone(ZoneInfo(facts.timezone)).date(),
                org_id=org_id,
            ).id
        else:
            organisations.reach_through(
                house,
                org_id,
                grant_id=grant_id,
                connection_id=connection.id,
                connected_at=now,
            )
        people.let_in(house, org_id, user.id, role=Role.OWNER, via=Via.CONSENT, now=now)
        team.keep_an_owner(house, org_id, user.id)
        name = organisation_of(house, org_id).name
    is_joining = known is not None and known.is_connected
    _resume(doors, org_id, user, f"{name} was {_joined_how(known is not None, is_joining)}", now)
    return Joined(org_id, known is None)


def _joined_how(is_known: bool, is_connected: bool) -> str:
    if is_connected:
        return "connected by one more person"
    return "reconnected" if is_known else "connected"


def _resume(doors: Doors, org_id: UUID, user: User, summary: str, now: datetime) -> None:
    """Everything that waited goes on: reading, notices, messages, flags."""
    with doors.store.tenant(org_id) as tx:
        take_back_farewell(tx, now=now)
        due.drop_all(tx, org_id)
        for what in _AFTER_CONNECTING:
            due.put(tx, what, now)
        due.put(tx, What.CHECK_CONNECTION, now + timedelta(days=1))
        # decisions of before wait for their outcome, people for their letters: each job finds its
        # own day again
        for what in _FINDS_ITS_DAY:
            due.put(tx, what, now + timedelta(days=1))
        if hook_events.is_listened(tx):
            due.put(tx, What.HOOKS, now)
        accepted = {"accepted_terms": read_manifest().terms_version}
        timeline.record(
            tx,
            timeline.Event(at=now, kind="connected", by=user.name, summary=summary, refs=accepted),
        )
    doors.bell.ring(org_id, What.SYNC)


def _keep_to_consent(
    doors: Doors, user_id: UUID, reached: Sequence[LedgerConnection]
) -> tuple[UUID, ...]:
    """Let a person see what their consent lists now; books that stood on it are asked at once."""
    now = doors.clock.now()
    listed = [found.ledger_id for found in reached if found.kind == ORGANISATION]
    with doors.store.house() as house:
        before = people.organisations_of(house, user_id)
        seen = people.keep_to_consent(house, user_id, listed, now=now)
        grant_id = grants.of_user(house, user_id)
        shaken = [
            each.id
            for each in organisations.among(house, sorted(set(before) - set(seen)))
            if each.is_connected and each.grant_id == grant_id
        ]
        for org_id in shaken:
            due.put(house, What.CHECK_CONNECTION, now, org_id=org_id)
    for org_id in shaken:
        doors.bell.ring(org_id, What.CHECK_CONNECTION)
    return seen


def may_stay(doors: Doors, *, user_id: UUID, signed_in_at: datetime) -> bool:
    """Whether a session that began at `signed_in_at` goes on; asks Xero again once a day.

    False where nobody can be asked for this person any more: then they have to sign in again,
    which asks. While Xero cannot be reached, what they could see before stands. For somebody who
    signs in by mail there is nobody to ask: they stay until an owner lets them go.
    """
    now = doors.clock.now()
    if now < signed_in_at + ASKED_EVERY:
        return True
    with doors.store.house() as house:
        user = people.read_user(house, user_id)
        is_by_mail = user is not None and team.is_by_mail(user)
        asked = throttles.is_over(house, f"consent {user_id}", limit=1, now=now)
        if (
            is_by_mail
            or asked
            or not throttles.hit(
                house, f"asking for {user_id}", limit=1, window=_TRY_AGAIN, now=now
            )
        ):
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
    return _keep_to_consent(doors, user_id, doors.consent.connections(tokens.access))


def name_of(doors: Doors, org_id: UUID) -> str:
    """An organisation's name. Raises NotPossible where it is not known."""
    with doors.store.house() as house:
        return organisation_of(house, org_id).name
