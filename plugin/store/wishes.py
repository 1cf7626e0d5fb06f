"""What customers said of themselves, and whom they proposed to write to. It decides nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from plugin.credit.pay_run import MonthlyRun, PayRun, WeeklyRun
from plugin.store._account_facts import Batch
from plugin.store._tx import Tx
from plugin.store.changes import mark_changed

_RUN = re.compile(r"(week|month):(\d{1,2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """When they pay, and how their order numbers come about; both as they said it themselves."""

    pay_run: PayRun | None = None
    order_route: str = ""
    said_at: datetime | None = None


#: of customers who said nothing
NOTHING_SAID = Wishes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Somebody is not the right person; `name` and `email` of who was proposed may be empty."""

    id: UUID
    customer_id: str
    instead_of: str
    name: str
    email: str
    proposed_at: datetime
    is_open: bool


def read(tx: Tx, customer_id: str) -> Wishes:
    """What a customer said of themselves."""
    row = tx.sql(
        "select pay_run, order_route, said_at from customer_wishes"
        " where org_id = :org and customer_id = :id",
        id=customer_id,
    ).one_or_none()
    if row is None:
        return Wishes()
    route = tx.seal.open(row.order_route) if row.order_route is not None else ""
    return Wishes(pay_run=read_run(row.pay_run or ""), order_route=route, said_at=row.said_at)


def all_said(tx: Tx) -> dict[str, Wishes]:
    """What every customer said of themselves, by customer."""
    ids = tx.sql("select customer_id from customer_wishes where org_id = :org order by 1")
    return {each: read(tx, each) for each in ids.scalars().all()}


def keep(
    tx: Tx, customer_id: str, *, pay_run: PayRun | None, order_route: str, at: datetime
) -> None:
    """Keep what a customer said of themselves, in place of what they said before."""
    tx.sql(
        "insert into customer_wishes (org_id, customer_id, pay_run, order_route, said_at)"
        " values (:org, :id, :run, :route, :at)"
        " on conflict (org_id, customer_id) do update set pay_run = excluded.pay_run,"
        " order_route = excluded.order_route, said_at = excluded.said_at",
        id=customer_id,
        run=write_run(pay_run) or None,
        route=tx.seal.close(order_route) if order_route else None,
        at=at,
    )
    mark_changed(tx, [customer_id])


def pay_runs_of(batch: Batch) -> Mapping[str, PayRun]:
    """The pay runs that customers of the batch named themselves."""
    rows = batch.tx.sql(
        "select customer_id, pay_run from customer_wishes where org_id = :org"
        " and customer_id = any(:ids) and pay_run is not null",
        ids=batch.ids,
    )
    return {row.customer_id: run for row in rows if (run := read_run(row.pay_run)) is not None}


def read_run(text: str) -> PayRun | None:
    """A pay run as it is kept, such as week:5 or month:25; None where it is none."""
    found = _RUN.fullmatch(text)
    if found is None:
        return None
    number = int(found.group(2))
    if found.group(1) == "week":
        return WeeklyRun(number, 0, 0) if 1 <= number <= 7 else None
    return MonthlyRun(number, 0, 0) if 1 <= number <= 31 else None


def write_run(run: PayRun | None) -> str:
    """The text that `read_run` reads; empty for none."""
    match run:
        case WeeklyRun():
            return f"week:{run.weekday}"
        case MonthlyRun():
            return f"month:{run.day}"
        case None:
            return ""


# --- the right person ------------------------------------------------------------------------


def propose(
    tx: Tx, customer_id: str, *, instead_of: str, name: str, email: str, at: datetime
) -> UUID:
    """Write down that an address is the wrong one, and who was proposed in its place."""
    proposal_id = uuid4()
    tx.sql(
        "insert into proposed_people (org_id, id, customer_id, instead_of, name, email,"
        " proposed_at) values (:org, :id, :customer, :instead, :name, :email, :at)",
        id=proposal_id,
        customer=customer_id,
        instead=tx.seal.close(instead_of),
        name=tx.seal.close(name) if name else None,
        email=tx.seal.close(email) if email else None,
        at=at,
    )
    return proposal_id


def proposal(tx: Tx, proposal_id: UUID) -> Proposed | None:
    """One proposal; None where there is none."""
    row = tx.sql(
        "select * from proposed_people where org_id = :org and id = :id", id=proposal_id
    ).one_or_none()
    return None if row is None else _proposed(tx, row)


def open_proposals(tx: Tx, customer_id: str) -> tuple[Proposed, ...]:
    """Proposals about a customer that nobody has answered yet, oldest first."""
    rows = tx.sql(
        "select * from proposed_people where org_id = :org and customer_id = :id"
        " and answer is null order by proposed_at, id",
        id=customer_id,
    )
    return tuple(_proposed(tx, row) for row in rows)


def answer(tx: Tx, proposal_id: UUID, *, yes: bool, by: str, at: datetime) -> bool:
    """Answer a proposal once; False where it was answered already."""
    return bool(
        tx.sql(
            "update proposed_people set answer = :answer, answered_by = :by, answered_at = :at"
            " where org_id = :org and id = :id and answer is null",
            id=proposal_id,
            answer="yes" if yes else "no",
            by=by,
            at=at,
        ).rowcount
    )


def _proposed(tx: Tx, row: Any) -> Proposed:
    return Proposed(
        id=row.id,
        customer_id=row.customer_id,
        instead_of=tx.seal.open(row.instead_of),
        name=tx.seal.open(row.name) if row.name is not None else "",
        email=tx.seal.open(row.email) if row.email is not None else "",
        proposed_at=row.proposed_at,
        is_open=row.answer is None,
    )
