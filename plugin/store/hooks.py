"""Endpoints of outgoing webhooks with their secrets, and deliveries with their attempts.

What there is to tell is written by `hook_events`; who is told what, when, is decided elsewhere.
"""

from __future__ import annotations

import base64
import json
import secrets as chance
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True)
class Secret:
    """A signing secret; it signs until `ends_at` (an instant in UTC; None = for good)."""

    text: str
    ends_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An address that is told of some kinds of events."""

    id: UUID
    url: str
    host: str
    kinds: frozenset[str]
    secrets: tuple[Secret, ...]
    by: str
    made_at: datetime
    failing_since: datetime | None
    stopped_at: datetime | None
    stopped_why: str

    def signing(self, now: datetime) -> tuple[str, ...]:
        """The secrets that sign now, the newest first."""
        live = (each for each in self.secrets if each.ends_at is None or each.ends_at > now)
        return tuple(each.text for each in live)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """An event on its way to an endpoint, or there; `attempts` were made so far."""

    endpoint_id: UUID
    event_id: str
    kind: str
    at: datetime
    customer_id: str | None
    facts: Mapping[str, Any]
    state: str
    attempts: int
    next_at: datetime | None
    last_at: datetime | None
    last_status: int | None
    last_words: str
    replayed: bool


def new_secret() -> str:
    """A signing secret by the Standard Webhooks scheme: 32 random bytes."""
    return f"whsec_{base64.b64encode(chance.token_bytes(32)).decode()}"


def add_endpoint(
    tx: Tx, *, url: str, host: str, kinds: Collection[str], secret: str, by: str, at: datetime
) -> UUID:
    """Keep an endpoint, address and secret sealed."""
    endpoint_id = uuid4()
    tx.sql(
        "insert into hook_endpoints (org_id, id, url, host, kinds, secrets, by, made_at)"
        " values (:org, :id, :url, :host, :kinds, :secrets, :by, :at)",
        id=endpoint_id,
        url=tx.seal.close(url),
        host=host,
        kinds=" ".join(sorted(kinds)),
        secrets=_sealed(tx, [Secret(secret, None)]),
        by=by,
        at=at,
    )
    return endpoint_id


def endpoints(tx: Tx) -> tuple[Endpoint, ...]:
    """Every endpoint that was not removed, the oldest first."""
    rows = tx.sql(
        "select * from hook_endpoints where org_id = :org and removed_at is null"
        " order by made_at, id"
    )
    return tuple(_endpoint(tx, row) for row in rows)


def endpoint(tx: Tx, endpoint_id: UUID) -> Endpoint | None:
    """One endpoint under its lock; None where there is none, or it was removed."""
    row = tx.sql(
        "select * from hook_endpoints where org_id = :org and id = :id and removed_at is null"
        " for update",
        id=endpoint_id,
    ).one_or_none()
    return None if row is None else _endpoint(tx, row)


def keep_secrets(tx: Tx, endpoint_id: UUID, kept: Sequence[Secret]) -> None:
    """Keep exactly these secrets, sealed."""
    tx.sql(
        "update hook_endpoints set secrets = :secrets where org_id = :org and id = :id",
        id=endpoint_id,
        secrets=_sealed(tx, kept),
    )


def choose_kinds(tx: Tx, endpoint_id: UUID, kinds: Collection[str]) -> None:
    """Tell it of these kinds from now on."""
    tx.sql(
        "update hook_endpoints set kinds = :kinds where org_id = :org and id = :id",
        id=endpoint_id,
        kinds=" ".join(sorted(kinds)),
    )


def stop(tx: Tx, endpoint_id: UUID, *, why: str, at: datetime) -> bool:
    """Tell it nothing any more; False where it was stopped already."""
    return bool(
        tx.sql(
            "update hook_endpoints set stopped_at = :at, stopped_why = :why"
            " where org_id = :org and id = :id and stopped_at is null and removed_at is null",
            id=endpoint_id,
            why=why,
            at=at,
        ).rowcount
    )


def start(tx: Tx, endpoint_id: UUID, *, at: datetime) -> None:
    """Tell it again; what still waits for it goes at once."""
    tx.sql(
        "update hook_endpoints set stopped_at = null, stopped_why = '', failing_since = null"
        " where org_id = :org and id = :id",
        id=endpoint_id,
    )
    tx.sql(
        "update hook_deliveries set next_at = :at where org_id = :org and endpoint_id = :id"
        " and state = 'waiting'",
        id=endpoint_id,
        at=at,
    )


def remove(tx: Tx, endpoint_id: UUID, *, at: datetime) -> None:
    """Forget an endpoint: its address, its secrets, and what was on its way there."""
    tx.sql("delete from hook_deliveries where org_id = :org and endpoint_id = :id", id=endpoint_id)
    tx.sql(
        "update hook_endpoints set removed_at = :at, url = :nothing, secrets = :none"
        " where org_id = :org and id = :id",
        id=endpoint_id,
        at=at,
        nothing=tx.seal.close(""),
        none=_sealed(tx, ()),
    )


def note_failing(tx: Tx, endpoint_id: UUID, *, at: datetime) -> datetime:
    """Nothing arrived there: since when that is so."""
    found: datetime = tx.sql(
        "update hook_endpoints set failing_since = coalesce(failing_since, :at)"
        " where org_id = :org and id = :id returning failing_since",
        id=endpoint_id,
        at=at,
    ).scalar_one()
    return found


def note_arrived(tx: Tx, endpoint_id: UUID) -> None:
    """Something arrived there: whatever failed before is over."""
    tx.sql(
        "update hook_endpoints set failing_since = null where org_id = :org and id = :id"
        " and failing_since is not null",
        id=endpoint_id,
    )


# --- deliveries -----------------------------------------------------------------------------------

_DELIVERY = (
    "select d.*, e.kind, e.at, e.customer_id, e.facts from hook_deliveries d"
    " join hook_events e on e.org_id = d.org_id and e.id = d.event_id where d.org_id = :org"
)


def take(tx: Tx, *, now: datetime, lease_until: datetime, limit: int) -> tuple[Delivery, ...]:
    """What is due at endpoints that are told, the longest waiting first, put off to the lease.

    Whoever dies with it leaves it waiting: it is sent again, never lost.
    """
    rows = tx.sql(
        f"{_DELIVERY} and d.state = 'waiting' and d.next_at <= :now"
        " and exists (select from hook_endpoints p where p.org_id = :org and p.id = d.endpoint_id"
        "  and p.stopped_at is null and p.removed_at is null)"
        " order by d.next_at, e.at, d.event_id limit :limit for update of d skip locked",
        now=now,
        limit=limit,
    ).all()
    for row in rows:
        _put_off(tx, row.endpoint_id, row.event_id, lease_until)
    return tuple(map(_delivery, rows))


def put_off(tx: Tx, each: Delivery, *, until: datetime) -> None:
    """Leave a delivery for later, without counting an attempt."""
    _put_off(tx, each.endpoint_id, each.event_id, until)


def _put_off(tx: Tx, endpoint_id: UUID, event_id: str, until: datetime) -> None:
    tx.sql(
        "update hook_deliveries set next_at = :until where org_id = :org"
        " and endpoint_id = :endpoint and event_id = :event and state = 'waiting'",
        endpoint=endpoint_id,
        event=event_id,
        until=until,
    )


def settle(
    tx: Tx,
    each: Delivery,
    *,
    state: str,
    at: datetime,
    next_at: datetime | None,
    status: int | None,
    words: str,
) -> None:
    """Note an attempt and what follows from it: arrived, given_up, or waiting until `next_at`."""
    tx.sql(
        "update hook_deliveries set state = :state, attempts = attempts + 1, last_at = :at,"
        " next_at = :next_at, last_status = :status, last_words = :words where org_id = :org"
        " and endpoint_id = :endpoint and event_id = :event",
        endpoint=each.endpoint_id,
        event=each.event_id,
        state=state,
        at=at,
        next_at=next_at,
        status=status,
        words=words,
    )


def replay(tx: Tx, endpoint_id: UUID, event_id: str, *, at: datetime) -> bool:
    """Send an event once more, as if it were new; False where there is no such delivery."""
    return bool(
        tx.sql(
            "update hook_deliveries set state = 'waiting', attempts = 0, next_at = :at,"
            " replayed = true where org_id = :org and endpoint_id = :endpoint"
            " and event_id = :event",
            endpoint=endpoint_id,
            event=event_id,
            at=at,
        ).rowcount
    )


def deliveries(tx: Tx, endpoint_id: UUID, *, limit: int) -> tuple[Delivery, ...]:
    """The newest deliveries to an endpoint."""
    rows = tx.sql(
        f"{_DELIVERY} and d.endpoint_id = :endpoint order by e.at desc, e.id desc limit :limit",
        endpoint=endpoint_id,
        limit=limit,
    )
    return tuple(map(_delivery, rows))


def next_due(tx: Tx) -> datetime | None:
    """When the next attempt is due at any endpoint that is told."""
    found: datetime | None = tx.sql(
        "select min(d.next_at) from hook_deliveries d join hook_endpoints p"
        " on p.org_id = :org and p.id = d.endpoint_id and p.stopped_at is null"
        " and p.removed_at is null where d.org_id = :org and d.state = 'waiting'"
    ).scalar_one()
    return found


def forget(tx: Tx, *, before: datetime) -> None:
    """Forget events of before this instant, also those that never arrived."""
    tx.sql(
        "delete from hook_deliveries d using hook_events e where d.org_id = :org"
        " and e.org_id = :org and e.id = d.event_id and e.at < :before",
        before=before,
    )
    tx.sql(
        "delete from hook_events e where e.org_id = :org and e.at < :before and e.kind <> :kept"
        " and not exists (select from hook_deliveries d where d.org_id = :org"
        " and d.event_id = e.id)",
        before=before,
        # an invoice stays late: its row is what keeps it from being told of twice
        kept="invoice.late",
    )


def _sealed(tx: Tx, kept: Sequence[Secret]) -> bytes:
    return tx.seal.close(
        json.dumps([[each.text, each.ends_at and each.ends_at.isoformat()] for each in kept])
    )


def _endpoint(tx: Tx, row: Row[Any]) -> Endpoint:
    return Endpoint(
        id=row.id,
        url=tx.seal.open(row.url),
        host=row.host,
        kinds=frozenset(row.kinds.split()),
        secrets=tuple(
            Secret(text, datetime.fromisoformat(ends) if ends else None)
            for text, ends in json.loads(tx.seal.open(row.secrets))
        ),
        by=row.by,
        made_at=row.made_at,
        failing_since=row.failing_since,
        stopped_at=row.stopped_at,
        stopped_why=row.stopped_why,
    )


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        endpoint_id=row.endpoint_id,
        event_id=row.event_id,
        kind=row.kind,
        at=row.at,
        customer_id=row.customer_id,
        facts=row.facts,
        state=row.state,
        attempts=row.attempts,
        next_at=row.next_at,
        last_at=row.last_at,
        last_status=row.last_status,
        last_words=row.last_words,
        replayed=row.replayed,
    )
