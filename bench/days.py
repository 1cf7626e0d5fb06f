"""Calls and bytes of a whole day of one organisation: quiet, normal and busy, by kind of call.

The real operations against a local Xero of its own process, hour by hour. Its notices are handed
in as the receiver hands them in; the echo of our own writes is not among them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

from bench.figures import Row
from bench.house import House, connect_local, environment, folder, house, settle_down
from bench.local_xero import BenchXero, local_xero
from plugin.bootstrap import OPERATIONS
from plugin.credit.account import StepState
from plugin.engine import work
from plugin.operations import notices, respond
from plugin.store import due, inbox, messages

_HOURS = 24
#: customers whose documents change
_CUSTOMERS = 10
#: an id in an address, so that all calls of one kind have one name
_ID = re.compile(r"/[0-9a-f]{8}-[0-9a-f-]{27}", re.IGNORECASE)
#: rows of due work that one hour may make
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Sizes:
    """Invoices in the ledger, documents that change on a normal day and a busy one, in bursts of.

    `step` is how many hours pass at once; more than one measures nothing, but shows that it runs.
    """

    invoices: int
    normal: int
    busy: int
    burst: int
    step: int = 1


@dataclass(frozen=True, slots=True)
class Day:
    """What one day cost: calls, bytes over the wire, calls by kind."""

    name: str
    changes: int
    calls: int
    bytes: int
    kinds: dict[str, int]


class NeverSettles(Exception):
    """Work made work without end."""


@dataclass
class _Life:
    """One organisation that lives with its ledger from hour to hour."""

    xero: BenchXero
    home: House
    org_id: UUID
    numbers: Iterator[int] = field(default_factory=count)
    unpaid: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Do what is due until nothing is. Raises NeverSettles."""
        doors = self.home.doors
        for _ in range(_MOST):
            with doors.store.house() as tx:
                rows = due.take_due(tx, doors.clock.now())
            if not rows:
                return
            for row in rows:
                work(doors, OPERATIONS, row.org_id, row.what)
        raise NeverSettles

    def approve(self) -> None:
        """A person says yes to all that waits."""
        with self.home.store.tenant(self.org_id) as tx:
            waiting = messages.in_state(tx, StepState.PROPOSED)
        for message in waiting:
            respond.approve(
                self.home.doors, org_id=self.org_id, by="Ann Lee", message_id=message.id
            )

    def change(self, documents: int) -> None:
        """So many documents change, by turns raised and paid; one delivery tells of them all."""
        now = self.home.doors.clock.now()
        told = [
            inbox.Notice(f"notice {next(self.numbers)}", "INVOICE", self._touch(), "UPDATE", now)
            for _ in range(documents)
        ]
        notices.take_notices(self.home.doors, {self.xero.tenant: told})
        self.settle()

    def _touch(self) -> str:
        """Raise an invoice, or let the one before be paid a little; its id."""
        if self.unpaid:
            invoice = self.unpaid.pop()
            self.xero.act("record_payment", invoice=invoice, amount="10.00")
            return invoice
        contact = f"C{next(self.numbers) % _CUSTOMERS}"
        made = self.xero.act("raise_invoice", contact=contact, amount="120.00")
        self.unpaid.append(str(made["id"]))
        return self.unpaid[-1]

    def day(self, name: str, told: Mapping[int, Sequence[int]], *, step: int) -> Day:
        """Live from one morning to the next; `told` = by the hour, documents of each delivery.

        Where anything changes, a person also looks in the morning and approves what waits.
        """
        self.xero.forget_calls()
        for hour in range(0, _HOURS, step):
            if told and not hour:
                self.approve()
            for at in range(hour, hour + step):
                for documents in told.get(at, ()):
                    self.change(documents)
            self.settle()
            self.xero.advance(step)
        self.settle()
        calls = self.xero.calls_made()
        kinds = Counter(f"{call['method']} {_ID.sub('/{id}', call['path'])}" for call in calls)
        return Day(
            name,
            sum(map(sum, told.values())),
            len(calls),
            sum(call["size"] for call in calls),
            dict(kinds.most_common()),
        )


def rows(sizes: Sizes) -> list[Row]:
    """The table's lines."""
    one_by_one = dict.fromkeys(range(sizes.normal // 2), (1, 1))
    between = 24 * sizes.burst // sizes.busy
    bursts = dict.fromkeys(range(0, _HOURS, between), (sizes.burst,))
    with _living(sizes.invoices) as life:
        # the first reminders, flags and comparison belong to the first day, not to every day
        life.day("first", {0: ()}, step=sizes.step)
        days = [
            life.day("quiet", {}, step=sizes.step),
            life.day("normal", one_by_one, step=sizes.step),
            life.day("busy", bursts, step=sizes.step),
        ]
    return [line for day in days for line in _lines(day)]


def _lines(day: Day) -> list[Row]:
    of = f"a {day.name} day of one organisation, {day.changes} documents changed"
    return [
        Row(what=f"{of}: calls", value=day.calls, unit="calls", more={"kinds": day.kinds}),
        Row(what=f"{of}: wire", value=day.bytes / 1000, unit="kB"),
    ]


@contextmanager
def _living(invoices: int) -> Iterator[_Life]:
    """A connected, settled and reviewed organisation, whose work is done where it is asked for."""
    with (
        folder() as data,
        local_xero(data, invoices) as xero,
        house(data, environment(xero.variables), clock=xero) as home,
    ):
        life = _Life(xero, home, connect_local(home.doors, tenant=xero.tenant))
        life.settle()
        settle_down(home.doors, life.org_id)
        life.settle()
        yield life
