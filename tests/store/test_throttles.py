"""Tries are counted for all processes together, and nobody's address is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from plugin.store import Store, throttles

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def tries(store: Store, key: str, times: int, now: datetime = NOW) -> list[bool]:
    """Whether each of so many tries was let through, at most three a minute."""
    with store.house() as house:
        return [throttles.hit(house, key, limit=3, window=MINUTE, now=now) for _ in range(times)]


def test_beyond_the_limit_is_refused_until_the_window_ends(store: Store) -> None:
    """Each key has a window of its own."""
    assert tries(store, "sign-in 203.0.113.7", 5) == [True, True, True, False, False]
    assert tries(store, "sign-in 203.0.113.8", 1) == [True]
    assert tries(store, "sign-in 203.0.113.7", 1, NOW + MINUTE) == [True]


def test_looking_counts_nothing(store: Store) -> None:
    """A valid delivery is never counted against its sender."""
    with store.house() as house:
        for _ in range(5):
            assert not throttles.is_over(house, "k", limit=1, now=NOW)
        throttles.hit(house, "k", limit=1, window=MINUTE, now=NOW)
        assert throttles.is_over(house, "k", limit=1, now=NOW)
        assert not throttles.is_over(house, "k", limit=1, now=NOW + MINUTE)


def test_old_windows_are_swept_away_and_addresses_never_stored(store: Store) -> None:
    """The table stays as small as the last window."""
    for number in range(5):
        tries(store, f"203.0.113.{number}", 1)
    tries(store, "203.0.113.99", 1, NOW + MINUTE)
    with store.house() as house:
        (kept,) = house.sql("select key_hash from throttles").scalars()
    assert "203" not in kept[:3]
    assert len(kept) == 64
