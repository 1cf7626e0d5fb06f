"""A customer on a telephone: their credit, the policy in plain words, and a letter to show others.

A house of its own around a local Xero in this process, so that it needs no first morning.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from connectors.sandbox.seed import SeedPayment
from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.operations import good_payer, limits, passport
from plugin.store import Store
from tests.browser.axe import violations_everywhere
from tests.browser.running import PHONE, chromium_path
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, URL, House, a_house, open_to_the_web

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]


@dataclass
class Customer:
    """A customer's telephone, and the house whose mail reaches it."""

    house: House
    address: str
    page: Page

    def mail(self) -> str:
        """The newest mail."""
        return self.house.mails()[-1].text

    def follows(self, pattern: str) -> None:
        """Open a link of the newest mail; the test's console stands on another port."""
        self.page.goto(self.address + link_in(self.mail(), pattern))

    def sees_nothing_wrong(self) -> None:
        """The page fits a telephone, and axe has no complaint."""
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE, self.page.url
        assert violations_everywhere(self.page) == {}, self.page.url
        self.page.set_viewport_size({"width": PHONE, "height": 850})


def link_in(text: str, pattern: str) -> str:
    """The path of a link of ours."""
    found = re.search(rf"{URL}({pattern})", text)
    assert found is not None, text
    return found.group(1)


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """Quay Bistro owes 1,000, four days late, and has paid four invoices on time before."""
    before = [a_debt(f"OLD-{n}", "300.00", late=40 + 20 * n) for n in range(4)]
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "1000.00", late=4), *before)
    paid = tuple(
        SeedPayment(f"pay-{n}", f"OLD-{n}", DAY - timedelta(days=40 + 20 * n), Decimal("300.00"))
        for n in range(4)
    )
    with a_house(store, books([replace(quay, payments=paid)])) as house:
        house.begin()
        limits.set_limit(
            house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("quay"),
            limit=Money.of(2500, "GBP"), reason="their uncle is a friend",
        )  # fmt: skip
        passport.switch(house.doors, org_id=house.org_id, by=BY, name="good", on=True)
        house.settle()
        house.approve_all()
        house.advance(2)
        yield house


@pytest.fixture
def quay(house: House, chromium: Browser) -> Iterator[Customer]:
    """Somebody of Quay Bistro with a telephone."""
    with open_to_the_web(house) as address:
        context = chromium.new_context(viewport={"width": PHONE, "height": 850})
        yield Customer(house, address, context.new_page())
        context.close()


def test_a_customer_sees_their_credit_and_gets_a_letter(house: House, quay: Customer) -> None:
    """By the link of a reminder; a person says yes; whoever holds the paper can check it."""
    page = quay.page
    quay.follows(r"/p/l/[\w=-]{64}")
    page.get_by_role("link", name="Your credit limit and record").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your credit with Harbour Lane Foods")
    expect(page.get_by_text("£1,000.00 of your limit of £2,500.00 is used")).to_be_visible()
    page.locator("summary", has_text="What is used").click()
    expect(page.get_by_role("row", name="Unpaid invoices £1,000.00")).to_be_visible()
    expect(page.get_by_text("uncle")).to_have_count(0)
    quay.sees_nothing_wrong()

    page.get_by_role("link", name="in plain words").click()
    expect(page.get_by_role("row", name="3 days after the due date")).to_be_visible()
    quay.sees_nothing_wrong()
    page.go_back()

    page.get_by_role("button", name="Ask for a letter").click()
    expect(page.get_by_role("status")).to_contain_text("A person at Harbour Lane Foods looks at it")
    (task,) = house.tasks(TaskKind.GOOD_PAYER_LETTER)
    good_payer.approve(house.doors, org_id=house.org_id, letter_id=UUID(task.subject), by=BY)
    house.settle()

    quay.follows(r"/p/l/[\w=-]{64}\?to=passport")
    page.get_by_role("link", name="Get the letter").click()
    page.get_by_role("button", name="Mail the code").click()
    code = re.search(r"(?m)^ +(\d{6})\r?$", quay.mail())
    assert code is not None
    page.get_by_label("The six digits").fill(code.group(1))
    with page.expect_download() as got:
        page.get_by_role("button", name="Go on").click()
    pdf = PdfReader(io.BytesIO(got.value.path().read_bytes()))
    (note,) = (each.get_object() for sheet in pdf.pages for each in sheet.get("/Annots", ()))

    page.goto(quay.address + link_in(str(note["/A"]["/URI"]), r"/letter/[\w=-]{64}"))
    expect(page.get_by_text("Genuine, and good until 22 February 2027")).to_be_visible()
    quay.sees_nothing_wrong()
