"""Signing in and consenting, over real HTTP, and everything that must be refused on the way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from connectors.sandbox.testing import RunningXero, running
from connectors.xero import XeroApp, XeroConsent
from plugin.ports import Clock, Consent, Disconnected, Granted, Malformed, Refused, Unavailable
from tests.connectors.xero.canned import Canned, telling
from tests.connectors.xero.connected import SCOPES, XeroClock, an_app, wholesaler
from tests.doors import HeldClock

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def xero() -> Iterator[RunningXero]:
    """A local Xero; each test consents anew."""
    with running(wholesaler()) as fresh:
        yield fresh


@pytest.fixture
def consent(xero: RunningXero) -> Consent:
    """The door under test; mypy sees that it fits."""
    return XeroConsent(an_app(xero), XeroClock(xero))


def consented(xero: RunningXero, consent: Consent, scopes: str = " ".join(SCOPES)) -> Granted:
    back = xero.consent(scopes, nonce="n-1")
    return consent.exchange(code=back["code"], nonce="n-1")


def test_the_authorise_address_carries_state_nonce_and_the_exact_redirect(
    xero: RunningXero, consent: Consent
) -> None:
    """And Xero answers it with its consent page."""
    url = consent.authorise_url(state="s t", nonce="n-1", scopes=["openid", "profile"])
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert query == {
        "response_type": "code",
        "client_id": xero.client_id,
        "redirect_uri": xero.redirect_uri,
        "scope": "openid profile",
        "state": "s t",
        "nonce": "n-1",
    }
    assert requests.get(url, timeout=60).status_code == 200
    with pytest.raises(ValueError, match="never empty"):
        consent.authorise_url(state="", nonce="n", scopes=[])


def test_a_code_becomes_a_checked_identity_tokens_and_a_connection(
    xero: RunningXero, consent: Consent
) -> None:
    """What this consent connected is told apart from what came before."""
    granted = consented(xero, consent)
    assert granted.identity.email == "lisa.harding@harbourlane.example"
    assert granted.identity.given_name == "Lisa"
    assert granted.tokens
    assert set(granted.tokens.scopes) == set(SCOPES)
    life = granted.tokens.expires_at - xero.world.now()
    assert timedelta(minutes=29) < life <= timedelta(minutes=30)
    (reached,) = consent.connections(granted.tokens.access, auth_event_id=granted.auth_event_id)
    assert (reached.ledger_id, reached.kind) == (xero.tenant_id, "ORGANISATION")
    shown = repr(granted)
    assert granted.tokens.access not in shown and granted.tokens.refresh not in shown


def test_signing_in_alone_gives_an_identity_and_nothing_to_refresh(
    xero: RunningXero, consent: Consent
) -> None:
    """Without offline_access there is no refresh token, and refreshing says so."""
    granted = consented(xero, consent, "openid profile email")
    assert granted.identity.subject
    assert granted.tokens
    assert granted.tokens.refresh == ""
    with pytest.raises(Disconnected):
        consent.refresh(granted.tokens)


def test_a_code_works_once_and_only_with_its_own_nonce(xero: RunningXero, consent: Consent) -> None:
    """A replayed or swapped answer signs nobody in."""
    back = xero.consent(" ".join(SCOPES), nonce="n-1")
    consent.exchange(code=back["code"], nonce="n-1")
    with pytest.raises(Refused, match="used up"):
        consent.exchange(code=back["code"], nonce="n-1")
    other = xero.consent(" ".join(SCOPES), nonce="somebody-elses")
    with pytest.raises(Refused, match="nonce"):
        consent.exchange(code=other["code"], nonce="n-1")
    without = xero.consent(" ".join(SCOPES))
    with pytest.raises(Refused, match="nonce"):
        consent.exchange(code=without["code"], nonce="n-1")


def test_wrong_app_credentials_are_refused_and_never_a_lost_connection(
    xero: RunningXero, consent: Consent
) -> None:
    """Our own mistake must not make a thousand customers reconnect."""
    granted = consented(xero, consent)
    assert granted.tokens
    wrong = XeroConsent(an_app(xero, client_secret="wrong"), XeroClock(xero))
    with pytest.raises(Unavailable, match="app credentials"):
        wrong.refresh(granted.tokens)


@pytest.mark.parametrize("code", [b"invalid_client", b"unauthorized_client"])
@pytest.mark.parametrize("status", [400, 401])
def test_both_names_for_wrong_app_credentials_are_ours_to_mend(
    xero: RunningXero, code: bytes, status: int
) -> None:
    """A quarter of an hour later somebody may have mended them; the grant stands meanwhile."""
    with telling(Canned(status, b'{"error":"' + code + b'"}', JSON)) as server:
        away = XeroConsent(an_app(xero, identity_url=server.url), HeldClock())
        granted = consented(xero, XeroConsent(an_app(xero), XeroClock(xero)))
        assert granted.tokens
        with pytest.raises(Unavailable, match="app credentials") as problem:
            away.refresh(granted.tokens)
        assert problem.value.retry_after == timedelta(minutes=15)


def test_a_busy_sign_in_says_for_how_long_to_wait(xero: RunningXero) -> None:
    """Its Retry-After is kept."""
    with telling(Canned(429, b"", {"Retry-After": "90"})) as server:
        away = XeroConsent(an_app(xero, identity_url=server.url), HeldClock())
        granted = consented(xero, XeroConsent(an_app(xero), XeroClock(xero)))
        assert granted.tokens
        with pytest.raises(Unavailable) as problem:
            away.refresh(granted.tokens)
        assert problem.value.retry_after == timedelta(seconds=90)


def test_a_refresh_gives_new_tokens_and_the_old_one_has_its_grace(
    xero: RunningXero, consent: Consent
) -> None:
    """Thirty minutes on Xero's clock, then the grant is dead."""
    granted = consented(xero, consent)
    assert granted.tokens
    fresh = consent.refresh(granted.tokens)
    assert fresh.refresh != granted.tokens.refresh
    assert fresh.scopes == granted.tokens.scopes
    assert consent.refresh(granted.tokens).access
    xero.advance(1)
    with pytest.raises(Disconnected):
        consent.refresh(granted.tokens)


