"""Leave: take leave of a ledger. Flags end with a last note, our groups go unless the user says
no, this one connection is deleted, and the token is revoked only with that user's last one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from plugin.credit.account import CreditStatus
from plugin.jobs import What
from plugin.letters.notes import FlagsEnd, ledger_note
from plugin.operations.assess import Ground, ground
from plugin.operations.connect import KEPT_FOR
from plugin.operations.doors import Doors, decided, organisation_of
from plugin.operations.ledger_writes import do_writes
from plugin.ports import Disconnected, valid_tokens
from plugin.store import (
    Tx,
    assessments,
    due,
    forgetting,
    grants,
    groups,
    organisations,
    timeline,
    writes,
)
from plugin.store.organisations import OrgState


def disconnect(doors: Doors, *, org_id: UUID, by: str, remove_flags: bool) -> None:
    """A person disconnects: what is to be written for the last time is laid down, and rung for."""
    now = doors.clock.now()
    with decided(doors, org_id, What.DISCONNECT) as tx:
        on = ground(tx, now=now)
        # customers first, what is due last: the order in which every job takes its locks
        assessments.lock(tx, [flag.customer_id for flag in writes.flagged(tx)])
        if remove_flags and on.settings.write_back:
            _lay_down_last_writes(tx, on, doors.url)
        timeline.record(
            tx,
            timeline.Event(
                at=now,
                kind="disconnecting",
                by=by,
                summary="Disconnected from Xero"
                + (", taking our groups away" if remove_flags else ", leaving our groups"),
            ),
        )
        organisations.set_state(
            tx,
            org_id,
            OrgState.CONNECTED,
            why="Leaving: the last notes are written, then the connection ends",
            now=now,
        )
        due.drop_all(tx, org_id)


def _lay_down_last_writes(tx: Tx, on: Ground, url: str) -> None:
    for flag in writes.flagged(tx):
        if not flag.is_active:
            continue
        writes.put(
            tx,
            kind="note_contact",
            customer_id=flag.customer_id,
            subject_id=flag.customer_id,
            text=ledger_note([FlagsEnd(on.today, flag.written)], f"{url}/n/{{id}}"),
            once=f"end:{flag.customer_id}:{on.now.isoformat()}",
            now=on.now,
        )
        writes.flag_written(tx, flag.customer_id, CreditStatus.OPEN, on=on.today)
    for group in groups.groups(tx):
        if group.ours:
            writes.put(
                tx,
                kind="group_delete",
                customer_id="",
                subject_id=group.id,
                text=group.name,
                once=f"delete:{group.id}:{on.now.isoformat()}",
                now=on.now,
            )


def finish_disconnect(doors: Doors, org_id: UUID) -> datetime | None:
    """Do the last writes, delete this connection, revoke the token only with the user's last."""
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=now)
    organisation = on.organisation
    if organisation.is_connected:
        # to leave is a person's own word, given after the stop
        do_writes(doors, on, doors.ledger(org_id), even_stopped=True)
        _delete_connection(doors, on)
    with doors.store.tenant(org_id) as tx:
        organisations.set_state(
            tx, org_id, OrgState.DISCONNECTED, why="Disconnected here by one of you", now=now
        )
        due.drop_all(tx, org_id)
        due.put(tx, What.FORGET, now + KEPT_FOR)
    return None


def forget(doors: Doors, org_id: UUID) -> datetime | None:
    """Delete the copy of a ledger whose organisation has not come back."""
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        if organisation_of(tx, org_id).is_connected:
            return None
        gone = forgetting.forget_ledger(tx)
        timeline.record(
            tx,
            timeline.Event(
                at=now,
                kind="forgotten",
                by="Goodterms",
                summary=f"The copy of the ledger was deleted: {gone} rows",
            ),
        )
    return None


def _delete_connection(doors: Doors, on: Ground) -> None:
    organisation = on.organisation
    try:
        tokens = valid_tokens(
            organisation.grant_id, vault=doors.vault, consent=doors.consent, clock=doors.clock
        )
        doors.consent.disconnect(tokens.access, organisation.connection_id)
    except Disconnected:
        # it was already gone on the other side, which is what was asked for
        return
    with doors.store.house() as house:
        others = [
            other
            for other in organisations.on_grant(house, organisation.grant_id)
            if other.id != organisation.id
        ]
    if others:
        return
    doors.consent.revoke(tokens)
    with doors.store.house() as house:
        grants.mark_dead(house, organisation.grant_id, why="revoked with its last connection")
