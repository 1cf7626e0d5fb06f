"""Waiting for what the product does by itself: the page is loaded again, nothing is pressed."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page

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