def test_disconnecting_deletes_one_connection_and_twice_is_as_good_as_once(
    xero: RunningXero, consent: Consent
) -> None:
    """The person's other organisations stay."""
    granted = consented(xero, consent)
    assert granted.tokens
    (reached,) = consent.connections(granted.tokens.access)
    consent.disconnect(granted.tokens.access, reached.id)
    consent.disconnect(granted.tokens.access, reached.id)
    assert consent.connections(granted.tokens.access) == ()


def test_revoking_ends_the_grant(xero: RunningXero, consent: Consent) -> None:
    """All connections of this person with us."""
    granted = consented(xero, consent)
    assert granted.tokens
    consent.revoke(granted.tokens)
    with pytest.raises(Disconnected):
        consent.refresh(granted.tokens)


def test_an_expired_access_token_says_nothing_about_the_connection(
    xero: RunningXero, consent: Consent
) -> None:
    """Neither that it is gone nor that it was deleted: refresh first."""
    granted = consented(xero, consent)
    assert granted.tokens
    xero.advance(1)
    with pytest.raises(Unavailable, match="TokenExpired"):
        consent.connections(granted.tokens.access)
    with pytest.raises(Unavailable, match="refreshed first"):
        consent.disconnect(granted.tokens.access, "c-1")


@pytest.mark.parametrize(
    "answer",
    [
        Canned(500, b"oops"),
        Canned(503, b"<html>"),
        Canned(429, b""),
        Canned(200, b"<html>"),
        Canned(200, b'{"token_type":"Bearer"}', JSON),
        Canned(403, b"<html>"),
        Canned(0),
    ],
)
def test_a_refresh_that_fails_in_passing_is_unavailable(answer: Canned, xero: RunningXero) -> None:
    """The tokens we have stay; only invalid_grant ends them."""
    with telling(answer) as server:
        away = XeroConsent(an_app(xero, identity_url=server.url), HeldClock())
        granted = consented(xero, XeroConsent(an_app(xero), XeroClock(xero)))
        assert granted.tokens
        with pytest.raises(Unavailable):
            away.refresh(granted.tokens)
        assert len(server.asked) == 1


def test_connections_that_cannot_be_read_are_malformed(xero: RunningXero) -> None:
    """Never an empty list: that would disconnect everybody."""
    with telling(Canned(200, b'[{"id":"1"}]', JSON)) as server:
        away = XeroConsent(an_app(xero, api_url=server.url), HeldClock())
        with pytest.raises(Malformed, match="tenantId"):
            away.connections("t")


# --- addresses ----------------------------------------------------------------------------

REAL = XeroApp(
    client_id="c", client_secret="s", redirect_uri="https://goodterms.example/oauth/callback"
)


def test_the_real_xero_is_where_an_app_goes_unless_told_otherwise() -> None:
    """And the secret is in no traceback."""
    assert (REAL.login_url, REAL.identity_url, REAL.api_url) == (
        "https://login.xero.com",
        "https://identity.xero.com",
        "https://api.xero.com",
    )
    assert "client_secret" not in repr(REAL)
    url = XeroConsent(REAL, HeldClock()).authorise_url(state="s", nonce="n", scopes=["openid"])
    assert url.startswith("https://login.xero.com/identity/connect/authorize?")


@pytest.mark.parametrize("name", ["login_url", "identity_url", "api_url", "redirect_uri"])
@pytest.mark.parametrize(
    "url",
    [
        "http://api.xero.com",
        "ftp://localhost",
        "localhost:9000",
        "",
        "http://localhost.evil.example",
        "http://localhost@evil.example",
        "https://user:secret@api.xero.com",
    ],
)
def test_addresses_that_would_send_secrets_in_the_clear_are_refused(name: str, url: str) -> None:
    """https, or this machine."""
    changes: dict[str, Any] = {name: url}
    with pytest.raises(ValueError, match=name):
        replace(REAL, **changes)


def test_a_redirect_to_127_0_0_1_is_refused_before_xero_does() -> None:
    """Xero takes http://localhost only."""
    with pytest.raises(ValueError, match="localhost"):
        replace(REAL, redirect_uri="http://127.0.0.1:8000/oauth/callback")


@pytest.mark.long
def test_an_identity_address_that_never_answers_is_given_up_within_four_seconds(
    xero: RunningXero,
) -> None:
    """So that a call with a refresh in it stays within ten."""
    clock: Clock = HeldClock()
    with telling(Canned(200, b"{}", wait=3.0)) as server:
        away = XeroConsent(an_app(xero, identity_url=server.url), clock)
        began = time.monotonic()
        with pytest.raises(Unavailable):
            away.exchange(code="c", nonce="n")
        assert time.monotonic() - began < 4
