"""Who may open what: guards, form tokens, strangers, headers."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from plugin.web.app import create_console
from plugin.web.doorkeeper import Guard, cookie_name, guard_of
from tests.builders import House, a_house, sign_in
from tests.web.conftest import Browser, browser_of

#: everything that anybody may open without being signed in, by name
PUBLIC = {
    "front.front", "front.healthz", "front.privacy", "front.terms", "front.support",
    "leaving.erased", "portal_home.open_link", "passport.read", "good_payer.check",
    "oauth.start", "oauth.callback", "oauth.not_signed_in", "oauth.too_little",
}  # fmt: skip
#: what somebody uses who is not signed in yet; its forms count in their own browser only
UNKNOWN = {
    "joining.invitation", "joining.join",
    "joining.by_mail", "joining.ask_code", "joining.enter_code",
    "morning_links.link", "morning_links.press", "veto.asked", "veto.answer",
}  # fmt: skip


def _rules(app: Flask) -> list[tuple[str, str, set[str]]]:
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            path = str(rule)
            for name in rule.arguments:
                path = path.replace(f"<int:{name}>", "1")
                for kind in ("uuid:", ""):
                    path = path.replace(f"<{kind}{name}>", "GBP" if name == "currency" else "{}")
            found.append((rule.endpoint, path, set(rule.methods or ()) - {"HEAD", "OPTIONS"}))
    return found


def test_every_route_is_guarded_or_stands_in_the_public_list(app: Flask) -> None:
    """A view without a guard, or a public one that nobody named, fails here."""
    guards = {
        endpoint: guard_of(view)
        for endpoint, view in app.view_functions.items()
        if endpoint != "static"
    }
    assert None not in guards.values()
    assert {name for name, guard in guards.items() if guard is Guard.PUBLIC} == PUBLIC
    assert {name for name, guard in guards.items() if guard is Guard.BROWSER_BOUND} == UNKNOWN


def test_every_route_with_an_organisation_in_its_path_checks_the_membership(app: Flask) -> None:
    """No page of an organisation is behind the weaker guard."""
    for rule in app.url_map.iter_rules():
        has_org = "org_id" in rule.arguments
        is_checked = guard_of(app.view_functions[rule.endpoint]) is Guard.OF_ORGANISATION
        assert has_org == is_checked, rule


def test_a_view_without_a_guard_is_never_served(house: House) -> None:
    """Forgetting the guard closes the page instead of opening it."""
    # a console of its own: one that has answered before takes no more routes
    app = create_console(house.doors, secure_cookies=False)
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert app.test_client().get("/forgotten").status_code == 404


def test_nobody_reads_a_page_without_signing_in(app: Flask, house: House) -> None:
    """Every other page leads to the front page, and back from there after signing in."""
    for endpoint, path, methods in _rules(app):
        if endpoint in PUBLIC | UNKNOWN or path.startswith("/p/") or "GET" not in methods:
            continue
        filled = path.format(*[house.org_id] * path.count("{}"))
        reply = app.test_client().get(filled)
        assert reply.status_code == 302, path
        assert reply.location.startswith("/?back=") or reply.location == "/", path


def test_nobody_opens_a_page_of_a_customer_without_a_link(app: Flask, ann: Browser) -> None:
    """All below /p/ has the customer's guard; no session of the console opens it."""
    for endpoint, path, methods in _rules(app):
        guard = guard_of(app.view_functions[endpoint])
        if endpoint not in PUBLIC:
            of_customers = guard in {Guard.OF_VISITOR, Guard.OF_LINK}
            assert of_customers == path.startswith("/p/"), path
        if guard is Guard.OF_VISITOR:
            filled = path.format(*[ann.org_id] * path.count("{}"))
            for method in methods:
                for client in (app.test_client(), ann.client):
                    reply = client.open(filled, method=method, data={"csrf": ann.csrf})
                    assert reply.status_code == 404, path
                    assert "This link opens nothing" in reply.get_data(as_text=True)


def test_a_stranger_finds_no_page_of_another_organisation(app: Flask, house: House) -> None:
    """For somebody of another organisation it does not exist, whatever the method."""
    other = a_house(house.doors.store, "Somebody Else")
    stranger = browser_of(app, sign_in(house.doors.store, other.org_id), house.org_id)
    for endpoint, path, methods in _rules(app):
        if "/o/{}" not in path:
            continue
        filled = path.format(*[house.org_id] * path.count("{}"))
        for method in methods:
            reply = stranger.client.open(filled, method=method, data={"csrf": stranger.csrf})
            assert reply.status_code == 404, (endpoint, method)
            assert "Kettle" not in reply.get_data(as_text=True)


def test_an_unknown_organisation_looks_like_a_strangers(ann: Browser) -> None:
    """Nothing tells an organisation that exists from one that does not."""
    assert ann.client.get(f"/o/{uuid4()}/").status_code == 404


