"""Keys of an organisation's own tools: made, used, revoked; and replies kept for repeated requests.

A key is kept as a hash only. It carries its organisation's id, so that it is looked up under
row-level security like everything else. What a key may do is decided elsewhere.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from plugin.store._tx import Tx

_KEY = re.compile(r"gtk_([A-Za-z0-9_-]{22})_([a-z0-9]{8})_[A-Za-z0-9_-]{43}")
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
#: the last use is kept to the minute, so that a busy tool costs no write a request
_TO_THE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key as people see it; instants in UTC. `is_owned`: whoever made it is an owner still."""

    id: str
    name: str
    scopes: frozenset[str]
    by: str
    by_user: UUID
    made_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    is_owned: bool

    def works(self, now: datetime) -> bool:
        """Neither revoked nor expired, and its maker is an owner here."""
        is_live = self.expires_at is None or now < self.expires_at
        return self.revoked_at is None and is_live and self.is_owned


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a request that carries an idempotency key; no status = not answered."""

    is_new: bool
    is_same: bool
    status: int | None
    reply: Any


def organisation_in(token: str) -> UUID | None:
    """The organisation that a key claims to be of; None where it is no key at all."""
    found = _KEY.fullmatch(token)
    if found is None:
        return None
    try:
        return UUID(bytes=base64.urlsafe_b64decode(found[1] + "=="))
    except (binascii.Error, ValueError):
        return None


def make(
    tx: Tx,
    *,
    name: str,
    scopes: Collection[str],
    by: str,
    by_user: UUID,
    at: datetime,
    expires_at: datetime | None,
) -> tuple[str, str]:
    """Keep a new key; its id and the key itself, which is nowhere afterwards."""
    id_ = "".join(secrets.choice(_LETTERS) for _ in range(8))
    org = base64.urlsafe_b64encode(tx.org_id.bytes).decode().rstrip("=")
    token = f"gtk_{org}_{id_}_{secrets.token_urlsafe(32)}"
    tx.sql(
        "insert into api_keys (org_id, id, name, scopes, token_hash, by, by_user, made_at,"
        " expires_at) values (:org, :id, :name, :scopes, :hash, :by, :by_user, :at, :expires_at)",
        id=id_,
        name=name,
        scopes=" ".join(sorted(scopes)),
        hash=_hash(token),
        by=by,
        by_user=by_user,
        at=at,
        expires_at=expires_at,
    )
    return id_, token


_READ = (
    "select k.*, exists (select from members m where m.org_id = k.org_id"
    " and m.user_id = k.by_user and m.role = 'owner') as is_owned"
    " from api_keys k where k.org_id = :org"
)


def of_token(tx: Tx, token: str) -> ApiKey | None:
    """The key of this organisation that this is, working or not; None where there is no such."""
    row = tx.sql(f"{_READ} and k.token_hash = :hash", hash=_hash(token)).one_or_none()
    return None if row is None else _key(row)


def keys(tx: Tx) -> tuple[ApiKey, ...]:
    """Every key that was not revoked, and those that were lately; the newest first."""
    return tuple(map(_key, tx.sql(f"{_READ} order by k.made_at desc, k.id limit 200")))


def used(tx: Tx, key: ApiKey, *, now: datetime) -> None:
    """Note that a key was used, to the minute."""
    if key.last_used_at is not None and now - key.last_used_at < _TO_THE:
        return
    tx.sql(
        "update api_keys set last_used_at = :now where org_id = :org and id = :id",
        id=key.id,
        now=now,
    )


def revoke(tx: Tx, key_id: str, *, by: str, at: datetime) -> str | None:
    """End a key for good; its name, None where there is none or it has ended before."""
    found: str | None = tx.sql(
        "update api_keys set revoked_at = :at, revoked_by = :by where org_id = :org and id = :id"
        " and revoked_at is null returning name",
        id=key_id,
        by=by,
        at=at,
    ).scalar_one_or_none()
    return found


def begin_reply(
    tx: Tx, key_id: str, idempotency_key: str, request: str, *, at: datetime, keep: timedelta
) -> Kept:
    """Claim a request before it is carried out, or find what was answered to the same one.

    Claims older than `keep` are forgotten first.
    """
    request_hash = hashlib.sha256(request.encode()).hexdigest()
    tx.sql("delete from api_replies where org_id = :org and at < :before", before=at - keep)
    claimed = tx.sql(
        "insert into api_replies (org_id, key_id, idempotency_key, request_hash, at)"
        " values (:org, :key, :idem, :hash, :at) on conflict do nothing",
        key=key_id,
        idem=idempotency_key,
        hash=request_hash,
        at=at,
    ).rowcount
    if claimed:
        return Kept(is_new=True, is_same=True, status=None, reply=None)
    row = tx.sql(
        "select request_hash, status, reply from api_replies"
        " where org_id = :org and key_id = :key and idempotency_key = :idem",
        key=key_id,
        idem=idempotency_key,
    ).one()
    reply = json.loads(tx.seal.open(row.reply)) if row.reply is not None else None
    return Kept(is_new=False, is_same=row.request_hash == request_hash, status=row.status,
                reply=reply)  # fmt: skip


def keep_reply(tx: Tx, key_id: str, idempotency_key: str, *, status: int, reply: Any) -> None:
    """Keep what was answered, sealed."""
    tx.sql(
        "update api_replies set status = :status, reply = :reply"
        " where org_id = :org and key_id = :key and idempotency_key = :idem",
        key=key_id,
        idem=idempotency_key,
        status=status,
        reply=tx.seal.close(json.dumps(reply)),
    )


def drop_claim(tx: Tx, key_id: str, idempotency_key: str) -> None:
    """Forget a claim whose request was certainly not carried out."""
    tx.sql(
        "delete from api_replies where org_id = :org and key_id = :key"
        " and idempotency_key = :idem and status is null",
        key=key_id,
        idem=idempotency_key,
    )


def _key(row: Row[Any]) -> ApiKey:
    return ApiKey(
        id=row.id,
        name=row.name,
        scopes=frozenset(row.scopes.split()),
        by=row.by,
        by_user=row.by_user,
        made_at=row.made_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
        is_owned=row.is_owned,
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
