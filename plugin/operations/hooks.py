"""Outgoing webhooks as an owner sets them up: who is told of what, secrets, test, replay, stop.

Delivering is the work of `hook_deliveries`. A secret is shown once, when it is made.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from plugin.jobs import What
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.ports import Refused, Unavailable
from plugin.store import Tx, hook_events, hooks, timeline
from plugin.store.hook_events import HookEvent, HookKind
from plugin.store.hooks import Endpoint, Secret

#: a former secret goes on signing for so long beside the new one
BOTH_FOR = timedelta(hours=24)
MOST_ENDPOINTS = 5
_MOST_LETTERS = 500

KIND_WORDS: Mapping[HookKind, str] = MappingProxyType(
    {
        HookKind.PAYMENT_RECEIVED: "a payment is in the books",
        HookKind.INVOICE_LATE: "an invoice’s due date has passed",
        HookKind.PROMISE_MADE: "a promise to pay was made",
        HookKind.PROMISE_BROKEN: "a promise was not kept",
        HookKind.DISPUTE_OPENED: "an invoice is disputed",
        HookKind.LIMIT_CHANGED: "a credit limit was set or taken away",
        HookKind.FLAG_CHANGED: "a credit flag changed: open, watch, stop",
    }
)


@dataclass(frozen=True, slots=True)
class SecretMade:
    """A signing secret that was just made: shown once, and nowhere afterwards."""

    host: str
    secret: str
    #: until when the former one signs too; None where there was none
    both_until: datetime | None


def add_endpoint(
    doors: Doors, *, org_id: UUID, by: str, url: str, kinds: Collection[str]
) -> SecretMade:
    """Tell an address of these kinds of events from now on. Raises NotPossible."""
    url = url.strip()
    _check_kinds(kinds)
    if not url or len(url) > _MOST_LETTERS:
        raise NotPossible("Nothing was set up: write the address that is to be told.")
    try:
        doors.hooks.check(url)
    except (Refused, Unavailable) as problem:
        raise NotPossible(f"Nothing was set up: {problem}.") from problem
    host, secret = urlsplit(url).hostname or "", hooks.new_secret()
    with decided(doors, org_id, What.HOOKS) as tx:
        if len(hooks.endpoints(tx)) >= MOST_ENDPOINTS:
            raise NotPossible(f"Nothing was set up: there are {MOST_ENDPOINTS} already.")
        hooks.add_endpoint(
            tx, url=url, host=host, kinds=kinds, secret=secret, by=by, at=doors.clock.now()
        )
        _record(tx, doors, by, f"Set up a webhook to {host}: {', '.join(sorted(kinds))}")
    return SecretMade(host, secret, None)


def choose_kinds(
    doors: Doors, *, org_id: UUID, by: str, endpoint_id: UUID, kinds: Collection[str]
) -> None:
    """Tell it of other kinds from now on."""
    _check_kinds(kinds)
    with doors.store.tenant(org_id) as tx:
        found = _endpoint(tx, endpoint_id)
        hooks.choose_kinds(tx, endpoint_id, kinds)
        words = f"The webhook to {found.host} is told of: {', '.join(sorted(kinds))}"
        _record(tx, doors, by, words)


def rotate_secret(doors: Doors, *, org_id: UUID, by: str, endpoint_id: UUID) -> SecretMade:
    """Make a new secret; the one before signs beside it for a day, older ones no more."""
    now, secret = doors.clock.now(), hooks.new_secret()
    with doors.store.tenant(org_id) as tx:
        found = _endpoint(tx, endpoint_id)
        former = found.secrets[0]
        kept = [Secret(secret, None), Secret(former.text, now + BOTH_FOR)]
        hooks.keep_secrets(tx, endpoint_id, kept)
        _record(tx, doors, by, f"Made a new secret for the webhook to {found.host}")
    return SecretMade(found.host, secret, now + BOTH_FOR)


def send_test(doors: Doors, *, org_id: UUID, endpoint_id: UUID) -> None:
    """Send an event that tells of nothing. Raises NotPossible where nothing is sent there."""
    now = doors.clock.now()
    with decided(doors, org_id, What.HOOKS) as tx:
        found = _endpoint(tx, endpoint_id)
        if found.stopped_at is not None:
            raise NotPossible(f"Nothing was sent: {found.host} is stopped. Start it first.")
        event = HookEvent(
            kind=HookKind.TEST, key=f"test:{uuid4()}", at=now, customer_id=None, facts={}
        )
        hook_events.tell(tx, [event], now=now, only=str(endpoint_id))


def replay(doors: Doors, *, org_id: UUID, endpoint_id: UUID, event_id: str) -> None:
    """Send an event once more, under the id that it had. Raises NotPossible."""
    with decided(doors, org_id, What.HOOKS) as tx:
        found = _endpoint(tx, endpoint_id)
        if found.stopped_at is not None:
            raise NotPossible(f"Nothing was sent: {found.host} is stopped. Start it first.")
        if not hooks.replay(tx, endpoint_id, event_id, at=doors.clock.now()):
            raise NotPossible("This event is not kept any more. Nothing was sent.")


def stop(doors: Doors, *, org_id: UUID, by: str, endpoint_id: UUID) -> str:
    """Tell it nothing any more, until it is started again; its host."""
    with doors.store.tenant(org_id) as tx:
        found = _endpoint(tx, endpoint_id)
        if not hooks.stop(tx, endpoint_id, why="person", at=doors.clock.now()):
            raise NotPossible("It is stopped already. Nothing was changed.")
        _record(tx, doors, by, f"Stopped the webhook to {found.host}")
    return found.host


def start(doors: Doors, *, org_id: UUID, by: str, endpoint_id: UUID) -> str:
    """Tell it again; what still waits goes at once. Its host."""
    with decided(doors, org_id, What.HOOKS) as tx:
        found = _endpoint(tx, endpoint_id)
        hooks.start(tx, endpoint_id, at=doors.clock.now())
        _record(tx, doors, by, f"Started the webhook to {found.host}")
    return found.host


def remove(doors: Doors, *, org_id: UUID, by: str, endpoint_id: UUID) -> str:
    """Forget an endpoint with its secrets; its host."""
    with doors.store.tenant(org_id) as tx:
        found = _endpoint(tx, endpoint_id)
        hooks.remove(tx, endpoint_id, at=doors.clock.now())
        _record(tx, doors, by, f"Removed the webhook to {found.host}")
    return found.host


def _check_kinds(kinds: Collection[str]) -> None:
    if not kinds or not set(kinds) <= {each.value for each in KIND_WORDS}:
        raise NotPossible("Nothing was changed: tick at least one thing to be told of.")


def _endpoint(tx: Tx, endpoint_id: UUID) -> Endpoint:
    found = hooks.endpoint(tx, endpoint_id)
    if found is None:
        raise NotPossible("There is no such webhook here any more. Nothing was changed.")
    return found


def _record(tx: Tx, doors: Doors, by: str, summary: str) -> None:
    timeline.record(
        tx, timeline.Event(at=doors.clock.now(), kind="webhook", by=by, summary=summary)
    )
