"""The policy in its customers' words: in their accounts, and at an address for anybody."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from plugin.credit.account import StepState
from plugin.credit.policy import CreditPolicy, as_document
from plugin.letters.paper import letter_pdf
from plugin.operations import assess, passport, preview
from plugin.operations import policy as policy_operations
from plugin.operations.doors import NotPossible
from plugin.operations.policy_links import policy_link
from plugin.store import messages, organisations, terms
from plugin.store.organisations import OrgState
from tests.builders import NOW, House, a_house
from tests.letters.papers import words_of
from tests.web.conftest import Browser
from tests.web.visiting import Caller, a_link


def publish(house: House, slug: str = "harbour-lane") -> None:
    """The owner lets anybody read it."""
    passport.publish(house.doors, org_id=house.org_id, by="Ann Lee", is_public=True, slug=slug)


def saved(house: House, policy: CreditPolicy) -> int:
    """The owner puts this policy in force."""
    return policy_operations.change_policy(
        house.doors, org_id=house.org_id, by="Ann Lee", document=as_document(policy),
        mode=policy.mode,
    )  # fmt: skip


def link(house: House, policy: CreditPolicy) -> str:
    """What a message under this policy names."""
    with house.doors.store.tenant(house.org_id) as tx:
        on = assess.ground(tx, now=NOW)
        return policy_link(tx, house.doors, on, on.policies.named(policy.name))


def path(address: str) -> str:
    """Below the host."""
    return address.removeprefix("http://localhost:8000")


def test_nobody_reads_it_until_the_owner_says_so(app: Flask, ann: Browser, house: House) -> None:
    """Off: no page and no link. On, under a chosen name: anybody reads it, without signing in."""
    anybody = app.test_client()
    assert anybody.get("/policy/harbour-lane").status_code == 404
    assert link(house, CreditPolicy()) == ""
    said = ann.post("policy-page", public="yes", slug="Harbour-Lane").get_data(as_text=True)
    assert "http://localhost:8000/policy/harbour-lane" in said
    page = anybody.get("/policy/harbour-lane").get_data(as_text=True)
    assert "How Harbour Lane Foods handles payment" in page
    assert "Ann Lee, Accounts: ring 020 7946 0000 or write to ann@acme.test." in page
    assert ann.post("policy-page", public="no", slug="").status_code == 200
    assert anybody.get("/policy/harbour-lane").status_code == 404


def test_a_name_is_taken_once_and_made_where_none_is_chosen(house: House) -> None:
    """Two businesses never share an address; what cannot stand in one is refused."""
    publish(house)
    other = a_house(house.doors.store, "Somebody Else")
    for wrong in ("harbour-lane", "x", "a b c", "-abc", "ünter"):
        with pytest.raises(NotPossible):
            publish(other, wrong)
    chosen = passport.publish(
        other.doors, org_id=other.org_id, by="Ann Lee", is_public=True, slug=""
    )
    assert re.fullmatch(r"[a-z2-9]{16}", chosen.slug)


def test_a_message_names_the_version_it_went_out_under(app: Flask, house: House) -> None:
    """Its link shows those numbers later too, and says that they are not in force any more."""
    publish(house)
    version = saved(house, CreditPolicy(days_between_levels=9))
    then = link(house, CreditPolicy())
    assert then == f"http://localhost:8000/policy/harbour-lane?v={version}"
    with house.doors.store.tenant(house.org_id) as tx:
        tx.sql(
            "update messages set state = 'done', policy = 'standard', policy_version = :v"
            " where org_id = :org",
            v=version,
        )
    saved(house, CreditPolicy(days_between_levels=12))
    anybody = app.test_client()
    old = anybody.get(path(then)).get_data(as_text=True)
    assert "at least 9 days after the one before" in old
    assert "It is not in force any more." in old
    now = anybody.get("/policy/harbour-lane").get_data(as_text=True)
    assert "at least 12 days after the one before" in now
    # a version that reached nobody is shown to nobody
    assert "at least 12 days" in anybody.get("/policy/harbour-lane?v=1").get_data(as_text=True)
    assert anybody.get("/policy/harbour-lane?v=none").status_code == 200


def test_each_customer_reads_the_policy_that_covers_them(app: Flask, house: House) -> None:
    """Theirs has a key of its own in a message, which tells neither its name nor their segment."""
    publish(house)
    saved(house, CreditPolicy(name="slow payers", days_between_levels=8))
    with house.doors.store.tenant(house.org_id) as tx:
        terms.set_policy(tx, ["kettle"], "slow payers")
    house.review()
    theirs = link(house, CreditPolicy(name="slow payers"))
    assert "slow" not in theirs
    anybody = app.test_client()
    page = anybody.get(path(theirs)).get_data(as_text=True)
    assert "at least 8 days" in page
    assert "slow payers" not in page
    everybody = anybody.get("/policy/harbour-lane").get_data(as_text=True)
    assert "at least 7 days" in everybody
    assert "Days and amounts may differ for you" in everybody
    for wrong in ("A" * 22, "é", theirs.rpartition("/")[2].partition("?")[0][:-2] + "AA"):
        assert anybody.get(f"/policy/harbour-lane/{wrong}").status_code == 404
    maya = Caller(
        app.test_client(), a_link(house.doors, house.org_id, "kettle", "kettle@customer.test")
    )
    assert "at least 8 days" in maya.open("policy").get_data(as_text=True)


def test_the_policy_of_a_business_that_has_left_is_nobodys(app: Flask, house: House) -> None:
    """What does not bind anybody any more is not shown."""
    publish(house)
    with house.doors.store.house() as tx:
        organisations.set_state(tx, house.org_id, OrgState.DISCONNECTED, why="left", now=NOW)
    assert app.test_client().get("/policy/harbour-lane").status_code == 404


def test_mail_and_paper_name_the_public_address(house: House) -> None:
    """Where anybody may read it the link leads there; otherwise into the customer's account."""
    with house.doors.store.tenant(house.org_id) as tx:
        message = messages.in_state(tx, StepState.PROPOSED)[0]
    before = preview.opened(house.doors, org_id=house.org_id, message_id=message.id)
    assert "?to=policy" in before.letter.text
    publish(house)
    opened = preview.opened(house.doors, org_id=house.org_id, message_id=message.id)
    assert "http://localhost:8000/policy/harbour-lane" in opened.letter.text
    assert "?to=policy" not in opened.letter.text
    assert "/policy/harbour-lane" in words_of(letter_pdf(opened.facts, opened.envelope))
