"""Who of the team looks after which customer, and whom a task was handed to. It decides nothing.

Whoever is in the team no more looks after nobody: every reading goes through the members.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plugin.store._tx import HouseTx, Tx


@dataclass(frozen=True, slots=True)
class Looked:
    """Who looks after one customer; None where nobody does."""

    controller_id: UUID | None = None
    sales_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Carries:
    """What one person of the team has been given: customers, as what, and single tasks."""

    controls: int = 0
    sells_to: int = 0
    tasks: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether nothing would be handed back."""
        return not (self.controls or self.sells_to or self.tasks)


NOBODY = Looked()


def of_customer(tx: Tx, customer_id: str) -> Looked:
    """Who looks after one customer."""
    return of_customers(tx, [customer_id]).get(customer_id, NOBODY)


def of_customers(tx: Tx, customer_ids: Sequence[str]) -> dict[str, Looked]:
    """Who looks after these customers; whoever nobody does is left out."""
    rows = tx.sql(
        "select p.customer_id, c.user_id as controller_id, s.user_id as sales_id"
        " from customer_people p"
        " left join members c on c.org_id = :org and c.user_id = p.controller_id"
        " left join members s on s.org_id = :org and s.user_id = p.sales_id"
        " where p.org_id = :org and p.customer_id = any(:ids)",
        ids=list(customer_ids),
    )
    return {row.customer_id: Looked(row.controller_id, row.sales_id) for row in rows}


def count_known(tx: Tx, customer_ids: Sequence[str]) -> int:
    """How many of these are customers of the organisation."""
    return int(
        tx.sql(
            "select count(*) from contacts where org_id = :org and id = any(:ids)"
            " and merged_into is null",
            ids=list(customer_ids),
        ).scalar_one()
    )


def assign(tx: Tx, given: Mapping[str, Looked], *, by: str, at: datetime) -> None:
    """Let these people look after these customers from now on, in place of whoever did."""
    tx.sql(
        "insert into customer_people (org_id, customer_id, controller_id, sales_id, by, at)"
        " select :org, g.customer, g.controller, g.sales, :by, :at from unnest("
        " cast(:customers as text[]), cast(:controllers as uuid[]), cast(:sales as uuid[]))"
        " as g(customer, controller, sales)"
        " on conflict (org_id, customer_id) do update set controller_id = excluded.controller_id,"
        " sales_id = excluded.sales_id, by = excluded.by, at = excluded.at",
        by=by,
        at=at,
        customers=list(given),
        controllers=[each.controller_id for each in given.values()],
        sales=[each.sales_id for each in given.values()],
    )


def hand_task(tx: Tx, task_id: UUID, to: UUID | None, *, by: str) -> str | None:
    """Hand an open task to somebody, or back to whose it is; the customer it is about, else None.

    None where the task is not open (any more).
    """
    found: str | None = tx.sql(
        "update tasks set handed_to = :to, handed_by = :by"
        " where org_id = :org and id = :id and state = 'open' returning customer_id",
        id=task_id,
        to=to,
        by=by,
    ).scalar_one_or_none()
    return found


def carried_by(tx: Tx | HouseTx, org_id: UUID, user_id: UUID) -> Carries:
    """What a person of the team has been given; counts of this organisation only."""
    return carried(tx, org_id).get(user_id, Carries())


def carried(tx: Tx | HouseTx, org_id: UUID) -> dict[UUID, Carries]:
    """The same for everybody who was given anything."""
    rows = tx.sql(
        "select user_id, cast(sum(c) as int) as controls, cast(sum(s) as int) as sells_to,"
        " cast(sum(t) as int) as tasks from ("
        " select controller_id as user_id, 1 as c, 0 as s, 0 as t from customer_people"
        "  where org_id = :asked and controller_id is not null"
        " union all select sales_id, 0, 1, 0 from customer_people"
        "  where org_id = :asked and sales_id is not null"
        " union all select handed_to, 0, 0, 1 from tasks"
        "  where org_id = :asked and handed_to is not null and state = 'open') g group by user_id",
        asked=org_id,
    )
    return {row.user_id: Carries(row.controls, row.sells_to, row.tasks) for row in rows}


def hand_back(tx: Tx, user_id: UUID, *, sales_too: bool = True) -> list[str]:
    """Take everything back from a person; the customers whose salesperson they were.

    With `sales_too` false they remain whose salesperson they are: selling asks for no right.
    """
    tx.sql(
        "update customer_people set controller_id = null where org_id = :org"
        " and controller_id = :user",
        user=user_id,
    )
    tx.sql(
        "update tasks set handed_to = null, handed_by = null where org_id = :org"
        " and handed_to = :user",
        user=user_id,
    )
    if not sales_too:
        return []
    sold = tx.sql(
        "update customer_people set sales_id = null where org_id = :org and sales_id = :user"
        " returning customer_id",
        user=user_id,
    )
    return list(sold.scalars())
