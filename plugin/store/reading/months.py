"""What a month's page reads beside the dated ledger: its decisions, and where it all began."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One logged decision about credit: of whom, what, in whose words."""

    on: date
    customer: str
    words: str
    by: str


def decisions(
    tx: Tx, first: date, last: date, *, most: int
) -> tuple[tuple[DecisionLine, ...], int]:
    """The newest decisions from one day to another, and how many there were in all.

    One decision about several customers at once is one line, which names one of them and how many
    more. Words of people that were erased are left out.
    """
    rows = tx.sql(
        "select max(d.decided_on) as decided_on, max(d.by) as by,"
        " (array_agg(d.words order by d.id))[1] as words,"
        " min(coalesce(c.name, f.name, '')) as name, count(*) as n, count(*) over () as n_all"
        " from credit_decisions d"
        " left join contacts c on c.org_id = d.org_id and c.id = d.customer_id"
        " left join families f on f.org_id = d.org_id and f.id = d.family_id"
        " where d.org_id = :org and d.decided_on between :first and :last"
        " group by d.at, d.by, d.kind order by d.at desc limit :most",
        first=first,
        last=last,
        most=most,
    ).all()
    return (
        tuple(
            DecisionLine(
                row.decided_on,
                row.name if row.n == 1 else f"{row.name} and {row.n - 1} more",
                tx.seal.open(row.words) if row.words is not None else "",
                row.by,
            )
            for row in rows
        ),
        rows[0].n_all if rows else 0,
    )


def first_sale(tx: Tx) -> date | None:
    """The day of the oldest approved sales invoice."""
    found: date | None = tx.sql(
        "select min(issued) from invoices where org_id = :org and kind = 'sale'"
        " and state in ('approved', 'paid')"
    ).scalar_one()
    return found
