"""A link or visit with one character changed, run out, taken back or of others: nothing at all."""

from __future__ import annotations

import string
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from plugin.operations import portal_links
from plugin.store import portal_links as kept
from plugin.web.portal.visitor import VISIT, cookie_name
from tests.browser.pages import OF_VISITOR
from tests.builders import NOW, House, a_house
from tests.doors import HeldClock
from tests.web.visiting import Caller, a_caller, a_link

KETTLE = "kettle@customer.test"
#: what stands for something in this house, and in no page that shows nothing
SECRETS = ("Kettle", "801.40", "412.40", "INV-", "12345678", "Quay", "Lisa")


@pytest.fixture
def kettle(app: Flask, house: House) -> Caller:
    """Somebody of the Copper Kettle, who has opened a link."""
    return a_caller(app, house.doors, house.org_id, "kettle", KETTLE)


def shows_nothing(caller: Caller, *paths: str) -> None:
    """Each of these pages says that nothing opens and what to do, and tells nothing else."""
    for path in paths:
        reply = caller.client.get(path, follow_redirects=True)
        page = reply.get_data(as_text=True)
        assert reply.status_code == 404, path
        assert "This link opens nothing" in page, path
        assert "What you can do" in page, path
        assert not [secret for secret in SECRETS if secret in page], path


def test_every_character_at_every_place_of_a_link_matters(house: House) -> None:
    """64 places and every character that can be typed there; cut short, longer, or turned round."""
    seal = house.doors.store.seal
    some = (portal_links.Ids(house.org_id, UUID(int=n)) for n in range(1, 1000))
    # with both of the characters that base64 knows a second name for
    token = next(
        each
        for each in (portal_links.token_of(seal, ids) for ids in some)
        if {"-", "_"} <= set(each)
    )
    assert portal_links.read_token(seal, token) is not None
    assert len(token) == portal_links.TOKEN_LENGTH
    for at in range(len(token)):
        for other in set(string.printable + "é١") - {token[at]}:
            altered = token[:at] + other + token[at + 1 :]
            assert portal_links.read_token(seal, altered) is None, (at, other)
        assert portal_links.read_token(seal, token[:at]) is None
        assert portal_links.read_token(seal, token[:at] + token[at + 1 :]) is None
    for longer in (token + "A", token + "=", "A" + token, token[::-1], token.swapcase()):
        assert portal_links.read_token(seal, longer) is None


@pytest.mark.long
def test_every_character_of_a_visit_matters(kettle: Caller) -> None:
    """The cookie is signed as the link is: one character changed and it opens nothing."""
    name = cookie_name(secure=False)
    cookie = kettle.client.get_cookie(name, path="/p/")
    assert cookie is not None
    for at in range(len(cookie.value)):
        other = "A" if cookie.value[at] != "A" else "B"
        kettle.client.set_cookie(name, cookie.value[:at] + other + cookie.value[at + 1 :])
        kettle.client.delete_cookie(name, path="/p/")
        shows_nothing(kettle, "/p/")
    kettle.client.set_cookie(name, cookie.value)
    assert kettle.get().status_code == 200


def test_no_page_opens_with_a_link_that_was_taken_back(kettle: Caller, house: House) -> None:
    """From that moment, also for the browser that had opened it."""
    with house.doors.store.tenant(house.org_id) as tx:
        assert kept.revoke(tx, "kettle", by="Ann Lee", at=NOW) == 1
    shows_nothing(kettle, *OF_VISITOR)


def test_no_page_opens_with_a_link_that_has_run_out(kettle: Caller, house: House) -> None:
    """Nor after the half day that an opening of it lasts."""
    assert isinstance(house.doors.clock, HeldClock)
    house.doors.clock.move(VISIT)
    shows_nothing(kettle, *OF_VISITOR)
    house.doors.clock.move(portal_links.LASTS + timedelta(seconds=1))
    shows_nothing(kettle, kettle.link.removeprefix("http://localhost:8000"), *OF_VISITOR)


def test_no_page_opens_with_a_link_of_another_organisation(app: Flask, house: House) -> None:
    """Not even one that we signed ourselves: its id is known in its own organisation only."""
    other = a_house(house.doors.store, "Somebody Else")
    seal = house.doors.store.seal
    ids = portal_links.read_token(
        seal, a_link(house.doors, house.org_id, "kettle", KETTLE).rpartition("/")[2]
    )
    assert ids is not None
    swapped = portal_links.token_of(seal, portal_links.Ids(other.org_id, ids.link_id))
    caller = Caller(app.test_client(), "")
    shows_nothing(caller, f"/p/l/{swapped}", f"/p/l/{swapped}?to=paid", *OF_VISITOR)


def test_whoever_opened_no_link_sees_nothing_on_any_page(app: Flask) -> None:
    """No cookie, no page."""
    shows_nothing(Caller(app.test_client(), ""), *OF_VISITOR)
