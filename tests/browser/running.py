"""Chromium and the two programs, started and stopped; what is done with them stands elsewhere."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from plugin.demo.household import Household, Plan, household
from plugin.store.embedded import remove
from tests.browser.visitor import Visitor

#: widths in pixels
DESKTOP, PHONE = 1280, 390

_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_PATIENCE_MS = 20_000


def chromium_path() -> str | None:
    """Where Debian's Chromium is; None where there is none."""
    return shutil.which("chromium")


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=_FLAGS)
        yield browser
        browser.close()


@contextmanager
def both_running() -> Iterator[Household]:
    """`goodterms sandbox` and `goodterms serve` on free ports, in a folder that is gone after.

    Raises AssertionError where a process outlives them.
    """
    with tempfile.TemporaryDirectory(prefix="goodterms-browser-") as folder:
        data = Path(folder) / "data"
        plan = Plan(data=data, on_free_ports=True, has_own_key=True)
        try:
            with household(plan, os.environ) as home, _last_words(home):
                yield home
            assert not [child.name for child in home.children if child.is_running]
        finally:
            remove(data)


@contextmanager
def _last_words(home: Household) -> Iterator[None]:
    """Where a test fails, what both programs last wrote stands in its report."""
    try:
        yield
    except BaseException:
        for child in home.children:
            sys.stdout.write(f"{child.name}:{child.last_words()}\n")
        raise


@contextmanager
def visiting(browser: Browser, home: Household, width: int, **how: Any) -> Iterator[Visitor]:
    """A person with two tabs. Raises AssertionError for whatever the browser complained of."""
    context = browser.new_context(viewport={"width": width, "height": 850}, **how)
    context.set_default_timeout(_PATIENCE_MS)
    visitor = Visitor(context, home)
    yield visitor
    context.close()
    assert visitor.complaints == []
