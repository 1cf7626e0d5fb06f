"""What a connection costs: counted as Xero counts it, compressed, many ids to a call."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from connectors.sandbox import documents
from plugin.jobs import What
from plugin.store import Store, budgets
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import House, a_house, open_to_the_web, until
from tests.journeys.test_webhooks import event, post

CUSTOMERS, DEBTS = 6, 40
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """240 invoices of six customers, none late; connected and read."""
    seed = books(
        [
            a_customer(
                f"c{n}",
                f"Customer {n}",
                *(a_debt(f"INV-{n}-{k}", "100.00", late=-20) for k in range(DEBTS)),
            )
            for n in range(CUSTOMERS)
        ]
    )
    with a_house(store, seed) as house:
        house.begin()
        yield house


def every_id(house: House) -> list[str]:
    """The ids of all unpaid invoices."""
    return [house.invoice(f"INV-{n}-{k}") for n in range(CUSTOMERS) for k in range(DEBTS)]


def test_calls_and_bytes_are_what_xero_counts(house: House) -> None:
    """Per organisation and day to the byte, as they came over the wire: two days, all kinds."""
    house.advance(20, step=4)
    with house.doors.store.tenant(house.org_id) as tx:
        today = house.doors.clock.now().date()
        days = budgets.day_by_day(tx, since=today - timedelta(days=1), until=today)
    inside = [
        (call.at.date(), call.size) for call in house.calls() if call.tenant == house.xero.tenant_id
    ]
    assert len(days) == 2
    for day in days:
        sizes = [size for on, size in inside if on == day.day]
        assert (day.calls, day.bytes) == (len(sizes), sum(sizes))
        assert day.refused == 0
        assert day.remaining is not None


def test_answers_are_asked_for_and_come_compressed(house: House) -> None:
    """A page of 240 invoices costs a tenth of what it says."""
    house.forget_calls()
    page = house.doors.ledger(house.org_id).invoices()
    (call,) = house.calls()
    assert len(page.items) > 240
    assert page.bytes == call.size < 240 * 100


def test_a_burst_about_as_many_invoices_costs_a_handful_of_calls(house: House) -> None:
    """240 notices, each about another invoice: forty ids to a call, and nothing is read twice."""
    with open_to_the_web(house) as address:
        events = [event(house, invoice, at=n) for n, invoice in enumerate(every_id(house))]
        for start in range(0, len(events), 120):
            assert post(house, address, events[start : start + 120]) == 200
        house.forget_calls()
        house.settle()
    by_id = [call for call in house.calls("GET", "/Invoices") if "IDs" in call.query]
    assert len(by_id) == len(events) / 40
    asked = [
        each for call in by_id for each in call.query.split("IDs=")[1].split("&")[0].split("%2C")
    ]
    assert len(set(asked)) == len(asked) == len(events)
    assert len(house.calls()) <= 6 + 6


def test_the_first_notice_drains_at_once_and_those_that_come_meanwhile_share_a_call(
    house: House,
) -> None:
    """One notice is being fetched while 499 arrive about fifteen invoices: one more round."""
    ids = every_id(house)[:15]
    with open_to_the_web(house) as address:
        house.pays("INV-0-0", "100.00")
        house.settle()
        house.forget_calls()
        house.goes_wrong("slow", path="Invoices", method="GET", seconds=1.0)
        assert post(house, address, [event(house, ids[0])]) == 200
        first = threading.Thread(target=house.work, args=(What.NOTICES,))
        first.start()
        until(lambda: house.sql("select count(*) from call_slots where org_id = :org") == [(1,)])
        events = [event(house, ids[n % len(ids)], at=n) for n in range(1, 500)]
        assert post(house, address, events) == 200
        first.join()
        house.settle()
    assert house.sql("select count(*) from notices where handled_at is null") == [(0,)]
    by_id = [call for call in house.calls("GET", "/Invoices") if "IDs" in call.query]
    assert len(by_id) == 2
    assert len(house.calls()) <= 10


@pytest.mark.long
def test_a_day_in_which_nothing_happens_costs_a_starter_a_seventh_of_its_calls(
    store: Store,
) -> None:
    """With the catch-up that makes webhooks an optimisation, and the daily readings."""
    with a_house(store, books([]), has_limits=True, tier="starter") as house:
        house.begin()
        house.forget_calls()
        house.advance(24, step=1)
        assert len(house.calls()) <= 1_000 / 7
        hours = [call.at.astimezone(LONDON).hour for call in house.calls("GET", "/Payments")]
    by_day = [hour for hour in hours if 6 <= hour < 20]
    assert len(by_day) >= 13, "by day every hour is caught up with"
    assert 3 <= len(hours) - len(by_day) <= 5, "by night every three hours are enough"


def test_the_fewer_calls_a_day_has_left_the_farther_apart_are_catch_ups(store: Store) -> None:
    """Every hour of a full day, every two or four of a scarce one, never more than six apart."""
    with a_house(store, books([]), has_limits=True, tier="starter") as house:
        house.begin()
        waits = []
        for left in (900, 240, 180, 112):
            inside = house.xero.sandbox.limits
            now, who = house.xero.world.now(), (house.xero.client_id, house.xero.tenant_id)
            inside.spend(*who, now, minute=0, day=inside.look(*who, now).day - left)
            house.xero.advance(1 / 60)
            house.catch_up()
            due = house.when(What.SYNC)
            assert due is not None
            waits.append((due - house.doors.clock.now()) / timedelta(hours=1))
    assert waits[0] == pytest.approx(1, abs=0.1)
    assert 1.5 < waits[1] < 3 < waits[2] < 5
    assert waits[3] == pytest.approx(6, abs=0.1)


def test_one_changed_document_costs_a_few_calls(house: House) -> None:
    """The document, its payments and its credits; nothing else is read for it."""
    with open_to_the_web(house):
        until(lambda: house.xero.sandbox.webhooks.shown()["state"] == "ok")
        house.settle()
        house.forget_calls()
        documents.record_payment(house.ledger, "INV-3-3", Decimal("40.00"), is_reconciled=True)
        until(lambda: house.sql("select count(*) from notices where handled_at is null") != [(0,)])
        house.settle()
    assert house.sql("select balance from invoices where org_id = :org and number = 'INV-3-3'") == [
        (60,)
    ]
    assert len(house.calls()) <= 6
