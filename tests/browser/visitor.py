"""A person with two tabs, the console in one and the local Xero in the other.

It notes every complaint of the browser and every request to a third host; it asserts nothing else.
"""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError

from plugin.demo.household import Household
from tests.browser.console import Console
from tests.browser.other_side import OtherSide

#: what a page may answer to a form that is partly refused; Chromium writes each into its console
_REFUSED_ON_PURPOSE = "422"


class Visitor:
    """One browser context over a household; `complaints` has to be empty at the end."""

    def __init__(self, context: BrowserContext, home: Household) -> None:
        self.home = home
        self.context = context
        self.complaints: list[str] = []
        self._ours = {urlsplit(home.url).netloc, urlsplit(home.xero_url).netloc}
        context.on("console", self._note_message)
        context.on("weberror", self._note_error)
        context.on("request", self._note_request)
        self.console = Console(context.new_page(), home.url)
        self.xero = OtherSide(context.new_page(), home.xero_url)

    def lives_a_first_morning(self) -> None:
        """From the front page to the first reminders that have arrived."""
        self.console.signs_in_with_xero()
        self.console.connects_an_organisation()
        self.console.sees_the_ledger_at_a_glance()
        self.console.settles_the_past()
        self.console.says_who_signs()
        self.console.awaits_messages_to_approve()
        self.console.approves(7)
        self.xero.advances("+1 hour")
        self.xero.awaits_mail(1)
        self.xero.advances("+1 hour")
        self.xero.awaits_mail(6)

    def awaits_quiet(self, *, seconds: float = 90) -> None:
        """Wait until nothing is due; what waits for Xero's minute waits at most that long."""
        until = time.monotonic() + seconds
        while self.context.request.get(f"{self.home.url}/healthz").json()["due_now"]:
            assert time.monotonic() < until, "work is still due"
            time.sleep(0.25)

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and _REFUSED_ON_PURPOSE not in message.text:
            self.complaints.append(f"{_address(message.page)} says: {message.text}")

    def _note_error(self, error: WebError) -> None:
        self.complaints.append(f"{_address(error.page)} broke: {error.error}")

    def _note_request(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme == "data":
            return
        if asked.netloc not in self._ours:
            self.complaints.append(f"a third host was asked: {request.url}")
        elif not request.is_navigation_request():
            page = urlsplit(request.frame.url)
            if page.netloc != asked.netloc:
                self.complaints.append(f"{page.geturl()} asked another host: {request.url}")


def _address(page: Page | None) -> str:
    return page.url if page is not None else "a page"
