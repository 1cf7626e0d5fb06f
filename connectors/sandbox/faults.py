"""The faults switchboard: what goes wrong with the next n calls that match.

A fault is data; what each kind does stands in one table, `BEFORE` for faults instead of the work
and `AFTER` for faults that spoil a finished answer, so that more can be added. Faults of webhook
deliveries are switches of `webhooks`.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from connectors.sandbox.replies import TEXT, Reply

HTML = b"<html><head><title>Error</title></head><body><h1>Something went wrong</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong with the next `count` calls whose path contains `path`."""

    kind: str
    path: str = ""
    method: str = ""
    tenant: str = ""
    count: int = 1
    seconds: float = 0.0
    """How long the answer is held back, on the machine's clock."""
    retry_after: int | None = None
    """For rate limits."""
    field: str = ""
    """For faults in one field of the first record."""

    def fits(self, method: str, path: str, tenant: str) -> bool:
        """Whether this call is hit."""
        return (
            self.path.lower() in path.lower()
            and self.method.upper() in {"", method}
            and self.tenant in {"", tenant}
        )


def _plain(status: int, text: str) -> Callable[[Fault], Reply]:
    return lambda _: Reply(status, text.encode(), TEXT)


def _limited(problem: str) -> Callable[[Fault], Reply]:
    def reply(fault: Fault) -> Reply:
        headers = [("X-Rate-Limit-Problem", problem)]
        if fault.retry_after is not None:
            headers.append(("Retry-After", str(fault.retry_after)))
        return Reply(429, b"", TEXT, tuple(headers))

    return reply


def _nothing(_: Fault) -> Reply | None:
    return None


BEFORE: dict[str, Callable[[Fault], Reply | None]] = {
    "error_500": _plain(500, "An error occurred in Xero. Check the API Status page."),
    "maintenance_503": _plain(503, "The Xero API is currently offline for maintenance"),
    "unavailable_503": _plain(503, "The Xero API is temporarily unavailable"),
    "offline_503": _plain(503, "The Organisation is offline"),
    "html": lambda _: Reply(502, HTML, "text/html"),
    "dropped_before_commit": lambda _: Reply(200, b"", is_cut=True),
    "limit_minute": _limited("minute"),
    "limit_day": _limited("day"),
    "limit_concurrent": _limited("concurrent"),
    "limit_appminute": _limited("appminute"),
    "slow": _nothing,
}
"""The answer instead of the work; None lets the work go on after the wait."""


def _cut(_: Fault, reply: Reply) -> Reply:
    return replace(reply, is_cut=True)


def _truncated(_: Fault, reply: Reply) -> Reply:
    return replace(reply, body=reply.body[: len(reply.body) // 2])


def _spoil(value: Any, default: str) -> Callable[[Fault, Reply], Reply]:
    def spoiled(fault: Fault, reply: Reply) -> Reply:
        body = json.loads(reply.body)
        for records in body.values():
            if isinstance(records, list) and records:
                records[0][fault.field or default] = value
        text = json.dumps(body).replace("/Date(", "\\/Date(").replace(')/"', ')\\/"')
        return replace(reply, body=text.encode())

    return spoiled


AFTER: dict[str, Callable[[Fault, Reply], Reply]] = {
    "timeout_after_commit": _cut,
    "truncated": _truncated,
    "unknown_enum": _spoil("UNHEARDOF", "Status"),
    "malformed_field": _spoil("/Date(not a number)/", "UpdatedDateUTC"),
    "null_field": _spoil(None, "Reference"),
}
"""What becomes of a finished answer; the work has been done."""

OTHER = ("disconnect",)
"""Faults that `gate` performs itself: the app is disconnected inside Xero in mid-run."""


class Switchboard:
    """The faults that are set; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def set(self, fault: Fault) -> Fault:
        """Switch a fault on. Raises ValueError for an unknown kind."""
        if fault.kind not in {*BEFORE, *AFTER, *OTHER}:
            raise ValueError(f"no such fault: {fault.kind}")
        with self._lock:
            self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Switch all faults off."""
        with self._lock:
            self._faults.clear()

    def shown(self) -> list[dict[str, Any]]:
        """The faults still set, as plain values."""
        with self._lock:
            return [asdict(each) for each in self._faults]

    def take(self, method: str, path: str, tenant: str) -> Fault | None:
        """The first fault that hits this call; its count falls by one."""
        with self._lock:
            for place, fault in enumerate(self._faults):
                if not fault.fits(method, path, tenant):
                    continue
                if fault.count <= 1:
                    del self._faults[place]
                else:
                    self._faults[place] = replace(fault, count=fault.count - 1)
                return fault
        return None
