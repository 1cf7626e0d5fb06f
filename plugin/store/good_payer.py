"""Good-payer letters: asked for, approved with their facts, closed. Who may, operations decide."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from plugin.store._tx import Tx


class LetterState(StrEnum):
    """What became of a request; an approved letter lapses by its date, which no row says."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLetter:
    """One letter; `facts` is everything on the paper, None until a person approved it."""

    id: UUID
    customer_id: str
    state: LetterState
    asked_at: datetime
    asked_by: str
    #: the address on file that is told; empty where the business began it
    address: str
    facts: Mapping[str, Any] | None
    approved_at: datetime | None
    approved_by: str
    good_until: date | None
    closed_at: datetime | None
    closed_by: str

    def has_lapsed(self, on: date) -> bool:
        """Whether its last day has passed on a civil day."""
        return self.good_until is not None and on > self.good_until


def ask(tx: Tx, customer_id: str, *, by: str, address: str, at: datetime) -> UUID:
    """Write down that a letter is asked for; returns its id."""
    letter_id = uuid4()
    tx.sql(
        "insert into good_payer_letters (org_id, id, customer_id, state, asked_at, asked_by,"
        " address) values (:org, :id, :customer, 'asked', :at, :by, :address)",
        id=letter_id,
        customer=customer_id,
        at=at,
        by=by,
        address=tx.seal.close(address) if address else None,
    )
    return letter_id


def approve(
    tx: Tx, letter_id: UUID, *, facts: Mapping[str, Any], by: str, at: datetime, good_until: date
) -> bool:
    """Keep what stands on the paper; False where it was not asked for (any more)."""
    changed = tx.sql(
        "update good_payer_letters set state = 'approved', facts = :facts, approved_at = :at,"
        " approved_by = :by, good_until = :until"
        " where org_id = :org and id = :id and state = 'asked'",
        id=letter_id,
        facts=tx.seal.close(json.dumps(facts)),
        at=at,
        by=by,
        until=good_until,
    )
    return changed.rowcount == 1


def close(tx: Tx, letter_id: UUID, state: LetterState, *, by: str, at: datetime) -> bool:
    """Decline what was asked for, or withdraw what was approved; False where it is neither."""
    before = LetterState.ASKED if state is LetterState.DECLINED else LetterState.APPROVED
    changed = tx.sql(
        "update good_payer_letters set state = :state, closed_at = :at, closed_by = :by"
        " where org_id = :org and id = :id and state = :before",
        id=letter_id,
        state=state.value,
        before=before.value,
        at=at,
        by=by,
    )
    return changed.rowcount == 1


def letter(tx: Tx, letter_id: UUID) -> StoredLetter | None:
    """One letter; None where this organisation has none of this id."""
    row = tx.sql(
        "select * from good_payer_letters where org_id = :org and id = :id", id=letter_id
    ).one_or_none()
    return None if row is None else _letter(tx, row)


def letters_of(tx: Tx, customer_id: str, *, most: int = 20) -> tuple[StoredLetter, ...]:
    """The letters of a customer, newest first."""
    rows = tx.sql(
        "select * from good_payer_letters where org_id = :org and customer_id = :customer"
        " order by asked_at desc, id limit :most",
        customer=customer_id,
        most=most,
    )
    return tuple(_letter(tx, row) for row in rows)


def _letter(tx: Tx, row: Any) -> StoredLetter:
    return StoredLetter(
        id=row.id,
        customer_id=row.customer_id,
        state=LetterState(row.state),
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        address=tx.seal.open(row.address) if row.address is not None else "",
        facts=json.loads(tx.seal.open(row.facts)) if row.facts is not None else None,
        approved_at=row.approved_at,
        approved_by=row.approved_by or "",
        good_until=row.good_until,
        closed_at=row.closed_at,
        closed_by=row.closed_by or "",
    )


def first_invoice(tx: Tx, customer_id: str) -> date | None:
    """The date of a customer's first invoice that the ledger holds; None where there is none."""
    found: date | None = tx.sql(
        "select min(issued) from invoices where org_id = :org and contact_id = :customer"
        " and kind = 'sale' and state in ('approved', 'paid') and not is_charge",
        customer=customer_id,
    ).scalar_one()
    return found
