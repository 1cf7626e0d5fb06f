"""Settling the past: where people placed each opening debt, and how few are let in each day.

Opening debt is what was late on the day of connection (rule 2). What a placement leads to is
decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from plugin.credit.account import Placement
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed

#: rule 2: released debt reaches at most this many customers a day, in any mode
CUSTOMERS_A_DAY = 20

#: rule 2: the preset for older debt is *mine*
OLD_AFTER = timedelta(days=180)

_OPENING = (
    " from invoices i join organisations o on o.id = :org"
    " left join placements p on p.org_id = :org and p.invoice_id = i.id"
    " where i.org_id = :org and i.kind = 'sale' and i.state = 'approved' and i.balance > 0"
    " and i.due < o.connected_on"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningDebt:
    """An invoice that was late on the day of connection and is still open; dates are civil.

    `placement` is UNPLACED until a person has said; `preset` is what the house would say.
    """

    invoice_id: str
    number: str
    customer_id: str
    customer_name: str
    due: date
    days_late: int
    balance: Decimal
    currency: str
    placement: Placement
    level: int
    released_on: date | None
    preset: Placement


#: whose placed debt still waits, best payers first: one good and one bad invoice are added to all
_IN_ORDER = (
    "waiting as (select i.contact_id, sum(i.balance * i.base_per_unit) as owed"  # noqa: S608 - ours
    + _OPENING
    + " and p.placement in ('gentle', 'at_level') and p.released_on is null"
    " group by i.contact_id),"
    " chosen as (select w.contact_id from waiting w left join lateral (select"
    " (count(*) filter (where r.fully_paid_on <= r.due) + 1.0) / (count(*) + 2.0) as share"
    " from invoices r where r.org_id = :org and r.contact_id = w.contact_id"
    " and r.kind = 'sale' and r.state = 'paid' and r.fully_paid_on is not null) record on true"
    " order by record.share desc, w.owed desc, w.contact_id"
)


def unplaced(tx: Tx, *, on: date) -> tuple[OpeningDebt, ...]:
    """Opening debt that nobody has placed yet, the largest in base currency first."""
    return tuple(each for each in opening_debts(tx, on=on) if each.placement is Placement.UNPLACED)


def opening_debts(tx: Tx, *, on: date) -> tuple[OpeningDebt, ...]:
    """Every open opening debt, placed or not, the largest in base currency first."""
    rows = tx.sql(
        "select i.id, i.number, i.contact_id, c.name, i.due, i.balance, i.currency,"
        " coalesce(p.placement, 'unplaced') as placement, coalesce(p.level, 1) as level,"
        " p.released_on"
        + _OPENING.replace(
            " where", " left join contacts c on c.org_id = :org and c.id = i.contact_id where"
        )
        + " order by i.balance * i.base_per_unit desc, i.due, i.id"
    )
    return tuple(
        OpeningDebt(
            invoice_id=row.id,
            number=row.number,
            customer_id=row.contact_id,
            customer_name=row.name or "",
            due=row.due,
            days_late=(on - row.due).days,
            balance=row.balance,
            currency=row.currency,
            placement=Placement(row.placement),
            level=row.level,
            released_on=row.released_on,
            preset=Placement.MINE if on - row.due > OLD_AFTER else Placement.GENTLE,
        )
        for row in rows
    )


def place(
    tx: Tx,
    invoice_ids: Sequence[str],
    placement: Placement,
    *,
    by: str,
    at: datetime,
    level: int = 1,
) -> int:
    """Place opening debts; returns how many are placed anew or differently.

    `level` is where the ladder goes on for *already chased*. A debt that is placed differently
    waits for its release again. Raises ValueError for UNPLACED.
    """
    if placement is Placement.UNPLACED:
        raise ValueError("a debt is placed by saying where; unplaced is where it stands before")
    placed = tx.sql(
        "insert into placements as p"  # noqa: S608 - the names are ours
        " (org_id, invoice_id, placement, level, placed_by, placed_at)"
        " select i.org_id, i.id, cast(:placement as text), cast(:level as int),"
        " cast(:by as text), cast(:at as timestamptz)"
        + _OPENING.replace("left join placements p on p.org_id = :org and p.invoice_id = i.id", "")
        + " and i.id = any(:ids) order by i.id"
        " on conflict (org_id, invoice_id) do update set placement = excluded.placement,"
        " level = excluded.level, released_on = null, placed_by = excluded.placed_by,"
        " placed_at = excluded.placed_at"
        " where row(p.placement, p.level) is distinct from row(excluded.placement, excluded.level)"
        " returning invoice_id",
        ids=list(invoice_ids),
        placement=placement.value,
        level=level,
        by=by,
        at=at,
    )
    ids = [row.invoice_id for row in placed]
    mark_changed(tx, _customers(tx, ids))
    return len(ids)


def place_by_preset(tx: Tx, *, on: date, by: str, at: datetime) -> dict[Placement, int]:
    """Place all that is unplaced by the presets: over 180 days late *mine*, else *gentle*."""
    waiting = unplaced(tx, on=on)
    return {
        placement: place(
            tx,
            [each.invoice_id for each in waiting if each.preset is placement],
            placement,
            by=by,
            at=at,
        )
        for placement in (Placement.GENTLE, Placement.MINE)
    }


def released(tx: Tx, *, day: date) -> tuple[str, ...]:
    """The customers whose opening debt was released on a day."""
    rows = tx.sql(
        "select distinct i.contact_id from placements p join invoices i on i.org_id = :org"
        " and i.id = p.invoice_id where p.org_id = :org and p.released_on = :day"
        " order by i.contact_id",
        day=day,
    )
    return tuple(row.contact_id for row in rows)


def waiting(tx: Tx, *, at_most: int) -> tuple[str, ...]:
    """The customers whose placed debt still waits, in the order in which `release` lets them in."""
    rows = tx.sql(
        f"with {_IN_ORDER} limit :at_most) select contact_id from chosen",  # noqa: S608
        at_most=at_most,
    )
    return tuple(rows.scalars())


def release(tx: Tx, *, day: date, at_most: int = CUSTOMERS_A_DAY) -> tuple[str, ...]:
    """Let the next customers' placed debts into the ladder, best payers first (rule 2).

    At most `at_most` customers in all on that day, however often it is called. The best payers are
    those with the largest share of paid invoices that were paid by their due date, with one good
    and one bad invoice added to everybody's record.
    """
    tx.sql("select pg_advisory_xact_lock(hashtextextended(cast(:org as text) || ' release', 0))")
    room = at_most - len(released(tx, day=day))
    if room <= 0:
        return ()
    rows = tx.sql(
        f"with {_IN_ORDER} limit :room),"  # noqa: S608 - the names are ours
        " released as (update placements p set released_on = :day from invoices i"
        " where p.org_id = :org and i.org_id = :org and i.id = p.invoice_id"
        " and p.placement in ('gentle', 'at_level') and p.released_on is null"
        " and i.contact_id in (select contact_id from chosen) returning i.contact_id)"
        " select distinct contact_id from released order by contact_id",
        day=day,
        room=room,
    )
    customers = tuple(row.contact_id for row in rows)
    mark_changed(tx, customers)
    return customers


def _customers(tx: Tx, invoice_ids: Sequence[str]) -> list[str]:
    rows = tx.sql(
        "select distinct contact_id from invoices where org_id = :org and id = any(:ids)",
        ids=list(invoice_ids),
    )
    return [row.contact_id for row in rows]
