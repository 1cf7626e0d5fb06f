"""The whole house in the test's own process: real database, real HTTP to a local Xero, real SMTP.

Nobody works unless `settle` is called: it does every due row through the engine until nothing is
due, so a test decides what happens between two steps.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from cryptography.fernet import Fernet
from waitress.server import create_server
from waitress.wasyncore import close_all

from connectors.sandbox import documents
from connectors.sandbox.control_views import contact_view
from connectors.sandbox.faults import Fault
from connectors.sandbox.mailbox import Mail
from connectors.sandbox.seed import SeedWorld
from connectors.sandbox.testing import RunningXero, running
from plugin.bootstrap import OPERATIONS, console, wire
from plugin.credit.account import StepState
from plugin.credit.decisions import TaskKind
from plugin.credit.policy import Mode
from plugin.engine import work
from plugin.jobs import What
from plugin.operations import connect, respond, settle
from plugin.operations.doors import Doors
from plugin.settings import Settings, read_settings
from plugin.store import Store, due, messages, tasks
from plugin.store.messages import Message
from plugin.store.tasks import OpenTask

URL = "http://localhost:8000"
BY = "Lisa Harding"
#: where replies go, and where the proof of the very first message goes
OWNER = "lisa@harbour.example"
_NOBODY = UUID(int=0)
#: more rows than any honest journey does between two pauses
_LOOP = 400


@dataclass
class NotedBell:
    """Notes what was rung for; nobody comes."""

    rung: list[tuple[UUID, str]] = field(default_factory=list)

    def ring(self, org_id: UUID, what: str) -> None:
        """Note it."""
        self.rung.append((org_id, what))


@dataclass(frozen=True)
class WorldClock:
    """Business time of the local Xero, read without a call."""

    xero: RunningXero

    def now(self) -> datetime:
        """The instant."""
        return self.xero.world.now()


@dataclass
class House:
    """A wired house around one local Xero, with small verbs."""

    xero: RunningXero
    settings: Settings
    doors: Doors
    bell: NotedBell
    org_id: UUID = _NOBODY

    # --- the first run ------------------------------------------------------------------------

    def connect(self) -> UUID:
        """Sign up through the consent page; the first sync is put in line."""
        address = connect.begin_sign_in(
            self.doors, purpose="connect", return_to="/", browser="this browser"
        )
        asked = {name: found[0] for name, found in parse_qs(urlsplit(address).query).items()}
        back = self.xero.consent(asked["scope"], state=asked["state"], nonce=asked["nonce"])
        came = connect.finish_sign_in(
            self.doors, state=back["state"], code=back["code"], browser="this browser"
        )
        (self.org_id,) = came.connected
        return self.org_id

    def place(self) -> int:
        """Settle the past by the presets."""
        return settle.place_presets(self.doors, org_id=self.org_id, by=BY)

    def start(self, mode: Mode = Mode.ASK_FIRST, *, reply_to: str = OWNER) -> None:
        """The last of the five screens."""
        settle.choose_start(
            self.doors,
            org_id=self.org_id,
            by=BY,
            mode=mode,
            sender_name=BY,
            sender_title="Accounts",
            reply_to=reply_to,
            phone="01234 567",
            how_to_pay=("Sort code 12-34-56", "Account 12345678"),
            bad_debt_account_ids=(),
        )

    def begin(self, mode: Mode = Mode.ASK_FIRST) -> None:
        """Connect, read everything, settle the past by the presets, and start."""
        self.connect()
        self.settle()
        self.place()
        self.start(mode)
        self.settle()

    # --- time and work ------------------------------------------------------------------------

    def settle(self) -> list[str]:
        """Do every due row until nothing is due; what was done, in order."""
        did: list[str] = []
        while True:
            with self.doors.store.house() as house:
                rows = due.take_due(house, self.doors.clock.now())
            if not rows:
                return did
            for row in rows:
                outcome = work(self.doors, OPERATIONS, row.org_id, row.what)["did"]
                assert outcome != "failed", f"{row.what} failed; the log says why"
                did.append(f"{row.what}: {outcome}")
            assert len(did) < _LOOP, f"it never settles: {did[-12:]}"

    def work(self, what: What) -> str:
        """Do one row now; how it went."""
        return str(work(self.doors, OPERATIONS, self.org_id, what)["did"])

    def advance(self, hours: float, *, step: float = 1.0) -> None:
        """Let time pass, settling after every `step` hours."""
        left = hours
        while left > 0:
            self.xero.advance(min(step, left))
            self.settle()
            left -= step

    def pass_a_day(self) -> None:
        """From one morning at nine to the next, looking when mail may go and once at night."""
        for hours in (1.5, 1.0, 1.5, 20.0):
            self.advance(hours, step=hours)

    def catch_up(self) -> None:
        """Read what changed in the ledger now, without waiting for the hour."""
        with self.doors.store.house() as house:
            due.put(house, What.SYNC, self.doors.clock.now(), org_id=self.org_id)
        self.settle()

    def when(self, what: What) -> datetime | None:
        """When work of a kind is due; None where it is not asked for."""
        with self.doors.store.house() as house:
            row = due.read(house, self.org_id, what)
        return None if row is None else row.at

    # --- messages -----------------------------------------------------------------------------

    def approve_all(self) -> int:
        """Say yes to everything that waits, one by one."""
        waiting = self.messages(StepState.PROPOSED)
        for message in waiting:
            respond.approve(self.doors, org_id=self.org_id, by=BY, message_id=message.id)
        return len(waiting)

    def messages(self, *states: StepState) -> tuple[Message, ...]:
        """Messages of the outbox in these states; of any state where none is named."""
        with self.doors.store.tenant(self.org_id) as tx:
            return messages.in_state(tx, *(states or tuple(StepState)))

    def mails(self) -> list[Mail]:
        """Reminders that reached a customer's address, oldest first."""
        return [mail for mail in self._sent() if OWNER not in mail.recipients]

    def proofs(self) -> list[Mail]:
        """Mail to the organisation's own user, beside the letter of each morning."""
        return [mail for mail in self._sent() if OWNER in mail.recipients]

    def morning_letters(self) -> list[Mail]:
        """The letters of the mornings, oldest first."""
        return [mail for mail in self.xero.sandbox.mailbox.all() if _is_of_a_morning(mail)]

    def _sent(self) -> list[Mail]:
        return [mail for mail in self.xero.sandbox.mailbox.all() if not _is_of_a_morning(mail)]

    def tasks(self, *kinds: TaskKind) -> list[OpenTask]:
        """Open tasks, of these kinds only where some are named."""
        with self.doors.store.tenant(self.org_id) as tx:
            return [task for task in tasks.open_tasks(tx) if not kinds or task.kind in kinds]

    def sql(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """Rows of the organisation, read by hand."""
        with self.doors.store.tenant(self.org_id) as tx:
            return [tuple(row) for row in tx.sql(statement, **values)]

    # --- the other side -----------------------------------------------------------------------

    @property
    def ledger(self) -> Any:
        """The books as the local Xero holds them."""
        return self.xero.world.first

    def invoice(self, number: str) -> str:
        """The id of an invoice."""
        return str(self.ledger.invoice(number).id)

    def customer(self, key: str) -> str:
        """The id of a customer."""
        return str(self.ledger.contact(key).id)

    def pays(self, number: str, amount: str) -> None:
        """The customer pays: it stands in the ledger, and a webhook may tell."""
        documents.record_payment(self.ledger, number, Decimal(amount), is_reconciled=True)

    def groups_of(self, key: str) -> list[str]:
        """The contact groups that an accountant sees on a customer."""
        return list(contact_view(self.ledger, key)["groups"])

    def notes_on(self, key: str) -> list[str]:
        """The texts of our notes on a customer, oldest first."""
        return _ours(contact_view(self.ledger, key)["notes"])

    def notes_on_invoice(self, number: str) -> list[str]:
        """The texts of our notes on an invoice, oldest first."""
        key = self.ledger.invoice(number).contact
        return _ours(contact_view(self.ledger, key)["invoice_notes"].get(number, ()))

    def calls(self, method: str = "", path: str = "") -> list[Any]:
        """Calls of the accounting API made so far, by method and a part of the path."""
        return [
            call
            for call in self.xero.sandbox.calls.calls()
            if method in {"", call.method} and path.lower() in call.path.lower()
        ]

    def forget_calls(self) -> None:
        """Count calls from here on."""
        self.xero.sandbox.calls.clear()

    def goes_wrong(self, kind: str, **how: Any) -> None:
        """The next call that fits goes wrong."""
        self.xero.sandbox.faults.set(Fault(kind, **how))


def _is_of_a_morning(mail: Mail) -> bool:
    return mail.header("Message-ID").startswith("<morning-")


def _ours(notes: Sequence[Any]) -> list[str]:
    return [str(note["details"]) for note in notes if f"{URL}/n/" in str(note["details"])]


def settings_for(xero: RunningXero, folder: Path, *, keys: str = "", **more: str) -> Settings:
    """Settings that point at a local Xero; no file is touched."""
    environment = {
        **xero.environment,
        "GOODTERMS_KEYS": keys or Fernet.generate_key().decode(),
        "GOODTERMS_URL": URL,
        **more,
    }
    return read_settings(environment, data=folder)


@contextmanager
def a_house(store: Store, seed: SeedWorld, **options: Any) -> Iterator[House]:
    """A house on `store` around a local Xero with this seed; limits are off unless asked for."""
    with running(seed, **{"has_limits": False, **options}) as xero:
        yield house_around(store, xero)


def house_around(store: Store, xero: RunningXero) -> House:
    """A house around a local Xero that runs already."""
    settings, bell = settings_for(xero, Path("/nonexistent")), NotedBell()
    doors = wire(settings, store, bell, clock=WorldClock(xero))
    return House(xero, settings, doors, bell)


@contextmanager
def open_to_the_web(house: House) -> Iterator[str]:
    """The console and the webhook receiver on a free port; the local Xero tells it of changes."""
    server = create_server(
        console(house.settings, house.doors), host="127.0.0.1", port=0, threads=4, ident=None
    )
    thread = threading.Thread(target=server.run, name="journey-web", daemon=True)
    thread.start()
    address = f"http://localhost:{server.effective_port}"
    try:
        house.xero.sandbox.webhooks.configure(url=f"{address}/webhooks/xero")
        yield address
    finally:
        house.xero.sandbox.webhooks.configure(state="disabled")
        # from within its own loop: a socket closed under it would be an error there
        server.trigger.pull_trigger(lambda: close_all(server._map, ignore_all=True))
        thread.join(5)
        server.task_dispatcher.shutdown(timeout=1)


def with_doors(house: House, **changed: Any) -> House:
    """The same house with other doors."""
    return replace(house, doors=replace(house.doors, **changed))


def until(found: Callable[[], object], *, seconds: float = 60.0) -> None:
    """Wait for the outside to happen; a failure after `seconds` of machine time."""
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def hear_everything(house: House, *, deliveries: int = 0) -> None:
    """Wait until the local Xero has told all it has to tell, and settle what follows from it.

    `deliveries` are those that must come beyond the ones that came before.
    """
    webhooks = house.xero.sandbox.webhooks
    wanted = _delivered(house) + deliveries

    def told() -> bool:
        shown = webhooks.shown()
        last = max((each["last"] for each in shown["attempts"] if not each["problem"]), default=0)
        return (
            shown["waiting"] == 0 and last == shown["last_sequence"] and _delivered(house) >= wanted
        )

    until(told)
    house.settle()


def _delivered(house: House) -> int:
    attempts = house.xero.sandbox.webhooks.shown()["attempts"]
    return sum(each["kind"] == "delivery" for each in attempts)
