"""Ledger writes that were refused, and those of which nobody knows the outcome.

What was refused is not tried again by the machine while nothing has changed: the refusal is kept
with what was refused, and a person, or a change in the ledger, opens the way again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from plugin.credit.account import StepState
from plugin.credit.decisions import TaskKind
from plugin.store._tx import Tx
from plugin.store.writes import CREDIT_CONTACT, DRAFT_CHARGE, LedgerWrite, settle, write_of

#: a permission that was given back is told by nobody, so it is tried again that rarely
ASK_AGAIN: Final = timedelta(days=1)


def note_unknown(tx: Tx, write_id: UUID, *, why: str, look_at: datetime) -> None:
    """Nobody can say what became of a claimed write: it is looked for in the ledger from then."""
    tx.sql(
        "update ledger_writes set unknowns = unknowns + 1, look_at = :look_at, outcome = :why"
        " where org_id = :org and id = :id and state = 'claimed'",
        id=write_id,
        why=why,
        look_at=look_at,
    )


def moves_unknown(tx: Tx, customer_id: str) -> int:
    """How many moves of a customer in a row ended without anybody knowing how."""
    found: int = tx.sql(
        "select count(*) from ledger_writes w where w.org_id = :org and w.kind = 'flag'"
        " and w.customer_id = :customer and w.unknowns > 0 and w.created_at > coalesce("
        " (select max(d.created_at) from ledger_writes d where d.org_id = :org and d.kind = 'flag'"
        " and d.customer_id = :customer and d.unknowns = 0 and d.state <> 'claimed'), '-infinity')",
        customer=customer_id,
    ).scalar_one()
    return found


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


def begin_group(tx: Tx, name: str, *, groups: Iterable[str], now: datetime) -> LedgerWrite | None:
    """Claim the making of a group of this name, while these groups (by id) stand in the ledger.

    None where it must not be tried now: it was refused while the same groups stood, or an attempt
    of unknown outcome is looked for later. One that is due to be tried again is the same write.
    """
    row = tx.sql(
        "select *, coalesce(look_at > :now, false) as is_early from ledger_writes"
        " where org_id = :org and kind = 'group_create' and subject_id = :name"
        " order by created_at desc, id limit 1",
        name=name,
        now=now,
    ).one_or_none()
    seen = " ".join(sorted(groups))
    if row is not None and row.state == StepState.CLAIMED:
        return None if row.is_early else write_of(row)
    if row is not None and row.state == StepState.REFUSED and row.text == seen:
        return None
    begun = tx.sql(
        "insert into ledger_writes (org_id, id, kind, customer_id, subject_id, text, state, once,"
        " created_at, claimed_at) values (:org, :id, 'group_create', '', :name, :seen, 'claimed',"
        " 'group:' || :id, :now, :now) returning *",
        id=uuid4(),
        name=name,
        seen=seen,
        now=now,
    ).one()
    return write_of(begun)


def group_made(tx: Tx, name: str, *, now: datetime) -> None:
    """A group of this name stands: what was open about making it is done."""
    tx.sql(
        "update ledger_writes set state = 'done', settled_at = :now, look_at = null"
        " where org_id = :org and kind = 'group_create' and subject_id = :name"
        " and state = 'claimed'",
        name=name,
        now=now,
    )
    close_tasks_about(tx, "group_create", name, now=now)


@dataclass(frozen=True, slots=True)
class NotPermittedSince:
    """Nothing may be written for want of permission; tried once more from `again_at` on."""

    write_id: UUID
    again_at: datetime


def note_not_permitted(tx: Tx, words: str, *, now: datetime) -> UUID:
    """Whoever connected may not write; the id under which a person is asked about it."""
    known = not_permitted(tx)
    write_id = uuid4() if known is None else known.write_id
    tx.sql(
        "insert into ledger_writes (org_id, id, kind, customer_id, subject_id, state, once,"
        " created_at, settled_at, outcome) values (:org, :id, 'permission', '', '', 'refused',"
        " 'permission:' || :id, :now, :now, :words)"
        " on conflict (org_id, id) do update set settled_at = :now, outcome = :words",
        id=write_id,
        now=now,
        words=words,
    )
    return write_id


def not_permitted(tx: Tx) -> NotPermittedSince | None:
    """Whether nothing may be written now, and until when it is not tried; None where it may."""
    row = tx.sql(
        "select id, settled_at from ledger_writes where org_id = :org and kind = 'permission'"
        " and state = 'refused' order by created_at desc, id limit 1"
    ).one_or_none()
    return None if row is None else NotPermittedSince(row.id, row.settled_at + ASK_AGAIN)


def permitted_again(tx: Tx, *, now: datetime) -> None:
    """Something was written: what was asked about the permission is done with."""
    close_tasks_about(tx, "permission", "", now=now)
    tx.sql(
        "update ledger_writes set state = 'done', settled_at = :now"
        " where org_id = :org and kind = 'permission' and state = 'refused'",
        now=now,
    )


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
    kinds = {"note_contact", "note_invoice", "group_delete", DRAFT_CHARGE, CREDIT_CONTACT}
    is_again = row.kind in kinds
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
    _close(
        tx, "w.kind = :about_kind and w.subject_id = :about", kind=kind, about=subject_id, at=now
    )


def close_flag_task(tx: Tx, customer_id: str, *, now: datetime) -> None:
    """A customer's flag stands as decided: no refusal of it is asked about any more."""
    _close(
        tx,
        "w.kind = :about_kind and t.customer_id = :about",
        kind="flag",
        about=customer_id,
        at=now,
    )


def close_flag_tasks(tx: Tx, *, still_open: Iterable[str], now: datetime) -> None:
    """No refused flag is asked about any more but those of these customers."""
    _close(
        tx,
        "w.kind = :about_kind and not t.customer_id = any(:about)",
        kind="flag",
        about=sorted(still_open),
        at=now,
    )


def _close(tx: Tx, which: str, *, kind: str, about: str | list[str], at: datetime) -> None:
    tx.sql(
        "update tasks t set state = 'void', closed_at = :at, closed_by = 'ledger'"  # noqa: S608 - our own words
        " from ledger_writes w where t.org_id = :org and w.org_id = :org and t.state = 'open'"
        f" and t.kind = :task and t.subject = cast(w.id as text) and {which}",
        at=at,
        task=TaskKind.LEDGER_REFUSED.value,
        about_kind=kind,
        about=about,
    )