def test_every_form_refuses_without_its_token(app: Flask, ann: Browser) -> None:
    """Without the token, or with another session's, nothing is done."""
    posts = [path for _, path, methods in _rules(app) if "POST" in methods and path[:3] != "/p/"]
    assert len(posts) > 20
    for path in posts:
        filled = path.format(*[ann.org_id] * path.count("{}"))
        assert ann.client.post(filled).status_code == 403, path
        assert ann.client.post(filled, data={"csrf": "0" * 64}).status_code == 403, path


def test_a_session_ends_with_signing_out(ann: Browser) -> None:
    """The row is gone, so the cookie alone opens nothing."""
    ann.client.post("/sign-out", data={"csrf": ann.csrf})
    ann.client.set_cookie(cookie_name(secure=False), ann.token)
    assert ann.get("").status_code == 302


def test_behind_https_cookies_are_bound_to_the_host(house: House) -> None:
    """The session's cookie is Secure and carries the prefix that browsers enforce."""
    app = create_console(house.doors, secure_cookies=True)
    client = app.test_client()
    client.get("/oauth/start", base_url="https://localhost")
    state = house.doors.consent.states[-1]  # type: ignore[attr-defined]
    reply = client.get(f"/oauth/callback?code=c&state={state}", base_url="https://localhost")
    cookie = next(c for c in reply.headers.getlist("Set-Cookie") if c.startswith("__Host-"))
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Strict-Transport-Security" in reply.headers


@pytest.mark.parametrize("path", ["", "customers/kettle", "reminders", "policy", "settings"])
def test_pages_carry_a_strict_policy_and_nothing_inline(ann: Browser, path: str) -> None:
    """No inline script or style, no other host, no frame around us."""
    reply = ann.get(path)
    policy = reply.headers["Content-Security-Policy"]
    page = reply.get_data(as_text=True)
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert " style=" not in page
    assert "<style" not in page
    assert "onclick" not in page
    assert page.count("<script") == page.count("<script src=")
    # the text of a letter names where its links lead
    ours = page.replace("http://localhost:8000/p/l/specimen", "")
    assert "//" not in ours.replace("http://www.w3.org/2000/svg", "").replace("https://", "x")
    assert reply.headers["Cache-Control"] == "no-store"


def test_a_sign_in_leaves_the_address_with_the_code(app: Flask, house: House) -> None:
    """The callback opens a session and redirects to a clean address of ours."""
    client = app.test_client()
    reply = client.get("/oauth/start?back=//evil.test/")
    assert reply.location.startswith("https://login.xero.test/")
    state = house.doors.consent.states[-1]  # type: ignore[attr-defined]
    reply = client.get(f"/oauth/callback?code=secret&state={state}")
    assert reply.status_code == 302
    assert reply.location == "/home"
    assert client.get("/home").status_code == 302


def test_a_sign_in_of_another_browser_is_not_finished(app: Flask, house: House) -> None:
    """The state is bound to the browser that asked."""
    app.test_client().get("/oauth/start")
    state = house.doors.consent.states[-1]  # type: ignore[attr-defined]
    client = app.test_client()
    reply = client.get(f"/oauth/callback?code=secret&state={state}")
    assert "not started here" in client.get(reply.location).get_data(as_text=True)
    assert not any(
        cookie_name(secure=False) in cookie for cookie in reply.headers.getlist("Set-Cookie")
    )


def test_saying_no_at_the_consent_page_is_a_page_of_its_own(app: Flask) -> None:
    """It says that nothing was connected, and what to do."""
    reply = app.test_client().get("/oauth/callback?error=access_denied")
    assert reply.status_code == 400
    assert "Nothing was connected" in reply.get_data(as_text=True)


def test_too_many_tries_to_sign_in_are_refused(app: Flask) -> None:
    """The count is kept in the database, by address."""
    client = app.test_client()
    codes = [client.get("/oauth/start").status_code for _ in range(31)]
    assert codes[:30] == [302] * 30
    assert codes[30] == 429


def test_a_body_that_is_too_large_is_refused(ann: Browser) -> None:
    """The limit is said in words."""
    reply = ann.post("limits/paste", pasted="x" * 1_100_000)
    assert reply.status_code == 413
    assert "Nothing was changed" in reply.get_data(as_text=True)


def test_the_privacy_page_says_what_the_listing_says(app: Flask) -> None:
    """How long things are kept, word for word; and support is where the listing says."""
    listing = json.loads((Path(__file__).parents[2] / "manifest.json").read_text(encoding="utf-8"))
    client = app.test_client()
    page = client.get("/privacy").get_data(as_text=True)
    for words in listing["retention"].values():
        assert words in page
    assert listing["support"]["email"] in client.get("/support").get_data(as_text=True)
    for path in listing["pages"].values():
        assert client.get(path).status_code in {200, 302}


def test_the_public_pages_open_for_anybody(app: Flask) -> None:
    """Front, privacy, terms, support; and the health of the database."""
    client = app.test_client()
    for path in ("/", "/privacy", "/terms", "/support"):
        assert client.get(path).status_code == 200
    assert client.get("/healthz").get_json()["ok"] is True
    assert "Sign in with Xero" in client.get("/").get_data(as_text=True)
