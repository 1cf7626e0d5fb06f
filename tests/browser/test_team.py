"""An owner lets a salesperson in, who asks from a telephone whether an order can be taken."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from plugin.store import Store
from tests.browser.both import Both, both_sides, looks_right
from tests.browser.running import DESKTOP, chromium_path
from tests.browser.waiting import press
from tests.web.test_portal_code import Postbox

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]


@pytest.fixture
def postbox() -> Postbox:
    """Where mail goes."""
    return Postbox()


@pytest.fixture
def both(store: Store, chromium: Browser, postbox: Postbox) -> Iterator[Both]:
    """Ann at her desk, and a telephone that belongs to nobody yet."""
    with both_sides(store, chromium, postbox) as both:
        yield both


def test_a_salesperson_joins_and_asks_about_an_order(both: Both, postbox: Postbox) -> None:
    """Invited at the desk; joined, answered and passed on at the telephone, without the books."""
    desk, phone = both.desk, both.phone
    both.opens_at_the_desk("team")
    desk.get_by_label("Name").fill("Sam Vale")
    desk.get_by_label("Email address").fill("sam@harbour.example")
    desk.get_by_label("A salesperson").check()
    press(desk, desk.get_by_role("button", name="Send the invitation"))
    expect(desk.get_by_role("status")).to_contain_text("Sam Vale was invited")
    expect(desk.get_by_role("heading", name="Asked to join")).to_be_visible()
    looks_right(desk, DESKTOP)

    link = re.search(r"https?://[^/\s]+(/join/\S+)", postbox.mails[-1].text)
    assert link is not None
    phone.goto(both.address + link[1])
    looks_right(phone)
    both.taps("Join")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Can I take this order?")
    expect(phone.get_by_role("navigation", name="Pages").get_by_role("link")).to_have_text("Orders")
    looks_right(phone)

    phone.get_by_label("Customer").fill("bell")
    phone.get_by_label("Order, tax included").fill("250")
    both.taps("Ask")
    expect(phone.get_by_role("heading", name="Ask the owner")).to_be_visible()
    looks_right(phone)
    phone.get_by_label("What the owner should know").fill("They pay on collection.")
    both.taps("Ask the owner by mail")
    expect(phone.get_by_role("status")).to_contain_text("The owner was asked by mail")
    assert "They pay on collection." in postbox.mails[-1].text
    assert postbox.mails[-1].reply_to == "sam@harbour.example"

    phone.goto(f"{both.address}/o/{both.house.org_id}/customers")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Not yours to do here")
    looks_right(phone)
