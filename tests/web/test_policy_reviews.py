"""The monthly look at a policy's version: on Today, with figures; kept, changed or reverted."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask

from plugin.credit.policy import DEFAULT_POLICY, Mode, as_document
from plugin.operations import policy
from plugin.store import policies, policy_reviews
from tests.builders import CONNECTED, TODAY, House, sign_in
from tests.doors import HeldClock
from tests.store.facts import a_payment, a_sale
from tests.web.conftest import Browser, browser_of

NAME = DEFAULT_POLICY.name


def fell(house: House, number: str, *, due: int, late: int) -> None:
    """Lisa's invoice fell due so many days from today, and was paid so many days after that."""
    day = TODAY + timedelta(days=due)
    on = day + timedelta(days=late)
    house.books.invoices(
        a_sale(
            number, contact_id="lisa", number=number, amount="100.00", state="paid", due=day,
            issued=day - timedelta(days=20), balance=Decimal(0), paid=Decimal(100),
            fully_paid_on=on,
        ),
        seen_on=CONNECTED, first_sync=True,
    )  # fmt: skip
    house.books.payments(a_payment(f"p-{number}", document_id=number, amount="100.00", on=on))


@pytest.fixture
def house(settled_house: House) -> House:
    """A third version has been in force for five months, and Lisa pays later since."""
    house = settled_house
    for n in range(3):
        fell(house, f"B{n}", due=-100 - 10 * n, late=2)
        fell(house, f"A{n}", due=5 + 10 * n, late=9)
    for days_between in (9, 10):
        document = {**as_document(DEFAULT_POLICY), "contact": {"days_between": days_between}}
        policy.change_policy(
            house.doors, org_id=house.org_id, by="Ann Lee", document=document, mode=Mode.ASK_FIRST
        )
    house.review()
    clock = house.doors.clock
    assert isinstance(clock, HeldClock)
    clock.move(timedelta(days=150))
    return house


@pytest.fixture
def ann(app: Flask, house: House) -> Browser:
    """Ann, who signs in as late as that."""
    return comes_back(app, house)


def comes_back(app: Flask, house: House) -> Browser:
    """Ann signs in at the hour that it is."""
    token = sign_in(house.doors.store, house.org_id, at=house.doors.clock.now())
    return browser_of(app, token, house.org_id)


def decide(ann: Browser, house: House, decision: str) -> str:
    """Decide about the version in force."""
    with house.doors.store.tenant(house.org_id) as tx:
        version = policies.active_policy(tx).version
    return ann.post(
        "insight/changes/reviews", policy=NAME, version=version, decision=decision, why="Tried it",
        back=ann.at(""),
    ).get_data(as_text=True)  # fmt: skip


def test_going_back_is_a_new_version_that_says_what_the_older_one_said(
    ann: Browser, house: House
) -> None:
    """Today shows the card with its figures; the history only grows, and the decision is kept."""
    page = ann.get("").get_data(as_text=True)
    assert f"A month of {NAME}, version 3" in page
    assert "2.0 days late before, 25.0 since" in page
    assert "is in force, as a new version" in decide(ann, house, "revert")
    with house.doors.store.tenant(house.org_id) as tx:
        now = policies.active_policy(tx)
        older = policies.policy_version(tx, NAME, 2)
        (review,) = policy_reviews.every(tx)
    assert now.version == 4
    assert older is not None
    assert now.policy == older.policy
    assert (review.version, review.decision, review.shown["before"]) == (3, "revert", "2")
    assert "A month of" not in ann.get("").get_data(as_text=True)
    changes = ann.get("insight/changes").get_data(as_text=True)
    assert "taken back by Ann Lee: 2.0 days late before, 25.0 since" in changes


def test_kept_it_comes_again_after_a_month_with_what_was_said_and_changed(
    app: Flask, ann: Browser, house: House
) -> None:
    """The next card names the last look, and what else was changed for everybody meanwhile."""
    assert "Noted: it stays." in decide(ann, house, "keep")
    assert "A month of" not in ann.get("").get_data(as_text=True)
    ann.post("stop", until=(TODAY + timedelta(days=155)).isoformat())
    clock = house.doors.clock
    assert isinstance(clock, HeldClock)
    clock.move(timedelta(days=31))
    ann = comes_back(app, house)
    assert f"A month of {NAME}, version 3" in ann.get("").get_data(as_text=True)
    page = ann.get("insight/changes").get_data(as_text=True)
    assert "Looked at before, 23 April 2027: kept by Ann Lee" in page
    assert "Everything stopped" in page.partition("Changed for everybody since:")[2]
