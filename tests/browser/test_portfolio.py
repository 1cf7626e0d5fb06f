"""An accountant with several organisations: what changed, what to tidy, what comes by mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, expect

from plugin.credit.account import CreditStatus
from plugin.operations import portfolio
from plugin.store import Store, people, timeline, writes
from plugin.store.people import Role
from tests.browser.both import Both, both_sides, looks_right
from tests.browser.running import DESKTOP, PHONE, chromium_path
from tests.browser.waiting import press
from tests.builders import NOW, House, a_house
from tests.store.facts import a_credit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]


@pytest.fixture
def both(store: Store, chromium: Browser) -> Iterator[Both]:
    """Ann at her desk."""
    with both_sides(store, chromium) as both:
        yield both


def client_of(both: Both, name: str) -> House:
    """One more organisation, with something to tidy and a flag that was just set."""
    house = replace(a_house(both.house.doors.store, name), doors=both.house.doors)
    house.customer("nettle", "Nettle & Fern Florists")
    house.customer("fern", "Nettle and Fern Florists Ltd")
    house.owes("nettle", "KP-31", "240.00", late=12)
    house.owes("fern", "KP-12", "200.00", late=44, balance=Decimal("0.40"))
    house.books.credits(
        a_credit("n1", remaining="240.00", contact_id="nettle", on=date(2026, 11, 2))
    )
    house.settle()
    with house.doors.store.tenant(house.org_id) as tx:
        writes.flag_written(tx, "nettle", CreditStatus.WATCH, on=NOW.date())
        timeline.record(
            tx,
            timeline.Event(
                at=NOW,
                kind="flag",
                by="Goodterms",
                customer_id="nettle",
                summary="Flag in the ledger: Watch, was Open",
                refs={"before": "open", "after": "watch"},
            ),
        )
    portfolio.take_snapshot(house.doors, house.org_id)
    return house


def ann_joins(both: Both, house: House) -> None:
    """Whoever sits at the desk is the accountant there too."""
    (cookie,) = both.desk.context.cookies()
    with house.doors.store.house() as tx:
        session = people.read_session(tx, cookie["value"], now=NOW)
        assert session is not None
        people.let_in(
            tx,
            house.org_id,
            session.user_id,
            role=Role.ACCOUNTANT,
            via=people.Via.INVITATION,
            now=NOW,
        )


def test_an_accountant_looks_after_several_organisations(both: Both) -> None:
    """Two of three are hers: she sees what changed, tidies one, and chooses her mail."""
    kiln, secret = client_of(both, "Kiln Pottery"), client_of(both, "Secret Stores")
    ann_joins(both, kiln)
    portfolio.take_snapshot(both.house.doors, both.house.org_id)
    desk = both.desk

    desk.goto(f"{both.address}/home")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Your organisations")
    expect(desk.get_by_text("Secret Stores")).to_have_count(0)
    row = desk.get_by_role("row", name=re.compile("Kiln Pottery"))
    row.get_by_text("1 set to watch").click()
    expect(row.get_by_role("link", name="Nettle & Fern Florists")).to_be_visible()
    looks_right(desk, DESKTOP)
    looks_right(desk, PHONE)
    desk.set_viewport_size({"width": DESKTOP, "height": 850})
    press(desk, row.get_by_role("button", name="Seen"))
    expect(desk.get_by_role("status")).to_contain_text("Seen.")
    press(desk, desk.get_by_role("link", name=re.compile("^Changed")))
    expect(desk.get_by_text("Kiln Pottery")).to_have_count(0)
    press(desk, desk.get_by_role("link", name=re.compile("^All")))

    tidy = desk.get_by_role("row", name=re.compile("Kiln Pottery")).locator("[data-of='to tidy']")
    press(desk, tidy.get_by_role("link"))
    expect(desk.get_by_role("heading", level=1)).to_have_text("Tidy list")
    expect(desk.get_by_text("It clears KP-31 to the penny.")).to_be_visible()
    twins = desk.get_by_role("row", name=re.compile("They have the same name"))
    twins.get_by_text("aside", exact=True).click()
    twins.get_by_label("Why it is right as it is").fill("Shop and wholesale, two companies")
    press(desk, twins.get_by_role("button", name="Put aside"))
    expect(desk.get_by_text("Shop and wholesale, two companies")).to_be_visible()
    expect(desk.get_by_role("row", name=re.compile("They have the same name"))).to_have_count(0)
    looks_right(desk, DESKTOP)
    looks_right(desk, PHONE)
    desk.set_viewport_size({"width": DESKTOP, "height": 850})

    press(desk, desk.get_by_role("link", name="Bad debts and year end"))
    expect(desk.get_by_role("heading", name="Tax on bad debts")).to_be_visible()
    looks_right(desk, DESKTOP)
    looks_right(desk, PHONE)

    desk.goto(f"{both.address}/organisations/mail")
    desk.get_by_label("Month of Kiln Pottery").check()
    desk.get_by_label("Tidy list of Kiln Pottery").check()
    press(desk, desk.get_by_role("button", name="Keep this choice"))
    expect(desk.get_by_label("Month of Kiln Pottery")).to_be_checked()
    expect(desk.get_by_label("Month of Harbour Lane Foods")).not_to_be_checked()
    looks_right(desk, PHONE)

    desk.goto(f"{both.address}/o/{secret.org_id}/tidy")
    expect(desk.get_by_text("Nettle")).to_have_count(0)
