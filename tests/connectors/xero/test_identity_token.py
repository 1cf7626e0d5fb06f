"""What an identity token must pass, forgeries included."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from connectors.xero import XeroApp
from connectors.xero.identity_token import IdentityTokens
from plugin.ports import Refused, Unavailable
from tests.connectors.xero.canned import Canned, telling

JSON = {"Content-Type": "application/json"}
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
KEY = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})
OTHER = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})


def _text(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


class Issuer:
    """An issuer of identity tokens with a key of its own."""

    def __init__(self) -> None:
        self._telling = telling(Canned(500))
        self.server = self._telling.__enter__()
        keys = {"keys": [KEY.as_dict(private=False)]}
        self.says(keys=keys)
        self.app = XeroApp(
            client_id="app-1",
            client_secret="s",
            redirect_uri="http://localhost:8000/oauth/callback",
            identity_url=self.server.url,
        )

    def says(self, *, keys: Any, issuer: str | None = None, jwks: str | None = None) -> None:
        """What discovery and the keys' address answer from now on, in this order."""
        discovery = {
            "issuer": issuer or self.server.url,
            "jwks_uri": jwks or f"{self.server.url}/jwks",
        }
        pair = [Canned(200, json.dumps(found).encode(), JSON) for found in (discovery, keys)]
        self.server.answers[:] = pair * 8

    def token(self, key: RSAKey = KEY, **claims: Any) -> str:
        """A token that passes every check, but for what is given."""
        known = {
            "iss": self.server.url,
            "aud": "app-1",
            "exp": int(NOW.timestamp()) + 300,
            "nonce": "n-1",
            "sub": "u-1",
            "email": "lisa@harbour.example",
        }
        found = {name: value for name, value in (known | claims).items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": "k1"}, found, key)

    def close(self) -> None:
        """Stop answering."""
        self._telling.__exit__(None, None, None)


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    """A fresh issuer."""
    fresh = Issuer()
    yield fresh
    fresh.close()


def test_a_good_identity_token_names_the_person_and_its_keys_are_fetched_once(
    issuer: Issuer,
) -> None:
    """Audiences may be a list, as the standard allows."""
    tokens = IdentityTokens(issuer.app)
    assert tokens.check(issuer.token(), nonce="n-1", now=NOW).subject == "u-1"
    assert tokens.check(issuer.token(aud=["x", "app-1"]), nonce="n-1", now=NOW).email
    assert len(issuer.server.asked) == 2


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"iss": "https://identity.xero.com"}, "issued by"),
        ({"aud": "another-app"}, "another app"),
        ({"aud": None}, "another app"),
        ({"exp": int(NOW.timestamp()) - 61}, "expired"),
        ({"exp": None}, "expired"),
        ({"nonce": "other"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"sub": None}, "nobody"),
    ],
)
def test_each_check_of_an_identity_token_refuses_by_itself(
    issuer: Issuer, claims: dict[str, Any], words: str
) -> None:
    """Well signed is not enough."""
    with pytest.raises(Refused, match=words):
        IdentityTokens(issuer.app).check(issuer.token(**claims), nonce="n-1", now=NOW)


def test_a_token_signed_by_anybody_else_is_refused(issuer: Issuer) -> None:
    """Another key under the same name, our public key as a secret, no signature at all."""
    head, body, signature = issuer.token().split(".")
    as_secret = _text(b'{"alg":"HS256","kid":"k1"}') + "." + body
    mac = hmac.digest(KEY.as_pem(private=False), as_secret.encode(), "sha256")
    forged = [
        issuer.token(OTHER),
        f"{as_secret}.{_text(mac)}",
        _text(b'{"alg":"none","kid":"k1"}') + f".{body}.",
        f"{head}.{body}.{signature[:-4]}AAAA",
        "not.a.token",
        "",
    ]
    for token in forged:
        with pytest.raises(Refused, match="not signed by Xero"):
            IdentityTokens(issuer.app).check(token, nonce="n-1", now=NOW)


def test_keys_that_were_changed_are_fetched_again(issuer: Issuer) -> None:
    """Without a restart."""
    tokens = IdentityTokens(issuer.app)
    tokens.check(issuer.token(), nonce="n-1", now=NOW)
    issuer.says(keys={"keys": [OTHER.as_dict(private=False)]})
    assert tokens.check(issuer.token(OTHER), nonce="n-1", now=NOW).subject == "u-1"


def test_discovery_that_speaks_for_another_or_points_to_an_unsafe_address_is_refused(
    issuer: Issuer,
) -> None:
    """And keys that cannot be had are a passing failure."""
    issuer.says(keys={}, issuer="https://evil.example")
    with pytest.raises(Refused, match="says that it is"):
        IdentityTokens(issuer.app).check(issuer.token(), nonce="n-1", now=NOW)
    issuer.says(keys={}, jwks="http://evil.example/keys")
    with pytest.raises(Refused, match="unsafe"):
        IdentityTokens(issuer.app).check(issuer.token(), nonce="n-1", now=NOW)
    issuer.server.answers[:] = [Canned(503, b"")]
    with pytest.raises(Unavailable):
        IdentityTokens(issuer.app).check(issuer.token(), nonce="n-1", now=NOW)
