"""Reads whom the days ahead could concern: narrowed by index, never decided. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from plugin.store._tx import Tx

#: whose answer could change by then, or who waits for a message already, or for their release
_CONCERNED = (
    " from assessments a join contacts c on c.org_id = :org and c.id = a.customer_id"
    " and c.merged_into is null"
    " where a.org_id = :org and (a.look_again_on <= :last or a.changed_seq > a.assessed_seq"
    " or a.customer_id = any(:released)"
    " or exists (select from messages m where m.org_id = :org and m.customer_id = a.customer_id"
    " and m.state in ('proposed', 'approved', 'claimed')))"
    " and (cast(:customer as text) is null or a.customer_id = :customer)"
    " and (:search = '' or strpos(lower(c.name), lower(:search)) > 0)"
)


def concerned(
    tx: Tx,
    *,
    last: date,
    released: Sequence[str],
    at_most: int,
    customer_id: str | None = None,
    search: str = "",
) -> tuple[tuple[str, ...], int]:
    """Customers of whom something may change by `last`, in the order of their ids; and how many.

    `released` are those whose opening debt is let in by then. Of more than `at_most` open invoices
    in all, those of the customers who owe most in base currency.
    """
    asked: dict[str, Any] = {
        "last": last,
        "released": list(released),
        "customer": customer_id,
        "search": search,
    }
    ids = list(tx.sql(f"select a.customer_id {_CONCERNED}", **asked).scalars())
    rows = tx.sql(
        "select contact_id, sum(count(*)) over"
        " (order by sum(balance * base_per_unit) desc, contact_id) as so_far"
        " from invoices where org_id = :org and contact_id = any(:ids)"
        " and kind = 'sale' and state = 'approved' and balance > 0 group by contact_id",
        ids=ids,
    ).fetchall()
    near = [row.contact_id for row in rows if row.so_far <= at_most]
    return tuple(sorted(near)), len(rows)


def reached_at(tx: Tx, customer_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """Country and name of these customers, and a keyed hash of each address they are mailed at."""
    return tx.sql(
        "select c.id, c.name, c.country, array_remove(array_append(array("
        "select h.email_hash from contact_people h where h.org_id = :org and h.contact_id = c.id"
        " and h.included), c.email_hash), null) as addresses"
        " from contacts c where c.org_id = :org and c.id = any(:ids)",
        ids=list(customer_ids),
    ).fetchall()


def sent_on(tx: Tx, day: date) -> dict[str, int]:
    """How many reminders went to each address on a civil day, by its keyed hash."""
    rows = tx.sql(
        "select h as address, count(*) as n from messages m, unnest(m.address_hashes) h"
        " where m.org_id = :org and m.sent_on = :on_day and m.kind = 'reminder' group by h",
        on_day=day,
    )
    return {row.address: row.n for row in rows}
