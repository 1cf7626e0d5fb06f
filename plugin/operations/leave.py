"""Leave: take leave of a ledger. Flags end with a last note, our groups and dates go unless the
user says no, then the connection is deleted. It ends by itself however often it is interrupted.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import structlog

from plugin.credit.account import CreditStatus, StepState
from plugin.jobs import What
from plugin.letters.notes import FlagsEnd, ledger_note
from plugin.operations.assess import Ground, ground
from plugin.operations.doors import Doors, NotPossible, decided, organisation_of
from plugin.operations.erase import erase_now
from plugin.operations.expected_dates import lay_down_emptied_dates
from plugin.operations.ledger_writes import do_writes
from plugin.operations.letting_go import end_connections
from plugin.operations.lost import KEPT_FOR
from plugin.operations.remind import give_up_claimed
from plugin.ports import Disconnected, LedgerError, NeedsConsent, NotPermitted, Urgency
from plugin.store import (
    Tx,
    assessments,
    due,
    forgetting,
    groups,
    leaving,
    messages,
    organisations,
    outbox,
    timeline,
    writes,
)
from plugin.store.organisations import OrgState

log = structlog.get_logger()

#: a write whose answer was lost is looked for in the ledger after so long
_LOOK_AGAIN = timedelta(minutes=1)
_TOO_LATE = "the organisation disconnected before the day of this note"


def disconnect(doors: Doors, *, org_id: UUID, by: str, remove_flags: bool) -> None:
    """A person disconnects: what is to be written for the last time is laid down, and rung for.

    What was approved and has not gone goes no more. Raises NotPossible where it is not connected.
    """
    now = doors.clock.now()
    with decided(doors, org_id, What.DISCONNECT) as tx:
        on = ground(tx, now=now)
        if on.organisation.is_leaving:
            raise NotPossible("It is disconnecting already. Nothing was changed.")
        if on.organisation.state is OrgState.DISCONNECTED:
            raise NotPossible("It is disconnected already. Nothing was changed.")
        # customers first, what is due last: the order in which every job takes its locks
        waiting = messages.in_state(tx, StepState.APPROVED)
        flagged = writes.flagged(tx)
        assessments.lock(
            tx, sorted({*(m.customer_id for m in waiting), *(f.customer_id for f in flagged)})
        )
        dropped = _drop_approved(tx, on, [message.id for message in waiting])
        may_write = on.organisation.is_connected and on.settings.write_back
        leaving.give_up_later(tx, now=now, why=_TOO_LATE)
        if may_write:
            _lay_down_last_notes(tx, on, flagged, doors.url)
        if may_write and remove_flags:
            _lay_down_group_deletions(tx, on)
            lay_down_emptied_dates(tx, on)
        organisations.set_state(
            tx, org_id, OrgState.LEAVING, why=f"Disconnected here by {by}", now=now
        )
        _tell(tx, on, by, remove_flags=remove_flags, dropped=dropped)
        due.drop_all(tx, org_id)


def _drop_approved(tx: Tx, on: Ground, message_ids: list[UUID]) -> int:
    """What a person or the policy said yes to and has not gone: it will not go; says how many."""
    return sum(
        outbox.move(
            tx,
            message_id,
            to=StepState.DROPPED,
            frm=(StepState.APPROVED,),
            now=on.now,
            outcome="disconnected before it went",
        )
        for message_id in message_ids
    )


def _tell(tx: Tx, on: Ground, by: str, *, remove_flags: bool, dropped: int) -> None:
    ours = "groups and dates"
    groups_words = f"taking our {ours} away" if remove_flags else f"leaving our {ours}"
    unsent = f"; {dropped} approved and not sent" if dropped else ""
    timeline.record(
        tx,
        timeline.Event(
            at=on.now,
            kind="disconnecting",
            by=by,
            summary=f"Disconnected from Xero, {groups_words}{unsent}",
        ),
    )


def _lay_down_last_notes(tx: Tx, on: Ground, flagged: tuple[writes.Flag, ...], url: str) -> None:
    """Each flagged contact is told from when its flag is kept no more, whether the groups go or
    stay: a flag that stays is read for years."""
    for flag in flagged:
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


def _lay_down_group_deletions(tx: Tx, on: Ground) -> None:
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


def leave_now(doors: Doors, *, org_id: UUID, by: str) -> None:
    """A person will not wait for Xero: what is still unwritten is given up, and said.

    The connection is deleted as soon as Xero answers. Raises NotPossible where it is not leaving.
    """
    now = doors.clock.now()
    with decided(doors, org_id, What.DISCONNECT) as tx:
        if not organisation_of(tx, org_id).is_leaving:
            raise NotPossible("It is not disconnecting. Nothing was changed.")
        given_up = leaving.give_up_all(tx, now=now, why="given up: you left without waiting")
        organisations.set_state(
            tx,
            org_id,
            OrgState.DISCONNECTED,
            why=f"Disconnected here by {by}, without waiting for Xero",
            now=now,
        )
        timeline.record(
            tx,
            timeline.Event(
                at=now,
                kind="disconnected",
                by=by,
                summary=f"Left without waiting for Xero; {given_up} last words were not written",
            ),
        )
        due.drop_all(tx, org_id)
        due.put(tx, What.FORGET, now + KEPT_FOR)


def finish_disconnect(doors: Doors, org_id: UUID) -> datetime | None:
    """Do the last writes, then delete the connection; says when to look again, if it has to.

    Killed at any step, it goes on where it stood. Raises Unavailable while Xero cannot be reached.
    """
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=now)
        give_up_claimed(tx, on)
    organisation = on.organisation
    if organisation.is_connected:
        # somebody connected again before this could begin
        return None
    if organisation.is_leaving and not _last_words(doors, on):
        return now + _LOOK_AGAIN
    try:
        end_connections(doors, organisation)
    except LedgerError as trouble:
        doors.budget.went_wrong(org_id, trouble)
        raise
    with doors.store.tenant(org_id) as tx:
        if not organisation_of(tx, org_id).is_leaving:
            return None
        organisations.set_state(
            tx, org_id, OrgState.DISCONNECTED, why=organisation.state_why, now=now
        )
        timeline.record(
            tx,
            timeline.Event(
                at=now,
                kind="disconnected",
                by="Goodterms",
                summary="The connection to Xero is deleted; nothing is read, sent or written",
            ),
        )
        due.drop_all(tx, org_id)
        due.put(tx, What.FORGET, now + KEPT_FOR)
    return None


def _last_words(doors: Doors, on: Ground) -> bool:
    """Write what waits for the ledger; False while the outcome of a write is unknown."""
    organisation = on.organisation
    org_id = organisation.id
    ledger = doors.open_books(org_id, organisation.ledger_id, organisation.grant_id, Urgency.SOON)
    try:
        # to leave is a person's own word, given after any stop
        do_writes(doors, on, ledger, even_stopped=True)
    except (Disconnected, NeedsConsent, NotPermitted) as shut:
        log.info("the last words found a closed door", org=str(org_id), why=str(shut))
        with doors.store.tenant(org_id) as tx:
            leaving.give_up_all(tx, now=on.now, why=f"Xero let us in no more: {shut}")
    with doors.store.tenant(org_id) as tx:
        _note_what_went(tx, on)
        # a message that was on its way may have left a note for tomorrow
        leaving.give_up_later(tx, now=on.now, why=_TOO_LATE)
        still = leaving.still_to_write(tx)
    return still.is_nothing


def _note_what_went(tx: Tx, on: Ground) -> None:
    """Keep in mind what of ours the ledger still has: groups, and the flags that they carry."""
    leaving.forget_deleted_groups(tx)
    standing = {group.name for group in groups.groups(tx) if group.ours}
    names = {
        CreditStatus.WATCH: on.house.groups.watch,
        CreditStatus.STOP: on.house.groups.stop,
    }
    gone = [status for status, name in names.items() if name not in standing]
    leaving.flags_taken_off(tx, gone, on=on.today)


def take_back_farewell(tx: Tx, *, now: datetime) -> None:
    """Somebody connects again while the last words wait: those that wait are not written."""
    if leaving.take_back(tx, now=now):
        _note_what_went(tx, ground(tx, now=now))


def forget(doors: Doors, org_id: UUID) -> datetime | None:
    """Thirty days after it left, erase the organisation; says when to come again, if ever.

    One that waited so long for somebody's consent counts as having left from then: the copy of its
    ledger goes now, what its people decided thirty days later.
    """
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        state = organisation_of(tx, org_id).state
        if state is OrgState.NEEDS_CONSENT:
            _count_as_left(tx, org_id, now)
            return now + KEPT_FOR
    if state is OrgState.DISCONNECTED:
        erase_now(doors, org_id)
    return None


def _count_as_left(tx: Tx, org_id: UUID, now: datetime) -> None:
    gone = forgetting.forget_ledger(tx)
    organisations.set_state(
        tx,
        org_id,
        OrgState.DISCONNECTED,
        why=f"Nobody consented again for {KEPT_FOR.days} days",
        now=now,
    )
    timeline.record(
        tx,
        timeline.Event(
            at=now,
            kind="forgotten",
            by="Goodterms",
            summary=f"The copy of the ledger was deleted: {gone} rows",
        ),
    )
