"""The customer who is not chased: noted, rung to say hello, asked to look at their quarter."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from plugin.operations import send_reviews
from plugin.store import Store
from tests.browser.both import Both, both_sides, looks_right
from tests.browser.running import DESKTOP, PHONE, chromium_path
from tests.browser.waiting import press
from tests.builders import TODAY
from tests.web.test_portal_code import Postbox

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]
#: a folder that is to have pictures of what was seen
_PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture
def postbox() -> Postbox:
    """Where mail goes."""
    return Postbox()


@pytest.fixture
def both(store: Store, chromium: Browser, postbox: Postbox) -> Iterator[Both]:
    """Ann at her desk."""
    with both_sides(store, chromium, postbox) as both:
        yield both


def is_fine(page: Page, name: str) -> None:
    """It fits a desk and a telephone, and axe has no complaint."""
    for width in (DESKTOP, PHONE):
        looks_right(page, width)
        if _PICTURES:
            page.screenshot(path=Path(_PICTURES) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": DESKTOP, "height": 850})


def test_an_owner_notes_rings_and_invites(both: Both, postbox: Postbox) -> None:
    """From the customer's page: a note that changes a day, a call, a meeting that is called off."""
    desk = both.desk
    both.opens_at_the_desk("customers/lisa")
    between = desk.get_by_role("region", name="Between you")
    between.locator("summary", has_text="Note something").click()
    between.get_by_label("One person alone signs their payments").check()
    between.get_by_label("Name", exact=True).fill("Maya")
    between.get_by_label("Monday", exact=True).uncheck()
    press(desk, between.get_by_role("button", name="Note it"))
    expect(between.get_by_text("Maya alone signs payments")).to_be_visible()
    expect(between.get_by_text("lands on a day on which Maya is there")).to_be_visible()

    between.locator("summary", has_text="Ring them to say hello").click()
    between.get_by_label("Every so many weeks").fill("6")
    press(desk, between.get_by_role("button", name="Choose"))
    expect(between.get_by_text("You ring them to say hello every 6 weeks")).to_be_visible()
    is_fine(desk, "customer")
    if _PICTURES:
        between.screenshot(path=Path(_PICTURES) / "between.png")
    press(desk, between.get_by_role("link", name="What there is to talk about"))
    expect(desk.get_by_role("heading", name="What there is to talk about")).to_be_visible()
    is_fine(desk, "check-in")
    desk.get_by_label("A note, if there is one").fill("A second shop in May")
    press(desk, desk.get_by_role("button", name="Spoke to them"))
    expect(desk.get_by_role("status")).to_contain_text("Noted. The next is on")

    both.opens_at_the_desk("customers/lisa")
    press(desk, between.get_by_role("link", name="Quarterly review…"))
    desk.get_by_label("Day", exact=True).fill((TODAY + timedelta(days=14)).isoformat())
    desk.get_by_label("Time", exact=True).fill("10:30")
    desk.get_by_label("Where, or how").fill("at your shop")
    desk.get_by_label("Your own lines of the agenda").fill("A second delivery on Fridays")
    is_fine(desk, "reviews")
    press(desk, desk.get_by_role("button", name="Plan it"))
    expect(desk.get_by_text("Nobody is invited yet.")).to_be_visible()
    is_fine(desk, "review")
    press(desk, desk.get_by_role("button", name="Invite them"))
    expect(desk.get_by_text("The mail goes in their hours.")).to_be_visible()
    send_reviews.send_reviews(both.house.doors, both.house.org_id)
    assert postbox.mails[-1].invitation_method == "REQUEST"
    assert postbox.mails[-1].to == ("lisa@customer.test",)
    desk.reload()
    expect(desk.get_by_text("The mail has gone.")).to_be_visible()
    press(desk, desk.get_by_role("button", name="Call it off"))
    expect(desk.get_by_text("Called off", exact=True)).to_be_visible()
    send_reviews.send_reviews(both.house.doors, both.house.org_id)
    assert postbox.mails[-1].invitation_method == "CANCEL"
