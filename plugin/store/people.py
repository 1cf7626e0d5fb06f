"""Who signs in, what they may see, and where they are signed in. Tokens lie in grants."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from plugin.store._tx import HouseTx, Tx


class Role(StrEnum):
    """What a person is in an organisation; an owner may let others in and change what they are."""

    OWNER = "owner"
    CONTROLLER = "controller"
    ACCOUNTANT = "accountant"
    SALES = "sales"
    READER = "reader"


class Via(StrEnum):
    """How a person came to see an organisation."""

    CONSENT = "consent"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class User:
    """A person, by the ledger owner's own identifier of them."""

    id: UUID
    subject: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Member:
    """A person in an organisation."""

    org_id: UUID
    user: User
    role: Role
    via: Via


@dataclass(frozen=True, slots=True)
class Session:
    """Where somebody is signed in; `signed_in_at` is when they last proved who they are."""

    user_id: UUID
    created_at: datetime
    expires_at: datetime
    signed_in_at: datetime
    org_id: UUID | None


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in that has come back; `user_id` is who asked, where somebody was signed in."""

    nonce: str
    purpose: str
    return_to: str
    user_id: UUID | None


def note_user(tx: Tx | HouseTx, *, subject: str, name: str, email: str, now: datetime) -> User:
    """Remember a person who signed in, with their present name and address."""
    user_id = tx.sql(
        "insert into users (id, subject, name, email, created_at, signed_in_at)"
        " values (:id, :subject, :name, :email, :now, :now)"
        " on conflict (subject) do update set"
        " name = excluded.name, email = excluded.email, signed_in_at = excluded.signed_in_at"
        " returning id",
        id=uuid4(),
        subject=subject,
        name=name,
        email=tx.seal.close(email),
        now=now,
    ).scalar_one()
    return User(user_id, subject, name, email)


def read_user(tx: Tx | HouseTx, user_id: UUID) -> User | None:
    """One person; None where nobody is known by this id."""
    row = tx.sql(
        "select id, subject, name, email from users where id = :id", id=user_id
    ).one_or_none()
    return None if row is None else User(row.id, row.subject, row.name, tx.seal.open(row.email))


# --- who may see what -----------------------------------------------------------------------


def let_in(
    tx: Tx | HouseTx, org_id: UUID, user_id: UUID, *, role: Role, via: Via, now: datetime
) -> None:
    """Let a person into an organisation; who is in already keeps the role that they have."""
    tx.sql(
        "insert into members (org_id, user_id, role, via, since)"
        " values (:org_id, :user_id, :role, :via, :now)"
        " on conflict (org_id, user_id) do nothing",
        org_id=org_id,
        user_id=user_id,
        role=role.value,
        via=via.value,
        now=now,
    )


def keep_to_consent(
    tx: Tx | HouseTx, user_id: UUID, ledger_ids: Iterable[str], *, now: datetime
) -> tuple[UUID, ...]:
    """Let a person see what their own consent lists, and no longer what it does not list.

    Of organisations that we know; invitations stand. One that has disconnected is in nobody's
    consent any more: whoever could see it then still can, to export and to erase, until it is
    erased (thirty days). Returns all that the person may now see.
    """
    listed = [ledger_id.lower() for ledger_id in ledger_ids]
    tx.sql(
        "with gone as (delete from members where user_id = :user_id and via = 'consent'"
        " and org_id not in (select id from organisations where ledger_id = any(:listed)"
        "  or state in ('leaving', 'disconnected')) returning org_id, role)"
        " insert into former_members (org_id, user_id, until, role)"
        " select org_id, :user_id, :now, role from gone"
        " on conflict (org_id, user_id) do update set until = excluded.until,"
        " role = excluded.role",
        user_id=user_id,
        listed=listed,
        now=now,
    )
    tx.sql(
        "insert into members (org_id, user_id, role, via, since)"
        " select id, :user_id, coalesce((select f.role from former_members f"
        "  where f.org_id = organisations.id and f.user_id = :user_id), 'owner'),"
        " 'consent', :now from organisations"
        " where ledger_id = any(:listed) on conflict (org_id, user_id) do nothing",
        user_id=user_id,
        listed=listed,
        now=now,
    )
    return organisations_of(tx, user_id)


def lost_to(tx: Tx | HouseTx, user_id: UUID) -> tuple[UUID, ...]:
    """Organisations that were lost, and that a person's consent stopped listing just then.

    They see nothing of them, but they could until that day: so they are told and may reconnect.
    """
    found = tx.sql(
        "select f.org_id from former_members f join organisations o on o.id = f.org_id"
        " where f.user_id = :user_id and o.state in ('disconnected', 'needs_consent')"
        " and f.until >= o.state_since - interval '1 day'"
        " and not exists (select from members m where m.org_id = f.org_id"
        "  and m.user_id = f.user_id) order by f.until, f.org_id",
        user_id=user_id,
    )
    return tuple(found.scalars())


def concerned(tx: Tx | HouseTx, org_id: UUID) -> tuple[User, ...]:
    """Whom the loss of an organisation concerns: its members, and who lost sight of it with it."""
    found = tx.sql(
        "select u.id, u.subject, u.name, u.email from users u where u.id in"
        " (select user_id from members where org_id = :org_id)"
        " or u.id in (select f.user_id from former_members f join organisations o"
        "  on o.id = f.org_id where f.org_id = :org_id"
        "  and f.until >= o.state_since - interval '1 day') order by u.created_at, u.id",
        org_id=org_id,
    )
    return tuple(User(row.id, row.subject, row.name, tx.seal.open(row.email)) for row in found)


def claim_lost_mail(tx: Tx | HouseTx, org_id: UUID, user_id: UUID, *, lost_at: datetime) -> bool:
    """Note that a person is told of this loss now; False where they were told before."""
    told = tx.sql(
        "insert into lost_mails (org_id, user_id, lost_at) values (:org_id, :user_id, :lost_at)"
        " on conflict do nothing",
        org_id=org_id,
        user_id=user_id,
        lost_at=lost_at,
    )
    return told.rowcount == 1


def unclaim_lost_mail(tx: Tx | HouseTx, org_id: UUID, user_id: UUID, *, lost_at: datetime) -> None:
    """The mail certainly did not go: it may be tried again."""
    tx.sql(
        "delete from lost_mails where org_id = :org_id and user_id = :user_id"
        " and lost_at = :lost_at",
        org_id=org_id,
        user_id=user_id,
        lost_at=lost_at,
    )


def shut_out(tx: Tx | HouseTx, org_id: UUID, user_id: UUID) -> bool:
    """Let a person no longer see an organisation; False where they could not anyway."""
    gone = tx.sql(
        "delete from members where org_id = :org_id and user_id = :user_id",
        org_id=org_id,
        user_id=user_id,
    )
    return gone.rowcount == 1


def organisations_of(tx: Tx | HouseTx, user_id: UUID) -> tuple[UUID, ...]:
    """The organisations that a person may see."""
    found = tx.sql(
        "select org_id from members where user_id = :user_id order by since, org_id",
        user_id=user_id,
    )
    return tuple(found.scalars())


def members_of(tx: Tx | HouseTx, org_id: UUID) -> tuple[Member, ...]:
    """Everybody who may see an organisation, longest first."""
    found = tx.sql(
        "select u.id, u.subject, u.name, u.email, m.role, m.via from members m"
        " join users u on u.id = m.user_id where m.org_id = :org_id order by m.since, u.id",
        org_id=org_id,
    )
    return tuple(
        Member(
            org_id,
            User(row.id, row.subject, row.name, tx.seal.open(row.email)),
            Role(row.role),
            Via(row.via),
        )
        for row in found
    )


# --- sessions -------------------------------------------------------------------------------


def open_session(tx: Tx | HouseTx, user_id: UUID, *, now: datetime, expires_at: datetime) -> str:
    """Sign a person in; the token returned is for the cookie and is stored nowhere."""
    token = secrets.token_urlsafe(32)
    tx.sql("delete from sessions where expires_at <= :now", now=now)
    tx.sql(
        "insert into sessions (token_hash, user_id, created_at, expires_at, signed_in_at)"
        " values (:token, :user_id, :now, :expires_at, :now)",
        token=_hash(token),
        user_id=user_id,
        now=now,
        expires_at=expires_at,
    )
    return token


def read_session(tx: Tx | HouseTx, token: str, *, now: datetime) -> Session | None:
    """The session of a cookie; None where it never was, was closed or has ended."""
    row = tx.sql(
        "select user_id, created_at, expires_at, signed_in_at, org_id from sessions"
        " where token_hash = :token and expires_at > :now",
        token=_hash(token),
        now=now,
    ).one_or_none()
    return None if row is None else Session(**row._mapping)


def extend_session(tx: Tx | HouseTx, token: str, *, expires_at: datetime) -> None:
    """Let a session last until then, unless it lasts longer already."""
    tx.sql(
        "update sessions set expires_at = :expires_at"
        " where token_hash = :token and expires_at < :expires_at",
        token=_hash(token),
        expires_at=expires_at,
    )


def look_at(tx: Tx | HouseTx, token: str, org_id: UUID | None) -> None:
    """Note which organisation is being looked at in a session."""
    tx.sql(
        "update sessions set org_id = :org_id where token_hash = :token",
        token=_hash(token),
        org_id=org_id,
    )


def close_session(tx: Tx | HouseTx, token: str) -> None:
    """Sign out."""
    tx.sql("delete from sessions where token_hash = :token", token=_hash(token))


def close_sessions_of(tx: Tx | HouseTx, user_id: UUID) -> int:
    """Sign a person out everywhere; says of how many sessions."""
    return tx.sql("delete from sessions where user_id = :user_id", user_id=user_id).rowcount


# --- sign-ins under way ---------------------------------------------------------------------


def begin_sign_in(
    tx: Tx | HouseTx,
    *,
    purpose: str,
    return_to: str,
    now: datetime,
    expires_at: datetime,
    user_id: UUID | None = None,
) -> tuple[str, str]:
    """Note a sign-in under way; returns its fresh `state` and `nonce`."""
    state, nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    tx.sql("delete from sign_ins where expires_at <= :now", now=now)
    tx.sql(
        "insert into sign_ins (state_hash, nonce, purpose, return_to, user_id, expires_at)"
        " values (:state, :nonce, :purpose, :return_to, :user_id, :expires_at)",
        state=_hash(state),
        nonce=nonce,
        purpose=purpose,
        return_to=return_to,
        user_id=user_id,
        expires_at=expires_at,
    )
    return state, nonce


def finish_sign_in(tx: Tx | HouseTx, state: str, *, now: datetime) -> SignIn | None:
    """The sign-in of this `state`, once; None where there is none, or no longer."""
    row = tx.sql(
        "delete from sign_ins where state_hash = :state"
        " returning nonce, purpose, return_to, user_id, expires_at",
        state=_hash(state),
    ).one_or_none()
    if row is None or row.expires_at <= now:
        return None
    return SignIn(row.nonce, row.purpose, row.return_to, row.user_id)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
