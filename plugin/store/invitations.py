"""Invitations of an organisation: asked, accepted, withdrawn. Tokens are kept as hashes only."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from plugin.store._tx import Tx
from plugin.store.people import Role

_COLUMNS = "id, name, email, role, by, invited_at, expires_at, accepted_at, withdrawn_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Somebody who was asked to join, as what, by whom, and until when the link works."""

    id: UUID
    name: str
    email: str
    role: Role
    by: str
    invited_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    withdrawn_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Neither accepted nor withdrawn nor expired."""
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at


def invite(
    tx: Tx, *, name: str, email: str, role: Role, by: str, at: datetime, expires_at: datetime
) -> tuple[UUID, str]:
    """Keep an invitation, in place of an open one to the same address; its id and its token."""
    token, invitation_id = secrets.token_urlsafe(32), uuid4()
    tx.sql(
        "update invitations set withdrawn_at = :at where org_id = :org and email_hash = :hash"
        " and accepted_at is null and withdrawn_at is null",
        hash=tx.seal.fingerprint(email),
        at=at,
    )
    tx.sql(
        "insert into invitations (org_id, id, name, email, email_hash, role, token_hash, by,"
        " invited_at, expires_at) values (:org, :id, :name, :email, :hash, :role, :token, :by,"
        " :at, :expires_at)",
        id=invitation_id,
        name=name,
        email=tx.seal.close(email),
        hash=tx.seal.fingerprint(email),
        role=role.value,
        token=_hash(token),
        by=by,
        at=at,
        expires_at=expires_at,
    )
    return invitation_id, token


def of_token(tx: Tx, token: str) -> Invitation | None:
    """The invitation of a link; None where there never was one."""
    row = tx.sql(
        f"select {_COLUMNS} from invitations"  # noqa: S608 - a constant of this file
        " where org_id = :org and token_hash = :token",
        token=_hash(token),
    ).one_or_none()
    return None if row is None else _read(tx, row._mapping)


def open_ones(tx: Tx, *, now: datetime) -> tuple[Invitation, ...]:
    """Those that may still be accepted, newest first."""
    found = tx.sql(
        f"select {_COLUMNS} from invitations"  # noqa: S608 - a constant of this file
        " where org_id = :org and accepted_at is null and withdrawn_at is null"
        " and expires_at > :now order by invited_at desc, id",
        now=now,
    )
    return tuple(_read(tx, row._mapping) for row in found)


def accept(tx: Tx, invitation_id: UUID, *, now: datetime) -> bool:
    """Use an invitation up; False where it may not be used, or not any more."""
    used = tx.sql(
        "update invitations set accepted_at = :now where org_id = :org and id = :id"
        " and accepted_at is null and withdrawn_at is null and expires_at > :now",
        id=invitation_id,
        now=now,
    )
    return used.rowcount == 1


def withdraw(tx: Tx, invitation_id: UUID, *, now: datetime) -> bool:
    """Take an invitation back; False where it was accepted or taken back before."""
    gone = tx.sql(
        "update invitations set withdrawn_at = :now where org_id = :org and id = :id"
        " and accepted_at is null and withdrawn_at is null",
        id=invitation_id,
        now=now,
    )
    return gone.rowcount == 1


def _read(tx: Tx, row: object) -> Invitation:
    found = dict(row)  # type: ignore[call-overload]  # a row's mapping
    return Invitation(
        **{**found, "email": tx.seal.open(found["email"]), "role": Role(found["role"])}
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
