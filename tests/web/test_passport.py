"""A customer's own credit in their account: off until switched on, and never a reason of ours."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from plugin.credit.account import HoldKind
from plugin.credit.decisions import Task, TaskKind
from plugin.credit.money import Money
from plugin.credit.segment_held import Segment
from plugin.letters.segment_words import segment_rule
from plugin.letters.words import hold_words
from plugin.operations import decide, limits, passport
from plugin.store import Tx, holds, policies, tasks, terms
from plugin.store.terms import LimitSet
from tests.builders import NOW, TODAY, House
from tests.web.conftest import Browser
from tests.web.visiting import Caller, a_link

#: what a person wrote about the customer, where nobody else should read it
SECRET = "Smells of trouble"


@pytest.fixture
def limited(house: House) -> House:
    """The café has a limit that a person set, with a reason of their own."""
    limits.set_limit(
        house.doors, org_id=house.org_id, by="Ann Lee", customer_id="kettle",
        limit=Money.of("2500", "GBP"), reason=SECRET,
    )  # fmt: skip
    house.review()
    return house


@pytest.fixture
def maya(app: Flask, limited: House) -> Caller:
    """Somebody at the café, by a link that was sent to them."""
    return at_the_door(app, limited, "kettle")


def at_the_door(app: Flask, house: House, customer: str) -> Caller:
    """Somebody who has opened a link that was sent to this customer."""
    link = a_link(house.doors, house.org_id, customer, f"{customer}@customer.test")
    caller = Caller(app.test_client(), link)
    assert caller.open("policy").status_code == 200
    return caller


def show(house: House, *segments: str) -> None:
    """The owner shows these segments their passports."""
    for segment in segments:
        passport.switch(house.doors, org_id=house.org_id, by="Ann Lee", name=segment, on=True)
    house.review()


def article(page: str) -> str:
    """The passport itself, without what stands around it."""
    found = re.search(r'<section class="passport".*?</section>', page, re.DOTALL)
    assert found is not None
    return found.group(0)


def test_nothing_of_the_credit_is_shown_until_the_owner_switches_it_on(
    maya: Caller, limited: House
) -> None:
    """Off, or on for others only: no figure, and whom to ask. On: limit, used, free, and why."""
    before = maya.get("passport").get_data(as_text=True)
    assert "2,500" not in before
    assert "801.40" not in before
    assert "Ring 020 7946 0000" in before
    show(limited, "good", "key")
    assert maya.get("passport").get_data(as_text=True) == before
    show(limited, "poor")
    after = maya.get("passport").get_data(as_text=True)
    assert "£801.40 of your limit of £2,500.00 is used, and £1,698.60 is free." in after
    assert "24 November 2026: a person at Harbour Lane Foods set it to £2,500.00." in after
    assert "0 of your last 3 invoices were paid on time." in after
    assert "What would raise it" in after


def test_the_owner_sees_exactly_what_the_customer_will_see(
    ann: Browser, maya: Caller, limited: House
) -> None:
    """Before it is switched on the console shows the passport that the customer then gets."""
    preview = ann.get("passport?customer=kettle").get_data(as_text=True)
    assert "does not see it: it is not switched on" in preview
    reply = ann.post("passport/poor", on="yes")
    assert "Customers who are poor see their passport from now on." in reply.get_data(as_text=True)
    theirs = article(maya.get("passport").get_data(as_text=True))
    # a page of ours has a headline of its own
    assert article(preview) == re.sub(r"(</?)h1\b", r"\1h2", theirs)
    console = ann.get("customers/kettle").get_data(as_text=True)
    for figure in ("£2,500.00", "£801.40", "£1,698.60"):
        assert figure in console
        assert figure in theirs
    assert "as of" in theirs
    assert ann.get("passport?customer=nobody").status_code == 404


def _held(house: House, tx: Tx) -> None:
    for kind in HoldKind:
        holds.add_hold(
            tx, "kettle", kind, by=SECRET, at=NOW, until=None, review_on=None, since=TODAY,
            invoice_id=None,
        )  # fmt: skip


def _tasks(house: House, tx: Tx) -> None:
    for kind in TaskKind:
        task = Task(kind, SECRET, None, (SECRET,))
        tasks.open_task(tx, "kettle", task, raised_by="test", now=NOW)


def _reason(house: House, tx: Tx) -> None:
    terms.set_limits(tx, [LimitSet("kettle", None, SECRET)], by=SECRET, at=NOW)
    tx.sql("delete from limit_changes where org_id = :org")
    tx.sql(
        "insert into limit_changes (org_id, customer_id, at, by, reason, limit_after,"
        " currency_after) values (:org, 'kettle', :at, :by, :by, 2500, 'GBP')",
        at=NOW,
        by=SECRET,
    )
    tx.sql("update terms set credit_limit = 2500, limit_currency = 'GBP' where org_id = :org")


def _stopped(house: House, tx: Tx) -> None:
    tx.sql("update assessments set status = 'stop', stop_proposed = true where org_id = :org")


def _policy(house: House, tx: Tx) -> None:
    document = policies.active_policy(tx).document
    policies.save_policy(tx, name=SECRET, document=document, mode="ask_first", by=SECRET, at=NOW)
    terms.set_policy(tx, ["kettle"], SECRET)


def _never_chased(house: House, tx: Tx) -> None:
    terms.set_never_chase(tx, ["kettle"], True)


_INTERNAL = (_held, _tasks, _reason, _stopped, _policy, _never_chased)


@pytest.mark.long
def test_no_internal_reason_changes_a_word_of_the_passport(maya: Caller, limited: House) -> None:
    """Every hold, task, flag, policy, reason and segment that we may have leaves it as it was."""
    show(limited, *(each.value for each in Segment))
    before = maya.get("passport").get_data(as_text=True)
    for internal in _INTERNAL:
        with limited.doors.store.tenant(limited.org_id) as tx:
            internal(limited, tx)
        assert maya.get("passport").get_data(as_text=True) == before, internal.__name__
    for segment in Segment:
        with limited.doors.store.tenant(limited.org_id) as tx:
            terms.set_segment(tx, ["kettle"], segment)
        limited.review()
        assert maya.get("passport").get_data(as_text=True) == before, segment
    words = [segment_rule(each) for each in Segment] + [hold_words(each) for each in HoldKind]
    assert not [each for each in (SECRET, *words) if each in before]


def test_a_limit_set_by_the_rule_says_by_which_rule(app: Flask, ann: Browser, house: House) -> None:
    """What the published rule saw is told in figures; what a person typed never is."""
    limits.accept_proposed_limits(
        house.doors, org_id=house.org_id, by="Ann Lee", customer_ids=["lisa"]
    )
    show(house, "new")
    lisa = at_the_door(app, house, "lisa")
    page = lisa.get("passport").get_data(as_text=True)
    assert "by our usual rule: £310.00 stood open on 13 October 2026 and was all paid" in page
    assert "proposed and accepted" not in page


def test_a_switch_is_a_version_of_the_policy(limited: House, ann: Browser) -> None:
    """What was shown to whom and when stands in the policy's history, and twice is refused."""
    version = passport.switch(
        limited.doors, org_id=limited.org_id, by="Ann Lee", name="good", on=True
    )
    page = ann.get("policy").get_data(as_text=True)
    assert f"Version {version} is in force" in page
    assert "Good customers see their credit passport: yes, was no." in page
    assert 'name="passport_good" value="on" checked' in page
    assert ann.post("passport/good", on="yes").status_code == 409
    assert ann.post("passport/no-such", on="yes").status_code == 409
    assert "can ask for no letter" in ann.post("passport/letters", on="no").get_data(as_text=True)


def test_a_stopped_customer_reads_figures_and_no_verdict(maya: Caller, limited: House) -> None:
    """Over the limit and on stop: by how much, and not a word of the status."""
    show(limited, "poor")
    limits.set_limit(
        limited.doors, org_id=limited.org_id, by="Ann Lee", customer_id="kettle",
        limit=Money.of("500", "GBP"), reason=SECRET,
    )  # fmt: skip
    limited.review()
    decide.decide_stop(
        limited.doors, org_id=limited.org_id, by="Ann Lee", customer_id="kettle", stop=True
    )
    limited.review()
    page = article(maya.get("passport").get_data(as_text=True))
    assert "£801.40 of your limit of £500.00 is used: £301.40 more than the limit." in page
    assert "lowered it from £2,500.00 to £500.00" in page
    assert not re.search(r"\b(stop|stopped|watch|status|score)\b", page, re.IGNORECASE)
