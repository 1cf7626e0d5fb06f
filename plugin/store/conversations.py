"""The addresses at which answers arrive: one a customer, and one that an organisation blind-copies.

Each is a random id with a signature of ours behind it: nobody guesses one, and a made-up one is
told apart before anything is looked up. No mail is read here.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from plugin.store._tx import HouseTx, Tx

#: in letters and digits: 80 bits each, in what mail systems may write in capitals or small letters
_ID_LENGTH = 16
_MARK_LENGTH = 20
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


class Door(StrEnum):
    """Which of the two kinds of address it is; the first part of it."""

    REPLY = "reply"
    COPY = "copy"


_LOCAL = re.compile(
    rf"({'|'.join(Door)})\+([{_ALPHABET}]{{{_ID_LENGTH}}})([0-9a-f]{{{_MARK_LENGTH}}})"
)


@dataclass(frozen=True, slots=True)
class Named:
    """An address of ours that was named: which door, and which conversation of which org."""

    door: Door
    id: str


def address_of(tx: Tx, customer_id: str, domain: str, *, at: datetime) -> str:
    """The address at which this customer's answers arrive; made on first use."""
    return _address(tx, Door.REPLY, customer_id, domain, at)


def copy_address(tx: Tx, domain: str, *, at: datetime) -> str:
    """The address that the organisation's own people blind-copy; made on first use."""
    return _address(tx, Door.COPY, "", domain, at)


def _address(tx: Tx, door: Door, customer_id: str, domain: str, at: datetime) -> str:
    found = tx.sql(
        "select id from conversations where org_id = :org and customer_id = :customer"
        " and ended_at is null order by begun_at desc, id limit 1",
        customer=customer_id,
    ).scalar_one_or_none()
    id_ = str(found) if found is not None else _begin(tx, customer_id, at)
    return f"{door}+{id_}{_mark(tx, door, id_)}@{domain}"


def _begin(tx: Tx, customer_id: str, at: datetime) -> str:
    id_ = "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))
    tx.sql(
        "insert into conversations (org_id, id, customer_id, begun_at)"
        " values (:org, :id, :customer, :at)",
        id=id_,
        customer=customer_id,
        at=at,
    )
    tx.sql("insert into conversation_orgs (id, org_id) values (:id, :org)", id=id_)
    return id_


def begin_anew(tx: Tx, customer_id: str, *, at: datetime) -> None:
    """Mail to the address so far is no longer taken; the next use makes another."""
    tx.sql(
        "update conversations set ended_at = :at where org_id = :org"
        " and customer_id = :customer and ended_at is null",
        customer=customer_id,
        at=at,
    )


def named(house: HouseTx, address: str, domain: str) -> Named | None:
    """The address of ours that this is; None for any other, and for one with a wrong signature."""
    local, _, at_domain = address.strip().lower().rpartition("@")
    match = _LOCAL.fullmatch(local)
    if match is None or at_domain != domain:
        return None
    door, id_ = Door(match[1]), match[2]
    is_ours = secrets.compare_digest(match[3], _mark(house, door, id_))
    return Named(door, id_) if is_ours else None


def org_of(house: HouseTx, found: Named) -> UUID | None:
    """The organisation that an address leads to; None where it is forgotten."""
    org_id: UUID | None = house.sql(
        "select org_id from conversation_orgs where id = :id", id=found.id
    ).scalar_one_or_none()
    return org_id


def customer_of(tx: Tx, found: Named) -> str | None:
    """The customer of a conversation, empty for the blind-copy address; None once it has ended."""
    customer: str | None = tx.sql(
        "select coalesce(c.merged_into, v.customer_id) from conversations v"
        " left join contacts c on c.org_id = :org and c.id = v.customer_id"
        " where v.org_id = :org and v.id = :id and v.ended_at is null"
        " and (v.customer_id = '') = :is_copy",
        id=found.id,
        is_copy=found.door is Door.COPY,
    ).scalar_one_or_none()
    return customer


def _mark(tx: Tx | HouseTx, door: Door, id_: str) -> str:
    return tx.seal.fingerprint(f"{door}+{id_}")[:_MARK_LENGTH]
