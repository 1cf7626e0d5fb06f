"""The links of a morning letter: a look changes nothing, a press works once, in one name."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from plugin.credit.account import StepState
from plugin.credit.decisions import Task, TaskKind
from plugin.operations import decide, respond
from plugin.store import holds, organisations, people, tasks
from plugin.store.people import Role
from tests.builders import House
from tests.web.conftest import Browser
from tests.web.morning import Morning, a_morning, fields_of

NOTHING = "This link opens nothing"


@pytest.fixture
def morning(house: House, app: Flask) -> Morning:
    """A Wednesday a fortnight later: second reminders wait, none of them a first message."""
    found = a_morning(house, app)
    found.a_second_round()
    return found


@pytest.fixture
def ann(morning: Morning) -> Browser:
    """The owner, with her letter in the box."""
    ann = morning.joins("Ann Lee", Role.OWNER)
    hold = date(2026, 12, 20)
    decide.hold(
        morning.house.doors, org_id=morning.house.org_id, by="Carl", customer_id="bell", until=hold
    )
    morning.house.review()
    morning.letters()
    return ann


def test_the_three_most_useful_changes_of_the_day_stand_in_it(
    morning: Morning, ann: Browser
) -> None:
    """Approve the drafts, hold one customer, release one who is held."""
    [mail] = morning.post.mails
    assert len(morning.links(mail)) == 3
    assert "Approve four messages for £3,851.50 and €1,310.00:" in mail.text
    assert "Hold Quay Bistro for today:" in mail.text
    assert (
        "Release Bell & Sons (Wholesale) Ltd: £1,200.00 late, held until Sunday 20 December:"
        in (mail.text)
    )


def test_looking_changes_nothing_and_a_press_is_made_once(morning: Morning, ann: Browser) -> None:
    """A scanner may open it as often as it likes; the second press says what the first one did."""
    [mail] = morning.post.mails
    path, phone = morning.link(mail, "Approve"), morning.app.test_client()
    for _ in range(3):
        page = phone.get(path)
        assert page.status_code == 200
        assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Approve four messages?" in page.get_data(True)
    assert "Quay Bistro gets a message about £2,810.00." in page.get_data(True)
    assert morning.app.test_client().post(path).status_code == 403
    assert not morning.messages(StepState.APPROVED)

    assert morning.press(phone, path).status_code == 303
    done = phone.get(path).get_data(True)
    assert "four messages approved: " in done
    assert "in the name of Ann Lee" in done
    approved = morning.messages(StepState.APPROVED)
    assert {message.approved_by for message in approved} == {"Ann Lee"}
    assert len(approved) == 4
    assert (
        "Ann Lee: Approved four messages by the link in the morning letter of 9 December 2026"
        in morning.timeline()
    )
    assert '<form method="post" class="taps">' not in done
    again = phone.post(path, data={"csrf": _token(phone.get("/sign-in").get_data(True))})
    assert again.status_code == 409
    assert "This link was used already. four messages approved" in again.get_data(True)
    assert len(morning.messages(StepState.APPROVED)) == 4


def test_hold_and_release_reach_the_decision(morning: Morning, ann: Browser) -> None:
    """Who is held hears nothing until the next working day; who is released is proposed again."""
    [mail] = morning.post.mails
    morning.press(ann.client, morning.link(mail, "Hold Quay"))
    morning.press(ann.client, morning.link(mail, "Release Bell"))
    morning.house.review()
    waiting = {message.customer_id for message in morning.messages(StepState.PROPOSED)}
    assert "quay" not in waiting
    assert "bell" in waiting
    with morning.house.doors.store.tenant(morning.house.org_id) as tx:
        [hold] = holds.holds(tx, "quay", on=date(2026, 12, 9))
        assert (hold.until, hold.by) == (date(2026, 12, 10), "Ann Lee")
    assert "Ann Lee: Ended a hold by the link in the morning letter" in morning.timeline()


def test_one_character_changed_or_somebody_else_and_it_shows_nothing(
    morning: Morning, ann: Browser
) -> None:
    """Nor does one that is cut, or of nobody; each says what to do. Its own person may use it."""
    [mail] = morning.post.mails
    path = morning.link(mail, "Approve")
    client, token = morning.app.test_client(), path.rpartition("/")[2]
    altered = [
        token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        for place in range(0, 64, 7)
    ]
    altered += [token[:-1] + other for other in "AQgw" if other != token[-1]]
    for other in (*altered, token[:-1], token + "A", token.lower(), "x" * 64):
        reply = client.get(f"/m/{other}")
        assert reply.status_code == 409, other
        assert NOTHING in reply.get_data(True)
        assert "Harbour Lane" not in reply.get_data(True)
        assert morning.press(client, f"/m/{other}").status_code in {403, 409}
    carl = morning.joins("Carl Reed", Role.CONTROLLER)
    others = carl.client.get(path)
    assert (others.status_code, "Quay" in others.get_data(True)) == (409, False)
    assert NOTHING in others.get_data(True)
    assert morning.press(carl.client, path).status_code == 409
    assert not morning.messages(StepState.APPROVED)
    assert morning.press(ann.client, path).status_code == 303


def test_a_link_that_may_not_be_used_any_more_says_why(morning: Morning, ann: Browser) -> None:
    """The right lost, the books gone, the day over; and out of the team it shows nothing."""
    [mail] = morning.post.mails
    path, client = morning.link(mail, "Approve"), morning.app.test_client()

    def refused(why: str) -> None:
        page = client.get(path).get_data(True)
        assert why in page
        assert "Quay" not in page
        assert morning.press(client, path).status_code == 409
        assert not morning.messages(StepState.APPROVED)

    morning.becomes(ann, Role.READER)
    refused("You are a reader here by now")
    morning.becomes(ann, Role.OWNER)
    state = "update organisations set state = :state where id = :org returning id"
    morning.house.books.all(state, state="disconnected")
    refused("is not connected to Xero")
    morning.house.books.all(state, state="connected")
    morning.clock.move(timedelta(hours=16))
    assert "Approve four messages?" in client.get(path).get_data(True)
    morning.clock.move(timedelta(minutes=31))
    refused("This link was of the letter of 9 December 2026 and has run out.")
    with morning.house.doors.store.house() as tx:
        people.shut_out(tx, morning.house.org_id, morning.who(ann))
    refused(NOTHING)


def test_what_moved_since_the_letter_is_said_and_left_alone(morning: Morning, ann: Browser) -> None:
    """A draft edited, an invoice paid: the rest is approved, and the page says which is which."""
    [mail] = morning.post.mails
    path, client = morning.link(mail, "Approve"), morning.app.test_client()
    quay = next(m for m in morning.messages(StepState.PROPOSED) if m.customer_id == "quay")
    respond.soften(morning.house.doors, org_id=morning.house.org_id, by="Carl", message_id=quay.id)
    morning.house.books.all(
        "update invoices set balance = balance - 10 where id = 'INV-1044' returning id"
    )
    page = client.get(path).get_data(True)
    assert "Approve two messages?" in page
    for name in ("Quay Bistro", "Épicerie du Canal"):
        assert f"The one to {name} is not what it was in the letter" in page
    assert morning.press(client, path).status_code == 303
    assert {m.customer_id for m in morning.messages(StepState.APPROVED)} == {"kettle", "lisa"}
    assert "two messages approved: " in client.get(path).get_data(True)


def test_what_moved_while_the_page_was_open_is_not_acted_upon(
    morning: Morning, ann: Browser
) -> None:
    """The yes is to what was read; the link stays, for another look."""
    [mail] = morning.post.mails
    path, client = morning.link(mail, "Approve"), morning.app.test_client()
    page = client.get(path).get_data(True)
    fields = fields_of(page)
    quay = next(m for m in morning.messages(StepState.PROPOSED) if m.customer_id == "quay")
    respond.soften(morning.house.doors, org_id=morning.house.org_id, by="Carl", message_id=quay.id)
    moved = client.post(path, data=fields)
    assert moved.status_code == 409
    assert "Something has changed since this page was shown" in moved.get_data(True)
    assert not morning.messages(StepState.APPROVED)
    assert morning.press(client, path).status_code == 303
    assert len(morning.messages(StepState.APPROVED)) == 3


def test_where_nothing_is_left_to_do_there_is_no_button(morning: Morning, ann: Browser) -> None:
    """All approved at the desk meanwhile: the page says so."""
    [mail] = morning.post.mails
    respond.approve_all(morning.house.doors, org_id=morning.house.org_id, by="Carl")
    client = morning.app.test_client()
    page = client.get(morning.link(mail, "Approve")).get_data(True)
    assert "Nothing to do any more" in page
    assert "The one to Quay Bistro has been approved already." in page
    assert '<form method="post" class="taps">' not in page
    assert "Hold Quay Bistro for today?" in client.get(morning.link(mail, "Hold Quay")).get_data(
        True
    )


def test_the_letter_itself_can_be_made_rarer_by_a_tap(morning: Morning) -> None:
    """On a day with fewer useful changes, the links are about the letter: for each role."""
    rita = morning.joins("Rita Moor", Role.READER)
    rita.post("mine/rhythm", rhythm="daily")
    morning.letters()
    [mail] = morning.post.mails
    assert [
        re.search(r"<h1>(.*?)\?</h1>", rita.client.get(path).get_data(True))[1]  # type: ignore[index]
        for path in morning.links(mail)
    ] == ["No letter next time", "Once a week", "No letter any more"]
    morning.press(rita.client, morning.link(mail, "No letter on the next"))
    morning.clock.move(timedelta(days=1))
    morning.letters()
    assert len(morning.post.mails) == 1
    morning.clock.move(timedelta(days=1))
    morning.letters()
    assert len(morning.post.mails) == 2


def _token(page: str) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', page)
    assert found is not None
    return found.group(1)


def test_the_bank_is_looked_at_and_the_day_is_made_quiet_by_a_tap(house: House, app: Flask) -> None:
    """While the books look stale that comes first; what was said so already has no button."""
    morning = a_morning(house, app)
    ann = morning.joins("Ann Lee", Role.OWNER)
    with house.doors.store.tenant(house.org_id) as tx:
        stale = Task(TaskKind.STALE_BOOKS)
        tasks.open_task(tx, "", stale, raised_by="test", now=morning.clock.now())
    morning.letters()
    [mail] = morning.post.mails
    books = morning.link(mail, "I have looked in the bank")
    quiet = morning.link(mail, "Send nothing to anybody today")
    assert books == morning.links(mail)[0]
    assert "none of what waits is paid" in ann.client.get(books).get_data(True)
    morning.press(ann.client, books)
    assert "the books are up to date today" in ann.client.get(books).get_data(True)
    assert "Looked at the bank" in morning.timeline()
    morning.press(ann.client, quiet)
    assert "Nothing goes out today." in ann.client.get(quiet).get_data(True)
    with house.doors.store.tenant(house.org_id) as tx:
        organisation = organisations.read(tx, house.org_id)
        assert organisation is not None
        assert organisation.stopped_until == date(2026, 11, 26)
        assert not [each for each in tasks.open_tasks(tx) if each.kind is TaskKind.STALE_BOOKS]
    assert "Ann Lee: Everything is stopped until 26 November 2026 by the link" in morning.timeline()
    morning.clock.move(timedelta(minutes=5))
    carl = morning.joins("Carl Reed", Role.CONTROLLER)
    morning.letters()
    assert "Send nothing" not in morning.post.mails[-1].text
    assert carl.get("mine").status_code == 200
