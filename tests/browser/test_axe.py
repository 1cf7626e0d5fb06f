"""axe finds nothing wrong with any page, console and portal alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import violations_everywhere
from tests.browser.pages import REFUSALS, all_pages, pages_of_customer
from tests.browser.running import chromium_path
from tests.browser.visitor import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]


def test_axe_sees_what_is_wrong(chromium: Browser) -> None:
    """A picture without words and grey on grey are told; without that no test here could fail."""
    page = chromium.new_page()
    page.set_content("<img src=x><p style='color:#999;background:#aaa'>Owed</p>")
    found = " ".join(violations_everywhere(page)["390 dark"])
    page.close()
    assert "image-alt" in found
    assert "color-contrast" in found


def test_axe_finds_nothing_wrong_with_any_page(revisit: Callable[..., Visitor]) -> None:
    """On a desk and on a telephone, in light and in dark; the console, and what it refuses."""
    person = revisit()
    refusals = [person.console.url + path for path in REFUSALS]
    _finds_nothing_wrong(person, [*all_pages(person), *refusals])


def test_axe_finds_nothing_wrong_with_a_customer_s_pages(revisit: Callable[..., Visitor]) -> None:
    """By the link of a mail that arrived."""
    person = revisit()
    _finds_nothing_wrong(person, pages_of_customer(person))


def _finds_nothing_wrong(person: Visitor, addresses: list[str]) -> None:
    page = person.console.page
    wrong = {}
    for address in addresses:
        page.goto(address)
        if found := violations_everywhere(page):
            wrong[address] = found
    # Chromium writes into its console, too, that a page was refused
    person.complaints[:] = [each for each in person.complaints if "server responded" not in each]
    assert wrong == {}
