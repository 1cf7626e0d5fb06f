"""The links of a morning letter: minted, read under a lock, used once. It decides nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class MorningLink:
    """A link that a person was sent; `about` holds ids and what was so when it was written."""

    id: UUID
    user_id: UUID
    made_for: date
    change: str
    about: Mapping[str, Any]
    address: str
    expires_at: datetime
    used_at: datetime | None
    outcome: str


def add(
    tx: Tx,
    user_id: UUID,
    *,
    made_for: date,
    change: str,
    about: Mapping[str, Any],
    at: datetime,
    expires_at: datetime,
    address: str = "",
) -> UUID:
    """Write down a link; its id says nothing without our signature over it."""
    link_id = uuid4()
    tx.sql(
        "insert into morning_links (org_id, id, user_id, made_for, change, about, address,"
        " made_at, expires_at) values (:org, :id, :user, :made_for, :change,"
        " cast(:about as jsonb), :address, :at, :expires_at)",
        id=link_id,
        user=user_id,
        made_for=made_for,
        change=change,
        about=json.dumps(about),
        address=tx.seal.close(address) if address else None,
        at=at,
        expires_at=expires_at,
    )
    return link_id


def read(tx: Tx, link_id: UUID, *, locked: bool = False) -> MorningLink | None:
    """One link, used or not; None where there is no such. `locked` until the transaction ends."""
    if locked:
        tx.sql(
            "select 1 from morning_links where org_id = :org and id = :id for update", id=link_id
        )
    row = tx.sql(
        "select id, user_id, made_for, change, about, address, expires_at, used_at, outcome"
        " from morning_links where org_id = :org and id = :id",
        id=link_id,
    ).one_or_none()
    if row is None:
        return None
    return MorningLink(
        id=row.id,
        user_id=row.user_id,
        made_for=row.made_for,
        change=row.change,
        about=row.about,
        address=tx.seal.open(row.address) if row.address is not None else "",
        expires_at=row.expires_at,
        used_at=row.used_at,
        outcome=row.outcome or "",
    )


def use_up(tx: Tx, link_id: UUID, *, at: datetime, outcome: str) -> None:
    """It was used; `outcome` is what that did."""
    tx.sql(
        "update morning_links set used_at = :at, outcome = :outcome"
        " where org_id = :org and id = :id and used_at is null",
        id=link_id,
        at=at,
        outcome=outcome,
    )


def forget_old(tx: Tx, *, before: datetime) -> int:
    """Delete links that ended before an instant; says how many."""
    return tx.sql(
        "delete from morning_links where org_id = :org and expires_at < :before", before=before
    ).rowcount
