"""Three organisations around one local Xero, in the test's own process: people, time and work.

Each is a `House` of its own behind one set of doors; webhooks arrive over HTTP, mail over SMTP,
and all work is done through the engine. Nothing goes wrong here: that is `mischief`.
"""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import requests

from connectors.sandbox.testing import RunningXero, running
from plugin.bootstrap import OPERATIONS, wire
from plugin.credit.policy import Mode
from plugin.engine import Operation, work
from plugin.jobs import What
from plugin.operations import connect
from plugin.operations.doors import Doors
from plugin.ports import LedgerError, Mailer, OutcomeUnknown, OutgoingMail
from plugin.store import Store, due, organisations
from plugin.store.organisations import OrgState
from tests.contract.three_ledgers import OFFICES, PEOPLE, Office, three_ledgers
from tests.journeys.house import (
    House,
    NotedBell,
    WorldClock,
    open_to_the_web,
    settings_for,
    until,
)

#: more rows than any honest journey does between two steps
_LOOP = 600


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail as it left, and what the books then said was due, by invoice id."""

    mail: OutgoingMail
    at: datetime
    due: Mapping[str, Decimal]


@dataclass
class Postman:
    """The real mail system, with a note of what the books said when each mail left.

    What stands in `mishaps` happens to the next mails: *refused* and *later* are the server's
    words, *lost* and *answer_lost* leave us without its answer, before and after it took the mail.
    """

    mailer: Mailer
    xero: RunningXero
    sent: list[Sent] = field(default_factory=list)
    mishaps: list[str] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)

    def send(self, mail: OutgoingMail) -> None:
        """Note the books, then hand it on."""
        self.sent.append(Sent(mail, self.xero.world.now(), self._owed()))
        # a proof may be sent again, and that a connection is gone: reminders are what matters
        is_reminder = not mail.message_id.startswith(("<proof-", "<lost-"))
        mishap = self.mishaps.pop(0) if self.mishaps and is_reminder else ""
        self.happened[f"mail_{mishap}" if mishap else "mail"] += 1
        if mishap == "lost":
            raise OutcomeUnknown("the line went dead")
        mailbox = self.xero.sandbox.mailbox
        mailbox.refuse({"refused": "550 No such user", "later": "451 Try again"}.get(mishap))
        try:
            self.mailer.send(mail)
        finally:
            mailbox.refuse(None)
        if mishap == "answer_lost":
            raise OutcomeUnknown("the line went dead")

    def _owed(self) -> dict[str, Decimal]:
        """What is due on every sales invoice in the books, by its id."""
        with self.xero.world.lock:
            return {
                invoice.id: invoice.amount_due if invoice.status == "AUTHORISED" else Decimal(0)
                for ledger in self.xero.world.ledgers.values()
                for invoice in ledger.invoices.values()
                if invoice.kind == "ACCREC"
            }


@dataclass
class Branch(House):
    """One of the organisations, as the person sees it who connected it."""

    office: Office = OFFICES[0]
    #: the person who connected it, and since when they are signed in
    user_id: UUID | None = None
    signed_in_at: datetime | None = None
    #: does all due work of the company
    settle_all: Callable[[], list[str]] = list

    @property
    def ledger(self) -> Any:
        """The books as the local Xero holds them now; a reset gives others."""
        ledgers = self.xero.world.ledgers.values()
        return next(ledger for ledger in ledgers if ledger.seed.key == self.office.key)

    @property
    def by(self) -> str:
        """The person's name."""
        return PEOPLE[self.office.person].name

    @property
    def is_connected(self) -> bool:
        """Whether we think that we are."""
        with self.doors.store.house() as house:
            found = organisations.read(house, self.org_id)
        return found is not None and found.state is OrgState.CONNECTED

    def settle(self) -> list[str]:
        """Do all due work, everybody's."""
        return self.settle_all()

    def connect(self, *, person: str = "") -> UUID:
        """Sign up (again) through the consent page, for this organisation only."""
        person = person or self.office.person
        address = connect.begin_sign_in(
            self.doors, purpose="connect", return_to="/", browser=person
        )
        back = _allow(self.xero, address, person, self.ledger.tenant)
        came = connect.finish_sign_in(
            self.doors, state=back["state"], code=back["code"], browser=person
        )
        (self.org_id,) = came.connected
        self.user_id, self.signed_in_at = came.user.id, self.doors.clock.now()
        return self.org_id

    def begin(self, mode: Mode = Mode.ASK_FIRST) -> None:
        """Connect, read everything, settle the past by the presets, and start."""
        self.connect()
        self.settle()
        self.place()
        self.start(mode, reply_to=f"accounts@{self.office.key}.example")
        self.settle()


