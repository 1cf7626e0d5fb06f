"""The local Xero of a measurement: a process of its own, limits off, holding a ledger of ours."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import requests

from bench.figures import timed
from bench.house import plain_environment
from bench.ledger import TODAY, books
from plugin.demo.processes import Child, free_port

_TIMEOUT = 30.0
_LOADS_WITHIN = 600.0


@dataclass(frozen=True, slots=True)
class BenchXero:
    """A running local Xero and the variables by which ours finds it; `port` is kept for ours."""

    variables: dict[str, str]
    port: int
    pid: int
    seconds_to_ready: float

    @property
    def url(self) -> str:
        """Its one origin."""
        return self.variables["XERO_API_URL"]

    @property
    def tenant(self) -> str:
        """The id of its organisation."""
        return self.variables["XERO_TENANT_ID"]

    def headers(self) -> dict[str, str]:
        """Headers of an accounting call, with a token of the app's own."""
        answer = requests.post(
            f"{self.url}/connect/token",
            data={"grant_type": "client_credentials"},
            auth=(self.variables["XERO_CLIENT_ID"], self.variables["XERO_CLIENT_SECRET"]),
            timeout=_TIMEOUT,
        )
        answer.raise_for_status()
        return {
            "Authorization": f"Bearer {answer.json()['access_token']}",
            "xero-tenant-id": self.tenant,
            "Accept": "application/json",
        }

    def see(self, path: str) -> Any:
        """What a control address of its organisation says."""
        answer = requests.get(
            f"{self.url}/sandbox/organisations/{self.tenant}/{path}", timeout=_TIMEOUT
        )
        answer.raise_for_status()
        return answer.json()

    def act(self, verb: str, **body: Any) -> Any:
        """Let something happen in its organisation; what it made."""
        answer = requests.post(
            f"{self.url}/sandbox/organisations/{self.tenant}/{verb}", json=body, timeout=_TIMEOUT
        )
        answer.raise_for_status()
        return answer.json()

    def memory(self) -> int:
        """The most memory that its process ever held, in bytes; as Linux tells it."""
        status = Path(f"/proc/{self.pid}/status").read_text("utf-8")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024

    def work(self) -> float:
        """Seconds that its process has worked on a core so far; as Linux tells it."""
        after_name = Path(f"/proc/{self.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")

    def calls(self) -> int:
        """How many calls it has answered."""
        answer = requests.get(f"{self.url}/sandbox/calls", timeout=_TIMEOUT)
        answer.raise_for_status()
        return sum(day["calls"] for of in answer.json()["sums"].values() for day in of.values())

    def calls_made(self) -> list[dict[str, Any]]:
        """The calls since they were last forgotten, the newest 20,000 at most."""
        answer = requests.get(f"{self.url}/sandbox/calls", timeout=_TIMEOUT)
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()["calls"]
        return found

    def forget_calls(self) -> None:
        """Count calls from here on."""
        requests.delete(f"{self.url}/sandbox/calls", timeout=_TIMEOUT).raise_for_status()

    def now(self) -> datetime:
        """Its instant, asked anew each time: the Clock door of a house that jumps over hours."""
        answer = requests.get(f"{self.url}/sandbox/clock", timeout=_TIMEOUT)
        answer.raise_for_status()
        return datetime.fromisoformat(answer.json()["now"])

    def advance(self, hours: float) -> None:
        """Let time pass; what is due on its side happens."""
        requests.post(
            f"{self.url}/sandbox/advance", json={"hours": hours}, timeout=_TIMEOUT
        ).raise_for_status()


@contextmanager
def local_xero(folder: Path, invoices: int) -> Iterator[BenchXero]:
    """A local Xero with so many invoices, for as long as the block lasts."""
    ledger = folder / "books.json"
    ledger.write_text(json.dumps(books(invoices)), "utf-8")
    port = free_port()
    url = f"http://localhost:{port}"
    arguments = (
        *("sandbox", "--port", "0", "--limits", "off"),
        *("--books", str(ledger), "--on", TODAY.isoformat()),
        *("--redirect-uri", f"{url}/oauth/callback"),
    )
    with Child(arguments, plain_environment(), log=folder / "sandbox.log") as child:
        seconds, _ = timed(lambda: child.await_ready(timeout=_LOADS_WITHIN))
        yield BenchXero({**child.variables, "GOODTERMS_URL": url}, port, child.pid, seconds)
