"""What a person does at the console, a sentence a step; it selects by role and visible words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.browser.waiting import await_page, press

AMOUNT = re.compile(r"[£€][\d,]+\.\d\d")
#: the meaning that the books' own groups have (rule 22)
MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "Solicitor": "agency",
        "In administration": "insolvent",
        "In dispute": "disputed",
        "VIP": "vip",
    }
)
_FIRST_SYNC_MS = 60_000
#: pages whose links stand in the menu at the end of the row
_BEHIND_MORE = frozenset({"Timeline", "Policy", "Settings"})


@dataclass(frozen=True, slots=True)
class Card:
    """One message of the stack as its card shows it."""

    customer: str
    total: str
    asked: tuple[tuple[str, str], ...]


class Console:
    """The console in one tab."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.books = ""

    # --- the first run -----------------------------------------------------------------------

    def signs_in_with_xero(self) -> None:
        """From the front page through the consent page of the local Xero."""
        self.page.goto(self.url)
        press(self.page, self.page.get_by_role("link", name="Sign in with Xero"))
        expect(self.page.get_by_role("heading", name="wants access")).to_be_visible()
        press(self.page, self.page.get_by_role("button", name="Allow access"))
        expect(self.heading("Connect your organisation")).to_be_visible()

    def connects_an_organisation(self) -> None:
        """The consent page asks which organisation, and comes back to a clean address."""
        press(self.page, self.page.get_by_role("link", name="Connect to Xero"))
        expect(self.page.get_by_role("radio", name="Harbour Lane Foods")).to_be_checked()
        press(self.page, self.page.get_by_role("button", name="Allow access"))
        self.page.wait_for_url("**/o/*/**")
        assert "code=" not in self.page.url
        self.books = self.page.url.partition("/start")[0]

    def sees_the_first_sync_progress(self) -> None:
        """While the reading goes on, rows and pages are counted."""
        expect(self.heading("Reading your ledger")).to_be_visible()
        row = self.page.get_by_role("row", name=re.compile(r"^Contacts \d+"))
        expect(row).to_be_visible()

    def sees_the_ledger_at_a_glance(self) -> str:
        """The page comes by itself when everything has been read; its words."""
        expect(self.heading("Your ledger at a glance")).to_be_visible(timeout=_FIRST_SYNC_MS)
        return self.words()

    def settles_the_past(self) -> None:
        """Opening debts by the presets; a meaning for each of the books' own groups."""
        press(self.page, self.page.get_by_role("link", name="Next: settle the past"))
        press(
            self.page, self.page.get_by_role("button", name=re.compile("Use the presets for all"))
        )
        expect(self.said()).to_have_text(re.compile(r"Placed \d+ by the presets"))
        expect(self.page.get_by_text("Every one is placed.")).to_be_visible()
        for group, meaning in MEANINGS.items():
            self.page.get_by_label(group, exact=True).select_option(meaning)
        press(self.page, self.page.get_by_role("button", name="Save what the groups mean"))
        expect(self.said()).to_have_text(re.compile("noted"))
        for group, meaning in MEANINGS.items():
            expect(self.page.get_by_label(group, exact=True)).to_have_value(meaning)

    def says_who_signs(self) -> None:
        """*Ask first* is the choice made already; a person signs."""
        press(self.page, self.page.get_by_role("link", name="Next: who signs"))
        expect(self.page.get_by_role("radio", name="Ask first")).to_be_checked()
        self.page.get_by_label("Name", exact=True).fill("Lisa Harding")
        self.page.get_by_label("Role, if you like").fill("Accounts")
        self.page.get_by_label("A human to call").fill("01632 960 412")
        self.page.get_by_label("How to pay").fill("Bank: sort code 12-34-56, account 12345678")
        press(self.page, self.page.get_by_role("button", name="Start", exact=True))
        expect(self.said()).to_contain_text("All set")

    # --- the day's work ----------------------------------------------------------------------

    def awaits_messages_to_approve(self) -> None:
        """The overview says by itself what waits for a yes."""
        waits = self.page.get_by_text("wait for your yes")
        await_page(self.page, lambda: waits.count() > 0, "messages that wait for a yes")

    def reads_the_card(self) -> Card:
        """The message as it will arrive says what the card says; who it is to, and how much."""
        self.opens("Reminders")
        card = self.page.get_by_role("article")
        title = card.get_by_role("heading", level=2).inner_text()
        total = AMOUNT.findall(title)[-1]
        asked = _lines(card.get_by_role("table"))
        letter = self.letter().locator("body")
        for number, amount in asked:
            expect(letter).to_contain_text(number)
            expect(letter).to_contain_text(amount)
        expect(letter).to_contain_text(total)
        expect(card.get_by_text("@").first).to_be_visible()
        return Card(title.partition(":")[0], total, asked)

    def approves(self, count: int) -> None:
        """Say yes to the next messages, one after the other."""
        self.opens("Reminders")
        for _ in range(count):
            press(self.page, self.page.get_by_role("button", name="Approve").first)
            expect(self.said()).to_contain_text("Approved. It goes at")

    def takes_one_back(self) -> str:
        """Within its ten minutes an approved message can be taken back; its customer."""
        going = self.page.get_by_role("listitem").filter(
            has=self.page.get_by_role("button", name="Take back")
        )
        customer = going.first.get_by_role("link").inner_text()
        press(self.page, going.first.get_by_role("button", name="Take back"))
        expect(self.page.get_by_role("article")).to_contain_text(customer)
        return customer

    def approves_all_at_once(self) -> int:
        """One button for what needs no look of its own; how many that were."""
        self.opens("Reminders")
        button = self.page.get_by_role("button", name=re.compile(r"Approve \d+ at once"))
        count = int(re.findall(r"\d+", button.inner_text())[0])
        before = self.waiting_in_stack()
        press(self.page, button)
        expect(self.said()).to_contain_text(str(count))
        assert self.waiting_in_stack() == before - count
        return count

    def waiting_in_stack(self) -> int:
        """How many messages the page of reminders says are waiting."""
        found = re.search(r"(\d+) messages? for", self.words())
        return int(found[1]) if found else 0

    def opens_customer(self, name: str) -> None:
        """By a search in the list of customers."""
        self.opens("Customers")
        self.page.get_by_label("Name or number").fill(name)
        press(self.page, self.page.get_by_role("button", name="Search"))
        press(self.page, self.page.get_by_role("main").get_by_role("link", name=name))
        expect(self.heading(name)).to_be_visible()

    def sees_by_itself(self, words: str) -> float:
        """This page comes to say so, with nothing pressed; the seconds it took."""
        found = self.page.get_by_role("main").get_by_text(words)
        return await_page(self.page, lambda: found.count() > 0, words)

    def payments_of_the_week(self) -> int:
        """How many payments the overview says came in within seven days."""
        self.opens("Overview")
        return self._payments()

    def sees_more_payments_than(self, before: int) -> None:
        """The overview comes to count more, with nothing pressed in the console."""
        await_page(self.page, lambda: self._payments() > before, "more payments")

    def confirms_the_stop_of(self, name: str) -> None:
        """A stop is only proposed; the yes is a person's."""
        self.opens("Needs a person")
        line = self.page.get_by_role("listitem").filter(
            has=self.page.get_by_role("link", name=name)
        )
        press(self.page, line.get_by_role("button", name="Stop", exact=True).first)
        expect(self.said()).to_contain_text("Stopped")

    def pastes_limits(self, pasted: str, *, refused: str) -> None:
        """Two columns; the line that cannot be used comes back with its reason."""
        self.opens("Customers")
        press(self.page, self.page.get_by_role("link", name="Limits for many"))
        self.page.get_by_label("Number or name").fill(pasted)
        self.page.get_by_label("Why", exact=True).fill("as agreed with the customer")
        press(self.page, self.page.get_by_role("button", name="Set these limits"))
        expect(self.page.get_by_text("1 line could not be used")).to_be_visible()
        expect(self.page.get_by_label("Number or name")).to_have_value(refused)

    def stops_everything_until(self, day: str) -> None:
        """From any page; the banner says so everywhere."""
        self.page.get_by_text("Stop everything until…").click()
        self.page.get_by_label("Go on again on").fill(day)
        press(self.page, self.page.get_by_role("button", name="Stop everything"))
        self.opens("Reminders")
        expect(self.page.get_by_text(re.compile("Everything is stopped until"))).to_be_visible()

    def goes_on(self) -> None:
        """The banner takes it back."""
        press(self.page, self.page.get_by_role("button", name="Go on now"))
        expect(self.said()).to_contain_text("goes on")

    def disconnects(self) -> None:
        """Asked what becomes of the flags; to take them out is the choice made already."""
        self.opens("Settings")
        self.page.get_by_text("Disconnect from Xero…").click()
        expect(self.page.get_by_role("radio", name="Take them out")).to_be_checked()
        press(self.page, self.page.get_by_role("button", name="Disconnect Harbour Lane Foods"))
        expect(self.said()).to_contain_text("Disconnecting")

    # --- the frame ---------------------------------------------------------------------------

    def opens(self, place: str) -> None:
        """One of the pages in the masthead, or behind *More*."""
        pages = self.page.get_by_role("navigation", name="Pages")
        if place in _BEHIND_MORE:
            pages.get_by_text("More", exact=True).click()
        press(self.page, pages.get_by_role("link", name=re.compile(f"^{place}")))

    def heading(self, words: str) -> Locator:
        """A heading with these words."""
        return self.page.get_by_role("heading", name=words)

    def said(self) -> Locator:
        """The sentence about what was just done."""
        return self.page.get_by_role("status")

    def _payments(self) -> int:
        return sum(int(each) for each in re.findall(r"\((\d+) payments?\)", self.words()))

    def letter(self) -> FrameLocator:
        """The message in its frame."""
        return self.page.frame_locator("iframe[title^='The message']")

    def words(self) -> str:
        """Everything that the page says."""
        return self.page.get_by_role("main").inner_text()


def _lines(table: Locator) -> tuple[tuple[str, str], ...]:
    """Number and amount of each invoice that a table lists."""
    rows = table.get_by_role("row").filter(has_text="INV-").all_inner_texts()
    return tuple((re.findall(r"INV-\d+", row)[0], AMOUNT.findall(row)[0]) for row in rows)
