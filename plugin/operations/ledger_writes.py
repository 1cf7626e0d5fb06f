"""Doing what the outbox towards the ledger says, each write once, after a look where owed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from plugin.credit.account import StepState
from plugin.letters.notes import NoteEvent, ledger_note
from plugin.operations.assess import Ground, morning
from plugin.operations.attempts import (
    back_in_line,
    claim,
    key_of,
    look_later,
    settle,
    tell_refusal,
)
from plugin.operations.charge_drafts import draft_charges
from plugin.operations.credit_contacts import write_contacts
from plugin.operations.doors import Doors, organisation_of
from plugin.operations.expected_dates import enter_dates
from plugin.ports import Ledger, NoteOn, NotPermitted, OutcomeUnknown, Refused, Unavailable
from plugin.store import Tx, contacts, invoices, writes
from plugin.store.writes import CREDIT_CONTACT, DRAFT_CHARGE, EXPECTED_DATE, LedgerWrite


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
    """Do every waiting write of the organisation, oldest first, until everything is stopped.

    A refusal is shown to people, and the rest goes on; anything else the ledger raises is raised,
    NotPermitted too, because the rest would fare no better.
    """

    def goes_on() -> bool:
        return even_stopped or stopped_until(doors, on) is None

    with doors.store.tenant(on.organisation.id) as tx:
        waiting = writes.waiting(tx, now=on.now)
    for write in waiting:
        if write.kind in {EXPECTED_DATE, DRAFT_CHARGE, CREDIT_CONTACT}:
            continue
        if not goes_on():
            return
        _do(doors, on, ledger, write)
    enter_dates(
        doors,
        on,
        ledger,
        [write for write in waiting if write.kind == EXPECTED_DATE],
        goes_on=goes_on,
    )
    drafts = [write for write in waiting if write.kind == DRAFT_CHARGE]
    draft_charges(doors, on, ledger, drafts, goes_on=goes_on)
    of_requests = [write for write in waiting if write.kind == CREDIT_CONTACT]
    write_contacts(doors, on, ledger, of_requests, goes_on=goes_on)


def stopped_until(doors: Doors, on: Ground) -> datetime | None:
    """When work goes on, where somebody has stopped everything by now (rule 28); else None."""
    with doors.store.house() as house:
        organisation = organisation_of(house, on.organisation.id)
    until = organisation.stopped_until
    if until is None or not organisation.is_stopped(on.today):
        return None
    return morning(organisation, until)


def _do(doors: Doors, on: Ground, ledger: Ledger, write: LedgerWrite) -> None:
    """Do one write, unless a look into the ledger shows that it was done already."""
    why_not = _why_not(doors, on, write)
    if why_not:
        settle(doors, on, write, StepState.DROPPED, why_not)
        return
    if write.state is not StepState.CLAIMED and not claim(doors, on, write):
        return
    try:
        if write.state is not StepState.CLAIMED or not _stands(ledger, write):
            _call(ledger, write, key=key_of(on, write))
    except (Unavailable, NotPermitted):
        back_in_line(doors, on, write)
        raise
    except Refused as refused:
        _refused(doors, on, write, str(refused))
    except OutcomeUnknown as unknown:
        look_later(doors, on, write, str(unknown))
    else:
        settle(doors, on, write, StepState.DONE)


def _why_not(doors: Doors, on: Ground, write: LedgerWrite) -> str:
    """Why nothing may be written about this contact any more; empty where it may."""
    if write.kind not in {"note_contact", "note_invoice"}:
        return ""
    with doors.store.tenant(on.organisation.id) as tx:
        contact = contacts.contact(tx, write.customer_id)
    status = contact.status if contact is not None else "active"
    if status == "erase":
        return "not written: the contact asked to be forgotten"
    if status != "active" and write.kind == "note_contact":
        return f"not written: the contact is {status} in Xero"
    return ""


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


def _refused(doors: Doors, on: Ground, write: LedgerWrite, words: str) -> None:
    with doors.store.tenant(on.organisation.id) as tx:
        writes.settle(tx, write.id, state=StepState.REFUSED, now=on.now, outcome=words)
        number = invoices.numbers(tx, [write.subject_id]).get(write.subject_id, "an invoice")
        what = {
            "note_contact": "a note on the contact",
            "note_invoice": f"a note on {number}",
            "group_delete": f"to delete the group “{write.text}”",
        }[write.kind]
        tell_refusal(tx, on, write.id, write.customer_id, what, words)
