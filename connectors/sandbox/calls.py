"""What calls were made on the local Xero: a list and sums by organisation and day.

It decides nothing; `gate` writes, the control addresses read.
"""

import threading
from collections import Counter, deque
from dataclasses import dataclass
from datetime import datetime

KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the accounting API; `size` is the bytes of the answer's body as sent."""

    at: datetime
    method: str
    path: str
    query: str
    tenant: str
    status: int
    size: int


class CallLog:
    """The newest 20,000 calls, and counts and bytes of all; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: deque[Call] = deque(maxlen=KEPT)
        self._counts: Counter[tuple[str, str]] = Counter()
        self._bytes: Counter[tuple[str, str]] = Counter()
        self._written: Counter[tuple[str, str]] = Counter()
        """Bytes of the answers to writes: whether Xero bills them is not known."""
        self._turned_away: Counter[str] = Counter()

    def add(self, call: Call) -> None:
        """Remember a call. Xero does not bill the Organisation address; its bytes count for 0."""
        day = call.at.date().isoformat()
        is_free = call.path.lower().rstrip("/").endswith("/organisation")
        with self._lock:
            self._calls.append(call)
            self._counts[call.tenant, day] += 1
            self._bytes[call.tenant, day] += 0 if is_free else call.size
            if call.method != "GET":
                self._written[call.tenant, day] += call.size

    def turn_away(self, tenant: str) -> None:
        """A call whose token opens nothing, of the organisation it names; no limit counts it."""
        with self._lock:
            self._turned_away[tenant] += 1

    def turned_away(self) -> Counter[str]:
        """How many calls were turned away at the door, by the organisation they asked for."""
        with self._lock:
            return Counter(self._turned_away)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._calls.clear()
            self._counts.clear()
            self._bytes.clear()
            self._written.clear()
            self._turned_away.clear()

    def calls(self) -> list[Call]:
        """The newest calls, oldest first."""
        with self._lock:
            return list(self._calls)

    def sums(self) -> dict[str, dict[str, dict[str, int]]]:
        """{tenant: {UTC day: {"calls", "bytes", "bytes_of_writes"}}}; the last are bytes too."""
        with self._lock:
            found: dict[str, dict[str, dict[str, int]]] = {}
            for (tenant, day), count in sorted(self._counts.items()):
                found.setdefault(tenant, {})[day] = {
                    "calls": count,
                    "bytes": self._bytes[tenant, day],
                    "bytes_of_writes": self._written[tenant, day],
                }
            return found
