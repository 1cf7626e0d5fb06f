"""Who may do what: the app, consents, codes, tokens and connections of the local Xero.

It speaks no HTTP (that is `identity_pages`) and checks no accounting call (that is `gate`).
Every lifetime is counted on the local Xero's clock: codes 5 minutes, access tokens 30 minutes,
refresh tokens 60 days unused and 30 minutes once replaced.
"""

import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from connectors.sandbox import scopes
from connectors.sandbox.errors import NotFoundError
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.seed import SeedUser
from connectors.sandbox.tokens import AccessClaims, Signer
from connectors.sandbox.world import World

CODE_LIFE = timedelta(minutes=5)
REFRESH_LIFE = timedelta(days=60)
GRACE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class App:
    """An app as registered in Xero's developer portal."""

    client_id: str
    secret: str
    name: str
    redirects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Connection:
    """One organisation that one user connected to one app."""

    id: str
    client: str
    user: str
    tenant: str
    auth_event: str
    created: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class _Consent:
    client: str
    user: str
    scope: frozenset[str]
    auth_event: str
    redirect: str
    nonce: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class _Refresh:
    client: str
    user: str
    scope: frozenset[str]
    auth_event: str
    issued: datetime
    replaced: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the token address answers with."""

    access: str
    scope: str
    refresh: str | None = None
    id_token: str | None = None


class GrantError(Exception):
    """A token request is refused; `code` is OAuth's error, as invalid_grant."""

    def __init__(self, code: str, description: str = "") -> None:
        super().__init__(description or code)
        self.code = code


class Identity:
    """The state of Xero's identity side for one app; every call takes the world's lock."""

    def __init__(self, world: World, app: App, signer: Signer) -> None:
        self.world = world
        self.app = app
        self.signer = signer
        self._codes: dict[str, _Consent] = {}
        self._refreshes: dict[str, _Refresh] = {}
        self._granted: dict[tuple[str, str], frozenset[str]] = {}
        self._connections: dict[str, Connection] = {}

    def consent(
        self,
        user: SeedUser,
        tenants: Iterable[str],
        scope: frozenset[str],
        redirect: str,
        nonce: str | None,
    ) -> str:
        """A single-use code: the user allowed this scope and connected these organisations."""
        with self.world.lock:
            user_id, event = self.world.user_id(user), str(uuid.uuid4())
            for tenant in tenants:
                self._connect(user_id, self.world.ledger(tenant), event)
            key = (self.app.client_id, user_id)
            # scopes are additive: an earlier consent of this user still counts
            self._granted[key] = self._granted.get(key, frozenset()) | scope
            code = secrets.token_urlsafe(32)
            self._codes[code] = _Consent(
                self.app.client_id,
                user_id,
                self._granted[key] if scope & scopes.ACCOUNTING else scope,
                event,
                redirect,
                nonce,
                self.world.now(),
            )
            return code

    def exchange(self, client: str, code: str, redirect: str) -> Tokens:
        """Tokens for a code. Raises GrantError when it is unknown, used, old or for another."""
        with self.world.lock:
            consent = self._codes.pop(code, None)
            if consent is None or consent.client != client or consent.redirect != redirect:
                raise GrantError("invalid_grant")
            if self.world.now() - consent.at > CODE_LIFE:
                raise GrantError("invalid_grant")
            return self._issue(
                client, consent.user, consent.scope, consent.auth_event, consent.nonce
            )

    def refresh(self, client: str, token: str) -> Tokens:
        """New tokens for a refresh token, which stays good for 30 more minutes.

        Raises GrantError when it is unknown, replaced longer ago, or 60 days old.
        """
        with self.world.lock:
            found, now = self._refreshes.get(token), self.world.now()
            if found is None or found.client != client or now - found.issued > REFRESH_LIFE:
                raise GrantError("invalid_grant")
            if found.replaced is not None and now - found.replaced > GRACE:
                raise GrantError("invalid_grant")
            if found.replaced is None:
                self._refreshes[token] = replace(found, replaced=now)
            return self._issue(client, found.user, found.scope, found.auth_event, None)

    def for_app(self, client: str, scope: frozenset[str]) -> Tokens:
        """A token without a user for the first organisation, as a custom connection has."""
        with self.world.lock:
            wanted = scope or frozenset(each for each in scopes.ACCOUNTING)
            if scopes.refused(wanted) or wanted & scopes.IDENTITY:
                raise GrantError("invalid_scope")
            if wanted & scopes.ACCOUNTING and not self.connections(client, user=client):
                self._connect(client, self.world.first, str(uuid.uuid4()))
            return self._issue(client, client, wanted, str(uuid.uuid4()), None)

    def revoke(self, client: str, token: str) -> None:
        """End this user's consent: every refresh token and every connection of theirs."""
        with self.world.lock:
            found = self._refreshes.get(token)
            if found is None or found.client != client:
                return
            self._refreshes = {
                key: each
                for key, each in self._refreshes.items()
                if (each.client, each.user) != (client, found.user)
            }
            for connection in self.connections(client, user=found.user):
                del self._connections[connection.id]
            self._granted.pop((client, found.user), None)

    def claims(self, token: str) -> AccessClaims:
        """What an access token says. Raises UnauthorisedError when it is not good now."""
        return self.signer.read(token, self.world.now())

    def connections(
        self, client: str, *, user: str | None = None, auth_event: str | None = None
    ) -> list[Connection]:
        """The connections of an app, of one user and consent if given, oldest first."""
        with self.world.lock:
            found = [
                each
                for each in self._connections.values()
                if each.client == client
                and (user is None or each.user == user)
                and (auth_event is None or each.auth_event == auth_event)
            ]
            return sorted(found, key=lambda each: each.created)

    def is_connected(self, client: str, tenant: str, user: str | None = None) -> bool:
        """Whether this tenant is connected to the app, by this user if given."""
        return any(each.tenant == tenant for each in self.connections(client, user=user))

    def delete_connection(self, client: str, user: str | None, key: str) -> None:
        """Disconnect one organisation of one user. Raises NotFoundError."""
        with self.world.lock:
            found = self._connections.get(key.lower())
            if found is None or found.client != client or (user and found.user != user):
                raise NotFoundError
            del self._connections[found.id]

    def disconnect(self, tenant: str) -> int:
        """Someone disconnects the app inside Xero: all connections of this organisation go."""
        with self.world.lock:
            gone = [each.id for each in self._connections.values() if each.tenant == tenant]
            for key in gone:
                del self._connections[key]
            return len(gone)

    def _connect(self, user: str, ledger: Ledger, event: str) -> None:
        now = self.world.now()
        for each in self.connections(self.app.client_id, user=user):
            if each.tenant == ledger.tenant:
                self._connections[each.id] = replace(each, auth_event=event, updated=now)
                return
        key = str(uuid.uuid4())
        self._connections[key] = Connection(
            key, self.app.client_id, user, ledger.tenant, event, now, now
        )

    def _issue(
        self, client: str, user: str, scope: frozenset[str], event: str, nonce: str | None
    ) -> Tokens:
        now = self.world.now()
        text = " ".join(sorted(scope))
        claims = AccessClaims(client, user, scope, event)
        access = self.signer.access(claims, now)
        refresh = None
        if "offline_access" in scope:
            refresh = secrets.token_urlsafe(32)
            self._refreshes[refresh] = _Refresh(client, user, scope, event, now)
        person = next((u for u in self.world.users if self.world.user_id(u) == user), None)
        id_token = None
        if "openid" in scope and person is not None:
            id_token = self.signer.identity(claims, person, nonce, access, now)
        return Tokens(access, text, refresh, id_token)
