"""How it went, on a telephone: one tap after a closed case, and what the business reads of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from plugin.store import Store
from plugin.web.app import create_console
from plugin.web.doorkeeper import cookie_name
from tests.browser.axe import violations_everywhere
from tests.browser.running import DESKTOP, PHONE, chromium_path
from tests.browser.waiting import press
from tests.builders import House, a_busy_house, sign_in
from tests.web.visiting import a_link, path_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]


@dataclass
class Both:
    """Lisa's telephone, and the console that Ann has open."""

    house: House
    address: str
    phone: Page
    desk: Page

    def follows_the_link(self) -> None:
        """As the mail of thanks carries it."""
        link = a_link(self.house.doors, self.house.org_id, "lisa", "lisa@customer.test")
        self.phone.goto(self.address + path_of(link, "feedback"))

    def taps(self, words: str) -> None:
        """One of the five buttons."""
        press(self.phone, self.phone.get_by_role("button", name=words, exact=True))


@pytest.fixture
def both(store: Store, chromium: Browser) -> Iterator[Both]:
    """Lisa has paid, and nothing of hers is late."""
    house = a_busy_house(store)
    house.settle()
    server = make_server(
        "127.0.0.1", 0, create_console(house.doors, secure_cookies=False), threaded=True
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://localhost:{server.port}"
    phone = chromium.new_context(viewport={"width": PHONE, "height": 850})
    desk = chromium.new_context(viewport={"width": DESKTOP, "height": 850})
    token = sign_in(store, house.org_id)
    desk.add_cookies([{"name": cookie_name(secure=False), "value": token, "url": address}])
    yield Both(house, address, phone.new_page(), desk.new_page())
    phone.close()
    desk.close()
    server.shutdown()
    thread.join(5)
    server.server_close()


def test_one_tap_and_a_word_reach_the_business(both: Both) -> None:
    """From the link of a mail to the row on the overview, and away again once it was read."""
    both.follows_the_link()
    expect(both.phone.get_by_role("heading", level=1)).to_have_text("How did it go?")
    looks_right(both.phone)
    both.taps("2 Not well")
    expect(both.phone.get_by_role("main")).to_contain_text("2 of 5, not well")
    both.phone.get_by_label("Anything that we should know?").fill("The reminder came too early")
    press(both.phone, both.phone.get_by_role("button", name="Send it"))
    expect(both.phone.get_by_role("status")).to_contain_text("read by a person")
    looks_right(both.phone)

    both.desk.goto(f"{both.address}/o/{both.house.org_id}/")
    row = both.desk.get_by_role("listitem").filter(has_text="Lisa’s Deli scored 2 of 5")
    press(both.desk, row.get_by_role("link", name="Read"))
    expect(both.desk.get_by_role("main")).to_contain_text("“The reminder came too early”")
    expect(both.desk.get_by_role("row", name="November 2026")).to_contain_text("2.0")
    looks_right(both.desk, DESKTOP)
    press(both.desk, both.desk.get_by_role("button", name="Read: Lisa’s Deli"))
    expect(both.desk.get_by_role("status")).to_have_text("Noted as read.")
    both.desk.goto(f"{both.address}/o/{both.house.org_id}/")
    expect(both.desk.get_by_text("scored 2 of 5")).to_have_count(0)


def looks_right(page: Page, width: int = PHONE) -> None:
    """Nothing has to be pushed sideways, and axe has no complaint."""
    page.set_viewport_size({"width": width, "height": 850})
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    assert violations_everywhere(page) == {}, page.url
    page.set_viewport_size({"width": width, "height": 850})
