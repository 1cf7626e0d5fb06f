"""The call sheet in a browser: a card per call, and one tap for what came of it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from plugin.credit.policy import DEFAULT_POLICY, Channel, Level, Mode, Tone, as_document
from plugin.operations import policy
from plugin.store import Store
from tests.builders import House
from tests.builders import a_house as an_empty_house
from tests.web.conftest import Browser

RINGS = replace(
    DEFAULT_POLICY,
    levels=(Level(1, 3, channel=Channel.CALL), Level(2, 14, tone=Tone.FINAL)),
)


@pytest.fixture
def house(store: Store) -> House:
    """Two customers with a number and one without, all of them due a call."""
    house = an_empty_house(store)
    house.customer("kettle", "The Copper Kettle Café", phone="020 7946 0018")
    house.customer("quay", "Quay Bistro", phone="+44 7700 900123")
    house.customer("mute", "No Number Stores", phone="")
    house.owes("kettle", "INV-1041", "412.40", late=37)
    house.owes("quay", "INV-1012", "2810.00", late=71)
    house.owes("mute", "INV-1040", "88.00", late=9)
    house.settle()
    policy.change_policy(
        house.doors,
        org_id=house.org_id,
        by="Ann Lee",
        document=as_document(RINGS),
        mode=Mode.ASK_FIRST,
    )
    house.review()
    return house


def test_the_most_worth_stands_first_with_its_number_and_what_to_say(ann: Browser) -> None:
    """A link dials, and no approval is asked for on the reminders' stack."""
    page = ann.get("calls").text
    assert page.index("Quay Bistro") < page.index("The Copper Kettle")
    assert 'href="tel:+447700900123"' in page
    assert "When may we expect it?" in page
    assert "No Number Stores" not in page
    assert "Nothing waits for your yes" in ann.get("reminders").text
    assert re.search(r'Calls <span class="count">2', page)


def test_each_outcome_is_one_tap(ann: Browser) -> None:
    """What was tapped is said on the page that follows, and the card is gone from today."""
    message = re.search(r'name="message" value="([^"]+)"', ann.get("calls").text)
    assert message is not None
    said = ann.post("calls/quay", outcome="no_answer", message=message[1], currency="GBP").text
    assert "Again on another working day. 2 more tries." in said
    assert "Rung today already" in said


def test_a_promise_by_telephone_stands_on_the_customers_page(ann: Browser, house: House) -> None:
    """With its amount and day; a promise of nothing is refused with what to write."""
    fields = {"outcome": "promised", "currency": "GBP", "invoice": "INV-1041"}
    refused = ann.post("calls/kettle", **fields, amount="", due="2026-11-27")
    assert refused.status_code == 400
    assert "How much was promised?" in refused.text
    assert (
        "The promise is noted"
        in ann.post("calls/kettle", **fields, amount="400", due="2026-11-27").text
    )
    page = ann.get("customers/kettle").text
    assert "Promised £400.00 by 27 November 2026" in page
    assert "Rung, £400.00 promised" in page


def test_any_customer_can_be_rung_unasked(ann: Browser) -> None:
    """The customer's page leads to a card of their own; one of another customer is never noted."""
    assert "calls?customer=mute" in ann.get("customers/mute").text
    page = ann.get("calls?customer=mute").text
    assert "No Number Stores" in page
    assert "No number is known" in page
    stranger = ann.post(
        "calls/mute", outcome="query", currency="GBP", invoice="INV-1041", reason="other"
    )
    assert "choose invoices of this customer" in stranger.text
