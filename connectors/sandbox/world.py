"""The world of the local Xero: its organisations, users, one clock and one lock.

It speaks no HTTP. What a person or an app can do to an organisation stands in `documents` and
`contacts`; what happens as time passes in `happenings`.
"""

import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from connectors.sandbox.clock import SandboxClock
from connectors.sandbox.doubts import Doubts
from connectors.sandbox.errors import NotFoundError
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.loading import fill
from connectors.sandbox.moving import moved
from connectors.sandbox.records import Change
from connectors.sandbox.seed import SeedOrganisation, SeedUser, SeedWorld

_NAMESPACE = uuid.UUID("6f0c6f62-7d3b-5d5e-9f43-0a6a3f0f5a11")


class World:
    """One or more organisations; `lock` guards everything in them and is re-entrant."""

    def __init__(self, seed: SeedWorld, *, salt: str = "1") -> None:
        self.seed = seed
        self.salt = salt
        self.lock = threading.RLock()
        self.clock = SandboxClock(seed.on, seed.organisations[0].timezone)
        self.doubts = Doubts()
        self.high_volume = 100_000
        """Records over which an unpaged list, or a filter without an index, is refused."""
        self.users: tuple[SeedUser, ...] = seed.users
        self.ledgers: dict[str, Ledger] = {}
        self._listeners: list[Callable[[Change], None]] = []
        self._generation = 0
        for organisation in seed.organisations:
            namespace = uuid.uuid5(_NAMESPACE, salt)
            ledger = self._ledger(organisation, namespace, self.clock.start)
            self.ledgers[ledger.tenant] = ledger

    @classmethod
    def load(cls, seed: SeedWorld, *, salt: str = "1") -> "World":
        """The world of a seed; equal seed and salt give equal ids."""
        return cls(seed, salt=salt)

    def listen(self, listener: Callable[[Change], None]) -> None:
        """Call `listener` with every later Change, while the lock is held."""
        self._listeners.append(listener)

    def now(self) -> datetime:
        """The instant by the local Xero's clock, in UTC."""
        return self.clock.now()

    def ledger(self, tenant: str) -> Ledger:
        """The organisation with this tenant id. Raises NotFoundError."""
        found = self.ledgers.get(tenant.lower())
        if found is None:
            raise NotFoundError
        return found

    @property
    def first(self) -> Ledger:
        """The first organisation."""
        return next(iter(self.ledgers.values()))

    def user_id(self, user: SeedUser) -> str:
        """The GUID of a user."""
        return str(uuid.uuid5(_NAMESPACE, f"{self.salt}/user/{user.key}"))

    def reset_demo_company(self, tenant: str) -> Ledger:
        """Give the organisation its first content again, as Xero does: as new as on the first day.

        Tenant id, ShortCode and every other id are new, and the documents are dated as if the
        first day were today. The caller of the identity side forgets who was connected.
        """
        with self.lock:
            old = self.ledger(tenant)
            self._generation += 1
            namespace = uuid.uuid5(_NAMESPACE, f"{self.salt}/{self._generation}")
            first = next(each for each in self.seed.organisations if each.key == old.seed.key)
            seed = moved(first, (old.today() - self.seed.on).days, f"!{namespace.hex[:5]}")
            fresh = self._ledger(seed, namespace, self.now())
            self.ledgers = {
                (fresh.tenant if key == old.tenant else key): (
                    fresh if key == old.tenant else value
                )
                for key, value in self.ledgers.items()
            }
            return fresh

    def doubt(self, **switches: bool) -> Doubts:
        """Set some of the doubts; raises TypeError for a name that is none."""
        with self.lock:
            self.doubts = replace(self.doubts, **switches)
            return self.doubts

    def _ledger(self, seed: SeedOrganisation, namespace: uuid.UUID, opened: datetime) -> Ledger:
        ledger = Ledger(
            seed,
            namespace=namespace,
            clock=self.clock,
            lock=self.lock,
            emit=self._emit,
            doubts=lambda: self.doubts,
            opened=opened,
        )
        fill(ledger, opened)
        return ledger

    def _emit(self, change: Change) -> None:
        for listener in self._listeners:
            listener(change)
