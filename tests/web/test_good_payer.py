"""Good-payer letters: asked for, approved by a person, checked by anybody, lapsed, withdrawn."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask

from plugin.credit.decisions import TaskKind
from plugin.operations import good_payer, passport
from plugin.store import tasks
from plugin.store.good_payer import letters_of
from tests.builders import House
from tests.doors import HeldClock
from tests.letters.papers import pages_of, title_of, words_of
from tests.web.conftest import Browser
from tests.web.visiting import Caller, a_link


@pytest.fixture
def paid(house: House) -> House:
    """Lisa's Deli has paid three invoices on time and a fourth a week late."""
    for n, late in enumerate((0, 0, 7)):
        house.paid("lisa", f"INV-09{10 + n}", "120.00", ago=40 + 10 * n, days_late=late)
    passport.switch(house.doors, org_id=house.org_id, by="Ann Lee", name="good", on=True)
    house.review()
    return house


@pytest.fixture
def lisa(app: Flask, paid: House) -> Caller:
    """Somebody at the deli, by a link that was sent to them."""
    caller = Caller(
        app.test_client(), a_link(paid.doors, paid.org_id, "lisa", "lisa@customer.test")
    )
    assert caller.open("policy").status_code == 200
    return caller


def asked(house: House) -> str:
    """The letter that waits for a person, by the worklist."""
    with house.doors.store.tenant(house.org_id) as tx:
        (task,) = (each for each in tasks.open_tasks(tx) if each.kind is TaskKind.GOOD_PAYER_LETTER)
    return task.subject


def given_letter(house: House, ann: Browser) -> str:
    """A letter that Ann began and gave."""
    assert ann.post("customers/lisa/good-payer").status_code == 200
    letter_id = asked(house)
    assert "Given." in ann.post(f"good-payer/{letter_id}/approve").get_data(as_text=True)
    return letter_id


def checked(ann: Browser, letter_id: str) -> str:
    """The path at which anybody can check a letter, as it stands on its page."""
    page = ann.get(f"good-payer/{letter_id}").get_data(as_text=True)
    found = re.search(r"http://localhost:8000(/letter/[\w=-]+)", page)
    assert found is not None
    return found.group(1)


def test_a_customer_asks_a_person_approves_and_anybody_checks(
    app: Flask, ann: Browser, lisa: Caller, paid: House
) -> None:
    """From the button in the account by the worklist to the page that says genuine."""
    page = lisa.post("passport/letter").get_data(as_text=True)
    assert "A person at Harbour Lane Foods looks at it" in page
    assert "Ask for a letter" not in page
    worklist = ann.get("tasks").get_data(as_text=True)
    assert "Lisa’s Deli would like a good-payer letter" in worklist
    letter_id = asked(paid)
    assert f"good-payer/{letter_id}" in worklist
    looked = ann.get(f"good-payer/{letter_id}").get_data(as_text=True)
    assert "3 (75 %)" in looked
    assert lisa.get(f"passport/letter/{letter_id}.pdf").location.startswith("/p/code?")
    ann.post(f"good-payer/{letter_id}/approve")
    assert "good_payer_letter" not in ann.get("tasks").get_data(as_text=True)
    mine = lisa.get("passport").get_data(as_text=True)
    assert "is good until" in mine
    pdf = ann.get(f"good-payer/{letter_id}.pdf").data
    words = words_of(pdf)
    assert title_of(pdf) == "Payment record of Lisa’s Deli"
    assert pages_of(pdf) == 1
    assert "Good until 22 February 2027." in words.replace("\xa0", " ")
    assert "no promise of credit" in words
    page = app.test_client().get(checked(ann, letter_id)).get_data(as_text=True)
    for fact in ("Genuine, and good until 22 February 2027", "Lisa’s Deli", "4", "3 (75 %)"):
        assert fact in page
    assert "£" not in page


