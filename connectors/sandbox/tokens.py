"""Signs and reads the local Xero's tokens: RS256 JWTs with a key that it publishes.

It keeps no state of consents; `identity` does.
"""

import base64
import functools
import hashlib
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from connectors.sandbox.errors import UnauthorisedError
from connectors.sandbox.seed import SeedUser

ACCESS_LIFE = timedelta(minutes=30)
IDENTITY_LIFE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What an access token says: the app, the user (or the app itself), the scope, the consent."""

    client: str
    user: str
    scope: frozenset[str]
    auth_event: str


@functools.cache
def _signing_key() -> RSAKey:
    """One key for the life of the program; another program cannot forge with it."""
    return RSAKey.generate_key(2048, {"kid": uuid.uuid4().hex.upper(), "use": "sig"})


class Signer:
    """Signs for one issuer: the origin at which the identity side is served."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self._key = _signing_key()

    def keys(self) -> dict[str, Any]:
        """The published key set."""
        public = self._key.as_dict(private=False)
        return {"keys": [{**public, "alg": "RS256", "use": "sig"}]}

    def access(self, claims: AccessClaims, now: datetime) -> str:
        """An access token, good for 30 minutes from `now`."""
        body = {
            "nbf": _seconds(now),
            "exp": _seconds(now + ACCESS_LIFE),
            "iss": self.issuer,
            "aud": f"{self.issuer}/resources",
            "client_id": claims.client,
            "sub": claims.user.replace("-", ""),
            "auth_time": _seconds(now),
            "xero_userid": claims.user,
            "global_session_id": claims.auth_event.replace("-", ""),
            "authentication_event_id": claims.auth_event,
            "jti": uuid.uuid4().hex.upper(),
            "scope": sorted(claims.scope),
        }
        return self._sign(body)

    def identity(
        self,
        claims: AccessClaims,
        person: SeedUser,
        nonce: str | None,
        access: str,
        now: datetime,
    ) -> str:
        """An identity token for the app, good for 5 minutes from `now`."""
        half = hashlib.sha256(access.encode()).digest()[:16]
        body: dict[str, Any] = {
            "nbf": _seconds(now),
            "exp": _seconds(now + IDENTITY_LIFE),
            "iat": _seconds(now),
            "iss": self.issuer,
            "aud": claims.client,
            "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
            "sid": claims.auth_event.replace("-", ""),
            "sub": claims.user.replace("-", ""),
            "auth_time": _seconds(now),
            "xero_userid": claims.user,
        }
        if nonce:
            body["nonce"] = nonce
        if "profile" in claims.scope:
            body |= {
                "given_name": person.first_name,
                "family_name": person.last_name,
                "name": person.name,
                "preferred_username": person.email,
            }
        if "email" in claims.scope:
            body["email"] = person.email
        return self._sign(body)

    def read(self, token: str, now: datetime) -> AccessClaims:
        """The claims of an access token. Raises UnauthorisedError when bad or expired."""
        try:
            body = jwt.decode(token, self._key, algorithms=["RS256"]).claims
            client, user = str(body["client_id"]), str(body["xero_userid"])
            found = AccessClaims(
                client, user, frozenset(body["scope"]), str(body["authentication_event_id"])
            )
            expires = datetime.fromtimestamp(int(body["exp"]), UTC)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise UnauthorisedError("AuthenticationUnsuccessful") from error
        if body.get("iss") != self.issuer:
            raise UnauthorisedError("AuthenticationUnsuccessful")
        if now >= expires:
            raise UnauthorisedError(f"TokenExpired: token expired at {expires:%m/%d/%Y %H:%M:%S}")
        return found

    def _sign(self, body: dict[str, Any]) -> str:
        header = {"alg": "RS256", "typ": "JWT", "kid": self._key.kid}
        return jwt.encode(header, body, self._key, algorithms=["RS256"])


def _seconds(value: datetime) -> int:
    return int(value.timestamp())
