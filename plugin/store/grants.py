"""One person's tokens, sealed, behind the lock of their row. It never calls anybody.

Why `save` commits at once: the ledger's owner kills a refresh token soon after its successor is
used, so the successor must be durable before anyone uses it. The row lock is taken before the
refresh call and held across it; the commit of `save` stores and lets go in one act. Whoever waited
for the lock then reads the new tokens and need not refresh. If we die between the owner's answer
and the commit, the old tokens still stand, and the owner's grace on them lets the next one refresh
again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.exc import OperationalError

from plugin.ports import GrantEnded, Tokens, Unavailable
from plugin.store._store import Store
from plugin.store._tx import HouseTx, Tx

#: longer than one outside call of ten seconds, under which the lock is held
_PATIENCE = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Grant:
    """Whose consent it is, and whether Xero took it when it was last used; never the tokens."""

    id: UUID
    user_id: UUID
    name: str
    is_live: bool


def store_grant(tx: Tx | HouseTx, user_id: UUID, tokens: Tokens) -> UUID:
    """Keep what a person just granted, in place of what they granted before; the grant's id."""
    grant_id: UUID = tx.sql(
        "insert into grants (id, user_id, access, refresh, scopes, expires_at)"
        " values (:id, :user_id, :access, :refresh, :scopes, :expires_at)"
        " on conflict (user_id) do update set access = excluded.access,"
        " refresh = excluded.refresh, scopes = excluded.scopes,"
        " expires_at = excluded.expires_at, state = 'live', state_why = ''"
        " returning id",
        id=uuid4(),
        user_id=user_id,
        **_sealed(tx, tokens),
    ).scalar_one()
    return grant_id


def mark_dead(tx: Tx | HouseTx, grant_id: UUID, *, why: str) -> None:
    """Note that the ledger's owner no longer takes these tokens."""
    tx.sql(
        "update grants set state = 'dead', state_why = :why where id = :id", id=grant_id, why=why
    )


def remove_grant(tx: Tx | HouseTx, grant_id: UUID) -> None:
    """Forget tokens that were revoked."""
    tx.sql("delete from grants where id = :id", id=grant_id)


def of_user(tx: Tx | HouseTx, user_id: UUID) -> UUID | None:
    """The id of a person's grant, dead or alive; None where they granted nothing."""
    grant_id: UUID | None = tx.sql(
        "select id from grants where user_id = :user_id", user_id=user_id
    ).scalar_one_or_none()
    return grant_id


def of_members(tx: Tx | HouseTx, org_id: UUID) -> tuple[Grant, ...]:
    """The grants of everybody who may see an organisation, longest member first."""
    rows = tx.sql(
        "select g.id, g.user_id, u.name, g.state = 'live' as is_live from members m"
        " join grants g on g.user_id = m.user_id join users u on u.id = m.user_id"
        " where m.org_id = :org_id order by m.since, g.id",
        org_id=org_id,
    )
    return tuple(Grant(row.id, row.user_id, row.name, row.is_live) for row in rows)


def person_of(tx: Tx | HouseTx, grant_id: UUID) -> Grant | None:
    """Whose grant this is; None where it was forgotten."""
    row = tx.sql(
        "select g.id, g.user_id, u.name, g.state = 'live' as is_live from grants g"
        " join users u on u.id = g.user_id where g.id = :id",
        id=grant_id,
    ).one_or_none()
    return None if row is None else Grant(row.id, row.user_id, row.name, row.is_live)


class StoreVault:
    """The Vault door on the grants table."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @contextmanager
    def locked(self, grant_id: UUID) -> Iterator[LockedGrant]:
        """The tokens of a grant while nobody else may refresh them.

        Raises GrantEnded where the grant is dead or gone, Unavailable where another refresh
        takes too long.
        """
        with self._store.house() as house:
            tokens = _read(house, grant_id, lock=True)
            yield LockedGrant(house, grant_id, tokens)

    def read(self, grant_id: UUID) -> Tokens:
        """The tokens as they stand. Raises GrantEnded."""
        with self._store.house() as house:
            return _read(house, grant_id, lock=False)


class LockedGrant:
    """Tokens under lock; `save` stores them for good, `end` gives them up. Either ends the lock."""

    def __init__(self, house: HouseTx, grant_id: UUID, tokens: Tokens) -> None:
        self._house = house
        self._grant_id = grant_id
        self._tokens = tokens
        self._is_over = False

    @property
    def tokens(self) -> Tokens:
        """The tokens as read under the lock, or as saved."""
        return self._tokens

    def save(self, tokens: Tokens) -> None:
        """Store before anyone uses them: durable on return. ValueError the second time."""
        if self._is_over:
            raise ValueError("these tokens were saved and their lock has ended")
        self._is_over = True
        self._house.sql(
            "update grants set access = :access, refresh = :refresh, scopes = :scopes,"
            " expires_at = :expires_at where id = :id",
            id=self._grant_id,
            **_sealed(self._house, tokens),
        )
        self._house.connection.commit()
        self._tokens = tokens

    def end(self, why: str) -> None:
        """Note that these tokens are dead: durable on return. ValueError after `save`."""
        if self._is_over:
            raise ValueError("these tokens were saved and their lock has ended")
        self._is_over = True
        mark_dead(self._house, self._grant_id, why=why)
        self._house.connection.commit()


def _read(house: HouseTx, grant_id: UUID, *, lock: bool) -> Tokens:
    statement = "select access, refresh, scopes, expires_at, state, state_why from grants"
    statement += " where id = :id"
    if lock:
        house.sql(f"set local lock_timeout = {int(_PATIENCE.total_seconds() * 1000)}")
        statement += " for update"
    try:
        row = house.sql(statement, id=grant_id).one_or_none()
    except OperationalError as problem:
        if "lock timeout" not in str(problem):
            raise
        raise Unavailable("another refresh of these tokens is under way", _PATIENCE) from problem
    if row is None:
        raise GrantEnded("nothing is granted any more")
    if row.state != "live":
        raise GrantEnded(row.state_why)
    opened = house.seal.open
    return Tokens(opened(row.access), opened(row.refresh), row.expires_at, tuple(row.scopes))


def _sealed(tx: Tx | HouseTx, tokens: Tokens) -> dict[str, object]:
    return {
        "access": tx.seal.close(tokens.access),
        "refresh": tx.seal.close(tokens.refresh),
        "scopes": list(tokens.scopes),
        "expires_at": tokens.expires_at,
    }
