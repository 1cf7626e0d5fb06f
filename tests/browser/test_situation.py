"""The four answers and a negotiation on a telephone, by the link of a reminder.

A house of its own around a local Xero in this process, so that it needs no first morning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from plugin.credit.account import StepState
from plugin.credit.decisions import TaskKind
from plugin.store import Store
from plugin.web.doorkeeper import cookie_name
from tests.browser.axe import violations_everywhere
from tests.browser.running import DESKTOP, PHONE, chromium_path
from tests.builders import sign_in
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import URL, House, a_house, open_to_the_web

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]


@dataclass
class Customer:
    """Somebody of Quay Bistro with a telephone, and Lisa's console on a desk."""

    house: House
    address: str
    page: Page
    desk: Page

    def follows(self, to: str) -> None:
        """Open a link of the newest mail that leads to this; this test has a port of its own."""
        text = self.house.mails()[-1].text
        found = re.search(rf"{URL}(/p/l/[\w=-]{{64}}\?to={to})", text)
        assert found is not None, text
        self.page.goto(self.address + found.group(1))

    def presses(self, name: str) -> None:
        """Press a button of the page, and let what follows be done."""
        self.page.get_by_role("button", name=name).click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        self.house.settle()

    def is_told(self, *words: str) -> None:
        """The last page and the newest mail say the same."""
        expect(self.page.get_by_role("heading", name="What happens next")).to_be_visible()
        mail = " ".join(self.house.mails()[-1].text.split())
        for each in words:
            expect(self.page.get_by_role("main")).to_contain_text(each)
            assert each in mail, mail
        fits(self.page)

    def opens_at_the_desk(self, path: str) -> None:
        """A page of the console."""
        self.desk.goto(f"{self.address}/o/{self.house.org_id}{path}")


def fits(page: Page, width: int = PHONE) -> None:
    """The page is no wider than the screen, and axe has no complaint."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    assert violations_everywhere(page) == {}, page.url
    page.set_viewport_size({"width": width, "height": 850})


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Quay Bistro owes 1,000 and 200, late, and has had its first reminder."""
    quay = a_customer(
        "quay",
        "Quay Bistro",
        a_debt("INV-1", "1000.00", late=12),
        a_debt("INV-2", "200.00", late=5),
    )
    with a_house(store, books([quay])) as house:
        house.begin()
        house.approve_all()
        house.advance(2)
        yield house


@pytest.fixture
def quay(house: House, store: Store, chromium: Browser) -> Iterator[Customer]:
    """A telephone in one hand, a console on the other side."""
    with open_to_the_web(house) as address:
        phone = chromium.new_context(viewport={"width": PHONE, "height": 850})
        desk = chromium.new_context(viewport={"width": DESKTOP, "height": 850})
        token = sign_in(store, house.org_id)
        desk.add_cookies([{"name": cookie_name(secure=False), "value": token, "url": address}])
        yield Customer(house, address, phone.new_page(), desk.new_page())
        phone.close()
        desk.close()


def test_i_have_paid(quay: Customer, house: House) -> None:
    """Filled in from the link; one button, and nothing is asked for five working days."""
    quay.follows("paid")
    expect(quay.page.get_by_label("How much, in GBP")).to_have_value("1200.00")
    fits(quay.page)
    quay.presses("Say that it is paid")
    quay.is_told("£1,200.00 was paid", "Nothing is asked for it before 2 December 2026")
    assert len(house.tasks(TaskKind.SAYS_PAID)) == 1
    house.advance(24 * 7, step=24)
    assert house.messages(StepState.PROPOSED, StepState.APPROVED) == ()


def test_i_will_pay_on_a_day(quay: Customer, house: House) -> None:
    """For one of the invoices, on a day that is offered."""
    quay.follows("promise")
    quay.page.get_by_role("link", name="Choose other invoices").click()
    fits(quay.page)
    quay.page.get_by_label("INV-1").uncheck()
    quay.page.get_by_role("button", name="I will pay on…").click()
    quay.page.get_by_label("Wed 2 Dec").check()
    fits(quay.page)
    quay.presses("Promise it")
    quay.is_told("£200.00 for INV-2 by Wednesday 2 December")
    assert house.ledger.invoice("INV-2").expected == DAY + timedelta(days=8)


