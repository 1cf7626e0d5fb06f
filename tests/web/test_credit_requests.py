"""Requests for credit: asked by a stranger, shown to be theirs, looked at, decided, answered."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from plugin.operations import credit_letters
from plugin.store import credit_decisions
from tests.builders import House
from tests.consoles import a_console
from tests.doors import HeldClock
from tests.web.applying import (
    FORM,
    TERMS,
    Applicant,
    asks,
    faults_of,
    link_in,
    open_the_form,
    page_of,
    say,
    waiting,
)
from tests.web.conftest import Browser
from tests.web.test_portal_code import Postbox

YES = {
    "decision": "yes",
    "limit": "500",
    "terms_days": "14",
    "terms_kind": "after_issue",
    "why": "Two good references",
}


@pytest.fixture
def postbox() -> Postbox:
    """Where mail goes."""
    return Postbox()


@pytest.fixture
def house(settled_house: House, postbox: Postbox) -> House:
    """A wholesaler whose mail is kept."""
    settled_house.doors = replace(settled_house.doors, mailer=postbox)
    return settled_house


@pytest.fixture
def app(house: House) -> Flask:
    """The console."""
    return a_console(house.doors)


@pytest.fixture
def maya(app: Flask, house: House) -> Applicant:
    """Somebody who was given the form's address."""
    return Applicant(app.test_client(), open_the_form(house.doors, house.org_id))


def test_a_stranger_asks_and_is_seen_only_once_the_address_is_theirs(
    maya: Applicant, ann: Browser, house: House, postbox: Postbox
) -> None:
    """One mail with a link; opening it does nothing, its button works once; then a task."""
    assert "Look in your mail" in maya.sends().get_data(as_text=True)
    (mail,) = postbox.mails
    assert mail.to == ("maya@pier.example",)
    assert (mail.from_name, mail.reply_to) == ("Ann Lee, Harbour Lane Foods", "ann@acme.test")
    for _ in range(2):
        page = maya.client.get(link_in(mail.text)).get_data(as_text=True)
        assert "Is this request yours?" in page
    assert "Pier Street" not in ann.get("credit-requests").get_data(as_text=True)
    assert "Your request is with them now" in maya.confirms(mail.text).get_data(as_text=True)
    again = maya.client.post(link_in(mail.text))
    assert "They have your request" in again.get_data(as_text=True)
    assert "Pier Street Coffee Ltd asks for credit" in ann.get("").get_data(as_text=True)
    shown = page_of(ann, house)
    for told in ("08123456", "GB980780684", "£1,500.00", "Ola Beck", "by Maya Lind on", TERMS[:20]):
        assert told in shown
    kept = waiting(house)
    assert (kept.terms_shown, kept.may_ask_bureau) == (TERMS, False)


def test_every_fault_is_said_beside_its_field_and_nothing_is_lost(
    maya: Applicant, postbox: Postbox
) -> None:
    """A mistyped number, no acceptance, one reference twice: each named, no mail, words kept."""
    wrong = {
        "name": "",
        "vat_number": "GB 980 7806 85",
        "email": "maya at pier",
        "limit_wanted": "lots",
        "accepts": "",
        "referee_2_email": FORM["referee_1_email"],
        "days": "31",
    }
    reply = maya.sends(**wrong)
    assert reply.status_code == 400
    found = faults_of(reply)
    assert set(found) == set(wrong)
    assert "mistyped" in found["vat_number"]
    assert "4 Pier Street" in reply.get_data(as_text=True)
    assert postbox.mails == []
    assert faults_of(maya.sends(company_number="")) == {
        "company_number": "Write the number of the company."
    }


def test_the_form_is_shut_by_another_address_by_shutting_it_and_by_changed_terms(
    maya: Applicant, ann: Browser, postbox: Postbox
) -> None:
    """Whoever fills it in meanwhile is told, and nothing is sent under other terms."""
    page = maya.client.get(maya.path).get_data(as_text=True)
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    ann.post("credit-requests/form", terms_text=f"{TERMS} And more.")
    late = maya.client.post(maya.path, data={**FORM, "seen": seen[1], "once": "1"})
    assert (late.status_code, list(faults_of(late))) == (400, ["accepts"])
    ann.post("credit-requests/form/new-address")
    assert maya.client.get(maya.path).status_code == 404
    newer = re.search(r'id="address" value="https?://[^/]+([^"]+)"', _all(ann))
    assert newer is not None
    assert maya.client.get(newer[1]).status_code == 200
    ann.post("credit-requests/form/shut")
    assert maya.client.get(newer[1]).status_code == 404
    assert maya.client.post(newer[1], data=FORM).status_code == 404
    assert postbox.mails == []


def _all(ann: Browser) -> str:
    return ann.get("credit-requests").get_data(as_text=True)


def test_one_address_gets_three_mails_a_day_and_one_form_is_one_request(
    maya: Applicant, house: House, postbox: Postbox
) -> None:
    """Whatever is sent: nobody is mailed by strangers without end. A week later it is let go."""
    for _ in range(2):
        assert maya.sends(once="the same").status_code == 200
    assert len(postbox.mails) == 1
    assert maya.sends().status_code == 200
    refused = maya.sends()
    assert refused.status_code == 409
    assert "Too many requests" in refused.get_data(as_text=True)
    assert "4 Pier Street" in refused.get_data(as_text=True)
    clock = house.doors.clock
    assert isinstance(clock, HeldClock)
    clock.move(timedelta(days=8))
    assert maya.client.get(link_in(postbox.mails[0].text)).status_code == 404


