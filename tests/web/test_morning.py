"""The morning letter as somebody gets it: who, when, how often, and what stands in it."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from plugin.bootstrap import OPERATIONS
from plugin.credit.policy_parts import Channel
from plugin.credit.veto_facts import VetoQuestion, VetoStep
from plugin.jobs import What
from plugin.operations import decide
from plugin.ports import Unavailable
from plugin.store import assigned, calls, due, people, vetoes
from plugin.store.assigned import Looked
from plugin.store.calls import Reply
from plugin.store.people import Role
from tests.builders import House
from tests.web.morning import HALF_PAST_SEVEN, Morning, a_morning

TOMORROW = HALF_PAST_SEVEN + timedelta(days=1)


@pytest.fixture
def morning(house: House, app: Flask) -> Morning:
    """A Wednesday."""
    return a_morning(house, app)


def test_each_gets_what_concerns_them_once_a_day(morning: Morning) -> None:
    """The owner gets decisions, the accountant the books, a reader and sales nothing unasked."""
    for name, role in (
        ("Ann Lee", Role.OWNER),
        ("Carl Reed", Role.CONTROLLER),
        ("Ivy Stone", Role.ACCOUNTANT),
        ("Sam Vale", Role.SALES),
        ("Rita Moor", Role.READER),
    ):
        morning.joins(name, role)
    morning.paid("kettle", "INV-1041", "100.00")
    assert morning.letters() == TOMORROW
    assert morning.letters() == TOMORROW
    ann, carl, ivy = sorted(morning.post.mails, key=lambda mail: mail.text)
    assert ann.subject.startswith("Harbour Lane Foods, Wednesday 25 November: seven wait for you")
    assert "Good morning Ann," in ann.text
    assert "Messages that wait for your yes (5)" in ann.text
    assert "Quay Bistro (first reminder, £2,810.00)" in ann.text
    assert "One payment, £100.00: The Copper Kettle Café." in ann.text
    assert "/cards" in ann.text
    assert "Good morning Carl," in carl.text
    assert "Good morning Ivy," in ivy.text
    assert "wait for your yes" not in ivy.text
    assert "One payment, £100.00" in ivy.text
    for mail in (ann, carl, ivy):
        assert len(set(re.findall(r"/m/[\w-]{64}", mail.text))) == 3
        assert all(link in mail.html for link in re.findall(r"/m/[\w-]{64}", mail.text))


def test_a_salesperson_is_reminded_of_what_waits_for_their_word(morning: Morning) -> None:
    """And sees nothing else of the books; without it no letter comes."""
    sam = morning.joins("Sam Vale", Role.SALES)
    me = morning.who(sam)
    today = morning.clock.now().date()
    with morning.house.doors.store.tenant(morning.house.org_id) as tx:
        assigned.assign(tx, {"quay": Looked(sales_id=me)}, by="Ann Lee", at=morning.clock.now())
        question = VetoQuestion(VetoStep.STOP)
        [asked] = vetoes.open_windows(tx, [("quay", question)], at=morning.clock.now())
        vetoes.opened(tx, asked, on=today)
    morning.letters()
    [mail] = morning.post.mails
    assert (
        "A stop on sales on terms is due at Quay Bistro. It goes its way on Saturday 28 November "
        "unless you hold it back, by the link in the mail of Wednesday 25 November." in mail.text
    )
    assert "£" not in mail.text
    assert "/cards" not in mail.text
    assert len(morning.links(mail)) == 3
    morning.clock.move(timedelta(days=5))
    morning.letters()
    assert len(morning.post.mails) == 1


def test_who_wrote_is_named_and_what_they_wrote_stays_here(morning: Morning) -> None:
    """People come first; their words stand on the card and in no mail."""
    ann = morning.joins("Ann Lee", Role.OWNER)
    now = morning.clock.now()
    reply = Reply(
        id=uuid4(),
        customer_id="kettle",
        channel=Channel.EMAIL,
        replied_at=now,
        replied_on=now.date() - timedelta(days=2),
        said="My husband died, can we pay later?",
    )
    with morning.house.doors.store.tenant(morning.house.org_id) as tx:
        calls.note_reply(tx, reply)
    morning.letters()
    [mail] = morning.post.mails
    assert "nobody has read it: The Copper Kettle Café wrote 2 days ago." in mail.text
    assert "husband" not in mail.text + mail.html
    card = ann.get("cards").get_data(True)
    assert "<blockquote>My husband died, can we pay later?</blockquote>" in card


def test_what_was_given_to_somebody_waits_for_them_alone(morning: Morning) -> None:
    """The other controller hears nothing of it; an owner is told of everything."""
    carl = morning.joins("Carl Reed", Role.CONTROLLER)
    morning.joins("Dora West", Role.CONTROLLER)
    morning.joins("Ann Lee", Role.OWNER)
    given = dict.fromkeys(
        ("quay", "kettle", "bell", "lisa", "paris", "mute"), Looked(morning.who(carl))
    )
    with morning.house.doors.store.tenant(morning.house.org_id) as tx:
        assigned.assign(tx, given, by="Ann Lee", at=morning.clock.now())
    morning.letters()
    ann, carls = sorted(morning.post.mails, key=lambda mail: mail.text)
    assert "Good morning Carl," in carls.text
    for mail in (ann, carls):
        assert "Seven things wait for you today." in mail.text


def test_on_a_day_with_nothing_to_say_nothing_comes(morning: Morning) -> None:
    """Nor is what came in lost: the next letter tells it from the last one on."""
    ivy = morning.joins("Ivy Stone", Role.ACCOUNTANT)
    assert "so it would not come" in ivy.get("mine").get_data(True)
    morning.letters()
    assert morning.post.mails == []
    morning.clock.move(timedelta(hours=3))
    morning.paid("kettle", "INV-1041", "100.00")
    morning.clock.move(timedelta(hours=21))
    morning.letters()
    [mail] = morning.post.mails
    assert "What came in since Wednesday 25 November" in mail.text


def test_a_mail_server_that_is_away_makes_it_late_and_not_double(morning: Morning) -> None:
    """It is tried again, says when it comes, and after noon it does not come at all."""
    morning.joins("Ann Lee", Role.OWNER)
    morning.post.is_away = True
    with pytest.raises(Unavailable):
        morning.letters()
    morning.clock.move(timedelta(hours=3, minutes=10))
    morning.post.is_away = False
    assert morning.letters() == TOMORROW
    morning.letters()
    [mail] = morning.post.mails
    assert "This letter comes at 10:40 instead of 07:30." in mail.text
    morning.clock.move(timedelta(days=1, hours=2))
    assert morning.letters() == HALF_PAST_SEVEN + timedelta(days=2)
    assert len(morning.post.mails) == 1


def test_what_brings_the_facts_up_to_date_goes_first(morning: Morning) -> None:
    """After a night without power everything is due at once: the letter lets the reading pass."""
    morning.joins("Ann Lee", Role.OWNER)
    with morning.house.doors.store.tenant(morning.house.org_id) as tx:
        due.put(tx, What.SYNC, morning.clock.now())
    soon = OPERATIONS[What.MORNING](morning.house.doors, morning.house.org_id)
    assert soon == morning.clock.now() + timedelta(seconds=5)
    assert morning.post.mails == []
    morning.letters()
    assert len(morning.post.mails) == 1


def test_whoever_left_is_forgotten_and_whoever_may_come_back_is_not(morning: Morning) -> None:
    """The address of somebody who was let go does not stay behind."""
    ann = morning.joins("Ann Lee", Role.OWNER)
    tom = morning.joins("Tom Reed", Role.READER)
    tom.post("mine/rhythm", rhythm="off")
    with morning.house.doors.store.house() as tx:
        people.shut_out(tx, morning.house.org_id, morning.who(tom))
    morning.letters()
    kept = morning.house.books.all("select user_id from morning_letters")
    assert kept == [(morning.who(ann),)]


def test_an_organisation_that_is_stopped_says_so(morning: Morning) -> None:
    """And until when."""
    morning.joins("Ann Lee", Role.OWNER)
    day = TOMORROW.date() + timedelta(days=2)
    decide.stop_everything(morning.house.doors, org_id=morning.house.org_id, by="Ann", until=day)
    morning.house.review()
    morning.letters()
    [mail] = morning.post.mails
    assert "Everything is stopped until Saturday 28 November: nothing goes out." in mail.text


def test_everybody_says_for_themselves_how_often_and_where_to(morning: Morning) -> None:
    """A reader too: switched on, weekly, off; and each change is of theirs alone."""
    rita = morning.joins("Rita Moor", Role.READER)
    page = rita.get("mine").get_data(True)
    assert "only-reads" not in page
    assert "as a reader has it" in page
    assert "every working day" in rita.post("mine/rhythm", rhythm="daily").get_data(True)
    morning.letters()
    assert len(morning.post.mails) == 1
    assert "Good morning Rita" in morning.post.mails[0].text
    rita.post("mine/rhythm", rhythm="weekly")
    for _ in range(6):
        morning.clock.move(timedelta(days=1))
        morning.letters()
    assert [mail.subject[:39] for mail in morning.post.mails[1:]] == [
        "Harbour Lane Foods, Monday 30 November:"
    ]
    rita = morning.signs_in_again(rita)
    assert "No morning letter" in rita.post("mine/rhythm", rhythm="off").get_data(True)
    morning.clock.move(timedelta(days=7))
    morning.letters()
    assert len(morning.post.mails) == 2


def test_another_address_is_asked_before_it_gets_anything(morning: Morning) -> None:
    """A mistyped one that nobody confirms never learns what customers owe."""
    ann = morning.joins("Ann Lee", Role.OWNER)
    said = ann.post("mine/address", address="ann@home.example").get_data(True)
    assert "A mail asks at ann@home.example first" in said
    morning.letters()
    asked, letter = morning.post.mails
    assert (asked.to, letter.to) == (("ann@home.example",), ("ann@acme.test",))
    assert "£" not in asked.text
    path = morning.links(asked)[0]
    anybody = morning.app.test_client()
    assert morning.press(anybody, path).status_code == 303
    assert "goes to ann@home.example from now on" in anybody.get(path).get_data(True)
    morning.clock.move(timedelta(days=1))
    morning.letters()
    assert morning.post.mails[-1].to == ("ann@home.example",)
    ann = morning.signs_in_again(ann)
    ann.post("mine/address", address="")
    morning.clock.move(timedelta(days=1))
    morning.letters()
    assert morning.post.mails[-1].to == ("ann@acme.test",)
    ann = morning.signs_in_again(ann)
    assert ann.post("mine/address", address="nonsense").status_code == 400
