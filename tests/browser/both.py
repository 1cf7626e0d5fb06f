"""A customer's telephone and the business's console, on a busy house in this process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from plugin.ports import Mailer
from plugin.ports.hooks import HookSender
from plugin.store import Store
from plugin.web.api import door as api
from plugin.web.app import create_console
from plugin.web.doorkeeper import cookie_name
from tests.browser.axe import violations_everywhere
from tests.browser.running import DESKTOP, PHONE
from tests.browser.waiting import press
from tests.builders import House, a_busy_house, sign_in
from tests.web.visiting import a_link, path_of


@dataclass
class Both:
    """The customer's telephone, and the console that Ann has open."""

    house: House
    address: str
    phone: Page
    desk: Page

    def follows_a_link(self, customer: str, to: str) -> None:
        """As a mail to this customer carries it."""
        link = a_link(self.house.doors, self.house.org_id, customer, f"{customer}@customer.test")
        self.phone.goto(self.address + path_of(link, to))

    def taps(self, words: str) -> None:
        """A button on the telephone."""
        press(self.phone, self.phone.get_by_role("button", name=words, exact=True))

    def opens_at_the_desk(self, path: str) -> None:
        """A page of the console."""
        self.desk.goto(f"{self.address}/o/{self.house.org_id}/{path}")


@contextmanager
def both_sides(
    store: Store,
    chromium: Browser,
    mailer: Mailer | None = None,
    hooks: HookSender | None = None,
) -> Iterator[Both]:
    """A house with something of everything, and both sides in front of it.

    Without a `mailer` no mail may go, without `hooks` no webhook.
    """
    house = a_busy_house(store)
    if hooks is not None:
        house.doors = replace(house.doors, hooks=hooks)
    if mailer is not None:
        house.doors = replace(house.doors, mailer=mailer)
    house.settle()
    server = make_server(
        "127.0.0.1",
        0,
        create_console(house.doors, secure_cookies=False, extra_blueprints=[api.blueprint]),
        threaded=True,
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


def looks_right(page: Page, width: int = PHONE) -> None:
    """Nothing has to be pushed sideways, and axe has no complaint."""
    page.set_viewport_size({"width": width, "height": 850})
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    assert violations_everywhere(page) == {}, page.url
    page.set_viewport_size({"width": width, "height": 850})
