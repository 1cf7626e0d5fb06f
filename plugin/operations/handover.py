"""Handing a claimed message to whoever carries it, and settling its row by what that says.

At most once: what nobody can vouch for is shown to a person and never sent again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from plugin.credit.account import StepState
from plugin.credit.decisions import Task, TaskKind
from plugin.jobs import What
from plugin.operations.assess import Ground
from plugin.operations.composing import Ready
from plugin.operations.conversations import in_conversation
from plugin.operations.doors import Doors, decided
from plugin.operations.sent import sent
from plugin.ports import Bounced, OutcomeUnknown, OutgoingMail, Refused, Unavailable
from plugin.store import Tx, assessments, outbox, recipients, tasks
from plugin.store.messages import Message

__all__ = ["Ready", "ask_whether_sent", "hand_over"]

log = structlog.get_logger()

#: after a passing failure of the mail system
_AGAIN_IN = timedelta(minutes=5)


def hand_over(doors: Doors, on: Ground, ready: Ready) -> None:
    """Give the message to whoever carries it and settle the row by what they say."""
    org_id, message = on.organisation.id, ready.message
    outgoing = ready.outgoing
    if isinstance(outgoing, OutgoingMail):
        outgoing = in_conversation(doors, org_id, message.customer_id, outgoing)
    try:
        doors.carry(outgoing)
    except Unavailable as passing:
        log.warning("nobody carries messages just now", message=str(message.id), why=str(passing))
        with doors.store.tenant(org_id) as tx:
            outbox.move(tx, message.id, to=StepState.APPROVED, frm=(StepState.CLAIMED,), now=on.now)
            outbox.delay(tx, message.id, until=on.now + _AGAIN_IN)
        return
    except Refused as refused:
        with decided(doors, org_id, What.ASSESS) as tx:
            _settle_refused(tx, on, message, refused)
            # what was proposed still stands to be sent: only a review says when to ask again
            assessments.touch(tx, [message.customer_id])
        return
    except OutcomeUnknown as unknown:
        with doors.store.tenant(org_id) as tx:
            outbox.move(
                tx,
                message.id,
                to=StepState.UNCONFIRMED,
                frm=(StepState.CLAIMED,),
                now=on.now,
                outcome=str(unknown),
            )
            ask_whether_sent(tx, message, on.now)
        return
    with decided(doors, org_id, What.ASSESS, What.WRITE_BACK) as tx:
        sent(tx, on, message, ready.proposed, url=doors.url)


def _settle_refused(tx: Tx, on: Ground, message: Message, refused: Refused) -> None:
    """Refused for good: an address that bounced pauses its customer, and a review asks about it."""
    why = str(refused)
    outbox.move(
        tx,
        message.id,
        to=StepState.REFUSED,
        frm=(StepState.CLAIMED,),
        now=on.now,
        outcome=why,
    )
    if isinstance(refused, Bounced):
        recipients.note_bounce(tx, message.customer_id, refused.address, why=why, at=on.now)
        return
    tasks.open_task(
        tx,
        message.customer_id,
        Task(TaskKind.BOUNCED, subject=str(message.id), names=(why,)),
        raised_by="outbox",
        now=on.now,
    )


def ask_whether_sent(tx: Tx, message: Message, now: datetime) -> None:
    """Show a message of unknown outcome to a person, who says whether it reached the customer."""
    tasks.open_task(
        tx,
        message.customer_id,
        Task(TaskKind.UNCONFIRMED, subject=str(message.id)),
        raised_by="outbox",
        now=now,
    )
