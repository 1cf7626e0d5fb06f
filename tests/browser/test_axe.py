"""axe finds nothing wrong with any page, console and portal alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.axe import violations_everywhere
from tests.browser.pages import all_pages
from tests.browser.running import chromium_path
from tests.browser.visitor import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]


def test_axe_finds_nothing_wrong_with_any_page(revisit: Callable[..., Visitor]) -> None:
    """On a desk and on a telephone, in light and in dark."""
    person = revisit()
    page = person.console.page
    wrong = {}
    for address in all_pages(person):
        page.goto(address)
        if found := violations_everywhere(page):
            wrong[address] = found
    assert wrong == {}
