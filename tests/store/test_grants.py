"""Tokens lie sealed, are refreshed by one at a time and stored before anyone uses them."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from plugin.ports import Disconnected, Tokens
from plugin.store import Store, grants
from plugin.store.grants import StoreVault

TOKENS = Tokens("access-1", "refresh-1", datetime(2026, 3, 2, 9, 30, tzinfo=UTC), ("a", "b"))


@pytest.fixture
def grant(store: Store) -> UUID:
    """Somebody's grant."""
    with store.house() as house:
        return grants.store_grant(house, uuid4(), TOKENS)


def test_tokens_come_back_as_they_were_and_lie_sealed(store: Store, grant: UUID) -> None:
    """A copy of the database opens nobody's books."""
    assert StoreVault(store).read(grant) == TOKENS
    with store.house() as house:
        stored = house.sql("select access, refresh from grants").one()
    access, refresh = (bytes(column) for column in stored)
    assert b"access" not in access
    assert b"refresh" not in refresh


def test_a_new_consent_takes_the_place_of_the_old(store: Store) -> None:
    """One person has one grant, and a dead one lives again."""
    person = uuid4()
    with store.house() as house:
        first = grants.store_grant(house, person, TOKENS)
        grants.mark_dead(house, first, why="revoked")
        assert grants.store_grant(house, person, replace(TOKENS, access="access-2")) == first
        assert grants.of_user(house, person) == first
        assert grants.of_user(house, uuid4()) is None
    assert StoreVault(store).read(first).access == "access-2"


def test_what_is_saved_is_durable_before_the_lock_ends(store: Store, grant: UUID) -> None:
    """A death right after `save` loses no refresh token."""
    vault = StoreVault(store)
    with pytest.raises(LookupError), vault.locked(grant) as held:
        held.save(replace(TOKENS, refresh="refresh-2"))
        assert held.tokens.refresh == "refresh-2"
        assert vault.read(grant).refresh == "refresh-2"
        raise LookupError
    assert vault.read(grant).refresh == "refresh-2"


def test_a_refresh_that_fails_changes_nothing(store: Store, grant: UUID) -> None:
    """The old tokens stand, and the lock is free."""
    vault = StoreVault(store)
    with pytest.raises(LookupError), vault.locked(grant):
        raise LookupError
    with vault.locked(grant) as held:
        assert held.tokens == TOKENS


def test_saving_twice_is_a_mistake(store: Store, grant: UUID) -> None:
    """The lock has ended with the first."""
    with StoreVault(store).locked(grant) as held:
        held.save(TOKENS)
        with pytest.raises(ValueError, match="lock has ended"):
            held.save(TOKENS)


def test_of_many_at_once_only_the_first_refreshes(store: Store, grant: UUID) -> None:
    """The others wait for the lock, find new tokens and go on with them."""
    refreshed: list[str] = []
    seen: list[str] = []

    def use() -> None:
        with StoreVault(store).locked(grant) as held:
            if held.tokens.access == "access-1":
                refreshed.append("once")
                held.save(replace(TOKENS, access="access-2"))
            seen.append(held.tokens.access)

    threads = [threading.Thread(target=use) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refreshed == ["once"]
    assert seen == ["access-2"] * 6


def test_a_dead_or_removed_grant_is_disconnected(store: Store, grant: UUID) -> None:
    """It says why, and nobody waits for it."""
    vault = StoreVault(store)
    with store.house() as house:
        grants.mark_dead(house, grant, why="invalid_grant")
    with pytest.raises(Disconnected, match="invalid_grant"), vault.locked(grant):
        pass
    with store.house() as house:
        grants.remove_grant(house, grant)
    with pytest.raises(Disconnected):
        vault.read(grant)
