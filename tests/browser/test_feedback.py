"""How it went, on a telephone: one tap after a closed case, and what the business reads of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from plugin.store import Store
from tests.browser.both import Both, both_sides, looks_right
from tests.browser.running import DESKTOP, chromium_path
from tests.browser.waiting import press

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]


@pytest.fixture
def both(store: Store, chromium: Browser) -> Iterator[Both]:
    """Lisa has paid, and nothing of hers is late."""
    with both_sides(store, chromium) as both:
        yield both


def test_one_tap_and_a_word_reach_the_business(both: Both) -> None:
    """From the link of a mail to the row on the overview, and away again once it was read."""
    both.follows_a_link("lisa", "feedback")
    expect(both.phone.get_by_role("heading", level=1)).to_have_text("How did it go?")
    looks_right(both.phone)
    both.taps("2 Not well")
    expect(both.phone.get_by_role("main")).to_contain_text("2 of 5, not well")
    both.phone.get_by_label("Anything that we should know?").fill("The reminder came too early")
    press(both.phone, both.phone.get_by_role("button", name="Send it"))
    expect(both.phone.get_by_role("status")).to_contain_text("read by a person")
    looks_right(both.phone)

    both.opens_at_the_desk("")
    row = both.desk.get_by_role("listitem").filter(has_text="Lisa’s Deli scored 2 of 5")
    press(both.desk, row.get_by_role("link", name="Read"))
    expect(both.desk.get_by_role("main")).to_contain_text("“The reminder came too early”")
    expect(both.desk.get_by_role("row", name="November 2026")).to_contain_text("2.0")
    looks_right(both.desk, DESKTOP)
    press(both.desk, both.desk.get_by_role("button", name="Read: Lisa’s Deli"))
    expect(both.desk.get_by_role("status")).to_have_text("Noted as read.")
    both.opens_at_the_desk("")
    expect(both.desk.get_by_text("scored 2 of 5")).to_have_count(0)
