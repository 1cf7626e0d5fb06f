"""Consent, tokens and connections of the local Xero."""

import re

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import KeySet

from connectors.sandbox.server import REDIRECT
from connectors.sandbox.testing import RunningXero, running
from tests.connectors.sandbox.small import SCOPES, small_world


def authorise(xero: RunningXero, **query: str) -> requests.Response:
    """The consent page as a browser asks for it."""
    asked = {
        "response_type": "code",
        "client_id": xero.client_id,
        "redirect_uri": REDIRECT,
        "scope": SCOPES,
        "state": "abc",
        **query,
    }
    return requests.get(f"{xero.url}/identity/connect/authorize", params=asked, timeout=60)


def refresh(xero: RunningXero, token: str) -> dict[str, str]:
    """A refresh with this token."""
    return xero.ask_token({"grant_type": "refresh_token", "refresh_token": token})


def test_the_consent_page_offers_every_organisation_and_works_as_a_plain_form(
    xero: RunningXero,
) -> None:
    """Both names stand on it; posting it leads back with code and state."""
    page = authorise(xero)
    assert page.status_code == 200
    assert "Harbour Lane Foods" in page.text
    assert "Catering Hire" in page.text
    assert "<script" not in page.text
    carried = xero.consent(SCOPES)
    assert carried["state"] == "s"
    assert carried["code"]


def test_without_accounting_scopes_no_organisation_is_asked_for(xero: RunningXero) -> None:
    """Signing up asks only who one is, and connects nothing."""
    assert "Catering Hire" not in authorise(xero, scope="openid profile email").text
    token = xero.connect("openid profile email")
    listed = requests.get(f"{xero.url}/connections", headers=xero.headers(token["access_token"]))
    assert listed.json() == []


