"""What is looked into of a request for credit: the books, references, facts pasted in, a bureau."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from flask import Flask

from plugin.ports.bureau import BureauAnswer, BureauQuestion
from tests.builders import House
from tests.consoles import a_console
from tests.doors import HeldClock
from tests.web.applying import (
    Applicant,
    asks,
    link_in,
    open_the_form,
    page_of,
    say,
    waiting,
)
from tests.web.conftest import Browser
from tests.web.test_portal_code import Postbox


@dataclass
class Oracle:
    """A bureau that answers at once, and notes what it was told."""

    name: str = "Registry House"
    asked: list[BureauQuestion] = field(default_factory=list)

    def ask(self, question: BureauQuestion) -> BureauAnswer:
        """Answer."""
        self.asked.append(question)
        lines = (("Status", "active"), ("Accounts", "filed in time"))
        return BureauAnswer(source=self.name, dated=date(2026, 11, 20), lines=lines)


@pytest.fixture
def postbox() -> Postbox:
    """Where mail goes."""
    return Postbox()


@pytest.fixture
def oracle() -> Oracle:
    """The bureau."""
    return Oracle()


@pytest.fixture
def house(settled_house: House, postbox: Postbox, oracle: Oracle) -> House:
    """A wholesaler whose mail is kept."""
    settled_house.doors = replace(settled_house.doors, mailer=postbox, bureau=oracle)
    return settled_house


@pytest.fixture
def app(house: House) -> Flask:
    """The console."""
    return a_console(house.doors)


@pytest.fixture
def maya(app: Flask, house: House) -> Applicant:
    """Somebody who was given the form's address."""
    return Applicant(app.test_client(), open_the_form(house.doors, house.org_id))


def test_the_books_are_asked_whether_they_know_them(
    maya: Applicant, ann: Browser, house: House, postbox: Postbox
) -> None:
    """The same VAT number, a similar name, a mail domain; what is late and was written off."""
    newer = house.doors.clock.now() + timedelta(minutes=1)
    house.customer("quay", "Quay Bistro", vat_number="980780684", updated_at=newer)
    house.customer("old", "The Pier Street Coffee Company", email="", updated_at=newer)
    house.customer("kin", "Lind Bakery", email="ole@pier.example", updated_at=newer)
    asks(maya, postbox)
    shown = page_of(ann, house)
    assert re.search(r"Quay Bistro</a></strong>, same VAT number", shown)
    assert "£2,810.00</data> late now, 71 days the oldest" in shown
    assert re.search(r"The Pier Street Coffee Company</a></strong>, same name", shown)
    assert re.search(r"Lind Bakery</a></strong>, same mail domain", shown)
    assert "Copper Kettle" not in shown


def test_references_are_asked_once_and_answer_three_questions_once(
    maya: Applicant, ann: Browser, app: Flask, house: House, postbox: Postbox
) -> None:
    """By mail with a link of their own; GET changes nothing; a second answer changes nothing."""
    asks(maya, postbox)
    ask = re.search(r'/(ask/[0-9a-f-]+)"', page_of(ann, house))
    assert ask is not None
    assert "was asked by mail, once" in say(ann, house, ask[1])
    assert ann.post(f"credit-requests/{waiting(house).id}/{ask[1]}").status_code == 409
    mail = postbox.mails[-1]
    assert mail.to in {("ola@beans.example",), ("office@dairy.example",)}
    ola, path = app.test_client(), link_in(mail.text)
    assert "Three questions about Pier Street" in ola.get(path).get_data(as_text=True)
    assert "no answer yet" in page_of(ann, house)
    said = {"since": "longer", "pays": "on time", "again": "yes, gladly", "words": "A joy."}
    assert ola.post(path, data={**said, "pays": "never"}).status_code == 409
    assert "Thank you" in ola.post(path, data=said).get_data(as_text=True)
    ola.post(path, data={**said, "words": "Changed my mind"})
    shown = page_of(ann, house)
    assert "Pays on time. Would sell to them again: yes, gladly. “A joy.”" in shown
    assert ola.get(f"{path}x").status_code == 404


def test_facts_stand_with_source_and_day_and_go_again_where_pasted_by_mistake(
    maya: Applicant, ann: Browser, house: House, postbox: Postbox
) -> None:
    """No fact of tomorrow."""
    asks(maya, postbox)
    fact = {"kind": "registry", "source": "The register", "words": "Active since 2012"}
    shown = say(ann, house, "fact", **fact, dated="2026-11-20")
    assert "From a public register</strong>: The register, of" in shown
    assert "Active since 2012" in shown
    late = ann.post(f"credit-requests/{waiting(house).id}/fact", **fact, dated="2027-01-01")
    assert late.status_code == 409
    out = re.search(r"/(fact/[0-9a-f-]+/out)", shown)
    assert out is not None
    assert "Active since 2012" not in say(ann, house, out[1])


def test_a_bureau_is_asked_only_with_the_applicants_yes_and_the_owners(
    maya: Applicant, ann: Browser, house: House, postbox: Postbox, oracle: Oracle
) -> None:
    """Neither alone; and it is told the business, no person."""
    asks(maya, postbox, may_ask_bureau="yes")
    assert ann.post(f"credit-requests/{waiting(house).id}/bureau").status_code == 409
    ann.post("credit-requests/form/bureau", bureau="yes")
    shown = say(ann, house, "bureau")
    assert "Registry House, of" in shown
    assert "Accounts: filed in time" in shown
    clock = house.doors.clock
    assert isinstance(clock, HeldClock)
    clock.move(timedelta(minutes=1))
    (asked,) = oracle.asked
    assert (asked.name, asked.company_number) == ("Pier Street Coffee Ltd", "08123456")
    assert "maya" not in repr(asked).lower()
    asks(maya, postbox, name="Another Place Ltd", email="jo@another.example")
    assert "did not agree" in page_of(ann, house)
    assert ann.post(f"credit-requests/{waiting(house).id}/bureau").status_code == 409
    assert len(oracle.asked) == 1
