"""The customer's door: what a link opens, and what altered, expired or foreign links open."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from plugin.operations import portal_links
from plugin.store import portal_links as kept
from plugin.store.sealing import Seal
from tests.builders import NOW, House, a_house
from tests.doors import HeldClock
from tests.web.conftest import Browser
from tests.web.visiting import Caller, a_caller, a_link, path_of

KETTLE = "kettle@customer.test"


@pytest.fixture
def kettle(app: Flask, house: House) -> Caller:
    """Somebody of the Copper Kettle, who has opened a link."""
    return a_caller(app, house.doors, house.org_id, "kettle", KETTLE)


def test_a_link_is_exchanged_for_a_cookie_and_a_clean_address(app: Flask, house: House) -> None:
    """The secret leaves the address bar at once, and no page that follows is told where from."""
    link = a_link(house.doors, house.org_id, "kettle", KETTLE)
    reply = app.test_client().get(path_of(link))
    assert reply.status_code == 302
    assert reply.location == "/p/"
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    (cookie,) = reply.headers.getlist("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/p/" in cookie


def test_the_first_page_shows_what_is_owed_and_how_to_pay(kettle: Caller) -> None:
    """One customer of one organisation."""
    page = kettle.get().get_data(as_text=True)
    assert "The Copper Kettle Café" in page
    assert "£801.40" in page
    assert "Account 12345678" in page
    assert "Quay Bistro" not in page


def test_one_character_changed_shows_nothing_and_says_what_to_do(app: Flask, house: House) -> None:
    """Every single character counts; nobody's name is given away."""
    link = path_of(a_link(house.doors, house.org_id, "kettle", KETTLE))
    token = link.rpartition("/")[2]
    for at in range(len(token)):
        other = "A" if token[at] != "A" else "B"
        reply = app.test_client().get(f"/p/l/{token[:at]}{other}{token[at + 1 :]}")
        _shows_nothing(reply.status_code, reply.get_data(as_text=True))
        assert house.organisation.name not in reply.get_data(as_text=True)
        assert "Set-Cookie" not in reply.headers


@pytest.mark.parametrize("token", ["", "x", "A" * 64, "A" * 5000, "é" * 64, "..", "%2e%2e"])
def test_what_is_no_link_of_ours_shows_nothing(app: Flask, token: str) -> None:
    """Whatever stands in the address."""
    assert app.test_client().get(f"/p/l/{token}").status_code == 404


def test_an_expired_link_says_whom_to_ask(app: Flask, house: House) -> None:
    """Two months later; also for a browser that still has the cookie."""
    caller = a_caller(app, house.doors, house.org_id, "kettle", KETTLE)
    _later(house, portal_links.LASTS)
    for reply in (caller.open(), caller.get()):
        page = reply.get_data(as_text=True)
        _shows_nothing(reply.status_code, page)
    assert house.organisation.name in caller.open().get_data(as_text=True)


def test_a_link_taken_back_opens_nothing_from_that_moment(app: Flask, house: House) -> None:
    """The cookie that is out already opens nothing either."""
    caller = a_caller(app, house.doors, house.org_id, "kettle", KETTLE)
    with house.doors.store.tenant(house.org_id) as tx:
        assert kept.revoke(tx, "kettle", by="Ann Lee", at=NOW) == 1
    for reply in (caller.open(), caller.get()):
        _shows_nothing(reply.status_code, reply.get_data(as_text=True))


def test_the_organisation_in_a_link_cannot_be_exchanged(app: Flask, house: House) -> None:
    """A link of one organisation with the id of another is no link of ours."""
    other = a_house(house.doors.store, "Somebody Else")
    link = a_link(house.doors, house.org_id, "kettle", KETTLE)
    seal = house.doors.store.seal
    ids = portal_links.read_token(seal, link.rpartition("/")[2])
    assert ids is not None
    swapped = portal_links.Ids(other.org_id, ids.link_id)
    # signed by us even so, as no stranger could
    reply = app.test_client().get(f"/p/l/{portal_links.token_of(seal, swapped)}")
    _shows_nothing(reply.status_code, reply.get_data(as_text=True))
    assert house.organisation.name not in reply.get_data(as_text=True)