@pytest.mark.long
def test_where_no_mail_can_go_nothing_is_kept(
    maya: Applicant, house: House, postbox: Postbox
) -> None:
    """And what was written stands in the form."""
    postbox.is_closed = True
    reply = maya.sends()
    assert "No mail could go just now" in reply.get_data(as_text=True)
    with house.doors.store.tenant(house.org_id) as tx:
        assert tx.sql("select count(*) from credit_requests").scalar_one() == 0
        assert tx.sql("select count(*) from credit_references").scalar_one() == 0


def test_a_yes_is_logged_with_its_reason_and_the_letter_waits_for_another_yes(
    maya: Applicant, ann: Browser, house: House, postbox: Postbox
) -> None:
    """Changed, approved, held ten minutes, sent once; nobody is told before."""
    asks(maya, postbox)
    before = len(postbox.mails)
    shown = say(ann, house, "decide", **YES)
    assert "Yes, with pleasure. You may owe us up to £500.00" in shown
    assert "A new contact: Pier Street Coffee Ltd" in shown
    assert "Payment terms for sales: 14 days after the invoice date" in shown
    with house.doors.store.tenant(house.org_id) as tx:
        (logged,) = credit_decisions.newest(tx, limit=1)
    assert (logged.kind, logged.name) == ("credit_request", "Pier Street Coffee Ltd")
    assert logged.words.endswith("14 days after the invoice date: Two good references")
    assert "asks for credit" not in ann.get("tasks").get_data(as_text=True)
    assert ann.post(f"credit-requests/{waiting(house).id}/decide", **YES).status_code == 409
    say(ann, house, "letter", do="change", text="Yes, Maya.")
    approved = say(ann, house, "letter", do="approve", text="Yes, Maya.\n\nAnn")
    assert "It goes at 09:10" in approved
    credit_letters.send_answers(house.doors, house.org_id)
    assert len(postbox.mails) == before
    clock = house.doors.clock
    assert isinstance(clock, HeldClock)
    clock.move(timedelta(minutes=10))
    for _ in range(2):
        credit_letters.send_answers(house.doors, house.org_id)
    assert [mail.to for mail in postbox.mails[before:]] == [("maya@pier.example",)]
    assert postbox.mails[-1].text == "Yes, Maya.\n\nAnn\n"
    assert "Mailed to" in page_of(ann, house)


@pytest.mark.long
@pytest.mark.parametrize(
    ("decision", "words"), [("cash", "payment when you order"), ("no", "We are sorry")]
)
def test_cash_first_and_no_are_said_kindly_and_may_be_taken_back_or_erased(
    maya: Applicant, ann: Browser, house: House, postbox: Postbox, decision: str, words: str
) -> None:
    """Neither writes anything into Xero; a decision without a reason is none."""
    asks(maya, postbox)
    request = f"credit-requests/{waiting(house).id}/decide"
    assert ann.post(request, decision=decision, why=" ").status_code == 409
    shown = say(ann, house, "decide", decision=decision, why="Too new for us")
    assert words in shown
    assert "In Xero</h2>" not in shown
    assert "waits for you" in say(ann, house, "again")
    assert "asks for credit" in ann.get("tasks").get_data(as_text=True)
    say(ann, house, "decide", decision=decision, why="Too new for us")
    say(ann, house, "letter", do="told")
    say(ann, house, "erase")
    kept = waiting(house)
    assert (kept.application, kept.name, kept.why) == (None, "(erased)", "")
    assert "What was written here was erased" in page_of(ann, house)


@pytest.mark.long
def test_a_grant_that_cannot_be_is_refused_whole(
    maya: Applicant, ann: Browser, house: House, postbox: Postbox
) -> None:
    """No limit, terms that Xero does not know, a deposit of everything, somebody unknown."""
    asks(maya, postbox)
    for wrong in (
        {"limit": ""},
        {"limit": "0"},
        {"terms_days": "366"},
        {"terms_days": "32", "terms_kind": "of_next_month"},
        {"decision": "deposit", "deposit": "0"},
        {"contact": "nobody"},
    ):
        request = f"credit-requests/{waiting(house).id}/decide"
        assert ann.post(request, **{**YES, **wrong}).status_code == 409, wrong
    assert ann.post(request, **{**YES, "terms_days": "²"}).status_code == 400
    assert waiting(house).state.value == "waiting"


@pytest.mark.long
def test_the_offer_is_the_policys_starter_limit_within_the_loss_budget(
    maya: Applicant, ann: Browser, house: House, postbox: Postbox
) -> None:
    """Without one there is none; with one it is shown with what the budget has left."""
    asks(maya, postbox)
    assert "Your policy has no starter limit" in page_of(ann, house)


@pytest.mark.long
def test_another_organisation_sees_no_request_of_this_one(
    maya: Applicant, ann: Browser, house: House, postbox: Postbox
) -> None:
    """Its address is that of one organisation, and so are its links."""
    asks(maya, postbox)
    other = UUID(int=7)
    for path in (maya.path, link_in(postbox.mails[0].text)):
        assert maya.client.get(path.replace(str(house.org_id), str(other))).status_code == 404
    assert ann.client.get(f"/o/{other}/credit-requests/{waiting(house).id}").status_code == 404
