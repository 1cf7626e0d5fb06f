"""Hand-offs to an agency or a solicitor: made, read, taken back. Whether one may be is not decided.

A hand-off is in force for as long as the silence that it began.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.credit.money import Money
from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True)
class HandedInvoice:
    """An invoice as it stood when it was handed over."""

    invoice_id: str
    number: str
    owed: Money
    disputed: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOff:
    """One hand-off; `ended_at` and `ended_by` once it was taken back, `back_why` the reason."""

    id: UUID
    customer_id: str
    hold_id: UUID
    agency: str
    address: str
    why: str
    cautions: tuple[str, ...]
    handed_on: date
    by: str
    at: datetime
    invoices: tuple[HandedInvoice, ...]
    ended_at: datetime | None = None
    ended_by: str = ""
    back_why: str = ""

    @property
    def is_in_force(self) -> bool:
        """Whether the debts are with the agency."""
        return self.ended_at is None


def add(
    tx: Tx,
    customer_id: str,
    *,
    hold_id: UUID,
    agency: str,
    address: str,
    why: str,
    cautions: Sequence[str],
    invoices: Sequence[HandedInvoice],
    handed_on: date,
    by: str,
    at: datetime,
) -> UUID:
    """Write a hand-off down; returns its id. `handed_on` is the organisation's civil day."""
    hand_off_id = uuid4()
    tx.sql(
        "insert into hand_offs (org_id, id, customer_id, hold_id, agency, address, why, cautions,"
        " handed_on, by, at) values (:org, :id, :customer, :hold, :agency, :address, :why,"
        " cast(:cautions as jsonb), :handed_on, :by, :at)",
        id=hand_off_id,
        customer=customer_id,
        hold=hold_id,
        agency=agency,
        address=tx.seal.close(address),
        why=tx.seal.close(why),
        cautions=json.dumps(list(cautions)),
        handed_on=handed_on,
        by=by,
        at=at,
    )
    for each in invoices:
        tx.sql(
            "insert into hand_off_invoices (org_id, hand_off_id, invoice_id, number, currency,"
            " owed, disputed) values (:org, :id, :invoice, :number, :currency, :owed, :disputed)",
            id=hand_off_id,
            invoice=each.invoice_id,
            number=each.number,
            currency=each.owed.currency,
            owed=each.owed.amount,
            disputed=each.disputed.amount,
        )
    return hand_off_id


def taken_back(tx: Tx, hand_off_id: UUID, *, why: str) -> None:
    """Keep why somebody took it back; the end itself is that of its hold."""
    tx.sql(
        "update hand_offs set back_why = :why where org_id = :org and id = :id",
        id=hand_off_id,
        why=tx.seal.close(why),
    )


def of_customer(tx: Tx, customer_id: str) -> tuple[HandOff, ...]:
    """Every hand-off of a customer, the newest first."""
    return _read(tx, "o.customer_id = :customer", customer=customer_id)


def read(tx: Tx, hand_off_id: UUID) -> HandOff | None:
    """One hand-off."""
    found = _read(tx, "o.id = :id", id=hand_off_id)
    return found[0] if found else None


def is_of_hand_off(tx: Tx, hold_id: UUID) -> bool:
    """Whether a silence was begun by a hand-off."""
    found: bool = tx.sql(
        "select exists (select from hand_offs where org_id = :org and hold_id = :hold)",
        hold=hold_id,
    ).scalar_one()
    return found


def _read(tx: Tx, where: str, **values: object) -> tuple[HandOff, ...]:
    rows = tx.sql(
        "select o.*, h.ended_at, coalesce(h.ended_by, '') as ended_by,"  # noqa: S608 - our own words
        " (select jsonb_agg(jsonb_build_array(i.invoice_id, i.number, cast(i.owed as text),"
        " cast(i.disputed as text), i.currency) order by i.number, i.invoice_id)"
        " from hand_off_invoices i where i.org_id = :org and i.hand_off_id = o.id) as handed"
        " from hand_offs o join holds h on h.org_id = :org and h.id = o.hold_id"
        f" where o.org_id = :org and {where} order by o.at desc, o.id",
        **values,
    )
    return tuple(_hand_off(tx, row) for row in rows)


def _hand_off(tx: Tx, row: Row[Any]) -> HandOff:
    return HandOff(
        id=row.id,
        customer_id=row.customer_id,
        hold_id=row.hold_id,
        agency=row.agency,
        address=tx.seal.open(row.address),
        why=tx.seal.open(row.why) if row.why is not None else "",
        cautions=tuple(row.cautions),
        handed_on=row.handed_on,
        by=row.by,
        at=row.at,
        invoices=tuple(
            HandedInvoice(id_, number, Money.of(owed, code), Money.of(disputed, code))
            for id_, number, owed, disputed, code in row.handed or ()
        ),
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        back_why=tx.seal.open(row.back_why) if row.back_why is not None else "",
    )
