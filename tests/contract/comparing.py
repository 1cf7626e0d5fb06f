"""Verbs around a comparison: it is due, it is made, what it found, and what happens meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from plugin.jobs import What
from plugin.ports import Clock, Urgency
from plugin.queries.compared import Compared, compared
from plugin.store import due
from tests.journeys.house import House, with_doors


def until_due(house: House) -> None:
    """A round is due, and nothing else: what was due meanwhile is done."""
    at = house.when(What.COMPARE)
    assert at is not None, "a comparison is always in line"
    late = (at - house.doors.clock.now()).total_seconds() / 3600
    house.xero.advance(max(late, 0) + 0.01)
    do_the_rest(house)


def do_the_rest(house: House) -> None:
    """Do what is due but the comparison."""
    while True:
        with house.doors.store.house() as tx:
            rows = due.take_due(tx, house.doors.clock.now())
        waiting = [row.what for row in rows if row.what is not What.COMPARE]
        if not waiting:
            return
        for what in waiting:
            house.work(what)


def compare(house: House) -> None:
    """A whole round, when it is due; what it puts right is reviewed between two pages."""
    until_due(house)
    house.forget_calls()
    for _ in range(9):
        assert house.work(What.COMPARE) == "done"
        if shown(house).under_way is None:
            return
        do_the_rest(house)
        house.xero.advance(0.001)
    raise AssertionError("the round never ended")


def found(house: House) -> list[tuple[object, ...]]:
    """What was found to differ: number, field, ours, theirs, why."""
    return house.sql(
        "select number, field, ours, theirs, why from differences where org_id = :org"
        " order by number, field"
    )


def held(house: House, column: str, number: str = "Q-1") -> Any:
    """One field of an invoice as we hold it."""
    statement = f"select {column} from invoices where org_id = :org and number = :number"
    return house.sql(statement, number=number)[0][0]


def shown(house: House) -> Compared:
    """What Settings show."""
    with house.doors.store.tenant(house.org_id) as tx:
        return compared(tx, on=house.doors.clock.now().date())


def told(house: House, key: str) -> list[str]:
    """The lines of a customer's timeline about figures that were put right."""
    rows = house.sql(
        "select summary from events where org_id = :org and kind = 'put_right'"
        " and customer_id = :customer order by id",
        customer=house.customer(key),
    )
    return [str(row[0]) for row in rows]


def words(page: str) -> str:
    """A page's words as a person reads them."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def paths(house: House) -> list[str]:
    """The last part of the path of every call, in order."""
    return [call.path.rpartition("/")[2] for call in house.calls()]


@dataclass(frozen=True)
class Ahead:
    """A clock that runs an hour ahead of Xero's."""

    clock: Clock

    def now(self) -> datetime:
        """An hour too late."""
        return self.clock.now() + timedelta(hours=1)


def read_by_a_clock_that_runs_ahead(house: House) -> None:
    """Whatever changes within the next hour is older than the next reading asks for."""
    house.catch_up()
    with_doors(house, clock=Ahead(house.doors.clock)).catch_up()


class Meanwhile:
    """Books in which something happens just before one of their calls."""

    def __init__(self, ledger: Any, call: str, happens: Callable[[], object]) -> None:
        self._ledger, self._call, self._happens = ledger, call, happens

    def __getattr__(self, name: str) -> Any:
        """The call of this name."""
        if name == self._call:
            self._happens()
        return getattr(self._ledger, name)


def while_comparing(house: House, call: str, happens: Callable[[], object]) -> House:
    """The house, in whose books something happens during the round, before this call."""
    open_books = house.doors.open_books

    def opened(org_id: UUID, ledger_id: str, grant_id: UUID, urgency: Urgency) -> Any:
        return Meanwhile(open_books(org_id, ledger_id, grant_id, urgency), call, happens)

    return with_doors(house, open_books=opened)
