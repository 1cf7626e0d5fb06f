"""A life that ends: does all due work of a house and dies by kill -9 at its n-th step.

A step is a commit that changed something, or a call that changed something outside; between two
of them nothing is kept anywhere, so dying at each step in turn is dying everywhere. Started once,
it forks a life for every line that it reads, and answers with a line that says where it ended.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from plugin.bootstrap import OPERATIONS, wire
from plugin.engine import work
from plugin.operations.doors import Doors
from plugin.ports import Consent, Ledger, Mailer, OutgoingMail, Urgency
from plugin.settings import read_settings
from plugin.store import HouseTx, Seal, Store, Tx, due

#: a transaction that only read never got an id
_CHANGED = "select pg_current_xact_id_if_assigned() is not null"
#: calls that change the books
_WRITES = {"create_group", "add_to_group", "remove_from_group", "delete_group", "add_note"}


class Fate:
    """Counts steps and kills this very process at the n-th; 0 = it lives."""

    def __init__(self, die_at: int, telling: IO[bytes]) -> None:
        self.steps = 0
        self._die_at = die_at
        self._telling = telling

    def step(self, name: str) -> None:
        """One more step was made."""
        self.steps += 1
        if self.steps == self._die_at:
            self._telling.write(name.encode())
            os.kill(os.getpid(), signal.SIGKILL)


class MortalStore(Store):
    """A store whose every commit of a change is a step."""

    def __init__(self, url: str, seal: Seal, fate: Fate) -> None:
        super().__init__(url, seal)
        self._fate = fate

    @contextmanager
    def tenant(self, org_id: UUID) -> Iterator[Tx]:
        """A transaction of one organisation."""
        with super().tenant(org_id) as tx:
            yield tx
            changed = tx.sql(_CHANGED).scalar_one()
        if changed:
            self._fate.step("commit")

    @contextmanager
    def house(self) -> Iterator[HouseTx]:
        """A transaction on the tables without a tenant."""
        with super().house() as tx:
            yield tx
            changed = tx.sql(_CHANGED).scalar_one()
        if changed:
            self._fate.step("commit of the house")


class MortalLedger:
    """A ledger whose every answered write is a step."""

    def __init__(self, ledger: Ledger, fate: Fate) -> None:
        self._ledger = ledger
        self._fate = fate

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """The call of this name."""
        call = getattr(self._ledger, name)

        def made(*given: Any, **named: Any) -> Any:
            answer = call(*given, **named)
            if name in _WRITES:
                self._fate.step(f"ledger.{name}")
            return answer

        return made


@dataclass(frozen=True)
class MortalMailer:
    """A mailer whose every sent mail is a step."""

    mailer: Mailer
    fate: Fate

    def send(self, mail: OutgoingMail) -> None:
        """Send."""
        self.mailer.send(mail)
        self.fate.step("mailer.send")


class MortalConsent:
    """A consent whose every ended connection and every revocation is a step."""

    def __init__(self, consent: Consent, fate: Fate) -> None:
        self._consent = consent
        self._fate = fate

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """The call of this name."""
        call = getattr(self._consent, name)

        def made(*given: Any, **named: Any) -> Any:
            answer = call(*given, **named)
            if name in {"disconnect", "revoke"}:
                self._fate.step(f"consent.{name}")
            return answer

        return made


class SilentBell:
    """Nobody hears it; the rows are found all the same."""

    def ring(self, org_id: UUID, what: str) -> None:
        """Nothing."""


def mortal_doors(order: dict[str, Any], fate: Fate) -> Doors:
    """The house's own doors, each of which may be the last that opens."""
    settings = read_settings(order["environment"], data=Path("/nonexistent"))
    seal = Seal(list(settings.keys))
    doors = wire(settings, Store(order["url"], seal), SilentBell())

    def open_books(org_id: UUID, ledger_id: str, grant_id: UUID, urgency: Urgency) -> Any:
        return MortalLedger(doors.open_books(org_id, ledger_id, grant_id, urgency), fate)

    return replace(
        doors,
        store=MortalStore(order["url"], seal, fate),
        open_books=open_books,
        consent=MortalConsent(doors.consent, fate),
        mailer=MortalMailer(doors.mailer, fate),
    )


def live(order: dict[str, Any], telling: IO[bytes]) -> None:
    """Work until nothing is due, or until fate says otherwise."""
    fate = Fate(order["die_at"], telling)
    doors = mortal_doors(order, fate)
    while True:
        with doors.store.house() as house:
            rows = due.take_due(house, doors.clock.now())
        if not rows:
            return
        for row in rows:
            work(doors, OPERATIONS, row.org_id, row.what)


def main() -> None:
    """Fork a life for every order; answer with the step at which it died, or an empty line."""
    for line in sys.stdin:
        read_end, write_end = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
            with os.fdopen(write_end, "wb", buffering=0) as telling:
                live(json.loads(line), telling)
            os._exit(0)
        os.close(write_end)
        with os.fdopen(read_end) as said:
            step = said.read()
        _, status = os.waitpid(child, 0)
        was_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        if was_killed != bool(step) or (not was_killed and status != 0):
            step = f"it ended by itself with status {status}"
        print(json.dumps({"died_at": step}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
