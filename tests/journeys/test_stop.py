"""The real program is told to stop in the middle of its work, and goes on when started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from plugin.jobs import What
from plugin.store import open_store, organisations
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import URL, House, a_house, until

ROOT = Path(__file__).parents[2]
#: what one call of the slow ledger takes, in seconds
SLOW = 1.0


@contextmanager
def serving(house: House, data: Path, key: str) -> Iterator[subprocess.Popen[str]]:
    """`goodterms serve` on the house's data folder, ready."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    environment = {
        **house.xero.environment,
        "PATH": os.environ["PATH"],
        "GOODTERMS_KEYS": key,
        "GOODTERMS_URL": URL,
        "GOODTERMS_DATA": str(data),
    }
    del environment["XERO_TENANT_ID"]
    program = subprocess.Popen(
        [sys.executable, "-m", "plugin", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert program.stdout is not None
    with program:
        try:
            assert any(line.startswith("READY") for line in program.stdout), "it never got ready"
            yield program
        finally:
            if program.poll() is None:
                program.kill()


def is_read(house: House) -> bool:
    """Whether the whole ledger has been read once."""
    with house.doors.store.house() as tx:
        found = organisations.read(tx, house.org_id)
    return found is not None and found.first_synced_at is not None


@pytest.mark.long
def test_a_stop_waits_for_one_call_and_the_next_start_goes_on(data_folder: Path, key: str) -> None:
    """SIGTERM in a first sync of slow calls: gone after one of them; the next start reads all."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    with (
        closing(open_store(data=data_folder, keys=[key], durable=False)) as store,
        a_house(store, books([quay])) as house,
    ):
        house.connect()
        house.forget_calls()
        house.goes_wrong("slow", seconds=SLOW, count=100)
        with serving(house, data_folder, key) as program:
            until(lambda: len(house.calls()) >= 2)
            began = time.monotonic()
            program.send_signal(signal.SIGTERM)
            before = len(house.calls())
            assert program.wait(20) == 0
            assert time.monotonic() - began < SLOW + 5
            # the one at hand, and one that may have begun before the signal was heard
            assert len(house.calls()) <= before + 2
        assert not is_read(house)
        assert house.when(What.SYNC) is not None

        house.xero.sandbox.faults.clear()
        house.xero.advance(0.1)
        with serving(house, data_folder, key) as program:
            until(lambda: is_read(house))
            program.send_signal(signal.SIGINT)
            assert program.wait(20) == 0
