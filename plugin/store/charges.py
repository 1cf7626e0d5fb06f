"""Interest and fees as people decided of them: claimed, waived, invoiced, paid, with their trace.

What a debt has earned is worked out elsewhere; here it is kept what somebody said of it. Words of
people are sealed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.credit.claims import ClaimState
from plugin.credit.interest import InterestPiece
from plugin.credit.money import Money
from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCharge:
    """Interest up to and including `until`, and a fixed sum, on one debt of a customer."""

    customer_id: str
    invoice_id: str
    number: str
    interest: Money
    compensation: Money
    until: date
    basis: str
    pieces: Sequence[InterestPiece] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A charge as it stands; `state` takes in what became of its invoice in the ledger."""

    id: UUID
    customer_id: str
    invoice_id: str
    number: str
    interest: Money
    compensation: Money
    until: date
    basis: str
    pieces: tuple[Mapping[str, Any], ...]
    state: ClaimState
    by: str
    at: datetime
    for_good: bool
    why: str
    settled_by: str | None
    settled_at: datetime | None
    write_id: UUID | None
    #: of the invoice for it in the ledger, where there is one
    ledger_number: str
    ledger_state: str
    #: what the ledger said where it refused the draft
    refused: str
    #: the invoice on which it is claimed was voided or deleted in the ledger
    debt_is_gone: bool

    @property
    def total(self) -> Money:
        """Both together."""
        return self.interest + self.compensation


_CHARGES = (
    "select c.*, coalesce(i.number, '') as ledger_number, coalesce(i.state, '') as ledger_state,"
    " case when w.state = 'refused' then coalesce(w.outcome, '') else '' end as refused"
    ", coalesce(d.state in ('voided', 'deleted'), false) as debt_is_gone"
    " from charges c left join invoices i on i.org_id = :org and i.id = c.ledger_invoice_id"
    " left join invoices d on d.org_id = :org and d.id = c.invoice_id"
    " left join ledger_writes w on w.org_id = :org and w.id = c.write_id"
    " where c.org_id = :org"
)


def add(
    tx: Tx,
    charges: Sequence[NewCharge],
    state: ClaimState,
    *,
    by: str,
    at: datetime,
    why: str = "",
    for_good: bool = False,
) -> tuple[UUID, ...]:
    """Keep what a person said of these; `why` are their own words."""
    ids = tuple(uuid4() for _ in charges)
    for id_, each in zip(ids, charges, strict=True):
        tx.sql(
            "insert into charges (org_id, id, customer_id, invoice_id, number, currency, interest,"
            ' compensation, until, basis, pieces, state, "by", at, for_good, why) values (:org,'
            " :id, :customer, :invoice, :number, :currency, :interest, :compensation, :until,"
            " :basis, cast(:pieces as jsonb), :state, :by, :at, :for_good, :why)",
            id=id_,
            customer=each.customer_id,
            invoice=each.invoice_id,
            number=each.number,
            currency=each.interest.currency,
            interest=each.interest.amount,
            compensation=each.compensation.amount,
            until=each.until,
            basis=each.basis,
            pieces=json.dumps([_piece(piece) for piece in each.pieces]),
            state=state.value,
            by=by,
            at=at,
            for_good=for_good,
            why=tx.seal.close(why) if why else None,
        )
    return ids


def of_customer(tx: Tx, customer_id: str) -> tuple[Charge, ...]:
    """Every charge of a customer that was not undone, the newest first."""
    rows = tx.sql(
        _CHARGES + " and c.customer_id = :customer and c.state <> 'undone'"
        " order by c.at desc, c.number, c.id",
        customer=customer_id,
    )
    return tuple(_charge(tx, row) for row in rows)


def standing(tx: Tx, *, limit: int) -> tuple[Charge, ...]:
    """What is claimed of anybody and neither waived nor undone, the newest first."""
    rows = tx.sql(
        _CHARGES + " and c.state not in ('undone', 'waived') order by c.at desc, c.id limit :limit",
        limit=limit,
    )
    return tuple(_charge(tx, row) for row in rows)


def unpaid(tx: Tx) -> tuple[int, tuple[Money, ...]]:
    """How many claims stand and are not paid, and their sums, one a currency."""
    rows = tx.sql(
        "select c.currency, count(*) as n, sum(c.interest + c.compensation) as amount"
        " from charges c left join invoices i on i.org_id = :org and i.id = c.ledger_invoice_id"
        " where c.org_id = :org and (c.state in ('claimed', 'drafting')"
        " or c.state = 'invoiced' and coalesce(i.state, '') <> 'paid')"
        " group by c.currency order by c.currency"
    ).fetchall()
    return sum(row.n for row in rows), tuple(Money(row.amount, row.currency) for row in rows)


