"""`python -m tests.contract.callers`: a process of its own that calls the ledger from threads.

One line of JSON in says where everything is; it answers "ready", waits for another line, calls,
and says how its calls went.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from uuid import UUID

from plugin.bootstrap import wire
from plugin.operations.doors import Doors
from plugin.ports import LedgerError
from plugin.settings import read_settings
from plugin.store import Seal, Store


class SilentBell:
    """Nobody hears it."""

    def ring(self, org_id: UUID, what: str) -> None:
        """Nothing."""


def call(doors: Doors, org_id: UUID, *, threads: int, times: int) -> list[str]:
    """Call from so many threads at once, each so many times; the complaints of those refused."""
    refused: list[str] = []

    def calls() -> None:
        ledger = doors.ledger(org_id)
        for _ in range(times):
            try:
                ledger.repeating()
            except LedgerError as error:
                refused.append(str(error))

    running = [threading.Thread(target=calls) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return refused


def main() -> None:
    """Be told, be ready, be let go, call, and say how it went."""
    order = json.loads(sys.stdin.readline())
    settings = read_settings(order["environment"], data=Path("/nonexistent"))
    store = Store(order["url"], Seal(list(settings.keys)))
    doors, org_id = wire(settings, store, SilentBell()), UUID(order["org_id"])
    doors.clock.now()
    _say("ready")
    sys.stdin.readline()
    refused = call(doors, org_id, threads=order["threads"], times=order["times"])
    _say(json.dumps(refused))
    store.close()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
