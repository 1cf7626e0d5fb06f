"""What the browser's tests share: Chromium, the two running programs, and visitors of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser

from plugin.demo.household import Household
from tests.browser.running import DESKTOP, a_browser, both_running, chromium_path, visiting
from tests.browser.visitor import Visitor


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, started once."""
    if chromium_path() is None:
        pytest.skip("no Chromium on this machine")
    with a_browser() as browser:
        yield browser


@pytest.fixture
def home() -> Iterator[Household]:
    """A household of this test's own, in which nobody has signed up yet."""
    with both_running() as home:
        yield home


@pytest.fixture
def visit(chromium: Browser, home: Household) -> Iterator[Callable[..., Visitor]]:
    """Opens visitors of this test's household: `visit(width, **options of the context)`."""
    with ExitStack() as visits:
        yield lambda width=DESKTOP, **how: visits.enter_context(
            visiting(chromium, home, width, **how)
        )


@pytest.fixture(scope="package")
def first_morning(chromium: Browser) -> Iterator[tuple[Household, str, Any]]:
    """A household whose first morning is over, the address of its books, and who signed in."""
    with both_running() as home:
        with visiting(chromium, home, DESKTOP) as visitor:
            visitor.lives_a_first_morning()
            cookies = visitor.context.storage_state()
        yield home, visitor.console.books, cookies


@pytest.fixture
def revisit(
    chromium: Browser, first_morning: tuple[Household, str, Any]
) -> Iterator[Callable[..., Visitor]]:
    """Opens visitors, already signed in, of the household whose first morning is over."""
    home, books, cookies = first_morning
    with ExitStack() as visits:

        def revisited(width: int = DESKTOP, **how: Any) -> Visitor:
            entered = visiting(chromium, home, width, storage_state=cookies, **how)
            visitor = visits.enter_context(entered)
            visitor.console.books = books
            return visitor

        yield revisited
