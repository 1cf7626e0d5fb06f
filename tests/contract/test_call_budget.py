"""Xero's limits are a budget: who goes first, who waits, and that nobody ever goes over it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from plugin.jobs import What
from plugin.ports import Unavailable, Urgency
from plugin.store import Seal, Store, budgets
from plugin.store.budgets import CallState
from tests.conftest import Database
from tests.contract.callers import call
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import URL, House, a_house, until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """One late customer of an organisation on the Starter tier, its first reminder proposed."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    with a_house(store, books([quay]), has_limits=True, tier="starter") as house:
        house.begin()
        # a minute that nobody has called in yet
        house.xero.advance(2 / 60)
        house.forget_calls()
        yield house


def state_of(house: House) -> CallState:
    """How the organisation's calls stand."""
    with house.doors.store.tenant(house.org_id) as tx:
        return budgets.read_state(tx)


def left(house: House) -> Any:
    """What the local Xero itself has counted."""
    return house.xero.sandbox.limits.look(
        house.xero.client_id, house.xero.tenant_id, house.xero.world.now()
    )


def use_up(house: House, *, minute: int = 0, day: int = 0) -> None:
    """Calls that somebody else made meanwhile; the next answer tells of them."""
    house.xero.sandbox.limits.spend(
        house.xero.client_id, house.xero.tenant_id, house.xero.world.now(), minute=minute, day=day
    )
    house.doors.ledger(house.org_id, urgency=Urgency.NOW).organisation()


def goes(house: House) -> list[Urgency]:
    """Which calls the local Xero is asked for now."""
    found = []
    for urgency in reversed(Urgency):
        before = len(house.calls())
        try:
            house.doors.ledger(house.org_id, urgency=urgency).organisation()
        except Unavailable:
            assert len(house.calls()) == before
        else:
            found.append(urgency)
    return sorted(found, key=list(Urgency).index)


# --- what is kept -------------------------------------------------------------------------


def test_what_every_answer_says_remains_is_kept_per_organisation(house: House) -> None:
    """Minute and day of this organisation, and the minute of the whole app."""
    for _ in range(3):
        house.doors.ledger(house.org_id).organisation()
        state, inside = state_of(house), left(house)
        assert (state.minute_remaining, state.day_remaining) == (inside.minute, inside.day)
        with house.doors.store.house() as tx:
            app = tx.sql("select minute_remaining from app_budget").scalar_one()
        assert app == inside.app_minute
    assert state.day_limit == 1_000


def test_work_that_can_wait_yields_to_work_that_cannot(house: House) -> None:
    """With half a minute's calls left the comparison stops, with ten all but a send."""
    use_up(house, minute=20)
    assert goes(house) == [Urgency.NOW, Urgency.SOON, Urgency.LATER]
    use_up(house, minute=left(house).minute - 30)
    assert goes(house) == [Urgency.NOW, Urgency.SOON]
    use_up(house, minute=left(house).minute - 10)
    assert goes(house) == [Urgency.NOW]
    house.xero.advance(1 / 60)
    assert goes(house) == [Urgency.NOW, Urgency.SOON, Urgency.LATER]


def test_the_rest_of_a_starters_day_is_kept_for_sending(house: House) -> None:
    """500 of 1,000 are kept from the comparison, 100 from readings; and a balance is still read."""
    use_up(house, day=left(house).day - 400)
    assert goes(house) == [Urgency.NOW, Urgency.SOON]
    use_up(house, day=left(house).day - 80)
    house.xero.advance(2 / 60)
    assert goes(house) == [Urgency.NOW]
    assert house.work(What.SYNC) == "nothing", "it is not due yet"
    house.approve_all()
    house.advance(1.2, step=0.2)
    assert [mail.subject for mail in house.mails()], "the reminder did not go"
    assert house.when(What.SYNC) is not None


def test_a_balance_re_read_goes_before_all_that_waited_longer(house: House) -> None:
    """Five calls are under way; of those that wait the urgent one is served first, in real time."""
    order: list[str] = []

    def ask(urgency: Urgency, name: str) -> None:
        ledger = house.doors.ledger(house.org_id, urgency=urgency)
        ledger.organisation()
        order.append(name)

    asked = [
        (Urgency.LATER, "comparison"),
        (Urgency.SOON, "reading"),
        (Urgency.SOON, "write"),
        (Urgency.NOW, "send"),
    ]
    with ExitStack() as four:
        for _ in range(4):
            four.enter_context(house.doors.budget.slot(house.org_id))
        with house.doors.budget.slot(house.org_id):
            threads = []
            for waiting, each in enumerate(asked, start=1):
                threads.append(threading.Thread(target=ask, args=each))
                threads[-1].start()
                until(partial(_are_waiting, house, waiting))
        for thread in threads:
            thread.join()
    assert order == ["send", "reading", "write", "comparison"]


def _are_waiting(house: House, number: int) -> bool:
    return house.sql("select count(*) from call_waits where org_id = :org") == [(number,)]


@pytest.mark.long
def test_never_more_than_five_calls_are_in_flight_over_all_processes(
    store: Store, database: Database
) -> None:
    """Two processes with four threads each: five at once are seen, a sixth never, none refused."""
    key = Fernet.generate_key().decode()
    opened = Store(database.app_url, Seal([key]))
    with a_house(opened, books([]), has_limits=False) as house, ExitStack() as closing:
        closing.callback(opened.close)
        house.connect()
        house.goes_wrong("slow", path="RepeatingInvoices", count=1_000, seconds=1.0)
        other = closing.enter_context(_process(house, database, key))
        _tell(other, "go")
        refused = call(house.doors, house.org_id, threads=4, times=2)
        refused += json.loads(_hear(other))
        xero = house.xero
        most = xero.sandbox.limits.most_at_once(xero.client_id, xero.tenant_id)
    assert refused == []
    assert len(house.calls(path="RepeatingInvoices")) == 2 * 4 * 2
    assert most == 5


def _process(house: House, database: Database, key: str) -> subprocess.Popen[str]:
    """A process with doors of its own on the same database and the same local Xero."""
    found = subprocess.Popen(
        [sys.executable, "-m", "tests.contract.callers"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    environment = {**house.xero.environment, "GOODTERMS_KEYS": key, "GOODTERMS_URL": URL}
    order = {"url": database.app_url, "environment": environment, "org_id": str(house.org_id)}
    _tell(found, json.dumps(order | {"threads": 4, "times": 2}))
    assert _hear(found) == "ready\n"
    return found


def _tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


def _hear(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()
