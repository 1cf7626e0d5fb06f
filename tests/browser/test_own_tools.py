"""Doors for their own tools, in a browser: a key, a webhook, and a table that is brought in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from connectors.hooks import WebHooks
from plugin.operations.hook_deliveries import deliver
from plugin.store import Store
from tests.browser.both import Both, both_sides, looks_right
from tests.browser.running import DESKTOP, PHONE, chromium_path
from tests.browser.waiting import press
from tests.web.listening import a_listener

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]


@pytest.fixture
def both(store: Store, chromium: Browser) -> Iterator[Both]:
    """A wholesaler, whose webhooks may go to this machine."""
    with both_sides(store, chromium, hooks=WebHooks(allow_loopback=True)) as both:
        yield both


def looks_right_everywhere(both: Both) -> None:
    """At the desk and on a telephone."""
    looks_right(both.desk, PHONE)
    looks_right(both.desk, DESKTOP)


def test_a_key_is_made_used_and_revoked(both: Both) -> None:
    """From the settings to the answer that a till gets, and to the refusal after revoking."""
    desk = both.desk
    both.opens_at_the_desk("settings")
    press(desk, desk.get_by_role("link", name="API and webhooks"))
    looks_right_everywhere(both)
    desk.get_by_label("Which tool is it for?").fill("The till")
    desk.get_by_label("read limits, flags and their reasons").check()
    desk.get_by_label("set credit limits, with a reason").check()
    press(desk, desk.get_by_role("button", name="Make the key"))
    looks_right_everywhere(both)
    token = desk.locator("#key").inner_text()
    headers = {"Authorization": f"Bearer {token}"}
    address = f"{both.address}/api/v1/customers/kettle"
    told = desk.request.get(address, headers=headers)
    assert told.json()["data"]["owed"][0]["open"] == {"amount": "801.40", "currency": "GBP"}
    limit = {"limit": {"amount": "1500.00", "currency": "GBP"}, "reason": "agreed at the till"}
    desk.request.put(f"{address}/limit", headers=headers, data=limit)
    both.opens_at_the_desk("customers/kettle")
    expect(desk.get_by_role("main")).to_contain_text("£1,500.00")
    expect(desk.get_by_role("main")).to_contain_text("agreed at the till")

    both.opens_at_the_desk("api")
    expect(desk.get_by_role("main")).not_to_contain_text(token)
    press(desk, desk.get_by_role("link", name="its description"))
    assert desk.url.endswith("/api/v1/openapi.json")
    both.opens_at_the_desk("api")
    press(desk, desk.get_by_role("button", name="Revoke The till"))
    expect(desk.get_by_role("status")).to_contain_text("is revoked")
    assert desk.request.get(address, headers=headers).status == 401


def test_a_webhook_is_set_up_tested_and_stopped(both: Both) -> None:
    """Its secret is shown once; what was told stands on the page and can be sent again."""
    desk = both.desk
    with a_listener() as listener:
        both.opens_at_the_desk("webhooks")
        desk.get_by_label("Address that is told").fill(listener.url)
        press(desk, desk.get_by_role("button", name="Set it up"))
        expect(desk.locator("#secret")).to_contain_text("whsec_")
        looks_right_everywhere(both)
        press(desk, desk.get_by_role("button", name="Send a test event"))
        expect(desk.get_by_role("main")).to_contain_text("on its way")
        deliver(both.house.doors, both.house.org_id)
        desk.reload()
        expect(desk.get_by_role("row", name="test")).to_contain_text("arrived (204)")
        looks_right_everywhere(both)
        press(desk, desk.get_by_role("button", name="Send again"))
        deliver(both.house.doors, both.house.org_id)
        assert len(listener.told) == 2
        press(desk, desk.get_by_role("button", name="Stop", exact=True))
        expect(desk.get_by_role("status")).to_contain_text("is told nothing")


def test_a_table_is_looked_at_applied_and_undone(both: Both) -> None:
    """Nothing is changed before the yes; afterwards all of it, and back again."""
    desk = both.desk
    both.opens_at_the_desk("customers")
    press(desk, desk.get_by_role("link", name="Bring a table in"))
    looks_right_everywhere(both)
    table = (
        "Customer;Credit limit;Hold until\r\nThe Copper Kettle Café;1500;2026-12-04\r\nNobody;1;"
    )
    file = FilePayload(name="limits.csv", mimeType="text/csv", buffer=table.encode("cp1252"))
    desk.get_by_label("CSV file or XLSX spreadsheet").set_input_files(file)
    press(desk, desk.get_by_role("button", name="Show what it would change"))
    main = desk.get_by_role("main")
    expect(main).to_contain_text("1 customer would be changed")
    expect(main).to_contain_text("refused: no customer is called so")
    looks_right_everywhere(both)
    press(desk, desk.get_by_role("button", name="Change 1 customer"))
    expect(desk.get_by_role("status")).to_contain_text("exactly as shown")
    looks_right_everywhere(both)
    press(desk, desk.get_by_role("link", name="The Copper Kettle Café"))
    expect(desk.get_by_role("main")).to_contain_text("£1,500.00")
    desk.go_back()
    press(desk, desk.get_by_role("button", name="Undo it"))
    expect(desk.get_by_role("status")).to_contain_text("1 customer stands as before")
