"""Which expected payment dates our promises ask for, and which of ours stand in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plugin.store._tx import Tx
from plugin.store.writes import EXPECTED_DATE


@dataclass(frozen=True, slots=True)
class Promised:
    """An open sales invoice, whose it is, and the civil day on which its money is expected."""

    invoice_id: str
    customer_id: str
    due: date


def of_promise(tx: Tx, promise_id: UUID) -> tuple[Promised, ...]:
    """The open sales invoices that a promise names, withdrawn or not, with its day."""
    rows = tx.sql(
        "select i.id, i.contact_id, p.due from promises p"
        " join promise_invoices pi on pi.org_id = p.org_id and pi.promise_id = p.id"
        " join invoices i on i.org_id = p.org_id and i.id = pi.invoice_id"
        " where p.org_id = :org and p.id = :id and i.kind = 'sale' and i.state = 'approved'"
        " order by i.id",
        id=promise_id,
    )
    return tuple(Promised(row.id, row.contact_id, row.due) for row in rows)


def standing(tx: Tx, invoice_id: str) -> date | None:
    """The day of the last promise made for an invoice that was not withdrawn; None without one."""
    found: date | None = tx.sql(
        "select p.due from promises p"
        " join promise_invoices pi on pi.org_id = p.org_id and pi.promise_id = p.id"
        " where p.org_id = :org and pi.invoice_id = :invoice and p.withdrawn_at is null"
        " order by p.at desc, p.id limit 1",
        invoice=invoice_id,
    ).scalar_one_or_none()
    return found


def ours(tx: Tx) -> tuple[Promised, ...]:
    """Invoices on which the date that we wrote last still stands, as far as we have read."""
    rows = tx.sql(
        "select id, contact_id, expected_written from invoices where org_id = :org"
        " and kind = 'sale' and state = 'approved' and expected_written is not null"
        " and expected_on = expected_written order by id"
    )
    return tuple(Promised(row.id, row.contact_id, row.expected_written) for row in rows)


def entered(tx: Tx, invoice_id: str, on: date | None) -> None:
    """We wrote this date (None: emptied it), and so it stands there from now.

    Until the ledger is read again, what stood there before would else be taken for a person's.
    """
    tx.sql(
        "update invoices set expected_written = :on, expected_on = :on"
        " where org_id = :org and id = :id",
        id=invoice_id,
        on=on,
    )


def supersede(tx: Tx, invoice_id: str, *, now: datetime) -> None:
    """A date of an invoice that nobody has begun to write gives way to a later one."""
    tx.sql(
        "update ledger_writes set state = 'dropped', settled_at = :now,"
        " outcome = 'a later date took its place' where org_id = :org and kind = :kind"
        " and subject_id = :invoice and state = 'approved'",
        invoice=invoice_id,
        kind=EXPECTED_DATE,
        now=now,
    )
