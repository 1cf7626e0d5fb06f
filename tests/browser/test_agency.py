"""A debt handed to an agency at the desk, and what its customer's telephone says from then on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from plugin.credit.law import Kind, Law
from plugin.operations import standing
from plugin.store import Store
from tests.browser.both import Both, both_sides, looks_right
from tests.browser.running import DESKTOP, PHONE, chromium_path
from tests.browser.waiting import press

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]


@pytest.fixture
def both(store: Store, chromium: Browser) -> Iterator[Both]:
    """Ann at her desk, and the telephone of The Copper Kettle."""
    with both_sides(store, chromium) as both:
        yield both


def test_a_debt_goes_to_an_agency_and_comes_back(both: Both) -> None:
    """Barred until it is said what they are; then chosen, said yes to, handed over, taken back."""
    desk, phone, house = both.desk, both.phone, both.house
    both.opens_at_the_desk("customers/kettle")
    press(desk, desk.get_by_role("link", name="Evidence and hand-off"))
    expect(desk.get_by_text("Say first what this customer is before the law")).to_be_visible()
    expect(desk.get_by_label("Agency or solicitor")).to_have_count(0)
    looks_right(desk, DESKTOP)
    standing.say(
        house.doors, org_id=house.org_id, by="Ann Lee", customer_id="kettle", kind=Kind.SOLE_TRADER,
        law=Law.SCOTLAND,
    )  # fmt: skip

    desk.reload()
    desk.get_by_role("checkbox", name="INV-1058, £389.00").uncheck()
    press(desk, desk.get_by_role("button", name="Look at these"))
    for caution in ("The customer is treated as an individual", "INV-1041: no final notice"):
        desk.get_by_label(caution).check()
    desk.get_by_label("Agency or solicitor").fill("Straight & Fair Ltd")
    desk.get_by_label("Their mail address").fill("new@straight.example")
    desk.get_by_label("Why now").fill("Two promises, and nothing came.")
    for width in (PHONE, DESKTOP):
        looks_right(desk, width)
    press(desk, desk.get_by_role("button", name="Hand over 1 invoice, £412.40"))
    expect(desk.get_by_role("status")).to_contain_text("Nothing went to Straight & Fair Ltd")
    expect(desk.get_by_role("heading", name="With Straight & Fair Ltd")).to_be_visible()
    with desk.expect_download() as table:
        desk.get_by_role("link", name="CSV", exact=True).first.click()
    assert "INV-1041" in table.value.path().read_text(encoding="utf-8-sig")
    looks_right(desk, DESKTOP)

    both.follows_a_link("kettle", "")
    expect(phone.get_by_role("heading", name="Who to talk to about INV-1041")).to_be_visible()
    looks_right(phone)

    desk.get_by_text("Take it back…").click()
    desk.get_by_label("Why", exact=True).fill("They paid half, and we talk again.")
    press(desk, desk.get_by_role("button", name="Take it back"))
    expect(desk.get_by_role("status")).to_contain_text("Taken back.")
    phone.reload()
    expect(phone.get_by_role("heading", name="Who to talk to about INV-1041")).to_have_count(0)
