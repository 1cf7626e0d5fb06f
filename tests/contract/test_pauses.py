"""When Xero says no more: the organisation rests until it may go on, and nothing else stops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from plugin.credit.account import StepState
from plugin.jobs import What
from plugin.operations import connect, decide
from plugin.ports import Limit, Unavailable, Urgency
from plugin.store import Store, budgets, due
from plugin.store.budgets import Pause
from plugin.web.app import create_console
from tests.builders import sign_in
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house, house_around
from tests.web.conftest import browser_of

TWENTY_HOURS = 73_451


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """One customer, 37 days late, the past settled, its first reminder proposed."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    with a_house(store, books([quay])) as house:
        house.begin()
        house.forget_calls()
        yield house


def pause_of(house: House) -> Pause | None:
    """The pause that stands."""
    with house.doors.store.tenant(house.org_id) as tx:
        return budgets.pause_now(tx, now=house.doors.clock.now())


def ask(house: House, urgency: Urgency = Urgency.NOW) -> None:
    """One call. Raises what comes of it."""
    house.doors.ledger(house.org_id, urgency=urgency).organisation()


def refuse(house: House, kind: str, *, retry_after: int | None = None) -> timedelta:
    """The next call is refused for a limit; how long it has to wait."""
    house.goes_wrong(kind, retry_after=retry_after)
    with pytest.raises(Unavailable) as refused:
        ask(house)
    assert refused.value.retry_after is not None
    return refused.value.retry_after


@pytest.mark.long
def test_a_day_limit_of_twenty_hours_pauses_everything_that_calls(house: House) -> None:
    """Retry-After 73451: no call of any kind for twenty hours, and then all that waited."""
    house.approve_all()
    house.goes_wrong("limit_day", path="Contacts", retry_after=TWENTY_HOURS)
    house.catch_up()
    assert len(house.calls()) == 1
    began = house.doors.clock.now()
    ends = began + timedelta(seconds=TWENTY_HOURS)
    pause = pause_of(house)
    assert pause is not None
    assert pause.by is Limit.DAY
    assert abs(pause.until - ends) < timedelta(seconds=20)
    house.advance(20, step=2)
    assert len(house.calls()) == 1, "somebody called during the pause"
    assert house.mails() == []
    house.advance(4, step=0.5)
    assert pause_of(house) is None
    assert len(house.mails()) == 1
    assert house.calls(path="Payments")


def test_due_work_is_moved_to_the_end_of_the_pause_and_nothing_hammers(house: House) -> None:
    """Every row that needs a call is tried once and then stands at the end of the pause."""
    house.approve_all()
    house.xero.advance(25)
    house.goes_wrong("limit_day", retry_after=TWENTY_HOURS)
    did = house.settle()
    assert len(house.calls()) == 1
    pause = pause_of(house)
    assert pause is not None
    with house.doors.store.house() as tx:
        waiting = {row.what: row.at for row in due.of_organisation(tx, house.org_id)}
    for what in (What.SYNC, What.SEND, What.CHECK_CONNECTION):
        assert abs(waiting[what] - pause.until) < timedelta(seconds=20), what
        assert did.count(f"{what}: postponed") == 1
    house.advance(10, step=1)
    assert len(house.calls()) == 1


def test_a_pause_survives_a_restart(house: House, store: Store) -> None:
    """Another program on the same database knows of it before its first call."""
    refuse(house, "limit_day", retry_after=TWENTY_HOURS)
    again = Store(store.url, store.seal)
    try:
        restarted = replace(house_around(again, house.xero), org_id=house.org_id)
        house.xero.advance(20)
        with pytest.raises(Unavailable, match="pause"):
            ask(restarted)
        assert len(house.calls()) == 1
        house.xero.advance(0.5)
        ask(restarted)
    finally:
        again.close()


def test_a_day_pause_stops_nothing_that_needs_no_call(house: House) -> None:
    """The console answers, customers are reviewed, a person decides and approves."""
    refuse(house, "limit_day", retry_after=TWENTY_HOURS)
    app = create_console(house.doors, secure_cookies=False)
    browser = browser_of(app, sign_in(house.doors.store, house.org_id), house.org_id)
    for page in ("", "customers", "reminders", "settings"):
        assert browser.get(page).status_code == 200, page
    assert house.approve_all() == 1
    decide.hold(
        house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("quay"), until=None
    )
    assert "assess: done" in house.settle()
    assert len(house.messages(StepState.APPROVED)) == 1
    assert house.mails() == []
    assert len(house.calls()) == 1


