"""Who of a customer's own record is written to, as a person chose, and mail that came back.

Only addresses and numbers that the ledger itself has of this customer count: a choice about one
that is gone from there rests, and comes back with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from plugin.store._tx import Tx
from plugin.store.changes import mark_changed


class Role(StrEnum):
    """What somebody of a customer gets (rule 25)."""

    TO = "to"
    COPY = "copy"
    ESCALATION = "escalation"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Choice:
    """What stands of one address: its role (None = as the ledger says), and since when it bounces.

    `why` is in the mail system's own words.
    """

    role: Role | None
    bounced_at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of one customer, found by address or number."""

    by_hash: Mapping[str, Choice]
    tx: Tx

    def of(self, address: str) -> Choice:
        """What stands of an address or number; nothing chosen where nobody said anything."""
        if not self.by_hash:
            return _NOTHING
        return self.by_hash.get(self.tx.seal.fingerprint(address), _NOTHING)


_NOTHING = Choice(None)


def choices(tx: Tx, customer_id: str) -> Choices:
    """What people chose for the addresses and numbers of a customer."""
    rows = tx.sql(
        "select address_hash, role, bounced_at, bounced_why from contact_roles"
        " where org_id = :org and customer_id = :id",
        id=customer_id,
    )
    return Choices(
        {
            row.address_hash: Choice(
                Role(row.role) if row.role is not None else None,
                row.bounced_at,
                row.bounced_why or "",
            )
            for row in rows
        },
        tx,
    )


def choose(
    tx: Tx, customer_id: str, address: str, role: Role | None, *, by: str, at: datetime
) -> None:
    """Give somebody a role, with None the ledger's own; a bounce is settled by it."""
    tx.sql(
        "insert into contact_roles as r (org_id, customer_id, address_hash, address, role, by, at)"
        " values (:org, :customer, :hash, :address, :role, :by, :at)"
        " on conflict (org_id, customer_id, address_hash) do update set role = excluded.role,"
        " bounced_at = null, bounced_why = null, by = excluded.by, at = excluded.at",
        customer=customer_id,
        hash=tx.seal.fingerprint(address),
        address=tx.seal.close(address),
        role=role.value if role is not None else None,
        by=by,
        at=at,
    )
    mark_changed(tx, [customer_id])


def note_bounce(tx: Tx, customer_id: str, address: str, *, why: str, at: datetime) -> None:
    """Mail to this address came back; its role stays, and nothing goes until a person speaks."""
    tx.sql(
        "insert into contact_roles as r (org_id, customer_id, address_hash, address, bounced_at,"
        " bounced_why, by, at) values (:org, :customer, :hash, :address, :at, :why, 'mail', :at)"
        " on conflict (org_id, customer_id, address_hash) do update set"
        " bounced_at = excluded.bounced_at, bounced_why = excluded.bounced_why",
        customer=customer_id,
        hash=tx.seal.fingerprint(address),
        address=tx.seal.close(address),
        why=why,
        at=at,
    )
    mark_changed(tx, [customer_id])
