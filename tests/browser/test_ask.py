"""The question box on a telephone: answered at once, done after one yes, or handed on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from plugin.store import Store
from tests.browser.both import Both, both_sides, looks_right
from tests.browser.running import chromium_path
from tests.browser.waiting import press

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]


@pytest.fixture
def both(store: Store, chromium: Browser) -> Iterator[Both]:
    """The Copper Kettle owes 412.40 and 389.00, both late."""
    with both_sides(store, chromium) as both:
        yield both


def asks(both: Both, words: str) -> Locator:
    """Type a line and ask; the answer to it."""
    both.phone.get_by_role("textbox").fill(words)
    both.taps("Ask")
    return the_answer(both)


def the_answer(both: Both) -> Locator:
    """What was answered last."""
    return both.phone.get_by_role("status")


def test_what_is_owed_is_answered_at_once_with_its_source(both: Both) -> None:
    """By a button or in one's own words, with typing errors, and again with *the other one*."""
    both.follows_a_link("kettle", "ask")
    expect(both.phone.get_by_role("heading", level=1)).to_have_text("Ask a question")
    looks_right(both.phone)
    both.taps("What do I owe?")
    expect(the_answer(both)).to_contain_text("801.40")
    expect(the_answer(both)).to_contain_text("From ")
    looks_right(both.phone)
    expect(asks(both, "when was inv-1041 dew?")).to_contain_text("18 October")
    expect(asks(both, "and the other one?")).to_contain_text("INV-1058")


def test_a_promise_wants_one_yes(both: Both) -> None:
    """Nothing is done before; after it the page of the account says so."""
    promised = "select count(*) from promises"
    both.follows_a_link("kettle", "ask")
    asks(both, "I will pay INV-1058 on 4 December")
    assert both.house.books.all(promised) == [(0,)]
    looks_right(both.phone)
    both.taps("Yes, do that")
    assert both.house.books.all(promised) == [(1,)]
    expect(the_answer(both)).to_contain_text("4 December")


def test_a_no_changes_nothing(both: Both) -> None:
    """The question of ours is over then."""
    both.follows_a_link("kettle", "ask")
    asks(both, "I will pay INV-1058 on 4 December")
    both.taps("No, change nothing")
    assert both.house.books.all("select count(*) from promises") == [(0,)]
    expect(both.phone.get_by_role("button", name="Yes, do that")).to_have_count(0)


def test_bereavement_meets_a_person_and_silence(both: Both) -> None:
    """No figure, no demand; somebody of the business is asked to read it."""
    both.follows_a_link("kettle", "ask")
    answer = asks(both, "My husband died last week and I cannot deal with this now")
    expect(answer).not_to_contain_text("801.40")
    looks_right(both.phone)
    both.opens_at_the_desk("tasks")
    row = both.desk.get_by_role("main").get_by_role("link", name="The Copper Kettle Café").first
    press(both.desk, row)
    expect(both.desk.get_by_role("main")).to_contain_text("My husband died last week")
