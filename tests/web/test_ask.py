"""The question box of the portal, over HTTP: asked, answered, done after a yes, passed on."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from plugin.credit.decisions import TaskKind
from plugin.store import holds, promises, tasks
from tests.builders import House
from tests.web.conftest import Browser
from tests.web.visiting import Caller, a_caller


@pytest.fixture
def quay(app: Flask, house: House) -> Caller:
    """Somebody of a customer who is late."""
    return a_caller(app, house.doors, house.org_id, "quay", "quay@customer.test")


def ask(caller: Caller, words: str, once: str = "") -> str:
    """The page after one line."""
    return caller.post("ask", words=words, once=once or words).get_data(as_text=True)


def replies(page: str) -> list[str]:
    """What was answered, the oldest first."""
    answer = r'class="asked-text"><span class="unseen">Answer: </span>(.*?)</p>'
    return re.findall(answer, page, re.DOTALL)


def test_a_link_leads_to_the_box_and_opening_it_writes_nothing(quay: Caller, house: House) -> None:
    """Rule 27: only a form asks."""
    for _ in range(2):
        assert "Ask a question" in quay.open("ask").get_data(as_text=True)
    assert house.books.all("select * from asked") == []


def test_what_is_owed_is_answered_with_the_figure_of_the_first_page(quay: Caller) -> None:
    """The same ledger, the same amount."""
    home = quay.get("").get_data(as_text=True)
    [said] = replies(ask(quay, "wat do i owe u"))
    amount = re.search(r"£[\d,.]+\d", said)
    assert amount is not None
    assert amount.group(0) in home


def test_a_promise_is_made_by_the_button_and_only_once(quay: Caller, house: House) -> None:
    """The question changes nothing, the yes does, and the same form twice is one yes."""

    def made() -> int:
        with house.doors.store.tenant(house.org_id) as tx:
            return len(promises.promises(tx, "quay"))

    before = made()
    page = ask(quay, "I'll pay all that is late tomorrow")
    assert "Yes, do that" in page
    assert made() == before
    for _ in range(2):
        page = ask(quay, "yes", once="the-one-yes")
    assert "Noted: you pay" in replies(page)[-1]
    assert made() == before + 1
    assert "Yes, do that" not in page


def test_hardship_brings_a_person_and_silence(quay: Caller, ann: Browser, house: House) -> None:
    """Nothing is asked of them, and the business finds every word in its worklist's customer."""
    page = ask(quay, "I've lost my job and can't afford this")
    assert "person" in replies(page)[-1]
    with house.doors.store.tenant(house.org_id) as tx:
        assert [each for each in tasks.open_tasks(tx) if each.kind is TaskKind.ASKED]
        today = house.doors.clock.now().date()
        assert any(each.kind.value == "hardship" for each in holds.holds(tx, "quay", on=today))
    shown = ann.get("customers/quay").get_data(as_text=True)
    assert "lost my job" in shown
    assert "Passed on to you" in shown


def test_the_words_lie_sealed(quay: Caller, house: House) -> None:
    """Nobody reads them in the database."""
    ask(quay, "what about my olives and capers")
    [(content,)] = house.books.all("select content from asked")
    assert b"olives" not in bytes(content)


def test_another_browser_with_the_same_link_sees_no_conversation(
    app: Flask, house: House, quay: Caller
) -> None:
    """A forwarded link does not tell what was said."""
    ask(quay, "my wife is in hospital")
    other = Caller(app.test_client(), quay.link)
    page = other.open("ask").get_data(as_text=True)
    assert "Ask a question" in page
    assert "hospital" not in page


def test_another_customers_number_is_never_spoken_of(quay: Caller, house: House) -> None:
    """Asked by the number of an invoice of somebody else, nothing of it is told."""
    [(number, amount)] = house.books.all(
        "select number, total from invoices where contact_id <> 'quay'"
        " and number <> '' order by number limit 1"
    )
    said = replies(ask(quay, f"how much is {number}"))[-1]
    assert f"{amount:,.2f}" not in said