def _allow(xero: RunningXero, address: str, person: str, tenant: str) -> dict[str, str]:
    """Say yes on the consent page as this person; what the redirect carries."""
    user = xero.world.user_id(PEOPLE[person])
    answer = requests.post(
        address,
        data={"decision": "allow", "tenant": tenant, "user": user},
        allow_redirects=False,
        timeout=20,
    )
    carried = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {name: values[0] for name, values in carried.items()}


@dataclass
class Company:
    """Everybody, and the verbs of time and work."""

    xero: RunningXero
    doors: Doors
    postman: Postman
    branches: tuple[Branch, ...] = ()
    #: how often work of a kind ended how
    outcomes: Counter[str] = field(default_factory=Counter)
    _failures: list[str] = field(default_factory=list)

    def settle(self) -> list[str]:
        """Do every due row through the engine until nothing is due; what was done, in order."""
        return self.settle_with(self.doors)

    def settle_with(self, doors: Doors) -> list[str]:
        """The same through other doors, which may be the last that open."""
        operations = {what: self._noted(what, done) for what, done in OPERATIONS.items()}
        did: list[str] = []
        while True:
            with self.doors.store.house() as house:
                rows = due.take_due(house, self.doors.clock.now())
            if not rows:
                return did
            for row in rows:
                outcome = work(doors, operations, row.org_id, row.what)["did"]
                assert outcome != "failed", self._failures[-1]
                self.outcomes[f"{row.what}: {outcome}"] += 1
                did.append(f"{row.what}: {outcome}")
            assert len(did) < _LOOP, f"it never settles: {did[-12:]}"

    def _noted(self, what: What, operation: Operation) -> Operation:
        def noted(doors: Doors, org_id: UUID) -> datetime | None:
            try:
                return operation(doors, org_id)
            except LedgerError:
                raise
            except Exception:
                self._failures.append(f"{what} of {org_id} failed:\n{traceback.format_exc()}")
                raise

        return noted

    def hear(self) -> None:
        """Wait until the local Xero has told whatever it can tell now."""
        until(self._has_told)

    def _has_told(self) -> bool:
        shown = self.xero.sandbox.webhooks.shown()
        if shown["state"] not in {"ok", "failing"} or shown["waiting"] == 0:
            return bool(shown["state"] != "required")
        later = shown["next_try"]
        return later is not None and datetime.fromisoformat(later) > self.doors.clock.now()


@contextmanager
def a_company(store: Store, seed: int, **options: Any) -> Iterator[Company]:
    """Three connected and started organisations, which hear of every change over HTTP."""
    with running(three_ledgers(seed), **options) as xero:
        settings, bell = settings_for(xero, Path("/nonexistent")), NotedBell()
        doors = wire(settings, store, bell, clock=WorldClock(xero))
        postman = Postman(doors.mailer, xero)
        doors = replace(doors, mailer=postman)
        company = Company(xero, doors, postman)
        company.branches = tuple(
            Branch(xero, settings, doors, bell, office=office, settle_all=company.settle)
            for office in OFFICES
        )
        with open_to_the_web(company.branches[0]):
            for branch in company.branches:
                branch.begin()
            company.hear()
            yield company
