"""Doing what the outbox towards the ledger says, each write once, after a look where owed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from plugin.credit.account import StepState
from plugin.jobs import What
from plugin.letters.notes import NoteEvent, ledger_note
from plugin.operations.assess import Ground, morning
from plugin.operations.doors import Doors, organisation_of
from plugin.ports import Ledger, NoteOn, OutcomeUnknown, Refused, Unavailable
from plugin.store import Tx, due, writes
from plugin.store.writes import LedgerWrite

log = structlog.get_logger()


def put_day_note(tx: Tx, on: Ground, customer_id: str, text: str) -> None:
    """Intend the day's note of a contact, or a part of the next day's where today has one."""
    tomorrow = morning(on.organisation, on.today + timedelta(days=1))
    writes.put_day_note(tx, customer_id, text, on=on.today, now=on.now, next_morning=tomorrow)


def note_for(
    tx: Tx,
    on: Ground,
    event: NoteEvent,
    *,
    customer_id: str,
    invoice_ids: Sequence[str],
    once: str,
    url: str,
) -> None:
    """Intend a note of one event: on the invoice where it stands alone, else in the contact's day
    note, which lists the numbers (rule 32)."""
    text = ledger_note([event], f"{url}/n/{{id}}")
    if len(invoice_ids) != 1:
        put_day_note(tx, on, customer_id, text)
        return
    writes.put(
        tx,
        kind="note_invoice",
        customer_id=customer_id,
        subject_id=invoice_ids[0],
        text=text,
        once=once,
        now=on.now,
    )


def do_writes(doors: Doors, on: Ground, ledger: Ledger, *, even_stopped: bool = False) -> None:
    """Do every waiting write of the organisation, oldest first, until everything is stopped."""
    with doors.store.tenant(on.organisation.id) as tx:
        waiting = writes.waiting(tx, now=on.now)
    for write in waiting:
        if not even_stopped and stopped_until(doors, on) is not None:
            return
        _do(doors, on, ledger, write)


def stopped_until(doors: Doors, on: Ground) -> datetime | None:
    """When work goes on, where somebody has stopped everything by now (rule 28); else None."""
    with doors.store.house() as house:
        organisation = organisation_of(house, on.organisation.id)
    until = organisation.stopped_until
    if until is None or not organisation.is_stopped(on.today):
        return None
    return morning(organisation, until)


def _do(doors: Doors, on: Ground, ledger: Ledger, write: LedgerWrite) -> None:
    """Do one write, unless a look into the ledger shows that a dead run did it already."""
    org_id = on.organisation.id
    if write.state is StepState.CLAIMED:
        if _stands(ledger, write):
            _settle(doors, org_id, write, StepState.DONE)
            return
    else:
        with doors.store.tenant(org_id) as tx:
            if not writes.claim(tx, write.id, now=on.now):
                return
    try:
        _call(ledger, write, key=f"{org_id}:{write.id}")
    except Unavailable:
        # it certainly did not happen, so nobody needs to look for it
        _settle(doors, org_id, write, StepState.APPROVED)
        raise
    except Refused as refused:
        _settle(doors, org_id, write, StepState.REFUSED, str(refused))
    except OutcomeUnknown as unknown:
        # it stays claimed: the next run looks into the ledger before it writes again
        log.warning("write with unknown outcome", write=str(write.id), why=str(unknown))
        with doors.store.tenant(org_id) as tx:
            due.put(tx, What.WRITE_BACK, on.now + timedelta(minutes=1))
    else:
        _settle(doors, org_id, write, StepState.DONE)


def _stands(ledger: Ledger, write: LedgerWrite) -> bool:
    """Whether the ledger shows this write: a note by its own link, a deletion by absence."""
    if write.kind == "group_delete":
        return all(group.id != write.subject_id for group in ledger.groups())
    notes = ledger.notes(_place(write), write.subject_id)
    return any(str(write.id) in note.text for note in notes)


def _call(ledger: Ledger, write: LedgerWrite, *, key: str) -> None:
    if write.kind == "group_delete":
        ledger.delete_group(write.subject_id, key=key)
    else:
        ledger.add_note(_place(write), write.subject_id, write.text, key=key)


def _place(write: LedgerWrite) -> NoteOn:
    return NoteOn.CONTACT if write.kind == "note_contact" else NoteOn.INVOICE


def _settle(
    doors: Doors, org_id: UUID, write: LedgerWrite, state: StepState, outcome: str | None = None
) -> None:
    with doors.store.tenant(org_id) as tx:
        writes.settle(tx, write.id, state=state, now=doors.clock.now(), outcome=outcome)
