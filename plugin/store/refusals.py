"""Ledger writes that were refused, and those of which nobody knows the outcome.

What was refused is not tried again by the machine while nothing has changed: the refusal is kept
with what was refused, and a person, or a change in the ledger, opens the way again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from plugin.credit.account import StepState
from plugin.credit.decisions import TaskKind
from plugin.store._tx import Tx
from plugin.store.writes import LedgerWrite, settle, write_of


def note_unknown(tx: Tx, write_id: UUID, *, why: str, look_at: datetime) -> None:
    """Nobody can say what became of a claimed write: it is looked for in the ledger from then."""
    tx.sql(
        "update ledger_writes set unknowns = unknowns + 1, look_at = :look_at, outcome = :why"
        " where org_id = :org and id = :id and state = 'claimed'",
        id=write_id,
        why=why,
        look_at=look_at,
    )


def refused_flags(tx: Tx) -> dict[str, LedgerWrite]:
    """By customer, the last move between our groups, where it was refused and still would be.

    A contact that changed in the ledger since then is another matter: it may have been restored.
    """
    rows = tx.sql(
        "select distinct on (w.customer_id) w.*, c.updated_at > w.settled_at as has_changed"
        " from ledger_writes w join contacts c on c.org_id = w.org_id and c.id = w.customer_id"
        " where w.org_id = :org and w.kind = 'flag' order by w.customer_id, w.created_at desc"
    )
    return {
        row.customer_id: write_of(row)
        for row in rows
        if row.state == StepState.REFUSED and not row.has_changed
    }


def remember_group_refused(
    tx: Tx, name: str, *, groups: Iterable[str], words: str, now: datetime
) -> UUID:
    """A group could not be made while these groups (by id) stood in the ledger."""
    write_id = uuid4()
    tx.sql(
        "insert into ledger_writes (org_id, id, kind, customer_id, subject_id, text, state, once,"
        " created_at, claimed_at, settled_at, outcome) values (:org, :id, 'group_create', '',"
        " :name, :seen, 'refused', 'group:' || :id, :now, :now, :now, :words)",
        id=write_id,
        name=name,
        seen=_seen(groups),
        now=now,
        words=words,
    )
    return write_id


def group_refused(tx: Tx, name: str, *, groups: Iterable[str]) -> LedgerWrite | None:
    """The refusal to make a group of this name, where it still would be: the same groups stand."""
    row = tx.sql(
        "select * from ledger_writes where org_id = :org and kind = 'group_create'"
        " and subject_id = :name order by created_at desc, id limit 1",
        name=name,
    ).one_or_none()
    if row is None or row.state != StepState.REFUSED or row.text != _seen(groups):
        return None
    return write_of(row)


def _seen(groups: Iterable[str]) -> str:
    return " ".join(sorted(groups))


def allow_again(tx: Tx, write_id: UUID, *, now: datetime) -> bool:
    """A person says that it may be tried again; False where it was no refused write of ours.

    A note goes back into the line; a flag or group is decided afresh, by comparison.
    """
    row = tx.sql(
        "select * from ledger_writes where org_id = :org and id = :id and state = 'refused'",
        id=write_id,
    ).one_or_none()
    if row is None:
        return False
    is_again = row.kind in {"note_contact", "note_invoice", "group_delete"}
    state = StepState.APPROVED if is_again else StepState.DROPPED
    settle(tx, write_id, state=state, now=now, outcome=row.outcome)
    return True


def close_task_of(tx: Tx, write_id: UUID, *, now: datetime) -> None:
    """What a refusal asked of a person is done with: the ledger took it after all."""
    tx.sql(
        "update tasks set state = 'void', closed_at = :now, closed_by = 'ledger'"
        " where org_id = :org and state = 'open' and kind = :kind and subject = :subject",
        now=now,
        kind=TaskKind.LEDGER_REFUSED.value,
        subject=str(write_id),
    )


def close_tasks_about(tx: Tx, kind: str, subject_id: str, *, now: datetime) -> None:
    """As `close_task_of`, for every refused write of a kind about one subject."""
    tx.sql(
        "update tasks t set state = 'void', closed_at = :now, closed_by = 'ledger'"
        " from ledger_writes w where t.org_id = :org and w.org_id = :org and t.state = 'open'"
        " and t.kind = :task and w.kind = :kind and w.subject_id = :about"
        " and t.subject = cast(w.id as text)",
        now=now,
        task=TaskKind.LEDGER_REFUSED.value,
        kind=kind,
        about=subject_id,
    )
