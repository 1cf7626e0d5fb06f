"""Waiting for what the product does by itself: the page is loaded again, nothing is pressed."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page

_PAUSE = 0.25


def await_page(page: Page, is_so: Callable[[], bool], what: str, *, seconds: float = 30) -> float:
    """Load the page again until it shows something; the seconds that took.

    Raises AssertionError with the words of the page.
    """
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > seconds:
            words = page.get_by_role("main").inner_text()
            raise AssertionError(f"after {seconds:.0f} s still not so: {what}\n{words[:1500]}")
        time.sleep(_PAUSE)
        page.reload()
    return time.monotonic() - began


def press(page: Page, control: Locator) -> None:
    """Click what leads to another page, and go on only when that page has come whole.

    A click alone returns while the old page still stands or the new one is half there: what is
    then counted without waiting may be counted on either.
    """
    with page.expect_event("load"):
        control.click()
