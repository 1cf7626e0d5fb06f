"""The form by which strangers ask for credit: whether it is open, its address, the terms it shows.

The address carries a signature over the organisation and how often it was renewed, which lies
nowhere: an older one opens nothing.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from plugin.store._tx import Tx

_PURPOSE = "credit request form"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditDoor:
    """The form of one organisation; shut, with no terms yet, where nobody ever opened it."""

    is_open: bool = False
    round: int = 0
    terms_text: str = ""
    asks_bureau: bool = False
    changed_by: str = ""
    changed_at: datetime | None = None


def read(tx: Tx) -> CreditDoor:
    """The form of the transaction's organisation."""
    row = tx.sql(
        "select is_open, round, terms_text, asks_bureau, changed_by, changed_at from credit_doors"
        " where org_id = :org"
    ).one_or_none()
    if row is None:
        return CreditDoor()
    return CreditDoor(
        is_open=row.is_open,
        round=row.round,
        terms_text=row.terms_text,
        asks_bureau=row.asks_bureau,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
    )


def keep(tx: Tx, door: CreditDoor) -> None:
    """Keep the form as it is now."""
    tx.sql(
        "insert into credit_doors (org_id, is_open, round, terms_text, asks_bureau, changed_by,"
        " changed_at) values (:org, :is_open, :round, :terms_text, :asks_bureau, :by, :at)"
        " on conflict (org_id) do update set is_open = excluded.is_open, round = excluded.round,"
        " terms_text = excluded.terms_text, asks_bureau = excluded.asks_bureau,"
        " changed_by = excluded.changed_by, changed_at = excluded.changed_at",
        is_open=door.is_open,
        round=door.round,
        terms_text=door.terms_text,
        asks_bureau=door.asks_bureau,
        by=door.changed_by,
        at=door.changed_at,
    )


def token_of(tx: Tx, door: CreditDoor) -> str:
    """What opens the form, as it stands in its address."""
    return signed(tx, _PURPOSE, str(door.round))


def opens(tx: Tx, door: CreditDoor, token: str) -> bool:
    """Whether this is the newest address, and the form is open."""
    return door.is_open and has_signed(tx, _PURPOSE, str(door.round), token)


def signed(tx: Tx, purpose: str, what: str) -> str:
    """A signature of this organisation over something, fit for an address."""
    found = tx.seal.sign(purpose, f"{tx.org_id}:{what}".encode())
    return base64.urlsafe_b64encode(found).decode().rstrip("=")


def has_signed(tx: Tx, purpose: str, what: str, token: str) -> bool:
    """Whether a signature out of an address is this organisation's own over it."""
    try:
        signature = base64.urlsafe_b64decode(f"{token}==".encode("ascii"))
    except ValueError:
        return False
    return tx.seal.has_signed(purpose, f"{tx.org_id}:{what}".encode(), signature)
