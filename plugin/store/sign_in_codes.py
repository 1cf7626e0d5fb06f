"""Codes by which people sign in who have no Xero login. Hashes only; rationed elsewhere."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from plugin.store._tx import HouseTx


def keep(
    house: HouseTx, browser: str, user_id: UUID, *, code: str, tries: int, expires_at: datetime
) -> None:
    """Keep the code that one browser may enter, in place of the one before."""
    house.sql(
        "insert into sign_in_codes (browser_hash, user_id, code_hash, expires_at, tries_left)"
        " values (:browser, :user, :code, :expires_at, :tries)"
        " on conflict (browser_hash) do update set user_id = excluded.user_id,"
        " code_hash = excluded.code_hash, expires_at = excluded.expires_at,"
        " tries_left = excluded.tries_left",
        browser=house.seal.fingerprint(browser),
        user=user_id,
        code=_hashed(house, browser, code),
        expires_at=expires_at,
        tries=tries,
    )


def enter(house: HouseTx, browser: str, code: str, *, now: datetime) -> UUID | None:
    """Whose code this is; a success uses it up, every try takes one of those that are left."""
    house.sql("delete from sign_in_codes where expires_at <= :now", now=now)
    row = house.sql(
        "update sign_in_codes set tries_left = tries_left - 1"
        " where browser_hash = :browser and tries_left > 0 returning user_id, code_hash",
        browser=house.seal.fingerprint(browser),
    ).one_or_none()
    if row is None or row.code_hash != _hashed(house, browser, code):
        return None
    forget(house, browser)
    found: UUID = row.user_id
    return found


def forget(house: HouseTx, browser: str) -> None:
    """The code reached nobody, or was used."""
    house.sql(
        "delete from sign_in_codes where browser_hash = :browser",
        browser=house.seal.fingerprint(browser),
    )


def _hashed(house: HouseTx, browser: str, code: str) -> str:
    return house.seal.fingerprint(f"sign-in {browser} {code}")
