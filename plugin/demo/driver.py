"""Drives the demo without a person: connects, settles, then lives day by day, hour by hour.

After every hour it waits until nothing is due and no notice is under way, so that a run of a month
is a month lived and not a jump. It decides nothing that a person would not decide by a click.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from plugin.demo.browser import Browser
from plugin.demo.household import Household
from plugin.demo.local_xero import Awkward, LocalXero
from plugin.demo.pages import Unexpected
from plugin.demo.person import Person

_HOURS = 24
_POLL_SECONDS = 0.05
#: seconds of machine time that one hour's work may take before the run is given up
_PATIENCE = 120.0


@dataclass(slots=True)
class Seen:
    """Why nothing went to a customer, for which invoices, and on which civil days that was so."""

    kind: str
    words: str
    first_day: str
    last_day: str
    invoices: list[str]


@dataclass(slots=True)
class Lived:
    """What a run came to: the console's own report, and what was seen from outside."""

    days: int
    report: Any
    silences: dict[str, list[Seen]]
    awkward: tuple[Awkward, ...]
    groups: dict[str, tuple[str, ...]]
    mails: tuple[Any, ...]
    calls: int
    bytes: int
    seconds: float
    stopped: int
    complaints: list[str] = field(default_factory=list)


class Driver:
    """One run without a person over a household that is ready; `say` gets a line at a time."""

    def __init__(self, home: Household, say: Callable[[str], None]) -> None:
        self._home = home
        self._say = say
        self._xero = LocalXero(home.xero_url)
        self._person = Person(home.url, say)
        self._browser = Browser()
        self._silences: dict[str, list[Seen]] = {}
        self._complaints: list[str] = []
        self._stopped = 0

    def live(self, days: int) -> Lived:
        """Connect, settle the past, live so many days. Raises Unexpected."""
        began = time.monotonic()
        self._await_webhooks()
        self._person.connect()
        self._person.await_first_sync()
        self._settle()
        self._person.settle_the_past()
        self._person.choose_start()
        self._person.set_limits(self._xero.limits())
        self._settle()
        for _ in range(days):
            self._morning()
            for _ in range(_HOURS):
                self._xero.advance(1)
                self._settle()
        report = self._look()
        calls, size = self._xero.calls_and_bytes()
        return Lived(
            days=days,
            report=report,
            silences=self._silences,
            awkward=self._xero.awkward(),
            groups=self._xero.groups(),
            mails=self._xero.mails(),
            calls=calls,
            bytes=size,
            seconds=time.monotonic() - began,
            stopped=self._stopped,
            complaints=self._complaints,
        )

    def _morning(self) -> None:
        answered = self._person.answer_tasks()
        self._settle()
        self._look()
        approved = self._person.approve_what_waits(answered)
        self._settle()
        self._complaints += answered.complaints
        self._stopped += answered.stopped
        told = [f"{approved} approved"]
        told += [f"{answered.stopped} stopped"] if answered.stopped else []
        told += ["books said to be right"] if answered.books_were_fresh else []
        self._say(f"{self._xero.now():%a %d %b}: {', '.join(told)}")

    def _look(self) -> Any:
        """The console's report; why customers hear nothing is kept with its first and last day."""
        report = self._person.report()
        for customer in report["customers"]:
            seen = self._silences.setdefault(customer["id"], [])
            for silence in customer["silences"]:
                _note(seen, silence, report["today"])
        return report

    def _await_webhooks(self) -> None:
        """The subscription has to have passed the intent to receive before anything happens."""
        self._await(lambda: str(self._xero.webhooks()["state"]) == "ok", "webhooks were not taken")

    def _settle(self) -> None:
        """Wait until the app has seen this hour, nothing is due and no notice is under way.

        Asked twice, because the last notice may be stored between the two questions.
        """
        reached = self._xero.now()
        self._await(
            lambda: (
                self._is_idle(reached)
                and self._xero.webhooks()["waiting"] == 0
                and self._is_idle(reached)
            ),
            "the work of this hour did not end",
        )

    def _is_idle(self, reached: datetime) -> bool:
        health = self._browser.json(f"{self._home.url}/healthz")
        return health["due_now"] == 0 and datetime.fromisoformat(health["now"]) >= reached

    def _await(self, is_so: Callable[[], bool], otherwise: str) -> None:
        until = time.monotonic() + _PATIENCE
        while not is_so():
            dead = self._home.dead()
            if dead:
                raise Unexpected(dead)
            if time.monotonic() > until:
                raise Unexpected(f"{otherwise} within {_PATIENCE:.0f} seconds")
            time.sleep(_POLL_SECONDS)


def _note(seen: list[Seen], silence: Any, today: str) -> None:
    for each in seen:
        if (each.kind, each.words) == (silence["kind"], silence["words"]):
            each.last_day = today
            if silence["invoice"] not in each.invoices:
                each.invoices.append(silence["invoice"])
            return
    seen.append(Seen(silence["kind"], silence["words"], today, today, [silence["invoice"]]))
