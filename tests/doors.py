"""What fits the doors in tests: a vault, a budget and a clock that live in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from plugin.ports import LedgerError, Limit, Slot, Spent, Tokens, Unavailable, Urgency

#: how long a pause is of which the ledger did not say how long, in seconds
UNSAID = 9.0


class HeldClock:
    """Business time that stands still until it is moved."""

    def __init__(self, now: datetime = datetime(2026, 11, 24, 9, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        """The instant it was set to."""
        return self._now

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by


class _Held:
    def __init__(self, vault: MemoryVault, grant_id: UUID) -> None:
        self._vault = vault
        self._grant_id = grant_id

    @property
    def tokens(self) -> Tokens:
        return self._vault.read(self._grant_id)

    def save(self, tokens: Tokens) -> None:
        self._vault.keep(self._grant_id, tokens)

    def end(self, why: str) -> None:
        assert why
        self._vault.ended.append(self._grant_id)


class MemoryVault:
    """Tokens by grant under one lock each; `saved` lists what was stored, in order."""

    def __init__(self) -> None:
        self._tokens: dict[UUID, Tokens] = {}
        self._locks: dict[UUID, threading.Lock] = {}
        self._guard = threading.Lock()
        self.saved: list[Tokens] = []
        self.ended: list[UUID] = []

    def keep(self, grant_id: UUID, tokens: Tokens) -> None:
        """Store tokens."""
        self._tokens[grant_id] = tokens
        self.saved.append(tokens)

    def read(self, grant_id: UUID) -> Tokens:
        """The tokens as stored. Raises KeyError for an unknown grant."""
        return self._tokens[grant_id]

    @contextmanager
    def locked(self, grant_id: UUID) -> Iterator[_Held]:
        """The grant's tokens while nobody else holds them."""
        with self._guard:
            lock = self._locks.setdefault(grant_id, threading.Lock())
        with lock:
            yield _Held(self, grant_id)


@dataclass
class MemoryBudget:
    """Five slots per organisation; what was spent, paused and went wrong, as lists."""

    slots: int = 5
    spent_calls: list[Spent] = field(default_factory=list)
    pauses: list[tuple[Limit, float | None]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    in_flight: int = 0
    most_in_flight: int = 0
    taken: int = 0
    given_up: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def slot(self, org_id: UUID, urgency: Urgency = Urgency.SOON) -> Iterator[Slot]:
        """A slot for the length of one request. Raises Unavailable where none is free."""
        assert org_id
        with self._lock:
            if self.in_flight >= self.slots:
                raise Unavailable("all slots are taken", timedelta(seconds=1))
            self.in_flight += 1
            self.taken += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            yield self
        finally:
            with self._lock:
                self.in_flight -= 1

    def linger(self) -> None:
        """Note that a call was given up before its end."""
        self.given_up += 1

    def spent(self, spent: Spent) -> None:
        """Count a call."""
        assert self.in_flight > 0, "spending is told while the slot is held"
        self.spent_calls.append(spent)

    def pause(self, org_id: UUID, *, limit: Limit, seconds: float | None) -> float:
        """Note a pause; of nine seconds where the ledger did not say."""
        assert org_id
        self.pauses.append((limit, seconds))
        return seconds or UNSAID

    def went_wrong(self, org_id: UUID, error: LedgerError) -> None:
        """Note the words of an error."""
        assert org_id
        self.errors.append(str(error))

    def close(self) -> None:
        """No slot is given any more."""
        self.slots = 0

    @property
    def calls(self) -> int:
        """Requests that went out."""
        return sum(one.calls for one in self.spent_calls)