def test_a_visit_ends_and_the_link_opens_the_next(app: Flask, house: House) -> None:
    """Half a day after the link was opened, the mail is opened again."""
    caller = a_caller(app, house.doors, house.org_id, "kettle", KETTLE)
    _later(house, timedelta(hours=12))
    assert caller.get().status_code == 404
    assert caller.open().status_code == 200


def test_an_address_that_is_gone_from_the_record_opens_nothing(app: Flask, house: House) -> None:
    """Whoever has left the customer's business has no part in it."""
    caller = a_caller(app, house.doors, house.org_id, "kettle", KETTLE)
    house.customer("kettle", "The Copper Kettle Café", email="maya@kettle.test", updated_at=NOW)
    assert caller.get().status_code == 404


def test_a_merged_contacts_link_opens_only_what_its_address_belongs_to(
    app: Flask, house: House
) -> None:
    """The winner's account is nobody's who is not in the winner's own record."""
    caller = a_caller(app, house.doors, house.org_id, "kettle", KETTLE)
    house.customer("kettle", "The Copper Kettle Café", merged_into="lisa", updated_at=NOW)
    assert caller.open().status_code == 404
    house.customer("lisa", "Lisa’s Deli", email=KETTLE, updated_at=NOW)
    assert "Lisa’s Deli" in caller.open().get_data(as_text=True)


def test_of_a_forgotten_customer_nothing_opens_and_nothing_is_kept(
    app: Flask, house: House
) -> None:
    """Not even that there was a link, so nobody is named."""
    caller = a_caller(app, house.doors, house.org_id, "kettle", KETTLE)
    house.customer("kettle", "(erased)", status="erase", updated_at=NOW)
    page = caller.open().get_data(as_text=True)
    _shows_nothing(caller.open().status_code, page)
    assert house.organisation.name not in page
    with house.doors.store.tenant(house.org_id) as tx:
        assert kept.links_of(tx, "kettle", limit=9) == ()


@pytest.mark.parametrize(("state", "opens"), [("needs_consent", 200), ("disconnected", 404)])
def test_books_that_have_left_open_to_nobody(
    app: Flask, house: House, state: str, opens: int
) -> None:
    """The figures would be out of date; while only the consent is lacking, the page says as of."""
    caller = a_caller(app, house.doors, house.org_id, "kettle", KETTLE)
    house.books.all("update organisations set state = :state returning 1", state=state)
    assert caller.get().status_code == opens


def test_what_is_asked_for_too_often_waits(kettle: Caller) -> None:
    """Counted in the database, across processes; nothing is changed beyond."""
    for _ in range(60):
        kettle.post("person")
    reply = kettle.post("person")
    assert reply.status_code == 429
    assert "too often" in reply.get_data(as_text=True)


def test_the_door_of_the_console_and_the_customers_are_two(
    ann: Browser, kettle: Caller, house: House
) -> None:
    """Neither cookie opens what the other does."""
    assert ann.client.get("/p/").status_code == 404
    assert kettle.client.get(f"/o/{house.org_id}/").status_code == 302


def test_links_outlive_a_new_key_and_not_the_end_of_their_own(house: House) -> None:
    """While the old key is kept, what it signed opens; one taken away vouches for nothing."""
    old, new = "A" * 43 + "=", "B" * 43 + "="
    ids = portal_links.Ids(house.org_id, UUID(int=7))
    token = portal_links.token_of(Seal([old]), ids)
    assert portal_links.read_token(Seal([new, old]), token) == ids
    assert portal_links.read_token(Seal([new]), token) is None


def _later(house: House, by: timedelta) -> None:
    assert isinstance(house.doors.clock, HeldClock)
    house.doors.clock.move(by)


def _shows_nothing(code: int, page: str) -> None:
    assert code == 404
    assert "This link opens nothing" in page
    assert "What you can do" in page
    for secret in ("Kettle", "801.40", "INV-", "12345678"):
        assert secret not in page
