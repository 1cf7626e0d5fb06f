"""Keys for an organisation's own tools: what one may do, made and revoked by an owner, let in.

A key is shown once, when it is made. It works as long as whoever made it is an owner here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from plugin.letters.wording import dated
from plugin.operations.doors import Doors, NotPossible, local_date
from plugin.store import api_keys, organisations, throttles, timeline
from plugin.store.api_keys import ApiKey
from plugin.store.organisations import Organisation
from plugin.store.throttles import Counted

#: requests of one key in a minute, and failed ones from one address in a quarter of an hour
MOST_A_MINUTE = 120
_MOST_FAILED = 30
MINUTE = timedelta(minutes=1)
_FAILED_IN = timedelta(minutes=15)
_MOST_KEYS = 25
_MOST_LETTERS = 60

#: how long a key may last, in days, as the page offers it; 0 = until it is revoked
LASTS = (30, 90, 365, 0)


class Scope(StrEnum):
    """What a key may do, each by itself."""

    LEDGER_READ = "ledger.read"
    DECISIONS_READ = "decisions.read"
    WORDS_READ = "words.read"
    LIMITS_WRITE = "limits.write"
    PROMISES_WRITE = "promises.write"
    HOLDS_WRITE = "holds.write"
    ORDERS_ASK = "orders.ask"


SCOPE_WORDS: Mapping[Scope, str] = MappingProxyType(
    {
        Scope.LEDGER_READ: "read customers and invoices: what is owed and what is late",
        Scope.DECISIONS_READ: "read limits, flags and their reasons, promises, plans, disputes, "
        "holds and the timeline",
        Scope.WORDS_READ: "read what people wrote, and the private reasons of holds",
        Scope.LIMITS_WRITE: "set credit limits, with a reason",
        Scope.PROMISES_WRITE: "write down promises and notes",
        Scope.HOLDS_WRITE: "hold reminders to a customer, and let them go on",
        Scope.ORDERS_ASK: "ask whether an order can be taken",
    }
)


@dataclass(frozen=True, slots=True)
class Made:
    """A key that was just made; `token` is shown once and is nowhere afterwards."""

    name: str
    id: str
    token: str


@dataclass(frozen=True, slots=True)
class Admitted:
    """Whose tool it is that asks, what it may do, and how much of this minute it has used."""

    organisation: Organisation
    key: ApiKey
    counted: Counted

    @property
    def by(self) -> str:
        """Who decides, as the timeline names them."""
        return f"{self.key.name} (key {self.key.id})"

    def may(self, scope: Scope) -> bool:
        """Whether the key has this scope."""
        return scope.value in self.key.scopes


def make_key(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    by_user: UUID,
    name: str,
    scopes: Collection[str],
    days: int,
) -> Made:
    """Make a key that lasts `days` (0 = until it is revoked). Raises NotPossible."""
    name = " ".join(name.split())
    known = {each.value for each in Scope}
    if not name or len(name) > _MOST_LETTERS:
        raise NotPossible("No key was made: say in a few words which tool it is for.")
    if not scopes or not set(scopes) <= known:
        raise NotPossible("No key was made: tick at least one thing that it may do.")
    if days not in LASTS:
        raise NotPossible("No key was made: choose how long it lasts.")
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        if sum(each.works(now) for each in api_keys.keys(tx)) >= _MOST_KEYS:
            raise NotPossible(f"No key was made: there are {_MOST_KEYS} already. Revoke some.")
        expires_at = now + timedelta(days=days) if days else None
        id_, token = api_keys.make(
            tx, name=name, scopes=scopes, by=by, by_user=by_user, at=now, expires_at=expires_at
        )
        organisation = organisations.read(tx, org_id)
        assert organisation is not None
        end = f", to {dated(local_date(organisation, expires_at))}" if expires_at else ""
        may = ", ".join(sorted(scopes))
        timeline.record(
            tx,
            timeline.Event(
                at=now, kind="api_key", by=by,
                summary=f"Made the key {id_} for {name}{end}: {may}",
            ),
        )  # fmt: skip
    return Made(name, id_, token)


def revoke_key(doors: Doors, *, org_id: UUID, by: str, key_id: str) -> str:
    """End a key at once; its name. Raises NotPossible where it has ended already."""
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        name = api_keys.revoke(tx, key_id, by=by, at=now)
        if name is None:
            raise NotPossible("This key had ended already. Nothing was changed.")
        summary = f"Revoked the key {key_id} for {name}"
        timeline.record(tx, timeline.Event(at=now, kind="api_key", by=by, summary=summary))
    return name


def admit(doors: Doors, token: str, *, address: str) -> Admitted | None:
    """Let a key in and count the request; None where it opens nothing (also when it has ended).

    A failed one counts against the `address` that it came from; see `is_shut_out`.
    """
    now = doors.clock.now()
    found = _known(doors, token)
    with doors.store.house() as house:
        if found is None:
            throttles.hit(house, f"api {address}", limit=_MOST_FAILED, window=_FAILED_IN, now=now)
            return None
        organisation, key = found
        counted = throttles.count(house, f"api key {organisation.id} {key.id}", window=MINUTE,
                                  now=now)  # fmt: skip
    return Admitted(organisation, key, counted)


def is_shut_out(doors: Doors, *, address: str) -> bool:
    """True where too many keys from this address opened nothing lately."""
    with doors.store.house() as house:
        return throttles.is_over(house, f"api {address}", limit=_MOST_FAILED, now=doors.clock.now())


def _known(doors: Doors, token: str) -> tuple[Organisation, ApiKey] | None:
    org_id = api_keys.organisation_in(token)
    if org_id is None:
        return None
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        key = api_keys.of_token(tx, token)
        organisation = organisations.read(tx, org_id)
        if key is None or organisation is None or not key.works(now):
            return None
        api_keys.used(tx, key, now=now)
    return organisation, key
