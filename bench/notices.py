"""Notices accepted a second while they are also worked on, and the time from a notice to its flag.

Three processes, as in production: the local Xero, `goodterms serve`, and this one, which is the
sender. Everything shares the machine's cores.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import psycopg
import requests

from bench.figures import Row, Times, percentile, timed
from bench.house import (
    House,
    connect_local,
    environment,
    folder,
    house,
    plain_environment,
    settle_down,
)
from bench.ledger import NOW
from bench.local_xero import BenchXero, local_xero
from plugin.credit.money import Money
from plugin.demo.processes import Child
from plugin.operations import limits
from webhooks.signature import xero_signature

_SENDERS = 4
_BURST = 100
#: seconds after which a wait is given up
_PATIENCE = 60.0
_POLL = 0.005
_WATCH = "Goodterms: watch"
_LIMIT, _TOO_MUCH = Decimal(100_000), "150000"


class GaveUp(Exception):
    """Something that had to happen did not happen in time."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is sent: a ledger's invoices, notices one by one, in bursts, flags one by one."""

    invoices: int
    singles: int
    bursts: int
    flags: int


@dataclass(frozen=True, slots=True)
class Taken:
    """Notices that were answered: seconds in all, seconds of each delivery."""

    notices: int
    seconds: float
    deliveries: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Running:
    """Both programs and our own way into the same database."""

    xero: BenchXero
    home: House
    org_id: UUID

    @property
    def url(self) -> str:
        return self.home.settings.url

    @property
    def key(self) -> str:
        return self.home.settings.xero_webhook_keys[0]


def rows(sizes: Sizes) -> list[Row]:
    """The table's lines."""
    with _running(sizes.invoices) as running:
        ids = [each["id"] for each in running.xero.see("invoices")]
        singles = _send(running, _deliveries(running, ids, sizes.singles, 1))
        _await(lambda: _is_idle(running), "the notices were not worked on")
        calls = running.xero.calls()
        bursts = _send(running, _deliveries(running, ids, sizes.bursts * _BURST, _BURST))
        _await(lambda: _is_idle(running), "the bursts were not worked on")
        calls = running.xero.calls() - calls
        flags = Times(tuple(_flag(running, each) for each in _quiet(running, sizes.flags)))
        floor = _floor(running.home.owner_url, sizes.singles)
    return _lines(singles, bursts, calls, flags, floor)


@contextmanager
def _running(invoices: int) -> Iterator[_Running]:
    """A connected, settled and reviewed organisation, served by its own process."""
    with folder() as data, local_xero(data, invoices) as xero:
        variables = environment(xero.variables) | {"GOODTERMS_DATA": str(data)}
        with house(data, variables) as home:
            served = {**plain_environment(), **variables}
            arguments = ("--log", "json", "serve", "--port", str(xero.port))
            with Child(arguments, served, log=data / "serve.log") as child:
                child.await_ready()
                running = _Running(xero, home, connect_local(home.doors, tenant=xero.tenant))
                _await(lambda: _is_idle(running), "the first sync did not end")
                settle_down(home.doors, running.org_id)
                _await(lambda: _is_idle(running), "the first review did not end")
                yield running


def _is_idle(running: _Running) -> bool:
    answer = requests.get(f"{running.url}/healthz", timeout=10)
    return answer.status_code == 200 and answer.json()["due_now"] == 0


def _await(is_so: Callable[[], bool], otherwise: str, *, poll: float = 0.05) -> None:
    """Wait until something is so. Raises GaveUp."""
    until = time.monotonic() + _PATIENCE
    while not is_so():
        if time.monotonic() > until:
            raise GaveUp(f"{otherwise} within {_PATIENCE:.0f} seconds")
        time.sleep(poll)


def _deliveries(running: _Running, ids: Sequence[str], notices: int, each: int) -> list[bytes]:
    """Bodies of deliveries as Xero's, so many notices in all, every one another event."""
    # another day for each call, so that no event is a duplicate of one before
    day = NOW - timedelta(days=each)
    events = [
        {
            "resourceUrl": f"{running.xero.url}/api.xro/2.0/Invoices/{ids[number % len(ids)]}",
            "resourceId": ids[number % len(ids)],
            "tenantId": running.xero.tenant,
            "tenantType": "ORGANISATION",
            "eventCategory": "INVOICE",
            "eventType": "UPDATE",
            "eventDateUtc": (day + timedelta(milliseconds=number)).replace(tzinfo=None).isoformat(),
        }
        for number in range(notices)
    ]
    return [_body(events[start : start + each]) for start in range(0, notices, each)]


def _body(events: Sequence[dict[str, str]]) -> bytes:
    entropy = uuid4().hex.upper()
    return json.dumps(
        {
            "events": events,
            "firstEventSequence": 1,
            "lastEventSequence": len(events),
            "entropy": entropy,
        }
    ).encode()