def told(tx: Tx, customer_id: str, currency: str) -> list[str]:
    """What a customer's next letter tells of, as text: whoever says yes to it has read this."""
    rows = tx.sql(
        "select id from charges where org_id = :org and customer_id = :customer"
        " and currency = :currency and state in ('claimed', 'drafting', 'invoiced') order by id",
        customer=customer_id,
        currency=currency,
    )
    return [str(id_) for id_ in rows.scalars()]


def by_id(tx: Tx, charge_ids: Sequence[UUID]) -> tuple[Charge, ...]:
    """These charges, locked until the transaction ends; an unknown one is left out."""
    rows = tx.sql(
        _CHARGES + " and c.id = any(:ids) order by c.number, c.until, c.id for update of c",
        ids=list(charge_ids),
    )
    return tuple(_charge(tx, row) for row in rows)


def of_write(tx: Tx, write_id: UUID) -> tuple[Charge, ...]:
    """The charges for which this write drafts an invoice, while it still is to."""
    rows = tx.sql(
        _CHARGES + " and c.write_id = :write and c.state = 'drafting'"
        " order by c.number, c.until, c.id",
        write=write_id,
    )
    return tuple(_charge(tx, row) for row in rows)


def settle(
    tx: Tx, charge_ids: Sequence[UUID], state: ClaimState, *, by: str, at: datetime, why: str = ""
) -> None:
    """Note what a person decided of charges that stood."""
    tx.sql(
        "update charges set state = :state, settled_by = :by, settled_at = :at,"
        " why = coalesce(:why, why) where org_id = :org and id = any(:ids)",
        ids=list(charge_ids),
        state=state.value,
        by=by,
        at=at,
        why=tx.seal.close(why) if why else None,
    )


def draft(tx: Tx, charge_ids: Sequence[UUID], write_id: UUID) -> None:
    """An invoice for these is to be drafted by this write."""
    tx.sql(
        "update charges set state = 'drafting', write_id = :write, ledger_invoice_id = null"
        " where org_id = :org and id = any(:ids)",
        ids=list(charge_ids),
        write=write_id,
    )


def drafted(tx: Tx, write_id: UUID, ledger_invoice_id: str) -> None:
    """The ledger holds an invoice for the charges of this write."""
    tx.sql(
        "update charges set state = 'invoiced', ledger_invoice_id = :invoice"
        " where org_id = :org and write_id = :write and state = 'drafting'",
        write=write_id,
        invoice=ledger_invoice_id,
    )


def not_drafted(tx: Tx, write_id: UUID) -> None:
    """No invoice comes of this write: its charges are only claimed again."""
    tx.sql(
        "update charges set state = 'claimed', write_id = null"
        " where org_id = :org and write_id = :write and state = 'drafting'",
        write=write_id,
    )


def _piece(piece: InterestPiece) -> dict[str, str]:
    return {
        "first": piece.first.isoformat(),
        "last": piece.last.isoformat(),
        "balance": str(piece.balance.amount),
        "per_cent": str(piece.per_cent),
        "amount": str(piece.amount),
        "source": piece.source,
    }


def _charge(tx: Tx, row: Row[Any]) -> Charge:
    return Charge(
        id=row.id,
        customer_id=row.customer_id,
        invoice_id=row.invoice_id,
        number=row.number,
        interest=Money(row.interest, row.currency),
        compensation=Money(row.compensation, row.currency),
        until=row.until,
        basis=row.basis,
        pieces=tuple(row.pieces),
        state=_state(row),
        by=row.by,
        at=row.at,
        for_good=row.for_good,
        why=tx.seal.open(row.why) if row.why is not None else "",
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        write_id=row.write_id,
        ledger_number=row.ledger_number,
        ledger_state=row.ledger_state,
        refused=row.refused,
        debt_is_gone=row.debt_is_gone,
    )


def _state(row: Row[Any]) -> ClaimState:
    """An invoice that was paid pays the charge; one that was deleted leaves it claimed."""
    if row.state == ClaimState.INVOICED and row.ledger_state == "paid":
        return ClaimState.PAID
    if row.state == ClaimState.INVOICED and row.ledger_state in {"voided", "deleted"}:
        return ClaimState.CLAIMED
    return ClaimState(row.state)