@pytest.mark.parametrize("seconds", [17, 90])
def test_a_minute_limit_pauses_until_retry_after_and_no_longer(house: House, seconds: int) -> None:
    """A second before nobody calls, a second after anybody may."""
    assert refuse(house, "limit_minute", retry_after=seconds) == timedelta(seconds=seconds)
    pause = pause_of(house)
    assert pause is not None
    left = pause.until - house.doors.clock.now()
    house.xero.advance((left.total_seconds() - 5) / 3600)
    for urgency in Urgency:
        with pytest.raises(Unavailable):
            ask(house, urgency)
    house.xero.advance(6 / 3600)
    ask(house, Urgency.LATER)
    assert len(house.calls()) == 2


def test_the_apps_minute_pauses_every_organisation(store: Store) -> None:
    """A refusal of one is one of all: the second organisation does not even ask."""
    world = books([])
    (one,) = world.organisations
    two = replace(one, key="hudson", name="Hudson Paper")
    with a_house(store, replace(world, organisations=(one, two))) as house:
        house.connect()
        second = replace(house, org_id=_connect_second(house))
        house.settle()
        house.forget_calls()
        refuse(house, "limit_appminute")
        pause = pause_of(second)
        assert pause is not None
        assert pause.by is Limit.APP_MINUTE
        with pytest.raises(Unavailable, match="pause"):
            ask(second)
        assert len(house.calls()) == 1
        house.xero.advance(61 / 3600)
        ask(second)
        ask(house)


def _connect_second(house: House) -> UUID:
    """The other organisation of the same person, through the consent page."""
    address = connect.begin_sign_in(
        house.doors, purpose="connect", return_to="/", browser="this browser"
    )
    asked = {name: found[0] for name, found in parse_qs(urlsplit(address).query).items()}
    other = next(tenant for tenant in house.xero.world.ledgers if tenant != house.xero.tenant_id)
    back = house.xero.consent(
        asked["scope"], tenant=other, state=asked["state"], nonce=asked["nonce"]
    )
    came = connect.finish_sign_in(
        house.doors, state=back["state"], code=back["code"], browser="this browser"
    )
    return next(found for found in came.connected if found != house.org_id)


def test_a_concurrent_refusal_backs_off_longer_each_time_and_forgets(house: House) -> None:
    """Without Retry-After: 2, 4, 8 seconds; after one success 2 again; nobody else's pause."""
    waits = []
    for _ in range(3):
        waits.append(refuse(house, "limit_concurrent").total_seconds())
        with pytest.raises(Unavailable):
            ask(house)
        house.xero.advance((waits[-1] + 0.5) / 3600)
    assert waits == [2, 4, 8]
    assert len(house.calls()) == 3
    ask(house)
    assert refuse(house, "limit_concurrent") == timedelta(seconds=2)


def test_what_refused_us_and_until_when_is_shown_in_settings(house: House) -> None:
    """In words that a person understands, beside what the last days have cost."""
    refuse(house, "limit_day", retry_after=TWENTY_HOURS)
    shown = _settings(house)
    assert "Xero’s day limit is reached" in shown
    assert "what needs no call to Xero goes on meanwhile" in shown
    house.xero.advance(21)
    ask(house)
    shown = _settings(house)
    assert "Xero’s day limit is reached" not in shown
    assert "Xero seems to allow 5,000 calls a day, as from its Core tier up" in shown
    with house.doors.store.tenant(house.org_id) as tx:
        today = house.doors.clock.now().date()
        days = budgets.day_by_day(tx, since=today - timedelta(days=6), until=today)
    assert days[0].calls == 1
    for day in days:
        assert f'data-of="calls">{day.calls}</td>' in shown
        assert f'data-of="refused">{day.refused}</td>' in shown
    assert {day.refused for day in days} == {0, 1}


def _settings(house: House) -> str:
    app = create_console(house.doors, secure_cookies=False)
    browser = browser_of(app, sign_in(house.doors.store, house.org_id), house.org_id)
    return " ".join(browser.get("settings").text.split())