def test_cancelling_leads_back_with_access_denied(xero: RunningXero) -> None:
    """The redirect carries the error and the state, and no code."""
    page = authorise(xero)
    answer = requests.post(page.url, data={"decision": "cancel"}, allow_redirects=False, timeout=60)
    assert answer.headers["Location"] == f"{REDIRECT}?error=access_denied&state=abc"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"redirect_uri": f"{REDIRECT}/"}, "invalid_request"),
        ({"redirect_uri": "http://127.0.0.1:8000/oauth/callback"}, "invalid_request"),
        ({"client_id": "someone"}, "unauthorized_client"),
        ({"scope": "openid accounting.transactions"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
)
def test_a_wrong_request_is_refused_on_a_page_and_never_redirected(
    xero: RunningXero, wrong: dict[str, str], code: str
) -> None:
    """Exact redirect, known app, granular scopes, code flow."""
    page = authorise(xero, **wrong)
    assert page.status_code == 400
    assert code in page.text
    assert not page.history


def test_127_0_0_1_is_refused_even_when_registered() -> None:
    """Xero allows http://localhost and no address."""
    address = "http://127.0.0.1:8000/oauth/callback"
    with running(small_world(), redirects=(address,)) as xero:
        assert authorise(xero, redirect_uri=address).status_code == 400


def test_a_code_works_once_and_dies_after_five_minutes(xero: RunningXero) -> None:
    """The second exchange and the late one are invalid_grant."""
    form = {"grant_type": "authorization_code", "redirect_uri": REDIRECT}
    code = xero.consent(SCOPES)["code"]
    assert "access_token" in xero.ask_token({**form, "code": code})
    assert xero.ask_token({**form, "code": code}) == {"error": "invalid_grant"}
    late = xero.consent(SCOPES)["code"]
    xero.advance(0.1)
    assert xero.ask_token({**form, "code": late}) == {"error": "invalid_grant"}


def test_credentials_are_taken_by_basic_and_by_form_and_wrong_ones_are_invalid_client(
    xero: RunningXero,
) -> None:
    """The official SDK sends them in the form."""
    form = {"grant_type": "client_credentials", "client_id": xero.client_id}
    url = f"{xero.url}/connect/token"
    good = requests.post(url, data={**form, "client_secret": xero.client_secret}, timeout=60)
    wrong = requests.post(url, data={**form, "client_secret": "no"}, timeout=60)
    assert good.json()["token_type"] == "Bearer"
    assert (wrong.status_code, wrong.json()) == (400, {"error": "invalid_client"})


def test_the_identity_token_verifies_with_the_published_keys(xero: RunningXero) -> None:
    """Signature, issuer, audience, nonce and person are right."""
    code = xero.consent(SCOPES, nonce="n-1")["code"]
    tokens = xero.ask_token(
        {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
    )
    found = requests.get(f"{xero.url}/.well-known/openid-configuration", timeout=60).json()
    assert found["issuer"] == xero.url
    keys = KeySet.import_key_set(requests.get(found["jwks_uri"], timeout=60).json())
    claims = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"]).claims
    assert (claims["iss"], claims["aud"], claims["nonce"]) == (xero.url, xero.client_id, "n-1")
    assert claims["exp"] - claims["iat"] == 300
    assert claims["email"] == "lisa@harbour.example"


def test_an_access_token_dies_after_thirty_minutes_of_the_local_clock(xero: RunningXero) -> None:
    """401 TokenExpired, in the captured form."""
    token = xero.token()
    assert xero.api("GET", "Organisation", token).status_code == 200
    xero.advance(0.51)
    answer = xero.api("GET", "Organisation", token)
    assert answer.status_code == 401
    detail = answer.json()["Detail"]
    assert re.match(r"TokenExpired: token expired at \d\d/\d\d/\d{4} \d\d:\d\d:\d\d$", detail)
    assert answer.json()["Title"] == "Unauthorized"


def test_a_replaced_refresh_token_lives_thirty_minutes_more(xero: RunningXero) -> None:
    """A lost answer can be retried within the grace and not after it."""
    first = xero.connect(SCOPES)["refresh_token"]
    second = refresh(xero, first)["refresh_token"]
    assert second != first
    assert "access_token" in refresh(xero, first)
    xero.advance(0.52)
    assert refresh(xero, first) == {"error": "invalid_grant"}
    assert "access_token" in refresh(xero, second)


def test_a_refresh_token_dies_after_sixty_days_unused(xero: RunningXero) -> None:
    """Day 59 is good, day 61 is not."""
    unused = xero.connect(SCOPES)["refresh_token"]
    xero.advance(24 * 59)
    used = refresh(xero, unused)["refresh_token"]
    xero.advance(24 * 61)
    assert refresh(xero, used) == {"error": "invalid_grant"}


def test_no_refresh_token_without_offline_access(xero: RunningXero) -> None:
    """And no id_token without openid."""
    tokens = xero.connect("accounting.contacts.read")
    assert {"refresh_token", "id_token"}.isdisjoint(tokens)


def test_connections_list_one_organisation_per_consent_and_can_be_filtered(
    xero: RunningXero,
) -> None:
    """Two consents, two connections; authEventId shows what the last one connected."""
    other = list(xero.world.ledgers)[1]
    xero.connect(SCOPES)
    token = xero.connect(SCOPES, tenant=other)["access_token"]
    headers = xero.headers(token)
    listed = requests.get(f"{xero.url}/connections", headers=headers, timeout=60).json()
    assert [each["tenantId"] for each in listed] == [xero.tenant_id, other]
    assert re.match(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}$", listed[0]["createdDateUtc"])
    event = listed[1]["authEventId"]
    latest = requests.get(
        f"{xero.url}/Connections", params={"authEventId": event}, headers=headers, timeout=60
    )
    assert [each["tenantId"] for each in latest.json()] == [other]


def test_deleting_a_connection_ends_that_organisation_only(xero: RunningXero) -> None:
    """204, then 403 for it and 200 for the other; deleting again is 404."""
    other = list(xero.world.ledgers)[1]
    xero.connect(SCOPES)
    token = xero.connect(SCOPES, tenant=other)["access_token"]
    headers = xero.headers(token)
    url = f"{xero.url}/connections"
    first = requests.get(url, headers=headers, timeout=60).json()[0]["id"]
    assert requests.delete(f"{url}/{first}", headers=headers, timeout=60).status_code == 204
    assert requests.delete(f"{url}/{first}", headers=headers, timeout=60).status_code == 404
    refused = xero.api("GET", "Organisation", token)
    assert (refused.status_code, refused.json()["Title"]) == (403, "Forbidden")
    assert xero.api("GET", "Organisation", token, tenant=other).status_code == 200


def test_revoking_ends_all_connections_of_that_user(xero: RunningXero) -> None:
    """Empty 200; the refresh token is dead and both organisations are gone."""
    other = list(xero.world.ledgers)[1]
    xero.connect(SCOPES)
    tokens = xero.connect(SCOPES, tenant=other)
    answer = requests.post(
        f"{xero.url}/connect/revocation",
        data={"token": tokens["refresh_token"]},
        auth=(xero.client_id, xero.client_secret),
        timeout=60,
    )
    assert (answer.status_code, answer.content) == (200, b"")
    assert refresh(xero, tokens["refresh_token"]) == {"error": "invalid_grant"}
    headers = xero.headers(tokens["access_token"])
    assert requests.get(f"{xero.url}/connections", headers=headers, timeout=60).json() == []


def test_a_disconnect_inside_xero_shows_only_at_the_next_call(xero: RunningXero) -> None:
    """403, or 401 where a client must be ready for either."""
    token = xero.connect(SCOPES)["access_token"]
    requests.post(f"{xero.url}/sandbox/organisations/first/disconnect", timeout=60)
    assert xero.api("GET", "Organisation", token).status_code == 403
    xero.world.doubt(disconnected_is_401=True)
    assert xero.api("GET", "Organisation", token).status_code == 401


def test_a_reset_demo_company_comes_back_under_another_tenant_id(xero: RunningXero) -> None:
    """What was connected is gone; the content is as at first."""
    token = xero.connect(SCOPES)["access_token"]
    before = xero.tenant_id
    answer = requests.post(f"{xero.url}/sandbox/organisations/first/reset_demo_company", timeout=60)
    assert answer.json()["tenant"] == xero.tenant_id != before
    assert xero.api("GET", "Organisation", token, tenant=before).status_code == 403
    assert xero.api("GET", "Organisation", token).status_code == 403
    fresh = xero.connect(SCOPES)["access_token"]
    assert len(xero.api("GET", "Invoices", fresh).json()["Invoices"]) == 10
