"""Holds and exceptions: silence for a customer or an invoice, each with who said so and until when.

What a hold silences is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from plugin.credit.account import HoldKind
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed


class ExceptionKind(StrEnum):
    """How an invoice is taken out of the ladder."""

    NEVER = "never"
    #: the policy does not cover it
    NOT_RECEIVABLE = "not_receivable"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBy:
    """A hold as people see it; `amount` is the retained part, in the invoice's currency."""

    id: UUID
    customer_id: str
    invoice_id: str | None
    kind: HoldKind
    amount: Decimal | None
    until: date | None
    review_on: date | None
    since: date
    by: str
    at: datetime


def add_hold(
    tx: Tx,
    customer_id: str,
    kind: HoldKind,
    *,
    by: str,
    at: datetime,
    until: date | None = None,
    invoice_id: str | None = None,
    amount: Decimal | None = None,
    review_on: date | None = None,
    since: date | None = None,
) -> UUID:
    """Hold a customer or, with `invoice_id`, one invoice; `until` is the day on which
    words may go again, `review_on` that on which a person is asked whether it still holds.

    `amount` is the retained part of the invoice, in its currency. `since` is the civil day on
    which it begins; without one, that of `at`.
    """
    hold_id = uuid4()
    tx.sql(
        "insert into holds"
        " (org_id, id, customer_id, invoice_id, kind, amount, until, review_on, since, by, at)"
        " values (:org, :id, :customer_id, :invoice_id, :kind, :amount, :until, :review_on,"
        " :since, :by, :at)",
        id=hold_id,
        customer_id=customer_id,
        invoice_id=invoice_id,
        kind=kind.value,
        amount=amount,
        until=until,
        review_on=review_on,
        since=since or at.date(),
        by=by,
        at=at,
    )
    mark_changed(tx, [customer_id])
    return hold_id


def end_hold(tx: Tx, hold_id: UUID, *, by: str, at: datetime) -> bool:
    """End a hold; False where it does not exist or has been ended before."""
    row = tx.sql(
        "update holds set ended_at = :at, ended_by = :by"
        " where org_id = :org and id = :id and ended_at is null returning customer_id",
        id=hold_id,
        by=by,
        at=at,
    ).one_or_none()
    if row is None:
        return False
    mark_changed(tx, [row.customer_id])
    return True


def look_again(tx: Tx, hold_id: UUID, *, review_on: date) -> None:
    """Ask a person on another day whether a hold in force still holds."""
    row = tx.sql(
        "update holds set review_on = :review_on"
        " where org_id = :org and id = :id and ended_at is null returning customer_id",
        id=hold_id,
        review_on=review_on,
    ).one_or_none()
    if row is not None:
        mark_changed(tx, [row.customer_id])


def holds(tx: Tx, customer_id: str, *, on: date) -> tuple[HeldBy, ...]:
    """The holds of a customer in force on civil day `on`, the oldest first."""
    rows = tx.sql(
        "select id, customer_id, invoice_id, kind, amount, until, review_on, since, by, at"
        " from holds"
        " where org_id = :org and customer_id = :id and ended_at is null"
        " and (until is null or until > :on) order by at, id",
        id=customer_id,
        on=on,
    ).mappings()
    return tuple(HeldBy(**{**row, "kind": HoldKind(row["kind"])}) for row in rows)


def away_since(tx: Tx, customer_id: str, *, since: date) -> date | None:
    """The first day from `since` on at which a customer was held as away; None where none was."""
    found: date | None = tx.sql(
        "select min(since) from holds where org_id = :org and customer_id = :id"
        " and kind = 'away' and since >= :since",
        id=customer_id,
        since=since,
    ).scalar_one()
    return found


def except_invoices(
    tx: Tx,
    invoice_ids: Sequence[str],
    kind: ExceptionKind,
    *,
    until: date | None,
    by: str,
    at: datetime,
) -> None:
    """Take invoices out of the ladder until the day `until` (None: for good); `by` decided.

    An invoice has one exception; a later one takes its place.
    """
    rows = tx.sql(
        "insert into exceptions (org_id, invoice_id, kind, until, by, at)"
        " select cast(:org as uuid), id, cast(:kind as text), cast(:until as date),"
        " cast(:by as text), cast(:at as timestamptz) from unnest(cast(:ids as text[])) as u(id)"
        " on conflict (org_id, invoice_id) do update set kind = excluded.kind,"
        " until = excluded.until, by = excluded.by, at = excluded.at returning invoice_id",
        ids=sorted(set(invoice_ids)),
        kind=kind.value,
        until=until,
        by=by,
        at=at,
    )
    _mark_owners(tx, [row.invoice_id for row in rows])


def end_exceptions(tx: Tx, invoice_ids: Sequence[str]) -> None:
    """Let these invoices back into the ladder."""
    rows = tx.sql(
        "delete from exceptions where org_id = :org and invoice_id = any(:ids)"
        " returning invoice_id",
        ids=list(invoice_ids),
    )
    _mark_owners(tx, [row.invoice_id for row in rows])


def _mark_owners(tx: Tx, invoice_ids: Sequence[str]) -> None:
    rows = tx.sql(
        "select distinct contact_id from invoices where org_id = :org and id = any(:ids)",
        ids=list(invoice_ids),
    )
    mark_changed(tx, [row.contact_id for row in rows])
