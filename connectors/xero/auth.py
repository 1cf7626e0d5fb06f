"""Sign in and consent with Xero: OAuth 2.0 code flow with OpenID Connect; fits ports.Consent.

It stores no token and decides no access; the lock under which tokens are refreshed is in
`plugin.ports.valid_tokens`.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode

import msgspec

from connectors.xero.answers import Answer, Next, advice, retry_after
from connectors.xero.app import XeroApp
from connectors.xero.identity_token import IdentityTokens
from connectors.xero.plain_http import call
from plugin.ports import (
    Clock,
    Granted,
    GrantEnded,
    Identity,
    LedgerConnection,
    LedgerError,
    Malformed,
    Refused,
    Tokens,
    Unavailable,
)

#: The only kind of tenant that has a sales ledger.
ORGANISATION: Final = "ORGANISATION"
_TOKEN: Final = "/connect/token"  # noqa: S105 - an address
_LIFE: Final = 1800
_PASSING: Final = timedelta(seconds=60)
#: wrong app credentials are mended by a person
_MENDING: Final = timedelta(minutes=15)
_OUR_FAULT: Final = frozenset({"invalid_client", "unauthorized_client"})


class _TokenAnswer(msgspec.Struct):
    access_token: str
    expires_in: int = _LIFE
    refresh_token: str | None = None
    id_token: str | None = None
    scope: str | None = None


class _Connection(msgspec.Struct, rename="camel"):
    id: str
    tenant_id: str
    tenant_type: str | None = None
    tenant_name: str | None = None


class XeroConsent:
    """Consent with Xero for one app; holds nothing but the app and Xero's public keys."""

    def __init__(self, app: XeroApp, clock: Clock) -> None:
        self._app = app
        self._clock = clock
        self._identities = IdentityTokens(app)

    def authorise_url(self, *, state: str, nonce: str, scopes: Sequence[str]) -> str:
        """Where to send the person; `state` and `nonce` must come back as they went."""
        if not state or not nonce:
            raise ValueError("state and nonce are never empty")
        query = {
            "response_type": "code",
            "client_id": self._app.client_id,
            "redirect_uri": self._app.redirect_uri,
            "scope": " ".join(scopes),
            "state": state,
            "nonce": nonce,
        }
        return f"{self._app.login_url}/identity/connect/authorize?{urlencode(query)}"

    def exchange(self, *, code: str, nonce: str) -> Granted:
        """Tokens and a checked identity for a code, which works once within five minutes.

        Without `openid` among the scopes the identity is empty; without `offline_access` the
        refresh token is. Raises Refused for a dead code or an identity token that fails a check,
        Unavailable for a passing failure (then start over) and for wrong app credentials.
        """
        answer = self._tokens(
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self._app.redirect_uri,
            }
        )
        if answer.status != 200:
            raise self._oauth_error(
                answer, dead=Refused("the consent's code is used up or too old")
            )
        found = _token_answer(answer)
        identity = Identity(subject="", email="")
        if found.id_token:
            identity = self._identities.check(found.id_token, nonce=nonce, now=self._clock.now())
        claims = _unchecked_claims(found.access_token)
        return Granted(
            identity=identity,
            tokens=self._kept(found, refresh="", scopes=_claimed_scopes(claims)),
            auth_event_id=str(claims.get("authentication_event_id") or ""),
        )

    def refresh(self, tokens: Tokens) -> Tokens:
        """New tokens for these; the old refresh token works for 30 minutes more, for retries.

        Raises GrantEnded where the grant is dead (invalid_grant), Unavailable where no readable
        answer came and where Xero does not know our app: then the same call is right again.
        """
        if not tokens.refresh:
            raise GrantEnded("this sign-in came without leave to refresh it")
        answer = self._tokens({"grant_type": "refresh_token", "refresh_token": tokens.refresh})
        if answer.status != 200:
            raise self._oauth_error(answer, dead=GrantEnded("Xero no longer accepts this consent"))
        return self._kept(_token_answer(answer), refresh=tokens.refresh, scopes=tokens.scopes)

    def connections(
        self, access_token: str, *, auth_event_id: str = ""
    ) -> tuple[LedgerConnection, ...]:
        """Every tenant this person's consent reaches, `kind` in Xero's word (ORGANISATION, …).

        With `auth_event_id` only what that consent connected. Raises Unavailable for a passing
        failure and for a token that has to be refreshed first (see `valid_tokens`), Malformed.
        """
        query = {"authEventId": auth_event_id} if auth_event_id else None
        answer = self._api("GET", "/connections", access_token, query)
        try:
            found = msgspec.json.decode(answer.body, type=list[_Connection])
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise Malformed(str(error), page=1, where="connections") from error
        return tuple(
            LedgerConnection(one.id, one.tenant_id, one.tenant_name or "", one.tenant_type or "")
            for one in found
        )

    def disconnect(self, access_token: str, connection_id: str) -> None:
        """Delete one connection; one that is gone already counts as deleted.

        Raises Unavailable for a passing failure and for a token that has to be refreshed first.
        """
        path = f"/connections/{quote(connection_id, safe='')}"
        self._api("DELETE", path, access_token, None, missing_ok=True)

    def revoke(self, tokens: Tokens) -> None:
        """End the person's consent: all connections of theirs with us, not only one."""
        answer = call(
            "POST",
            f"{self._app.identity_url}/connect/revocation",
            form={"token": tokens.refresh},
            credentials=(self._app.client_id, self._app.client_secret),
        )
        if answer.status != 200:
            raise self._oauth_error(answer, dead=Refused("Xero does not know this consent"))

    def _tokens(self, form: dict[str, str]) -> Answer:
        credentials = (self._app.client_id, self._app.client_secret)
        return call("POST", self._app.identity_url + _TOKEN, form=form, credentials=credentials)

    def _api(
        self,
        method: str,
        path: str,
        access_token: str,
        query: dict[str, str] | None,
        *,
        missing_ok: bool = False,
    ) -> Answer:
        answer = call(
            method,
            self._app.api_url + path,
            headers={"Authorization": f"Bearer {access_token}"},
            query=query,
        )
        if 200 <= answer.status < 300 or (missing_ok and answer.status == 404):
            return answer
        found = advice(answer, is_write=False, now=self._clock.now())
        if found.then is Next.REFRESH:
            # says nothing about the connection: whoever takes it for an answer loses one
            raise Unavailable(f"this access token has to be refreshed first ({found.error})")
        raise found.error

    def _oauth_error(self, answer: Answer, *, dead: LedgerError) -> LedgerError:
        """What a failed token call means; only invalid_grant says anything about the grant.

        That Xero does not know our app is our own mistake: it passes once somebody has mended it,
        and until then nothing of a customer's may be given up for it.
        """
        if answer.status >= 500 or answer.status in {408, 429}:
            wait = retry_after(answer, self._clock.now()) or _PASSING
            return Unavailable(f"Xero's sign-in answered {answer.status}", wait)
        try:
            found = json.loads(answer.body)
        except ValueError:
            found = None
        code = found.get("error") if isinstance(found, dict) else None
        if code == "invalid_grant":
            return dead
        if code in _OUR_FAULT:
            return Unavailable(f"Xero does not accept our app credentials ({code})", _MENDING)
        if code:
            return Refused(f"Xero refused: {found.get('error_description') or code}")
        return Unavailable(f"Xero's sign-in answered {answer.status} without saying why", _PASSING)

    def _kept(self, found: _TokenAnswer, *, refresh: str, scopes: tuple[str, ...]) -> Tokens:
        """The tokens of an answer; what it leaves out stays as it was."""
        return Tokens(
            access=found.access_token,
            refresh=found.refresh_token or refresh,
            expires_at=self._clock.now() + timedelta(seconds=found.expires_in),
            scopes=tuple(found.scope.split()) if found.scope else scopes,
        )


def _token_answer(answer: Answer) -> _TokenAnswer:
    """The answer's tokens; unreadable ones are a passing failure, the old tokens still stand."""
    try:
        return msgspec.json.decode(answer.body, type=_TokenAnswer, strict=False)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Unavailable("Xero's token answer cannot be read") from error


def _unchecked_claims(token: str) -> dict[str, Any]:
    """The claims of an access token just handed to us by Xero itself; empty where unreadable."""
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        found = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, binascii.Error):
        return {}
    return found if isinstance(found, dict) else {}


def _claimed_scopes(claims: dict[str, Any]) -> tuple[str, ...]:
    """The scopes that an access token itself names, for an answer that names none."""
    found = claims.get("scope")
    if isinstance(found, str):
        return tuple(found.split())
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()