def _send(running: _Running, bodies: Sequence[bytes]) -> Taken:
    """Send deliveries over a few connections at once; each has to be answered 200."""
    waiting = [(body, xero_signature(body, running.key)) for body in reversed(bodies)]
    found: list[float] = []
    failed: list[BaseException] = []

    def sender() -> None:
        try:
            _send_on(running.url, waiting, found)
        except (OSError, http.client.HTTPException, GaveUp) as problem:
            failed.append(problem)

    threads = [threading.Thread(target=sender) for _ in range(_SENDERS)]

    def run() -> None:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    seconds, _ = timed(run)
    if failed:
        raise failed[0]
    notices = sum(len(json.loads(body)["events"]) for body in bodies)
    return Taken(notices, seconds, tuple(found))


def _send_on(url: str, waiting: list[tuple[bytes, str]], found: list[float]) -> None:
    """Take from `waiting` and send, on one connection, until nothing is left."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=10)
    try:
        while waiting:
            try:
                body, signature = waiting.pop()
            except IndexError:
                return
            began = time.perf_counter()
            connection.request(
                "POST",
                "/webhooks/xero",
                body,
                {"Content-Type": "application/json", "x-xero-signature": signature},
            )
            answer = connection.getresponse()
            answer.read()
            found.append(time.perf_counter() - began)
            if answer.status != http.HTTPStatus.OK:
                raise GaveUp(f"a delivery was answered {answer.status}")
    finally:
        connection.close()


def _quiet(running: _Running, count: int) -> list[str]:
    """Customers of status open, each with a limit that nothing reaches yet."""
    with running.home.store.tenant(running.org_id) as tx:
        found = tx.sql(
            "select customer_id from assessments where org_id = :org and status = 'open'"
            " order by customer_id limit :count",
            count=count,
        )
        customers = list(found.scalars())
    for customer in customers:
        limits.set_limit(
            running.home.doors,
            org_id=running.org_id,
            by="Ann Lee",
            customer_id=customer,
            limit=Money(_LIMIT, "GBP"),
            reason="for the bench",
        )
    _await(lambda: _is_idle(running), "the limits were not reviewed")
    return customers


def _flag(running: _Running, customer: str) -> float:
    """Seconds from the notice of an invoice over the limit until the flag stands in the ledger."""
    raised = running.xero.act("raise_invoice", contact=customer, amount=_TOO_MUCH)
    began = time.perf_counter()
    _send(running, _deliveries_of(running, raised["id"]))
    _await(
        lambda: _WATCH in running.xero.see(f"contacts/{customer}")["groups"],
        "the flag was not set",
        poll=_POLL,
    )
    seconds = time.perf_counter() - began
    _await(lambda: _is_idle(running), "the notes were not written")
    return seconds


def _deliveries_of(running: _Running, invoice: str) -> list[bytes]:
    return _deliveries(running, [invoice], 1, 1)


def _floor(owner_url: str, notices: int) -> float:
    """Seconds of as many plain inserts over as many connections, each committed by itself."""
    statement = "insert into bench_notices values (%s, now())"
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("create table bench_notices (key text, at timestamptz)")

    def sender(count: int) -> None:
        with psycopg.connect(owner_url, autocommit=True) as connection:
            for number in range(count):
                connection.execute(statement, (f"{number}",))

    threads = [
        threading.Thread(target=sender, args=(max(1, notices // _SENDERS),))
        for _ in range(_SENDERS)
    ]

    def run() -> None:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return timed(run)[0]


def _lines(singles: Taken, bursts: Taken, calls: int, flags: Times, floor: float) -> list[Row]:
    return [
        Row(
            what="notices accepted, one a delivery",
            value=singles.notices / singles.seconds,
            unit="notices/s",
            floor=singles.notices / floor,
            floor_is="plain inserts, each committed, over as many connections",
            more={"p50_ms": _ms(singles, 0.5), "p99_ms": _ms(singles, 0.99)},
        ),
        Row(
            what=f"notices accepted, {_BURST} a delivery",
            value=bursts.notices / bursts.seconds,
            unit="notices/s",
            more={
                "p50_ms": _ms(bursts, 0.5),
                "p99_ms": _ms(bursts, 0.99),
                "notices": bursts.notices,
                "calls_to_xero": calls,
            },
        ),
        Row(
            what="from a notice to the flag in the ledger",
            value=flags.median * 1000,
            unit="ms",
            spread=flags.spread,
            more={"slowest_ms": max(flags.seconds) * 1000, "times": len(flags.seconds)},
        ),
    ]


def _ms(taken: Taken, share: float) -> float:
    return percentile(taken.deliveries, share) * 1000
