"""Signing in: codes leave the address at once, nobody is sent elsewhere, nobody is nobody."""

from __future__ import annotations

import pytest
from flask import Flask

from plugin.web.app import create_console
from plugin.web.doorkeeper import cookie_name
from tests.builders import House
from tests.security.consents import Listing
from tests.web.conftest import Browser


@pytest.mark.parametrize(
    "back",
    [
        "//evil.test/", "/\\evil.test/", "https://evil.test/", "/\t/evil.test/", "/\r/evil.test",
        "/\n/evil.test/", "javascript:alert(1)", "/\\\t/evil.test", "\t//evil.test",
    ],
)  # fmt: skip
def test_the_way_back_never_leads_to_another_site(app: Flask, consent: Listing, back: str) -> None:
    """Whatever stands in `back`, a browser stays with us, also one that drops controls."""
    client = app.test_client()
    client.get("/oauth/start", query_string={"back": back})
    reply = client.get(f"/oauth/callback?code=c&state={consent.states[-1]}")
    assert reply.status_code == 302
    plain = reply.location.translate({ord(each): None for each in "\t\r\n"})
    assert plain.startswith("/")
    assert not plain.startswith(("//", "/\\"))


def test_a_code_that_cannot_be_used_leaves_the_address_as_well(app: Flask) -> None:
    """A failed sign-in redirects: the code may still be good, and the address would keep it."""
    reply = app.test_client().get("/oauth/callback?code=secret&state=unknown")
    assert reply.status_code == 302
    assert "secret" not in reply.location
    page = app.test_client().get(reply.location)
    assert page.status_code == 409
    assert "not started here" in page.get_data(as_text=True)


def test_a_consent_without_an_identity_signs_nobody_in(app: Flask, consent: Listing) -> None:
    """Everybody without a subject would be the same person."""
    client = app.test_client()
    client.get("/oauth/start")
    reply = client.get(f"/oauth/callback?code=nobody&state={consent.states[-1]}")
    assert not any(
        cookie_name(secure=False) in cookie for cookie in reply.headers.getlist("Set-Cookie")
    )


def test_a_state_works_once(app: Flask, consent: Listing) -> None:
    """A second arrival with the same state opens no session."""
    client = app.test_client()
    client.get("/oauth/start")
    address = f"/oauth/callback?code=c&state={consent.states[-1]}"
    client.get(address)
    client.delete_cookie(cookie_name(secure=False))
    again = client.get(address)
    assert not any(
        cookie_name(secure=False) in cookie for cookie in again.headers.getlist("Set-Cookie")
    )


def test_signing_in_anew_ends_the_session_that_was_there(
    app: Flask, ann: Browser, consent: Listing
) -> None:
    """The token from before opens nothing any more, and the new one is another."""
    before = ann.token
    ann.client.get("/oauth/start")
    ann.client.get(f"/oauth/callback?code=c&state={consent.states[-1]}")
    other = app.test_client()
    other.set_cookie(cookie_name(secure=False), before)
    assert other.get("/home").location.startswith("/?back=")


def test_behind_https_a_sibling_cannot_plant_the_browsers_mark(house: House) -> None:
    """The mark that binds a state to its browser carries the prefix that browsers enforce."""
    client = create_console(house.doors, secure_cookies=True).test_client()
    reply = client.get("/oauth/start", base_url="https://localhost")
    [cookie] = reply.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-")
    for needed in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert needed in cookie
    assert "Domain" not in cookie
