"""A word of recommendation: asked of the happy and punctual after a yes, and never after a no."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from connectors.sandbox.seed import SeedPayment
from plugin.bootstrap import console
from plugin.credit.account import StepState
from plugin.credit.feedback import ClosedCase
from plugin.credit.law import Kind, Law
from plugin.credit.policy import DEFAULT_POLICY, as_document
from plugin.operations import policy as policies
from plugin.operations import respond, standing
from plugin.store import Store, feedback
from plugin.store.messages import Message
from tests.journeys.books import DAY, a_customer, a_debt, books
from tests.journeys.house import BY, URL, House, a_house

pytestmark = pytest.mark.long


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """The Copper Kettle has paid four invoices on their days; it is a company."""
    debts = [a_debt(f"P-{n}", "100.00", late=20 + 15 * n) for n in range(4)]
    payments = tuple(
        SeedPayment(f"pay-{n}", debt.key, debt.due, Decimal("100.00"))
        for n, debt in enumerate(debts)
    )
    kettle = replace(a_customer("kettle", "The Copper Kettle Café Ltd", *debts), payments=payments)
    with a_house(store, books([kettle])) as house:
        house.begin()
        yield house


def kettle_of(house: House) -> str:
    """The id of the Copper Kettle."""
    ((found,),) = house.sql("select id from contacts where org_id = :org and number = 'kettle'")
    return str(found)


def happy(house: House) -> None:
    """They gave five of five, a person said what they are, and the owner lets it be asked."""
    customer = kettle_of(house)
    standing.say(
        house.doors, org_id=house.org_id, by=BY, customer_id=customer,
        kind=Kind.COMPANY, law=Law.ENGLAND_WALES,
    )  # fmt: skip
    at, on = house.doors.clock.now() - timedelta(days=1), DAY - timedelta(days=1)
    with house.doors.store.tenant(house.org_id) as tx:
        id_ = feedback.add_question(tx, customer, ClosedCase(on, False), via="portal", at=at, on=on)
        feedback.answer(tx, id_, score=5, at=at, on=on)
    asks = replace(DEFAULT_POLICY, kind_words=replace(DEFAULT_POLICY.kind_words, recommend=True))
    policies.change_policy(
        house.doors, org_id=house.org_id, by=BY, document=as_document(asks), mode=asks.mode
    )
    house.settle()


def asked(house: House) -> list[Message]:
    """The questions that wait for a yes."""
    return [each for each in house.messages(StepState.PROPOSED) if each.kind == "recommend"]


def visitor(house: House) -> FlaskClient:
    """Somebody with a browser and no session."""
    return console(house.settings, house.doors).test_client()


def test_it_is_asked_after_a_yes_and_a_no_is_one_press_that_holds(house: House) -> None:
    """GET changes nothing however often; the button makes it so, once; nobody asks again."""
    assert asked(house) == []
    happy(house)
    (draft,) = asked(house)
    house.advance(2)
    assert house.mails() == []
    respond.approve(house.doors, org_id=house.org_id, by=BY, message_id=draft.id)
    house.advance(3)
    (mail,) = house.mails()
    assert mail.subject == "Would you say a word for us?"
    assert "we ask at most once a year" in " ".join(mail.text.split())
    for word in ("£", "invoice", "owe", "due", "open"):
        assert word not in mail.text
    found = re.search(rf"{re.escape(URL)}(/p/never-ask/\S+)", mail.text)
    assert found is not None
    path, client = found.group(1), visitor(house)
    for _ in range(2):
        page = client.get(path)
        assert page.status_code == 200
        assert "Do not ask me again" in page.get_data(as_text=True)
    assert house.sql("select count(*) from never_asked where org_id = :org") == [(0,)]
    assert "does not ask you for a recommendation" in client.post(path).get_data(as_text=True)
    assert house.sql("select by from never_asked where org_id = :org") == [("customer",)]
    assert "so before, and it stands" in client.post(path).get_data(as_text=True)
    house.pass_a_day()
    assert asked(house) == []
