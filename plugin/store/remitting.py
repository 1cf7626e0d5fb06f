"""The invoices that a customer may mean who writes about paying: open ones, and paid lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plugin.store._tx import Tx

_AT_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Meant:
    """One invoice; the balance is in `currency`."""

    id: str
    number: str
    reference: str
    currency: str
    balance: Decimal


def invoices_meant(tx: Tx, customer_id: str, *, since: date) -> tuple[Meant, ...]:
    """Approved sales invoices with a balance, and those paid since a day; oldest due first."""
    rows = tx.sql(
        "select id, number, reference, currency, balance from invoices where org_id = :org"
        " and contact_id = :customer and kind = 'sale' and ((state = 'approved' and balance > 0)"
        " or (state = 'paid' and fully_paid_on >= :since)) order by due, number limit :limit",
        customer=customer_id,
        since=since,
        limit=_AT_MOST,
    )
    return tuple(Meant(*row) for row in map(tuple, rows))


def named_in(tx: Tx, message_id: object) -> tuple[str, ...]:
    """The ids of the invoices that a message of ours asked for."""
    rows = tx.sql(
        "select distinct invoice_id from steps where org_id = :org and message_id = :id"
        " order by invoice_id",
        id=message_id,
    )
    return tuple(rows.scalars())
