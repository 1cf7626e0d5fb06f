"""Checks an identity token: signature by Xero's published keys, issuer, audience, time, nonce.

It asks discovery for the keys and holds them; it signs nobody in.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from connectors.xero.app import XeroApp, is_safe
from connectors.xero.plain_http import call
from plugin.ports import Identity, Refused, Unavailable

ALGORITHMS: Final = ("RS256",)
#: By how much two clocks may differ.
LEEWAY: Final = timedelta(seconds=60)
_DISCOVERY: Final = "/.well-known/openid-configuration"


class IdentityTokens:
    """Xero's keys, fetched once and again when a token is signed with one that is not known."""

    def __init__(self, app: XeroApp) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._keys: KeySet | None = None

    def check(self, token: str, *, nonce: str, now: datetime) -> Identity:
        """Who signed in. `now` is business time.

        Raises Refused where any check fails, Unavailable where the keys cannot be fetched.
        """
        with self._lock:
            known = self._keys
        claims = _claims(token, known) if known else None
        if claims is None:
            fresh = self._fetch()
            with self._lock:
                self._keys = fresh
            claims = _claims(token, fresh)
        if claims is None:
            raise Refused("the identity token is not signed by Xero")
        wrong = _wrong(claims, self._app, nonce=nonce, now=now)
        if wrong:
            raise Refused(f"the identity token was refused: {wrong}")
        return Identity(
            subject=str(claims["sub"]),
            email=str(claims.get("email") or ""),
            given_name=str(claims.get("given_name") or ""),
            family_name=str(claims.get("family_name") or ""),
        )

    def _fetch(self) -> KeySet:
        discovery = _json(self._app.identity_url + _DISCOVERY)
        issuer = str(discovery.get("issuer", "")).rstrip("/")
        if issuer != self._app.identity_url:
            raise Refused(f"{self._app.identity_url} says that it is {issuer!r}")
        address = str(discovery.get("jwks_uri", ""))
        if not is_safe(address):
            raise Refused(f"Xero's keys lie at an unsafe address: {address!r}")
        try:
            return KeySet.import_key_set(_json(address))  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError) as error:
            raise Unavailable("Xero's keys cannot be read") from error


def _json(url: str) -> dict[str, Any]:
    answer = call("GET", url)
    try:
        found = json.loads(answer.body) if answer.status == 200 else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Unavailable(f"{url} answered {answer.status}, not JSON")
    return found


def _claims(token: str, keys: KeySet) -> Mapping[str, Any] | None:
    """The claims where the signature holds, None where it does not."""
    try:
        return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    except (JoseError, ValueError, KeyError, TypeError):
        return None


def _wrong(claims: Mapping[str, Any], app: XeroApp, *, nonce: str, now: datetime) -> str:
    """The first check that fails, in words; empty when all hold."""
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    expires = claims.get("exp")
    if str(claims.get("iss", "")).rstrip("/") != app.identity_url:
        return f"issued by {claims.get('iss')!r}"
    if app.client_id not in audiences:
        return "meant for another app"
    if not isinstance(expires, int | float) or now.timestamp() > expires + LEEWAY.total_seconds():
        return "expired"
    if not nonce or claims.get("nonce") != nonce:
        return "not the answer to this sign-in (nonce)"
    if not claims.get("sub"):
        return "names nobody"
    return ""
