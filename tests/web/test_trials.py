"""A policy tried on staggered dates, from the two sides to the decision, on the real database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask

from plugin.credit.feedback import ClosedCase
from plugin.queries.change_marks import change_marks
from plugin.store import Store, feedback
from plugin.web.doorkeeper import cookie_name
from tests.builders import CONNECTED, NOW, TODAY, House, a_house, sign_in
from tests.consoles import a_console
from tests.doors import HeldClock
from tests.store.facts import a_payment, a_sale
from tests.web.conftest import Browser, browser_of
from tests.web.test_policies import fields, words

CUSTOMERS = 16
STARTS = TODAY + timedelta(days=1)
#: days late of the n-th invoice of a customer, over and over
HABIT = (9, 14, 11, 18, 6, 13)


@pytest.fixture
def house(store: Store) -> House:
    """Sixteen customers who each paid six invoices of the last half-year rather late."""
    house = a_house(store)
    for n in range(CUSTOMERS):
        house.customer(f"c{n:02}", f"Customer {n}")
    sells(house, [STARTS - timedelta(days=60 + 25 * n) for n in range(6)], sooner={})
    house.settle()
    return house


@pytest.fixture
def app(house: House) -> Flask:
    """The console."""
    return a_console(house.doors)


@pytest.fixture
def ann(app: Flask, house: House) -> Browser:
    """Ann, signed in."""
    return browser_of(app, sign_in(house.doors.store, house.org_id), house.org_id)


def sells(house: House, dues: list[date], *, sooner: dict[str, int]) -> None:
    """Everybody gets an invoice due on each of these days, and pays it by habit."""
    sales, money = [], []
    for n, due in ((n, due) for n in range(CUSTOMERS) for due in dues):
        customer = f"c{n:02}"
        number = f"{customer}-{due.isoformat()}"
        late = HABIT[(n + due.toordinal()) % len(HABIT)] - sooner.get(customer, 0)
        amount = f"{100 + 10 * n}.00"
        paid_on = due + timedelta(days=late)
        sales.append(
            a_sale(
                number, contact_id=customer, number=number, amount=amount, due=due,
                issued=due - timedelta(days=30), state="paid", balance=Decimal(0),
                paid=Decimal(amount), fully_paid_on=paid_on,
            )
        )  # fmt: skip
        money.append(
            a_payment(f"p-{number}", document_id=number, amount=amount, on=paid_on, reconciled=True)
        )
    house.books.invoices(*sales, seen_on=CONNECTED, first_sync=True)
    house.books.payments(*money)


def passes(ann: Browser, house: House, days: int) -> None:
    """Days go by, with the review of their last morning; Ann signs in again."""
    clock = house.doors.clock
    assert isinstance(clock, HeldClock)
    clock.move(timedelta(days=days))
    house.review()
    ann.token = sign_in(house.doors.store, house.org_id, at=clock.now())
    ann.client.set_cookie(cookie_name(secure=False), ann.token)


def makes_gentle(ann: Browser, house: House, mode: str = "ask_first") -> None:
    """A second policy that covers nobody."""
    ann.post("policies", name="gentle", copy_of="standard")
    ann.post("policies/gentle", **fields(ann, "policies/gentle", mode=mode))
    house.review()


ASKED = {
    "policy": "gentle",
    "against": "standard",
    "starts_on": STARTS.isoformat(),
    "weeks": "12",
    "groups": "1",
}


def under(house: House) -> dict[str, str]:
    """The policy that each customer was last reviewed under."""
    rows = house.books.all("select customer_id, policy from assessments order by customer_id")
    return {str(customer): str(policy) for customer, policy in rows}


def firsts(house: House) -> list[str]:
    """Who switches first."""
    rows = house.books.all(
        "select customer_id from trial_places where is_first order by customer_id"
    )
    return [str(row[0]) for row in rows]


@pytest.fixture
def started(ann: Browser, house: House) -> Iterator[Browser]:
    """Ann, with a trial of *gentle* that starts tomorrow."""
    makes_gentle(ann, house)
    seen = words(ann.client.get(ann.at("insight/changes/plan"), query_string=ASKED))
    assert "8 pairs" in seen
    assert "Switch first 8" in seen
    assert "is under way" in words(ann.post("insight/changes", **ASKED))
    yield ann


def test_a_trial_switches_one_of_each_pair_on_its_day_and_the_other_later(
    started: Browser, house: House
) -> None:
    """Nobody before the day; the second of a pair twelve weeks on; a mark stands on every trend."""
    assert set(under(house).values()) == {"standard"}
    coming = words(started.get(f"customers/{firsts(house)[0]}"))
    assert "A trial of gentle reaches them on Wed 25 Nov" in coming
    passes(started, house, 1)
    assert "By its trial , since" in words(started.get(f"customers/{firsts(house)[0]}"))
    switched = [who for who, policy in under(house).items() if policy == "gentle"]
    assert switched == firsts(house)
    assert len(switched) == CUSTOMERS // 2
    with house.books.tx() as tx:
        assert (TODAY, "Trial of gentle") in change_marks(tx)
    assert "Cannot tell yet, about" in words(started.get("insight/changes"))
    passes(started, house, 12 * 7)
    assert set(under(house).values()) == {"gentle"}


def test_what_the_switched_pay_sooner_is_found_in_days_and_money_and_kept(
    started: Browser, house: House
) -> None:
    """Six days sooner than their partners; kept, everybody is covered and the figures stay."""
    passes(started, house, 1)
    sooner = dict.fromkeys(firsts(house), 6)
    sells(house, [STARTS + timedelta(days=3 + 5 * n) for n in range(6)], sooner=sooner)
    passes(started, house, 12 * 7 + 1)
    page = words(started.get("insight/changes"))
    assert "Customers pay 6.0 days (between 6.0 and 6.0) sooner. That has set free £" in page
    assert "8 of 8 pairs can be compared" in page
    drawn = started.get("insight/changes/effect.svg").get_data(as_text=True)
    assert "gentle against standard" in drawn
    assert "-6.0,-6.0,-6.0" in started.get("tables/trials.csv").get_data(as_text=True)
    [(trial,)] = house.books.all("select id from trials")
    rows = started.get(f"tables/trial-pairs.csv?trial={trial}").get_data(as_text=True)
    assert len(rows.strip().splitlines()) == CUSTOMERS + 1
    kept = words(started.post(f"insight/changes/{trial}/decide", decision="keep", why="It pays"))
    assert "gentle covers everybody whom standard covered" in kept
    assert "kept for everybody" in kept
    assert "6.0 days sooner" in kept
    house.review()
    assert set(under(house).values()) == {"gentle"}
    assert house.books.all("select count(*) from terms where policy is not null") == [(0,)]
    assert "-6.0,-6.0,-6.0" in started.get("tables/trials.csv").get_data(as_text=True)


@pytest.mark.long
def test_without_an_effect_it_says_so_and_going_back_leaves_no_trace(
    started: Browser, house: House
) -> None:
    """Whoever had switched is under the old policy again; a second answer is refused."""
    passes(started, house, 1)
    sells(house, [STARTS + timedelta(days=3 + 5 * n) for n in range(6)], sooner={})
    passes(started, house, 12 * 7 + 1)
    page = words(started.get("insight/changes"))
    assert "No effect seen" in page
    [(trial,)] = house.books.all("select id from trials")
    back = started.post(f"insight/changes/{trial}/decide", decision="revert", why="")
    assert "Everybody is under standard again" in words(back)
    house.review()
    assert set(under(house).values()) == {"standard"}
    again = started.post(f"insight/changes/{trial}/decide", decision="keep", why="")
    assert again.status_code == 409
    assert "has ended already" in words(again)


@pytest.mark.long
def test_a_persons_own_choice_meanwhile_stands_and_is_counted_as_placed(
    started: Browser, house: House
) -> None:
    """Whoever was put under a policy by name is passed over, and the page says so."""
    chosen = firsts(house)[0]
    started.post(f"customers/{chosen}/policy", policy="standard")
    passes(started, house, 1)
    assert under(house)[chosen] == "standard"
    assert "1 passed over but counted as placed" in words(started.get("insight/changes"))


@pytest.mark.long
def test_the_others_may_follow_later_so_that_more_is_compared(
    started: Browser, house: House
) -> None:
    """Only those who have not switched wait; never beyond half a year in all."""
    passes(started, house, 1)
    [(trial,)] = house.books.all("select id from trials")
    started.post(f"insight/changes/{trial}/wait", weeks="4")
    days = {row[0] for row in house.books.all("select switch_on from trial_places")}
    assert days == {STARTS, STARTS + timedelta(weeks=16)}
    refused = started.post(f"insight/changes/{trial}/wait", weeks="11")
    assert refused.status_code == 409


@pytest.mark.long
def test_a_draft_or_too_few_customers_cannot_be_tried(ann: Browser, house: House) -> None:
    """A draft sends nothing; a second trial beside the first is refused too."""
    makes_gentle(ann, house, mode="draft")
    seen = ann.client.get(ann.at("insight/changes/plan"), query_string=ASKED)
    assert seen.status_code == 409
    assert "is a draft" in words(seen)
    makes_gentle(ann, house)
    ann.post("policies/cover", **{"default": "standard", "segment-new": "gentle"})
    for n in range(6):
        ann.post(f"customers/c{n:02}/policy", policy="gentle")
    house.review()
    few = ann.post("insight/changes", **ASKED)
    assert few.status_code == 409
    assert "pairs of similar customers could be made" in words(few)


def test_satisfaction_stands_beside_lateness_and_too_few_answers_are_no_score(
    ann: Browser, house: House
) -> None:
    """Five answers of a month make a score, four do not; who was never chased has no rate."""
    with house.books.tx() as tx:
        for n in range(9):
            case = ClosedCase(TODAY, is_chased=n < 5)
            id_ = feedback.add_question(tx, f"c{n:02}", case, via="mail", at=NOW, on=TODAY)
            feedback.answer(tx, id_, score=4, at=NOW, on=TODAY)
    house.owes("c00", "INV-1", "300.00", late=5)
    rows = ann.get("tables/satisfaction.csv").get_data(as_text=True).splitlines()
    assert rows[1] == f"{TODAY.isoformat()},4.0,5,n/a: four answers,4,100.0"
    assert rows[2].endswith("n/a: no answers,0,n/a: no answers,0,0.0")
    back = ann.get("tables/who-comes-back.csv").get_data(as_text=True)
    assert "chased,0,0,n/a: fewer than 10 customers" in back
    assert "How customers find it" in words(ann.get("insight/changes"))


def test_once_a_month_a_version_is_put_before_a_person_who_may_go_back(
    ann: Browser, house: House
) -> None:
    """What it changed, before and since; going back saves the version before anew."""
    ann.post("policy", **fields(ann, "policy", promise_grace_days="5"))
    house.review()
    assert "To be looked at again" not in words(ann.get("insight/changes"))
    sells(house, [TODAY + timedelta(days=2 + 5 * n) for n in range(6)], sooner={})
    passes(ann, house, 90)
    page = words(ann.get("insight/changes"))
    assert "standard version 2, in force since" in page
    assert "Grace after a promise, working days: 5, was 2." in page
    assert "16 customers with invoices before and since" in page
    assert "within chance" in page
    back = ann.post(
        "insight/changes/reviews", policy="standard", version="2", decision="revert", why="No use"
    )
    assert "What the version before said is in force, as a new version" in words(back)
    assert "taken back by Ann Lee" in words(back)
    assert house.books.all("select version from policies where active") == [(3,)]
    stale = ann.post("insight/changes/reviews", policy="standard", version="2", decision="keep")
    assert stale.status_code == 409
    assert "To be looked at again" not in words(ann.get("insight/changes"))