def test_it_lapses_after_ninety_days(app: Flask, ann: Browser, paid: House) -> None:
    """On the ninetieth day it is genuine; on the next it has lapsed, and says what it said then.

    What was paid meanwhile changes no letter that was given.
    """
    letter_id = given_letter(paid, ann)
    where, before = checked(ann, letter_id), ann.get(f"good-payer/{letter_id}.pdf").data
    paid.paid("lisa", "INV-0999", "50.00", ago=1, days_late=9)
    paid.review()
    assert ann.get(f"good-payer/{letter_id}.pdf").data == before
    clock = paid.doors.clock
    assert isinstance(clock, HeldClock)
    clock.move(timedelta(days=90))
    assert "Genuine" in app.test_client().get(where).get_data(as_text=True)
    clock.move(timedelta(days=1))
    page = app.test_client().get(where).get_data(as_text=True)
    assert "Lapsed on 22 February 2027" in page
    assert "Genuine" not in page
    assert "3 (75 %)" in page


def test_a_withdrawn_or_altered_letter_tells_no_facts(
    app: Flask, ann: Browser, paid: House
) -> None:
    """Withdrawn, it says so and nothing of what it said; altered, it is no letter of ours."""
    letter_id = given_letter(paid, ann)
    where = checked(ann, letter_id)
    for at in (8, 20, 50, 71):
        other = "A" if where[at] != "A" else "B"
        reply = app.test_client().get(where[:at] + other + where[at + 1 :])
        assert reply.status_code == 404
        assert "Lisa" not in reply.get_data(as_text=True)
    ann.post(f"good-payer/{letter_id}/withdraw")
    page = app.test_client().get(where).get_data(as_text=True)
    assert "Withdrawn" in page
    assert "75 %" not in page
    assert ann.post(f"good-payer/{letter_id}/withdraw").status_code == 409
    assert ann.post(f"good-payer/{letter_id}/approve").status_code == 409


@pytest.fixture
def public(house: House) -> House:
    """Anybody may read the policy."""
    passport.publish(house.doors, org_id=house.org_id, by="Ann Lee", is_public=True, slug="harbour")
    return house


def test_no_address_makes_a_public_page_fail(app: Flask, public: House) -> None:
    """Whatever stands in it, the answer is a page: no such letter, nobody's policy."""
    anybody = app.test_client()
    for odd in ("é", "\0", "A" * 64, "=" * 64, "../..", "' or 1=1", "🙂", "9" * 30, "\ud7ff"):
        written = quote(odd, safe="")
        for address in (
            f"/letter/{written}",
            f"/policy/{written}",
            f"/policy/harbour/{written}",
            f"/policy/harbour?v={written}",
        ):
            assert anybody.get(address).status_code in {200, 308, 400, 404}, address


def test_nobody_asks_twice_and_none_is_given_without_a_record(
    ann: Browser, lisa: Caller, paid: House
) -> None:
    """One at a time; declined, thirty days; and a customer of one invoice has no record."""
    assert lisa.post("passport/letter").status_code == 200
    assert lisa.post("passport/letter").status_code == 409
    ann.post(f"good-payer/{asked(paid)}/decline")
    assert "None was given on" in lisa.get("passport").get_data(as_text=True)
    assert lisa.post("passport/letter").status_code == 409
    ann.post("customers/quay/good-payer")
    page = ann.get(f"good-payer/{asked(paid)}").get_data(as_text=True)
    assert "there is no record to state" in page
    assert ann.post(f"good-payer/{asked(paid)}/approve").status_code == 409


def test_whoever_does_not_see_a_passport_asks_for_no_letter(
    lisa: Caller, ann: Browser, paid: House
) -> None:
    """The owner may show the passport and give no letters; then the button is not there."""
    ann.post("passport/letters", on="no")
    assert "Ask for a letter" not in lisa.get("passport").get_data(as_text=True)
    assert lisa.post("passport/letter").status_code == 409
    with paid.doors.store.tenant(paid.org_id) as tx:
        assert letters_of(tx, "lisa") == ()
    assert good_payer.check(replace(paid.doors), "no-such") is None