def test_i_need_to_split_it(quay: Customer, house: House) -> None:
    """Four payments are worked out, and agreed on the spot."""
    quay.follows("split")
    quay.page.get_by_label("Payments", exact=True).select_option("4")
    quay.page.get_by_role("button", name="Work it out").click()
    expect(quay.page.get_by_role("heading", name="In 4 payments, £1,200.00 in all")).to_be_visible()
    fits(quay.page)
    quay.presses("Split it like this")
    quay.is_told("£1,200.00 in four instalments")
    assert len(house.sql("select 1 from plan_instalments where org_id = :org")) == 4


def test_something_is_wrong(quay: Customer, house: House, tmp_path: Path) -> None:
    """80 of 1,000, with a paper: the rest stays to be paid, and the business reads it."""
    paper = tmp_path / "delivery note.pdf"
    paper.write_bytes(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    quay.follows("wrong")
    quay.page.get_by_role("link", name="Choose other invoices").click()
    quay.page.get_by_label("INV-2").uncheck()
    quay.page.get_by_role("button", name="Something is wrong").click()
    quay.page.get_by_label("Wrong quantity").check()
    quay.page.get_by_label("How much of it is wrong, in GBP").fill("80")
    quay.page.get_by_label("Which lines, and what should they be?").fill("Eight jars, not ten")
    quay.page.get_by_label("A paper or a picture, if it helps").set_input_files(paper)
    fits(quay.page)
    quay.presses("Send it")
    quay.is_told("£80.00 of INV-1 is not right", "The other £920.00 of INV-1 stays to be paid")
    quay.page.get_by_role("link", name="See it, or add something").click()
    fits(quay.page)
    quay.opens_at_the_desk("/talks")
    quay.desk.get_by_role("link", name="Look").click()
    expect(quay.desk.get_by_text("Eight jars, not ten")).to_be_visible()
    fits(quay.desk, DESKTOP)
    with quay.desk.expect_download() as got:
        quay.desk.get_by_role("link", name="delivery note.pdf").click()
    assert got.value.path().read_bytes() == paper.read_bytes()


def test_other_terms_are_talked_about_and_agreed(quay: Customer, house: House) -> None:
    """A day too far ahead, another offer from the desk, a yes from the telephone, one record."""
    quay.follows("promise")
    quay.page.get_by_label("Another day:").check()
    quay.page.get_by_label("Another day", exact=True).fill(str(DAY + timedelta(days=40)))
    quay.presses("Promise it")
    quay.is_told("You propose to pay £1,200.00 on 3 January 2027")
    quay.opens_at_the_desk("/")
    quay.desk.get_by_role("listitem").filter(has_text="They propose other terms").get_by_role(
        "link", name="Answer"
    ).click()
    quay.desk.get_by_role("link", name="Answer").click()
    quay.desk.get_by_text("Offer something else").click()
    quay.desk.get_by_label("Day").first.fill(str(DAY + timedelta(days=24)))
    fits(quay.desk, DESKTOP)
    quay.desk.get_by_role("button", name="Offer this").click()
    expect(quay.desk.get_by_role("status")).to_contain_text("Your offer stands")
    house.settle()
    quay.follows("talks")
    fits(quay.page)
    quay.page.get_by_role("link", name="Other terms for INV-1 and INV-2").click()
    fits(quay.page)
    quay.presses("Accept: £1,200.00 on 18 December 2026")
    record = re.compile(r"Agreed.*: £1,200.00 on 18 December 2026, for INV-1 and INV-2\.")
    expect(quay.page.get_by_role("main")).to_contain_text(record)
    quay.desk.reload()
    expect(quay.desk.get_by_role("main")).to_contain_text(record)
    assert "Agreed: £1,200.00 on 18 December 2026" in house.mails()[-1].subject
