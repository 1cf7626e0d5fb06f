"""The faults switchboard: what goes wrong with the next n calls, tokens or deliveries that match.

A fault is data and its kind stands in `fault_kinds`. What a kind does to a call of the accounting
API stands here, `BEFORE` for faults instead of the work and `AFTER` for faults that spoil a
finished answer; tokens are played by `identity_pages`, deliveries by `webhooks`.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from connectors.sandbox.errors import (
    ForbiddenError,
    HighVolumeError,
    UnauthorisedError,
    ValidationError,
)
from connectors.sandbox.fault_kinds import KINDS, Where
from connectors.sandbox.replies import TEXT, Reply, refusal
from connectors.sandbox.unauthorised import problem

__all__ = ["AFTER", "BEFORE", "KINDS", "OTHER", "Fault", "Switchboard"]

HTML = b"<html><head><title>Error</title></head><body><h1>Something went wrong</h1></body></html>"
HTML_500 = Reply(500, HTML, "text/html")
_TWENTY_HOURS = 72_000
_LONGEST_WAIT = 600.0


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong with the next `count` calls whose path contains `path`.

    `path`, `method`, `tenant`, `field`, `retry_after` and `text` mean something for calls only.
    """

    kind: str
    path: str = ""
    method: str = ""
    tenant: str = ""
    count: int = 1
    after: int = 0
    """So many calls that match are let through first."""
    seconds: float = 0.0
    """How long the answer (or the delivery) is held back, on the machine's clock."""
    retry_after: int | None = None
    """For rate limits, in seconds."""
    field: str = ""
    """For faults in one field of the first record."""
    text: str = ""
    """For refusals: Xero's message."""

    def fits(self, where: Where, method: str, path: str, tenant: str) -> bool:
        """Whether this call, token request or delivery is hit."""
        return (
            KINDS[self.kind].where is where
            and self.path.lower() in path.lower()
            and self.method.upper() in {"", method}
            and self.tenant in {"", tenant}
        )


def check(fault: Fault) -> None:
    """Raise ValueError for an unknown kind or a number that means nothing."""
    if fault.kind not in KINDS:
        raise ValueError(f"no such fault: {fault.kind}")
    if fault.count < 1 or fault.after < 0:
        raise ValueError("count is at least 1, after at least 0")
    if not 0 <= fault.seconds <= _LONGEST_WAIT:
        raise ValueError(f"seconds lie between 0 and {_LONGEST_WAIT:.0f}")


def _plain(status: int, text: str) -> Callable[[Fault], Reply]:
    return lambda _: Reply(status, text.encode(), TEXT)


def _limited(name: str, usual: int | None = None) -> Callable[[Fault], Reply]:
    def reply(fault: Fault) -> Reply:
        seconds = usual if fault.retry_after is None else fault.retry_after
        headers = [("X-Rate-Limit-Problem", name)]
        if seconds is not None:
            headers.append(("Retry-After", str(seconds)))
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
    "limit_minute": _limited("minute", 60),
    "limit_day": _limited("day", _TWENTY_HOURS),
    "limit_concurrent": _limited("concurrent"),
    "limit_appminute": _limited("appminute"),
    "high_volume": lambda _: refusal(HighVolumeError("Too many records: use paging or a filter")),
    "refused_400": lambda fault: refusal(
        ValidationError(fault.text or "A validation exception occurred")
    ),
    "precondition_412": _plain(
        412, "One or more conditions given in the request header fields were invalid"
    ),
    "token_expired": lambda _: problem(
        UnauthorisedError("TokenExpired: token expired at 01/01/2026 00:00:00")
    ),
    "scope_missing": lambda _: problem(
        UnauthorisedError("AuthorizationUnsuccessful", "accounting.invoices")
    ),
    "forbidden": lambda _: problem(ForbiddenError("AuthenticationUnsuccessful")),
    "slow": _nothing,
}
"""The answer instead of the work; None lets the work go on after the wait."""


def _cut(_: Fault, reply: Reply) -> Reply:
    return replace(reply, is_cut=True)


def _truncated(_: Fault, reply: Reply) -> Reply:
    return replace(reply, body=reply.body[: len(reply.body) // 2])


def _spoil(value: Any, default: str) -> Callable[[Fault, Reply], Reply]:
    def spoiled(fault: Fault, reply: Reply) -> Reply:
        if reply.status != 200 or not reply.content_type.startswith("application/json"):
            return reply
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

OTHER = ("disconnect", "reset")
"""Faults of calls that `gate` performs itself, because they change the world."""


class Switchboard:
    """The faults that are set; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def set(self, fault: Fault) -> Fault:
        """Switch a fault on. Raises ValueError for an unknown kind."""
        check(fault)
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
        """The first fault that hits this call of the accounting API; its count falls by one."""
        return self._take(lambda each: each.fits(Where.CALL, method, path, tenant))

    def take_one(self, *kinds: str) -> Fault | None:
        """The first fault of one of these kinds; its count falls by one."""
        return self._take(lambda each: each.kind in kinds)

    def _take(self, fits: Callable[[Fault], bool]) -> Fault | None:
        with self._lock:
            for place, fault in enumerate(self._faults):
                if not fits(fault):
                    continue
                if fault.after > 0:
                    self._faults[place] = replace(fault, after=fault.after - 1)
                    continue
                if fault.count <= 1:
                    del self._faults[place]
                else:
                    self._faults[place] = replace(fault, count=fault.count - 1)
                return fault
        return None
