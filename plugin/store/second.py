"""Which hard steps want two people, and what one of them proposed. It decides nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.store._tx import Tx


class State(StrEnum):
    """How far a proposal is."""

    OPEN = "open"
    #: two people agreed; the step is being taken
    AGREED = "agreed"
    DONE = "done"
    #: what was agreed to is not what it is any more
    LAPSED = "lapsed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A hard step that one person proposed."""

    id: UUID
    step: str
    customer_id: str
    subject: str
    words: str
    facts: str
    how: Mapping[str, Any]
    state: State
    proposed_by_id: UUID
    proposed_by: str
    proposed_at: datetime


_COLUMNS = (
    "id, step, customer_id, subject, words, facts, how, state, proposed_by_id, proposed_by,"
    " proposed_at"
)


def wanted(tx: Tx) -> frozenset[str]:
    """The steps that want two people; none until an owner says so."""
    found = tx.sql("select steps from second_rules where org_id = :org").scalar_one_or_none()
    return frozenset(found or ())


def choose(tx: Tx, steps: Iterable[str], *, by: str, at: datetime) -> None:
    """From now on these want two people, and no others."""
    tx.sql(
        "insert into second_rules (org_id, steps, by, at) values"
        " (:org, cast(:steps as jsonb), :by, :at) on conflict (org_id) do update set"
        " steps = excluded.steps, by = excluded.by, at = excluded.at",
        steps=json.dumps(sorted(steps)),
        by=by,
        at=at,
    )


def propose(
    tx: Tx,
    *,
    step: str,
    customer_id: str,
    subject: str,
    words: str,
    facts: str,
    how: Mapping[str, Any],
    by_id: UUID,
    by: str,
    at: datetime,
) -> None:
    """Write a proposal down; one that stood for the same has lapsed."""
    tx.sql(
        "update second_approvals set state = 'lapsed', settled_at = :at where org_id = :org"
        " and step = :step and subject = :subject and state in ('open', 'agreed')",
        step=step,
        subject=subject,
        at=at,
    )
    tx.sql(
        "insert into second_approvals (org_id, id, step, customer_id, subject, words, facts, how,"
        " proposed_by_id, proposed_by, proposed_at) values (:org, :id, :step, :customer, :subject,"
        " :words, :facts, cast(:how as jsonb), :by_id, :by, :at)",
        id=uuid4(),
        step=step,
        customer=customer_id,
        subject=subject,
        words=words,
        facts=facts,
        how=json.dumps(dict(how)),
        by_id=by_id,
        by=by,
        at=at,
    )


def read(tx: Tx, proposal_id: UUID) -> Proposal | None:
    """One proposal, locked until the transaction ends; None where there is none."""
    row = tx.sql(
        f"select {_COLUMNS} from second_approvals"  # noqa: S608 - a constant of this file
        " where org_id = :org and id = :id for update",
        id=proposal_id,
    ).one_or_none()
    return None if row is None else _proposal(row)


def standing(tx: Tx, step: str, subject: str) -> Proposal | None:
    """What is proposed or agreed of one thing; None where nothing is."""
    row = tx.sql(
        f"select {_COLUMNS} from second_approvals"  # noqa: S608 - a constant of this file
        " where org_id = :org and step = :step and subject = :subject"
        " and state in ('open', 'agreed') order by proposed_at desc limit 1 for update",
        step=step,
        subject=subject,
    ).one_or_none()
    return None if row is None else _proposal(row)


def waiting(tx: Tx) -> tuple[Proposal, ...]:
    """What waits for a second person, oldest first."""
    rows = tx.sql(
        f"select {_COLUMNS} from second_approvals"  # noqa: S608 - a constant of this file
        " where org_id = :org and state = 'open' order by proposed_at, id"
    )
    return tuple(_proposal(row) for row in rows)


def settle(
    tx: Tx, proposal_id: UUID, state: State, *, by_id: UUID | None, by: str, at: datetime
) -> None:
    """It is this from now on; who made it so."""
    tx.sql(
        "update second_approvals set state = :state, settled_by_id = coalesce(:by_id,"
        " settled_by_id), settled_by = :by, settled_at = :at where org_id = :org and id = :id",
        id=proposal_id,
        state=state.value,
        by_id=by_id,
        by=by,
        at=at,
    )


def lapse_of(tx: Tx, user_id: UUID, *, at: datetime) -> int:
    """Whoever proposed these is in the team no more; of how many."""
    return tx.sql(
        "update second_approvals set state = 'lapsed', settled_at = :at where org_id = :org"
        " and proposed_by_id = :user and state = 'open'",
        user=user_id,
        at=at,
    ).rowcount


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(**{**row._mapping, "state": State(row.state)})
