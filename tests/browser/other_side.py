"""What a person does in the local Xero: moves the days, pays, reads mail, looks at groups."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.waiting import await_page, press

_AMOUNT = re.compile(r"[£€][\d,]+\.\d\d")
_NUMBER = re.compile(r"INV-\d+")
_THANKS = "Thank you for your payment"


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as it arrived: to whom, what is asked by invoice, and where its links lead."""

    place: str
    subject: str
    to: str
    asked: tuple[tuple[str, str], ...]
    total: str
    links: tuple[str, ...]


class OtherSide:
    """The local Xero in one tab."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def is_slow_at(self, path: str, *, calls: int, seconds: float) -> None:
        """Let the app's next calls of this path take their time."""
        self.opens("Faults")
        self.page.get_by_label("What goes wrong").select_option("slow")
        self.page.get_by_label("How many times").fill(str(calls))
        self.page.get_by_text("When and where exactly").click()
        self.page.get_by_label("Only where the address holds").fill(path)
        self.page.get_by_label("Seconds, where time matters").fill(str(seconds))
        press(self.page, self.page.get_by_role("button", name="Set it"))
        expect(self.page.get_by_role("status")).to_contain_text("Set: Slow")

    def owed(self) -> tuple[str, ...]:
        """What its own front page says is owed, an amount a currency."""
        self.page.goto(self.url)
        card = self.page.get_by_role("main").locator("section", has_text="Harbour Lane Foods")
        line = next(each for each in card.inner_text().splitlines() if " invoices" in each)
        return tuple(_AMOUNT.findall(line))

    def advances(self, step: str) -> None:
        """Press one of the clock's buttons: *+1 hour*, *+1 day*, *+1 week*."""
        if not self.page.url.startswith(self.url):
            self.page.goto(self.url)
        press(self.page, self.page.get_by_role("button", name=step))
        expect(self.page.get_by_role("status")).to_contain_text("The clock has moved on")

    def awaits_mail(self, count: int) -> None:
        """Wait until at least so many mails have arrived."""
        self.opens("Mail")
        rows = self.page.get_by_role("row")
        await_page(self.page, lambda: rows.count() > count, f"{count} mails")

    def mails(self) -> list[str]:
        """The addresses of all mails, oldest first."""
        self.opens("Mail")
        links = self.page.get_by_role("table").get_by_role("link")
        found = [str(each.get_attribute("href")) for each in links.all()]
        return [self.url + each for each in reversed(found)]

    def reminders(self) -> list[str]:
        """The addresses of the mails that ask for money, oldest first: thanks ask for none."""
        self.opens("Mail")
        links = self.page.get_by_role("table").get_by_role("link")
        asking = [each for each in links.all() if not each.inner_text().startswith(_THANKS)]
        return [self.url + str(each.get_attribute("href")) for each in reversed(asking)]

    def reads(self, mail: str) -> Mail:
        """Open a reminder and read it as it arrives."""
        self.page.goto(mail)
        letter = self.page.frame_locator("iframe[title^='The message']")
        tables = letter.get_by_role("table").filter(has_text="Invoice")
        expect(tables.last).to_be_visible()
        # the innermost tables: invoices asked for first, those that are only listed after it
        rows = tables.locator("xpath=self::*[not(.//table)]").first.get_by_role("row")
        lines = rows.all_inner_texts()
        asked = [
            (_NUMBER.findall(line)[0], _AMOUNT.findall(line)[0])
            for line in lines
            if _NUMBER.search(line)
        ]
        links = letter.get_by_role("link").all()
        return Mail(
            place=mail,
            subject=self.page.get_by_role("heading", level=1).inner_text(),
            to=self.page.locator("dl > div", has_text="Reached").locator("dd").inner_text(),
            asked=tuple(asked),
            # a single invoice without credit has no line for the total
            total=str(_AMOUNT.findall(lines[-1])[-1]),
            links=tuple(str(each.get_attribute("href")) for each in links),
        )

    def receivers(self) -> tuple[str, ...]:
        """Whom each mail reached, oldest first."""
        self.opens("Mail")
        cells = self.page.get_by_role("table").locator("tbody tr td:nth-child(2)")
        return tuple(reversed(cells.all_inner_texts()))

    def links_in(self, mail: str) -> tuple[str, ...]:
        """Where every link of a mail leads, whatever kind of mail it is."""
        self.page.goto(mail)
        letter = self.page.frame_locator("iframe[title^='The message']")
        expect(letter.locator("body")).to_be_visible()
        return tuple(str(each.get_attribute("href")) for each in letter.get_by_role("link").all())

    def left_of(self, number: str) -> str:
        """What an invoice's own page says is left of it."""
        self.opens("Contacts")
        books = self.page.url.partition("/contacts")[0]
        self.page.goto(f"{books}/invoicing/view/{number}")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(f"Invoice {number}")
        words = self.page.get_by_role("main").inner_text()
        return str(next(iter(_AMOUNT.findall(words))))

    def opens_contact(self, name: str) -> None:
        """From the list of contacts."""
        self.opens("Contacts")
        press(self.page, self.page.get_by_role("main").get_by_role("link", name=name, exact=True))
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(name)

    def awaits_flag(self, name: str, group: str) -> None:
        """The contact comes to stand in the group."""
        self.opens_contact(name)
        await_page(self.page, lambda: self._is_in(group), f"{name} in {group}")

    def awaits_no_flag(self, name: str, group: str) -> None:
        """The contact leaves the group again."""
        self.opens_contact(name)
        await_page(self.page, lambda: not self._is_in(group), f"{name} out of {group}")

    def awaits_note(self, name: str, words: str) -> None:
        """The history of the contact comes to say so."""
        self.opens_contact(name)
        note = self.page.get_by_role("listitem").filter(has_text=words)
        await_page(self.page, lambda: note.count() > 0, f"a note: {words}")

    def records_the_payment_of(self, number: str) -> None:
        """All that is left, today, as a bank would."""
        self.left_of(number)
        press(self.page, self.page.get_by_role("button", name="Record payment"))
        expect(self.page.get_by_role("status")).to_have_text("Payment recorded.")

    def awaits_no_groups_of_ours(self) -> None:
        """After a disconnect our groups are gone."""
        self.opens("Groups")
        ours = self.page.get_by_role("heading", name="Goodterms:")
        await_page(self.page, lambda: ours.count() == 0, "no group of Goodterms")

    def awaits_disconnected(self) -> None:
        """The app stands no longer among the connected ones."""
        self.opens("Connected apps")
        gone = self.page.get_by_text("is connected to no organisation")
        await_page(self.page, lambda: gone.count() > 0, "a deleted connection")

    def delivered_webhooks(self) -> int:
        """How far deliveries have come; each was answered with 200."""
        self.opens("Webhooks")
        words = self.page.get_by_role("main").inner_text()
        found = re.search(r"Last sequence number\s+(\d+)", words)
        assert found is not None, words
        assert re.search(r"Last answer\s+200", words), words
        return int(found[1])

    def opens(self, place: str) -> None:
        """One of its pages, by its name in the masthead."""
        if not self.page.url.startswith(self.url):
            self.page.goto(self.url)
        pages = self.page.get_by_role("navigation", name="Pages")
        press(self.page, pages.get_by_role("link", name=re.compile(f"^{place}")))

    def _is_in(self, group: str) -> bool:
        row = self.page.get_by_role("main").locator("form", has_text=group)
        return row.filter(has=self.page.get_by_role("button", name="Take out")).count() > 0
