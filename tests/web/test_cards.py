"""The stack of cards: one at a time, answered by plain forms, with a way back and an end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from plugin.credit.account import StepState
from plugin.operations import respond
from plugin.queries.morning import whom_of
from plugin.queries.morning_rooms import matters
from plugin.store import people, second
from plugin.store.people import Role
from tests.builders import House
from tests.web.conftest import Browser
from tests.web.morning import Morning, a_morning


@pytest.fixture
def morning(house: House, app: Flask) -> Morning:
    """A Wednesday."""
    return a_morning(house, app)


@pytest.fixture
def ann(morning: Morning) -> Browser:
    """The owner."""
    return morning.joins("Ann Lee", Role.OWNER)


def card_on(page: str) -> dict[str, str]:
    """What the form of the card carries."""
    inside = page.partition('<form class="taps"')[2].partition("</form")[0]
    return dict(re.findall(r'name="(card|seen)" value="([^"]+)"', inside))


def answer(browser: Browser, chosen: str) -> str:
    """Answer the card on top; the page that follows."""
    fields = card_on(browser.get("cards").get_data(True))
    return browser.post("cards/answer", answer=chosen, **fields).get_data(True)


def test_the_day_is_done_card_by_card(morning: Morning, ann: Browser) -> None:
    """Seven cards: two opened or left, five approved one by one; the end says how much was done."""
    overview = ann.get("").get_data(True)
    assert f"/o/{morning.house.org_id}/cards" in overview
    first = ann.get("cards").get_data(True)
    assert "7 cards left" in first
    assert "Stop selling on terms?" in first
    second = answer(ann, "wait")
    assert "Left until tomorrow." in second
    assert "6 cards left, 1 done" in second
    opened = ann.client.post(
        ann.at("cards/answer"),
        data={"csrf": ann.csrf, "answer": "open", **card_on(second)},
    )
    assert opened.location.startswith(f"/o/{morning.house.org_id}/tasks#task-")
    draft = ann.get("cards").get_data(True)
    assert "Messages that wait for your yes" in draft
    assert "Read the message" in draft
    assert "Dear" in draft or "Hello" in draft
    morning.clock.move(timedelta(minutes=4))
    for _ in range(5):
        page = answer(ann, "approve")
    assert "That was today" in page
    assert "7 cards in four minutes." in page
    assert "Five approved, £5,021.50 and €1,310.00" in page
    assert "One left until tomorrow" in page
    assert "One opened to look" in page
    assert "Waits still" in page
    assert {m.approved_by for m in morning.messages(StepState.APPROVED)} == {"Ann Lee"}
    morning.clock.move(timedelta(days=1))
    again = morning.signs_in_again(ann)
    assert "Stop selling on terms?" in again.get("cards").get_data(True)


@pytest.mark.long
def test_the_last_answer_can_be_taken_back_while_the_world_allows_it(
    morning: Morning, ann: Browser
) -> None:
    """A yes within ten minutes, a *wait* at any time; somebody else's never."""
    answer(ann, "wait")
    answer(ann, "wait")
    page = answer(ann, "approve")
    undo = {"answer": _undo(page)}
    assert "Undo the last one: approved, £2,810.00" in page
    carl = morning.joins("Carl Reed", Role.CONTROLLER)
    assert "was not yours" in carl.post("cards/undo", **undo).get_data(True)
    back = ann.post("cards/undo", **undo).get_data(True)
    assert "Taken back. The card is there again." in back
    assert not morning.messages(StepState.APPROVED)
    assert "5 cards left, 2 done" in back
    assert "Undo the last one: left until tomorrow" in back
    page = answer(ann, "approve")
    morning.clock.move(timedelta(minutes=10))
    assert "Undo" not in ann.get("cards").get_data(True)


@pytest.mark.long
def test_what_moved_since_the_card_was_shown_is_not_approved(
    morning: Morning, ann: Browser
) -> None:
    """Edited meanwhile: the card comes again; answered meanwhile: it says so."""
    answer(ann, "wait")
    answer(ann, "wait")
    fields = card_on(ann.get("cards").get_data(True))
    first = morning.messages(StepState.PROPOSED)
    shown = next(each for each in first if str(each.id) in fields["card"])
    respond.add_sentence(
        morning.house.doors, org_id=morning.house.org_id, by="Carl", message_id=shown.id,
        sentence="Thank you for the long talk.",
    )  # fmt: skip
    page = ann.post("cards/answer", answer="approve", **fields).get_data(True)
    assert "This message has changed since the page was shown" in page
    assert not morning.messages(StepState.APPROVED)
    respond.approve(
        morning.house.doors, org_id=morning.house.org_id, by="Carl", message_id=shown.id
    )
    gone = ann.post("cards/answer", answer="approve", **fields).get_data(True)
    assert "had been dealt with meanwhile" in gone
    other = card_on(ann.get("cards").get_data(True))
    assert ann.post("cards/answer", answer="talked", **other).status_code == 400


def test_a_stop_is_decided_on_its_card(morning: Morning, ann: Browser) -> None:
    """Its two answers stand on it beside *wait* and *open*."""
    assert "The stop is in force." in answer(ann, "stop")
    assert "Ann Lee: Said yes to a stop" in morning.timeline()


def test_each_sees_the_cards_that_are_theirs(morning: Morning, ann: Browser) -> None:
    """The accountant the books, a reader all without a button, sales none."""
    ivy = morning.joins("Ivy Stone", Role.ACCOUNTANT).get("cards").get_data(True)
    assert "No card waits" in ivy
    rita = morning.joins("Rita Moor", Role.READER)
    page = rita.get("cards").get_data(True)
    assert "Card 1 of 2" in page
    assert 'class="taps" method="post"' not in page
    assert "Card 2 of 2" in rita.get("cards?at=1").get_data(True)
    assert "Those were all." in rita.get("cards?at=2").get_data(True)
    assert rita.get("cards?at=x").status_code == 200
    assert morning.joins("Sam Vale", Role.SALES).get("cards").status_code == 403


def _undo(page: str) -> str:
    found = re.search(r'class="undo".*?name="answer" value="([\w-]+)"', page)
    assert found is not None
    return found.group(1)


def test_a_step_that_wants_two_is_proposed_from_its_card(morning: Morning, ann: Browser) -> None:
    """The second person finds it among their own cards; the first one's day goes on."""
    with morning.house.doors.store.tenant(morning.house.org_id) as tx:
        second.choose(tx, ["stop"], by="Ann Lee", at=morning.clock.now())
    page = answer(ann, "stop")
    assert "Proposed: a stop on sales on terms to Quay Bistro" in page
    assert "6 cards left, 1 done" in page
    carl = morning.joins("Carl Reed", Role.CONTROLLER)
    top = carl.get("cards").get_data(True)
    assert "Wants a second person" in top
    assert "Ann Lee proposed a stop on sales on terms to Quay Bistro." in top


def test_calls_stand_below_what_waits_for_a_yes(morning: Morning, ann: Browser) -> None:
    """Each leads to its card of the call sheet."""
    morning.house.books.all(
        "update messages set channel = 'call' where customer_id = 'kettle' returning id"
    )
    with morning.house.doors.store.tenant(morning.house.org_id) as tx:
        [me] = people.members_of(tx, morning.house.org_id)
        found = matters(tx, whom_of(morning.house.organisation, me, morning.clock.now()))
    assert [each.heading for each in found[-2:]] == ["Messages that wait for your yes", "Calls"]
    assert found[-1].words == "Call The Copper Kettle Café about £801.40."
    assert found[-1].path == "calls?customer=kettle"
