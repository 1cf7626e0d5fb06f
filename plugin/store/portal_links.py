"""Links into the portal: minted, found again, revoked. Who may open what is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from plugin.store._tx import Tx

_COLUMNS = (
    "id, customer_id, message_id, address, minted_at, expires_at, revoked_at, revoked_by, acted_at"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalLink:
    """A link that was handed out, with the address that it went to."""

    id: UUID
    customer_id: str
    message_id: UUID | None
    address: str
    minted_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    #: who took it back
    revoked_by: str
    #: when somebody first did something through it
    acted_at: datetime | None

    def is_live(self, now: datetime) -> bool:
        """Neither expired nor taken back."""
        return self.revoked_at is None and now < self.expires_at


def add_link(
    tx: Tx,
    customer_id: str,
    address: str,
    *,
    message_id: UUID | None,
    at: datetime,
    expires_at: datetime,
) -> UUID:
    """Write down a link; its id says nothing without our signature over it.

    One that this message has to this address already begins anew.
    """
    made = tx.sql(
        "insert into portal_links (org_id, id, customer_id, message_id, address, address_hash,"
        " minted_at, expires_at)"
        " values (:org, :id, :customer, :message, :address, :hash, :at, :expires_at)"
        " on conflict (org_id, message_id, address_hash) where message_id is not null"
        " do update set customer_id = excluded.customer_id, minted_at = excluded.minted_at,"
        " expires_at = excluded.expires_at, revoked_at = null, revoked_by = null returning id",
        id=uuid4(),
        customer=customer_id,
        message=message_id,
        address=tx.seal.close(address),
        hash=tx.seal.fingerprint(address),
        at=at,
        expires_at=expires_at,
    ).scalar_one()
    return UUID(str(made))


def read_link(tx: Tx, link_id: UUID) -> PortalLink | None:
    """One link, live or not; None where this organisation has handed out no such."""
    row = tx.sql(
        f"select {_COLUMNS} from portal_links where org_id = :org and id = :id",  # noqa: S608
        id=link_id,
    ).one_or_none()
    return None if row is None else _link(tx, row)


def links_of(tx: Tx, customer_id: str, *, limit: int) -> tuple[PortalLink, ...]:
    """The links of a customer, the newest first."""
    rows = tx.sql(
        f"select {_COLUMNS} from portal_links"  # noqa: S608 - our own names
        " where org_id = :org and customer_id = :customer"
        " order by minted_at desc, id limit :limit",
        customer=customer_id,
        limit=limit,
    )
    return tuple(_link(tx, row) for row in rows)


def _link(tx: Tx, row: Any) -> PortalLink:
    return PortalLink(
        id=row.id,
        customer_id=row.customer_id,
        message_id=row.message_id,
        address=tx.seal.open(row.address),
        minted_at=row.minted_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        revoked_by=row.revoked_by or "",
        acted_at=row.acted_at,
    )


def note_acted(tx: Tx, link_id: UUID, *, at: datetime) -> None:
    """Somebody did something through this link; the first time counts."""
    tx.sql(
        "update portal_links set acted_at = :at where org_id = :org and id = :id"
        " and acted_at is null",
        id=link_id,
        at=at,
    )


def revoke(
    tx: Tx,
    customer_id: str,
    *,
    by: str,
    at: datetime,
    link_id: UUID | None = None,
    address: str | None = None,
) -> int:
    """Take back the links of a customer: all, one, or those to an address; how many were live."""
    return tx.sql(
        "update portal_links set revoked_at = :at, revoked_by = :by"
        " where org_id = :org and customer_id = :customer and revoked_at is null"
        " and expires_at > :at"
        " and (cast(:link as uuid) is null or id = :link)"
        " and (cast(:hash as text) is null or address_hash = :hash)",
        customer=customer_id,
        at=at,
        by=by,
        link=link_id,
        hash=None if address is None else tx.seal.fingerprint(address),
    ).rowcount
