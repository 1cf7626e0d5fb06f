"""The console in a real browser: keyboard, frames, no complaint of the security policy."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from plugin.store import Store
from plugin.web.app import create_console
from plugin.web.doorkeeper import cookie_name
from tests.browser.running import chromium_path
from tests.browser.waiting import press
from tests.builders import House, a_busy_house, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]


@pytest.fixture
def house(store: Store) -> House:
    """A wholesaler whose work has begun."""
    house = a_busy_house(store)
    house.settle()
    return house


@pytest.fixture
def address(house: House) -> Iterator[str]:
    """The console on a free port."""
    server = make_server(
        "127.0.0.1", 0, create_console(house.doors, secure_cookies=False), threaded=True
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.port}"
    server.shutdown()
    thread.join(5)
    server.server_close()


@pytest.fixture
def page(chromium: Browser, address: str, house: House) -> Iterator[Page]:
    """A page of somebody who is signed in, on a telephone; it may not complain of anything."""
    context = chromium.new_context(
        base_url=f"{address}/o/{house.org_id}/", viewport={"width": 390, "height": 800}
    )
    context.add_cookies(
        [
            {
                "name": cookie_name(secure=False),
                "value": sign_in(house.doors.store, house.org_id),
                "url": address,
            }
        ]
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def test_a_morning_by_keyboard(page: Page, house: House) -> None:
    """Read the letter, approve with *a*, hold with *h*: no hand leaves the keyboard."""
    page.goto("reminders")
    letter = page.frame_locator("iframe.letter")
    expect(letter.locator("body")).to_contain_text("INV-1012")
    expect(page.get_by_role("article")).to_contain_text("Quay Bistro")
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_contain_text("take it back")
    expect(page.get_by_role("article")).to_contain_text("Bell & Sons")
    page.keyboard.press("h")
    expect(page.locator("#until")).to_be_focused()
    page.locator("#until").fill("2026-12-01")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("hears nothing until")
    [(approved,)] = house.books.all("select count(*) from messages where state = 'approved'")
    assert approved == 1


def test_no_page_is_wider_than_a_telephone(page: Page) -> None:
    """Nothing has to be pushed sideways but wide tables, which scroll by themselves."""
    for path in (
        "", "reminders", "tasks", "customers", "customers/kettle", "limits", "policy", "settings",
        "timeline", "start/past", "start/signing",
    ):  # fmt: skip
        page.goto(path or "./")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_one_box_ticks_all(page: Page, house: House) -> None:
    """With scripts there is a box that ticks every debt; placing them says how many."""
    page.goto("start/past")
    page.get_by_label("tick all").check()
    boxes = page.locator("input[name=invoice]")
    assert boxes.count() == 4
    assert all(boxes.nth(at).is_checked() for at in range(4))
    page.get_by_label("Place as").select_option("mine")
    press(page, page.get_by_role("button", name="Place the ticked"))
    expect(page.get_by_role("status")).to_contain_text("Placed 4")
    assert len(house.books.all("select 1 from placements where placement = 'mine'")) == 4


def test_everything_stops_and_goes_on_from_any_page(page: Page) -> None:
    """The day is chosen where one stands, and the banner takes it back."""
    page.goto("policy")
    page.get_by_text("Stop everything until…").click()
    page.get_by_label("Go on again on").fill("2026-12-01")
    press(page, page.get_by_role("button", name="Stop everything"))
    expect(page.get_by_text("Everything is stopped until Tue 1 Dec")).to_be_visible()
    expect(page.get_by_role("heading", name="Policy", exact=True)).to_be_visible()
    press(page, page.get_by_role("button", name="Go on now"))
    expect(page.get_by_role("status")).to_contain_text("Everything goes on")
