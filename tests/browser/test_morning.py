"""The morning on a telephone: the letter's three links, then the whole day as a stack of cards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from plugin.credit.account import StepState
from plugin.operations import decide, respond
from plugin.store import Store, messages
from plugin.web.doorkeeper import cookie_name
from tests.browser.both import Both, both_sides, looks_right
from tests.browser.running import DESKTOP, chromium_path
from tests.browser.waiting import press
from tests.builders import TODAY, sign_in
from tests.doors import HeldClock
from tests.web.morning import letters_of, links_of
from tests.web.test_months import Postbox

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]


@pytest.fixture
def post() -> Postbox:
    """Where the letter arrives."""
    return Postbox()


@pytest.fixture
def both(store: Store, chromium: Browser, post: Postbox) -> Iterator[Both]:
    """A fortnight after the first messages went; one customer is held."""
    with both_sides(store, chromium, post) as both:
        doors, org_id = both.house.doors, both.house.org_id
        with doors.store.tenant(org_id) as tx:
            waiting = messages.in_state(tx, StepState.PROPOSED)
        for message in waiting:
            respond.done_by_me(doors, org_id=org_id, by="Ann Lee", message_id=message.id)
        clock = doors.clock
        assert isinstance(clock, HeldClock)
        # Tuesday 8 December, 07:30
        clock.move(timedelta(days=13, hours=22, minutes=30))
        held = TODAY + timedelta(days=26)
        decide.hold(doors, org_id=org_id, by="Carl Reed", customer_id="bell", until=held)
        both.house.review()
        letters_of(both.house)
        yield both


def _done(page: Page, button: str, outcome: str) -> None:
    """Press the one button of a link's page, and read what that did."""
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{button}?")
    looks_right(page)
    press(page, page.get_by_role("button", name=button, exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Done")
    expect(page.get_by_role("main")).to_contain_text(outcome)
    looks_right(page)


def test_three_links_and_a_stack_of_cards(both: Both, post: Postbox, store: Store) -> None:
    """Approve, hold, release from the mail, as nobody signed in; then the rest card by card."""
    letter = next(mail for mail in post.mails if "Good morning Ann," in mail.text)
    phone = both.phone
    phone.set_content(letter.html)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    approve, hold, release = [both.address + path for path in links_of(letter)]
    phone.goto(hold)
    _done(phone, "Hold Quay Bistro for today", "Quay Bistro hears nothing today.")
    both.house.review()
    phone.goto(approve)
    expect(phone.get_by_role("main")).to_contain_text("Changed since the letter, and left alone")
    _done(phone, "Approve three messages", "three messages approved:")
    phone.goto(release)
    _done(phone, "Release Bell & Sons (Wholesale) Ltd", "is not held any more")
    both.house.review()
    phone.goto(approve)
    expect(phone.get_by_role("main")).to_contain_text("It works no second time.")
    expect(phone.get_by_role("main").get_by_role("button")).to_have_count(0)

    token = sign_in(store, both.house.org_id, at=both.house.doors.clock.now())
    phone.context.add_cookies(
        [{"name": cookie_name(secure=False), "value": token, "url": both.address}]
    )
    phone.goto(f"{both.address}/o/{both.house.org_id}/")
    press(phone, phone.get_by_role("link", name="card by card"))
    expect(phone.get_by_role("main")).to_contain_text("cards left")
    looks_right(phone)
    press(phone, phone.get_by_role("button", name="Wait until tomorrow"))
    expect(phone.get_by_role("status")).to_have_text("Left until tomorrow.")
    press(phone, phone.get_by_role("button", name="Undo the last one"))
    expect(phone.get_by_role("status")).to_contain_text("The card is there again.")
    while phone.get_by_role("button", name="Approve").count() == 0:
        phone.keyboard.press("w")
        expect(phone.get_by_role("status")).to_have_text("Left until tomorrow.")
        phone.reload()
    looks_right(phone)
    phone.keyboard.press("r")
    expect(phone.locator("pre.letter")).to_be_visible()
    press(phone, phone.get_by_role("button", name="Approve"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("That was today")
    expect(phone.get_by_role("main")).to_contain_text("One approved, £1,170.00")
    looks_right(phone)
    looks_right(phone, DESKTOP)
    both.opens_at_the_desk("cards")
    expect(both.desk.get_by_role("heading", level=2).first).to_be_visible()
