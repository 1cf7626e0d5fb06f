"""How one ledger write is tried: claimed first, looked for before it is tried again, then given up.

It calls nobody; what a write is, and how it is looked for, is known where it is made.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import structlog

from plugin.credit.account import StepState
from plugin.credit.decisions import Task, TaskKind
from plugin.operations.assess import Ground
from plugin.operations.doors import Doors
from plugin.store import Tx, refusals, tasks, writes
from plugin.store.writes import LedgerWrite

log = structlog.get_logger()

#: after an attempt of unknown outcome: a first look soon, the next once Xero has forgotten the
#: key (six minutes), then ever more rarely; after the last a person is asked
_LOOKS = (
    timedelta(minutes=1),
    timedelta(minutes=7),
    timedelta(hours=1),
    timedelta(hours=6),
)


def key_of(on: Ground, write: LedgerWrite) -> str:
    """The idempotency key: the same while the outcome is unknown, another after a certain no."""
    return f"{on.organisation.id}:{write.id}:{write.round}"


def claim(doors: Doors, on: Ground, write: LedgerWrite) -> bool:
    """Take a waiting write for this run, before the ledger is called."""
    with doors.store.tenant(on.organisation.id) as tx:
        return writes.claim(tx, write.id, now=on.now)


def settle(
    doors: Doors, on: Ground, write: LedgerWrite, state: StepState, outcome: str | None = None
) -> None:
    """Note how a write ended."""
    with doors.store.tenant(on.organisation.id) as tx:
        writes.settle(tx, write.id, state=state, now=on.now, outcome=outcome)
        if state is StepState.DONE:
            refusals.close_task_of(tx, write.id, now=on.now)


def back_in_line(doors: Doors, on: Ground, write: LedgerWrite) -> None:
    """This attempt certainly came to nothing; an earlier one of unknown outcome is still open."""
    if write.state is not StepState.CLAIMED:
        settle(doors, on, write, StepState.APPROVED)


def look_later(
    doors: Doors, on: Ground, write: LedgerWrite, why: str, what: str = "a change of ours"
) -> None:
    """Nobody can say what became of it: it stays claimed, and is looked for before a new attempt.

    When that is due stands with the write; after five attempts a person is asked.
    """
    log.warning("write with unknown outcome", write=str(write.id), why=why)
    with doors.store.tenant(on.organisation.id) as tx:
        if write.unknowns >= len(_LOOKS):
            words = f"no answer to {write.unknowns + 1} attempts; the last said: {why}"
            writes.settle(tx, write.id, state=StepState.REFUSED, now=on.now, outcome=words)
            tell_refusal(tx, on, write.id, write.customer_id, what, words)
            return
        look_at = on.now + _LOOKS[write.unknowns]
        refusals.note_unknown(tx, write.id, why=why, look_at=look_at)


def tell_refusal(
    tx: Tx, on: Ground, write_id: UUID, customer_id: str, what: str, words: str
) -> None:
    """Show a refusal to people in the ledger's own words, with what was not done."""
    tasks.open_task(
        tx,
        customer_id,
        Task(TaskKind.LEDGER_REFUSED, subject=str(write_id), names=(what, words)),
        raised_by="ledger",
        now=on.now,
    )
