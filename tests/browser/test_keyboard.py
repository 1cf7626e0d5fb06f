"""The stack of reminders with no hand on a mouse, on the running product."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running import chromium_path
from tests.browser.visitor import Visitor
from tests.browser.waiting import await_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]

_OUTLINE = """
() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}
"""
_FOCUSED = "document.activeElement.innerText || document.activeElement.ariaLabel || ''"


def test_the_stack_by_its_keys(visit: Callable[..., Visitor]) -> None:
    """Edit, gentler, approve, not this time, done by me, paid, hold, call: a key for each."""
    person = visit()
    console = person.console
    console.signs_in_with_xero()
    console.connects_an_organisation()
    console.sees_the_ledger_at_a_glance()
    console.settles_the_past()
    console.says_who_signs()
    console.awaits_messages_to_approve()
    page = console.page
    _reaches_the_stack_with_tab(page)
    before = console.waiting_in_stack()

    page.keyboard.press("e")
    expect(page.get_by_label("A sentence of your own")).to_be_focused()
    page.keyboard.type("Thank you for the order of last week.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(console.letter().locator("body")).to_contain_text("Thank you for the order of last week")

    page.keyboard.press("g")
    expect(console.said()).to_be_visible()
    page.keyboard.press("a")
    expect(console.said()).to_contain_text("Approved. It goes at")
    page.keyboard.press("n")
    expect(console.said()).not_to_contain_text("Approved")
    page.keyboard.press("d")
    expect(console.said()).to_contain_text(re.compile("your name|by you|sent", re.IGNORECASE))
    passed_over = _goes_on_to_a_reminder(page)
    page.keyboard.press("p")
    expect(console.said()).to_contain_text(re.compile("paid|paus", re.IGNORECASE))
    page.keyboard.press("h")
    expect(page.get_by_label("up to and including")).to_be_focused()
    page.keyboard.type("12102026")
    page.keyboard.press("Enter")
    expect(console.said()).to_contain_text("hears nothing until")
    await_page(page, lambda: console.waiting_in_stack() == before - 5 - passed_over, "cards fewer")

    customer = page.get_by_role("article").get_by_role("heading", level=2).get_by_role("link")
    name = customer.inner_text()
    page.keyboard.press("c")
    expect(console.heading(name)).to_be_visible()


def _goes_on_to_a_reminder(page: Page) -> int:
    """Thanks and a welcome ask for nothing that could be paid; how many were not for this time."""
    passed_over = 0
    while page.get_by_role("button", name="Paid already?").count() == 0:
        with page.expect_event("load"):
            page.keyboard.press("n")
        passed_over += 1
        assert passed_over < 20, "no reminder waits"
    return passed_over


def _reaches_the_stack_with_tab(page: Page) -> None:
    """From the top of the page to Reminders; whatever has the focus shows it."""
    page.reload()
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate(_OUTLINE), page.evaluate(_FOCUSED)
        if page.evaluate(_FOCUSED).startswith("Reminders"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reminders")
