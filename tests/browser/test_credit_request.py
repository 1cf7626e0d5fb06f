"""A stranger asks to buy on account from a telephone, the owner decides at a desk, Xero has it."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from connectors.sandbox import documents
from plugin.store import Store
from plugin.web.app import create_console
from plugin.web.doorkeeper import cookie_name
from tests.browser.both import looks_right
from tests.browser.running import DESKTOP, PHONE, chromium_path
from tests.browser.waiting import press
from tests.builders import sign_in
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import House, a_house
from tests.web.applying import FORM, TERMS, link_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]

ASKED = re.compile("(/p/credit/.+)$")


@contextmanager
def served(house: House) -> Iterator[str]:
    """The console of a house with a local Xero; its address."""
    server = make_server(
        "127.0.0.1", 0, create_console(house.doors, secure_cookies=False), threaded=True
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.port}"
    server.shutdown()
    thread.join(5)
    server.server_close()


def newest_mail(house: House, to: str) -> str:
    """The words of the newest mail to an address."""
    return [each.text for each in house.mails() if to in each.recipients][-1]


def fills_in(phone: Page) -> None:
    """The whole form, field by field as it stands on the page."""
    for name, value in FORM.items():
        field = phone.locator(f"[name={name}]")
        if name == "kind":
            phone.locator(f"#kind-{value}").check()
        elif name == "days":
            field.select_option(value)
        elif field.get_attribute("type") == "checkbox":
            field.check()
        else:
            field.fill(value)


def test_asked_on_a_telephone_decided_at_a_desk_and_written_into_xero(
    store: Store, chromium: Browser
) -> None:
    """Every page of the road is legible on both; nothing goes before its own yes."""
    quay = a_customer("quay", "Pier Street Cofee", a_debt("INV-1", "90.00", late=9))
    with a_house(store, books([quay])) as house:
        house.begin()
        with served(house) as address:
            phone = chromium.new_context(viewport={"width": PHONE, "height": 850}).new_page()
            desk = chromium.new_context(viewport={"width": DESKTOP, "height": 850}).new_page()
            token = sign_in(store, house.org_id)
            desk.context.add_cookies(
                [{"name": cookie_name(secure=False), "value": token, "url": address}]
            )
            _walk(house, f"{address}/o/{house.org_id}", address, phone, desk)


def _walk(house: House, at: str, address: str, phone: Page, desk: Page) -> None:
    _asks(house, address, phone, _opens_the_form(at, desk))
    _looks(house, at, address, phone, desk)
    _decides(house, desk)
    _is_asked_before_it_leaves(house, at, desk)


def _opens_the_form(at: str, desk: Page) -> str:
    desk.goto(f"{at}/customers")
    press(desk, desk.get_by_role("link", name="Credit requests"))
    looks_right(desk, DESKTOP)
    desk.get_by_label("Your terms of trade").fill(TERMS)
    press(desk, desk.get_by_role("button", name="Open the form"))
    looks_right(desk, DESKTOP)
    link = ASKED.search(desk.get_by_label("Its address").input_value())
    assert link is not None
    return link[1]


def _asks(house: House, address: str, phone: Page, path: str) -> None:
    phone.goto(address + path)
    looks_right(phone)
    fills_in(phone)
    phone.locator("[name=vat_number]").fill("GB980780685")
    press(phone, phone.get_by_role("button", name="Send the request"))
    expect(phone.get_by_role("alert")).to_contain_text("1 thing to look at again")
    looks_right(phone)
    phone.locator("[name=vat_number]").fill("GB980780684")
    press(phone, phone.get_by_role("button", name="Send the request"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    looks_right(phone)
    phone.goto(address + link_in(newest_mail(house, FORM["email"])))
    looks_right(phone)
    press(phone, phone.get_by_role("button", name="Yes, it is mine"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you")


def _looks(house: House, at: str, address: str, phone: Page, desk: Page) -> None:
    desk.goto(f"{at}/tasks")
    expect(desk.get_by_text("Pier Street Coffee Ltd asks for credit")).to_be_visible()
    press(desk, desk.locator("#credit_request ~ ul").get_by_role("link", name="Look"))
    expect(desk.get_by_text("similar name")).to_be_visible()
    looks_right(desk, DESKTOP)
    press(desk, desk.get_by_role("button", name="Ask by mail").first)
    expect(desk.get_by_role("status")).to_contain_text("was asked by mail, once")
    asked = [each for each in house.mails() if "Three short questions" in each.subject]
    phone.goto(address + link_in(asked[-1].text))
    for choice in ("Longer", "On time", "Yes, gladly"):
        phone.get_by_label(choice, exact=True).check()
    looks_right(phone)
    press(phone, phone.get_by_role("button", name="Send the answers"))
    looks_right(phone)
    desk.reload()
    expect(desk.get_by_text("Would sell to them again: yes, gladly.")).to_be_visible()


def _decides(house: House, desk: Page) -> None:
    desk.get_by_label("Yes, with the limit and terms below").check()
    desk.get_by_label("Limit, GBP").fill("500")
    desk.get_by_label("Payment terms").fill("14")
    desk.get_by_label("Why").fill("A good reference")
    press(desk, desk.get_by_role("button", name="Decide"))
    expect(desk.get_by_label(f"To {FORM['email']}")).to_contain_text("up to £500.00")
    looks_right(desk, DESKTOP)
    looks_right(desk)
    press(desk, desk.get_by_role("button", name="Write exactly this into Xero"))
    house.settle()
    (contact,) = [c for c in house.ledger.contacts.values() if c.name == FORM["name"]]
    assert (contact.sales_terms.days, contact.sales_terms.type) == (14, "DAYSAFTERBILLDATE")
    desk.reload()
    expect(desk.get_by_role("button", name="Undo it in Xero")).to_be_visible()


def _is_asked_before_it_leaves(house: House, at: str, desk: Page) -> None:
    (contact,) = [c for c in house.ledger.contacts.values() if c.name == FORM["name"]]
    documents.raise_invoice(
        house.ledger, contact.id, Decimal(620), number="INV-900", status="DRAFT", is_sent=False
    )
    house.catch_up()
    desk.goto(f"{at}/tasks")
    shown = desk.locator("#before_leaving ~ ul")
    expect(shown).to_contain_text("No order number is on it")
    expect(shown).to_contain_text("£120.00 more than their limit")
    looks_right(desk, DESKTOP)
    press(desk, shown.get_by_role("button", name="It is fine"))
    expect(desk.locator("#before_leaving")).to_have_count(0)
