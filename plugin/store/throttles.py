"""How often something was tried lately, counted in the database for all processes together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from plugin.store._tx import HouseTx

#: at most so many rows of others are swept away with one hit, so that no hit is slow
_SWEEP = 100


@dataclass(frozen=True, slots=True)
class Counted:
    """How often something was tried in the window at hand, and when that ends (in UTC)."""

    hits: int
    until: datetime


def hit(house: HouseTx, key: str, *, limit: int, window: timedelta, now: datetime) -> bool:
    """Count one try of `key`, such as "sign-in 203.0.113.7"; False beyond `limit` in a window."""
    return count(house, key, window=window, now=now).hits <= limit


def count(house: HouseTx, key: str, *, window: timedelta, now: datetime) -> Counted:
    """Count one try of `key`; a window opens with the first and lasts `window`.

    The key is stored as a keyed hash.
    """
    found = house.sql(
        "insert into throttles (key_hash, hits, until) values (:key, 1, :until)"
        " on conflict (key_hash) do update set"
        " hits = case when throttles.until <= :now then 1 else throttles.hits + 1 end,"
        " until = case when throttles.until <= :now then excluded.until else throttles.until end"
        " returning hits, until",
        key=house.seal.fingerprint(key),
        now=now,
        until=now + window,
    ).one()
    if found.hits == 1:
        _sweep(house, now)
    return Counted(found.hits, found.until)


def is_over(house: HouseTx, key: str, *, limit: int, now: datetime) -> bool:
    """True where `key` has used up its window already; counts nothing."""
    return bool(
        house.sql(
            "select exists (select from throttles"
            " where key_hash = :key and until > :now and hits >= :limit)",
            key=house.seal.fingerprint(key),
            now=now,
            limit=limit,
        ).scalar_one()
    )


def _sweep(house: HouseTx, now: datetime) -> None:
    house.sql(
        "delete from throttles where key_hash in"
        " (select key_hash from throttles where until <= :now"
        "  limit :limit for update skip locked)",
        now=now,
        limit=_SWEEP,
    )
