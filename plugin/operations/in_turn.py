"""Approved messages leave one by one, each decided anew under its customer's lock, or are dropped.

What a message says, and whether it may still go, its own kind decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from plugin.credit.account import StepState
from plugin.jobs import What
from plugin.operations.composing import Ready
from plugin.operations.doors import Doors, decided
from plugin.operations.ground import Ground, ground
from plugin.operations.handover import hand_over
from plugin.operations.ingest import reread_balances
from plugin.ports import Ledger
from plugin.store import Tx, assessments, due, outbox
from plugin.store.messages import Message

#: balances of so many messages are read in one go, just before these are sent
_AT_ONCE = 10


def send_in_turn(
    doors: Doors,
    began: Ground,
    ledger: Ledger,
    ready: Sequence[Message],
    *,
    may_send: Callable[[Ground], bool],
    claim: Callable[[Tx, Ground, UUID], Ready | None],
) -> None:
    """Send these approved messages; `claim` says what leaves of one by now, None where nothing."""
    org_id = began.organisation.id
    for start in range(0, len(ready), _AT_ONCE):
        batch = ready[start : start + _AT_ONCE]
        reread_balances(doors, org_id, ledger, [each for one in batch for each in one.also])
        for message in batch:
            with decided(doors, org_id, What.ASSESS) as tx:
                # read anew for each: somebody may have stopped everything a second ago
                on = ground(tx, now=doors.clock.now())
                may_go = may_send(on) and on.settings == began.settings
                claimed = claim(tx, on, message.id) if may_go else None
            if claimed is not None:
                hand_over(doors, on, claimed)


def drop(tx: Tx, on: Ground, message: Message, outcome: str) -> None:
    """Drop an approved message; what else is true of the customer by now, a review says."""
    outbox.move(
        tx,
        message.id,
        to=StepState.DROPPED,
        frm=(StepState.APPROVED,),
        now=on.now,
        outcome=outcome,
    )
    assessments.touch(tx, [message.customer_id])
    due.put(tx, What.ASSESS, on.now)
