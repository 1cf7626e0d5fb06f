"""Write back: bring contact groups and notes in the ledger in step with our decisions.

Compare first, write second: the groups are read before anything changes, every write is a row
before it is a call, and one that a dead run left behind is looked for in the ledger before it is
done again. A flag that a person took off inside the ledger is asked about, never put back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog

from plugin.credit.account import CreditStatus, StepState
from plugin.credit.decisions import Task, TaskKind
from plugin.letters.notes import NoteEvent, StatusCleared, StatusSet, ledger_note
from plugin.letters.words import status_name
from plugin.operations.assess import Ground, ground, morning
from plugin.operations.attempts import look_later, tell_refusal
from plugin.operations.doors import Doors
from plugin.operations.ledger_writes import do_writes, put_day_note, stopped_until
from plugin.operations.our_groups import FLAGGED, OurGroups, group_for, read_groups
from plugin.operations.pace import flood_rests_until
from plugin.operations.reasons import reasons_of
from plugin.ports import Ledger, NotPermitted, OutcomeUnknown, Refused, Urgency
from plugin.store import Tx, assessments, refusals, tasks, timeline, writes
from plugin.store.writes import Flag, LedgerWrite

log = structlog.get_logger()

#: a flag or two are written within seconds; more than these wait for calls that nobody else needs
_FLOOD = 20


def write_back(doors: Doors, org_id: UUID) -> datetime | None:
    """Do every waiting write and every flag that differs; says when a held-back one is due.

    Where whoever connected may not write, one task says so, and it is tried once a day.
    """
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        shut = refusals.not_permitted(tx)
    if shut is not None and now < shut.again_at:
        return shut.again_at
    try:
        next_at = _write_what_waits(doors, org_id)
    except NotPermitted as refused:
        _tell_not_permitted(doors, org_id, str(refused))
        return now + refusals.ASK_AGAIN
    if shut is not None:
        with doors.store.tenant(org_id) as tx:
            refusals.permitted_again(tx, now=now)
    return next_at


def _tell_not_permitted(doors: Doors, org_id: UUID, words: str) -> None:
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        write_id = refusals.note_not_permitted(tx, words, now=on.now)
        tell_refusal(tx, on, write_id, "", "every change, for want of permission", words)


def _write_what_waits(doors: Doors, org_id: UUID) -> datetime | None:
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=now)
        differing = writes.differing(tx, but_under=on.drafts)
        flagged = writes.flagged(tx)
        pending = writes.waiting(tx, now=now)
        begun = writes.flags_begun(tx, now=now)
        next_day = writes.next_waiting(tx, after=now)
        refusals.close_flag_tasks(tx, still_open=(f.customer_id for f in differing), now=now)
    if on.organisation.settled_at is None or on.only_drafts:
        return None
    if not on.settings.write_back or not (differing or flagged or pending or begun):
        return next_day
    goes_on = stopped_until(doors, on)
    if goes_on is not None:
        return goes_on
    writable = sum(_may_write(flag, on.today) for flag in differing)
    is_flood = writable + len(pending) > _FLOOD
    if is_flood:
        with doors.store.tenant(org_id) as tx:
            rests_until = flood_rests_until(tx, now=now)
        if rests_until is not None:
            return rests_until
    ledger = doors.ledger(org_id, urgency=Urgency.LATER if is_flood else Urgency.SOON)
    if differing or flagged or begun:
        differing = _change_all(doors, on, ledger, begun, flagged)
    do_writes(doors, on, ledger)
    goes_on = stopped_until(doors, on)
    if goes_on is not None:
        return goes_on
    held = [flag for flag in differing if not _may_write(flag, on.today) and _is_writable(flag)]
    tomorrow = morning(on.organisation, on.today + timedelta(days=1))
    with doors.store.tenant(org_id) as tx:
        next_day = writes.next_waiting(tx, after=now)
    return min((at for at in (tomorrow if held else None, next_day) if at), default=None)


def _change_all(
    doors: Doors,
    on: Ground,
    ledger: Ledger,
    begun: Sequence[LedgerWrite],
    flagged: tuple[Flag, ...],
) -> tuple[Flag, ...]:
    """Move every customer whose flag differs and may be written; those whose flag differed."""
    org_id = on.organisation.id
    standing = read_groups(doors, on, ledger)
    with doors.store.tenant(org_id) as tx:
        unsure = {write.customer_id for write in writes.flags_begun(tx)}
    sure = tuple(flag for flag in flagged if flag.customer_id not in unsure)
    _notice_removed(doors, on, standing, sure)
    _take_over(doors, on, standing, begun, flagged)
    with doors.store.tenant(org_id) as tx:
        differing = writes.differing(tx, but_under=on.drafts)
        unsure = {write.customer_id for write in writes.flags_begun(tx)}
        refused = refusals.refused_flags(tx)
    for flag in differing:
        if stopped_until(doors, on) is not None:
            break
        if standing.is_renamed and not standing.exists(flag.decided):
            _ask_about_name(doors, on, flag.customer_id)
        elif flag.customer_id in unsure or _was_refused(flag, refused):
            continue
        elif _may_write(flag, on.today):
            _change(doors, on, ledger, standing, flag)
    return differing


def _is_writable(flag: Flag) -> bool:
    return flag.is_active and not flag.removed_by_person


def _may_write(flag: Flag, today: date) -> bool:
    """At most one change a customer and day, except clearing (rule 30)."""
    if not _is_writable(flag):
        return False
    return flag.decided is CreditStatus.OPEN or flag.written_on != today


def _notice_removed(
    doors: Doors, on: Ground, standing: OurGroups, flagged: tuple[Flag, ...]
) -> None:
    """A flag that we wrote and that is not there any more was removed by a person (rule 31)."""
    gone = [
        flag.customer_id
        for flag in flagged
        if flag.is_active
        and not flag.removed_by_person
        and flag.written in FLAGGED
        and not standing.holds(flag.written, flag.customer_id)
    ]
    if not gone:
        return
    with doors.store.tenant(on.organisation.id) as tx:
        for customer_id in writes.flag_removed(tx, gone):
            tasks.open_task(
                tx, customer_id, Task(TaskKind.FLAG_REMOVED), raised_by="ledger", now=on.now
            )


def _ask_about_name(doors: Doors, on: Ground, customer_id: str) -> None:
    """One of our groups has another name now: what that means is asked once a customer."""
    with doors.store.tenant(on.organisation.id) as tx:
        tasks.open_task(
            tx,
            customer_id,
            Task(TaskKind.FLAG_REMOVED, subject="renamed"),
            raised_by="ledger",
            now=on.now,
        )


def _take_over(
    doors: Doors,
    on: Ground,
    standing: OurGroups,
    begun: Sequence[LedgerWrite],
    flagged: Sequence[Flag],
) -> None:
    """Moves that a dead run began: what stands in the ledger is what was written.

    Where that is what was decided, `_change` finds nothing to call and writes the note.
    """
    if not begun:
        return
    known = {flag.customer_id: flag for flag in flagged}
    with doors.store.tenant(on.organisation.id) as tx:
        for write in begun:
            held = (status for status in FLAGGED if standing.holds(status, write.customer_id))
            stands = next(held, CreditStatus.OPEN)
            found = assessments.read(tx, write.customer_id)
            flag = known.get(write.customer_id)
            written = flag.written if flag is not None else CreditStatus.OPEN
            if stands is not written and (found is None or found.status is not stands):
                since = flag.written_on if flag is not None else None
                writes.flag_written(tx, write.customer_id, stands, on=since or on.today)
            writes.settle(tx, write.id, state=StepState.DROPPED, now=on.now, outcome="looked at")


def _was_refused(flag: Flag, refused: Mapping[str, LedgerWrite]) -> bool:
    """This very move was refused, and nothing has changed since: it would only be again."""
    last = refused.get(flag.customer_id)
    return last is not None and last.text == flag.decided.value


def _change(doors: Doors, on: Ground, ledger: Ledger, standing: OurGroups, flag: Flag) -> None:
    """Move one customer between the groups, by comparison, and intend the note that says why."""
    org_id = on.organisation.id
    group = None
    if flag.decided in FLAGGED and not standing.holds(flag.decided, flag.customer_id):
        group = group_for(doors, on, ledger, standing, flag.decided)
        if group is None:
            return
    with doors.store.tenant(org_id) as tx:
        begun = writes.begin_flag(tx, flag.customer_id, flag.decided, now=on.now)
    try:
        if group is not None:
            ledger.add_to_group(group.id, flag.customer_id, key=f"{org_id}:add:{begun}")
        _leave_others(ledger, standing, flag)
    except NotPermitted:
        with doors.store.tenant(org_id) as tx:
            writes.settle(tx, begun, state=StepState.DROPPED, now=on.now, outcome="not permitted")
        raise
    except Refused as refused:
        what = f"to set its credit flag to {flag.decided.value}"
        with doors.store.tenant(org_id) as tx:
            writes.settle(tx, begun, state=StepState.REFUSED, now=on.now, outcome=str(refused))
            tell_refusal(tx, on, begun, flag.customer_id, what, str(refused))
        return
    except OutcomeUnknown as unknown:
        _look_later(doors, on, begun, flag, str(unknown))
        return
    _written(doors, on, flag, begun)


def _leave_others(ledger: Ledger, standing: OurGroups, flag: Flag) -> None:
    """Take the customer out of the groups that say something else."""
    for status in FLAGGED:
        held = standing.by_status[status]
        if (
            status is not flag.decided
            and held is not None
            and standing.holds(status, flag.customer_id)
        ):
            ledger.remove_from_group(held.id, flag.customer_id)


def _look_later(doors: Doors, on: Ground, begun: UUID, flag: Flag, why: str) -> None:
    """Nobody can say whether the move was made: the groups' members tell, at the next look."""
    with doors.store.tenant(on.organisation.id) as tx:
        write = writes.read(tx, begun)
        before = refusals.moves_unknown(tx, flag.customer_id)
    if write is not None:
        what = f"to set its credit flag to {flag.decided.value}"
        look_later(doors, on, replace(write, unknowns=before), why, what)


def _written(doors: Doors, on: Ground, flag: Flag, begun: UUID) -> None:
    with doors.store.tenant(on.organisation.id) as tx:
        writes.flag_written(tx, flag.customer_id, flag.decided, on=on.today)
        writes.settle(tx, begun, state=StepState.DONE, now=on.now)
        refusals.close_flag_task(tx, flag.customer_id, now=on.now)
        timeline.record(
            tx,
            timeline.Event(
                at=on.now,
                kind="flag",
                by="Goodterms",
                customer_id=flag.customer_id,
                summary=f"Flag in the ledger: {status_name(flag.decided)},"
                f" was {status_name(flag.written)}",
                refs={"before": flag.written.value, "after": flag.decided.value},
            ),
        )
        _intend_note(tx, on, flag, doors.url)


def _intend_note(tx: Tx, on: Ground, flag: Flag, url: str) -> None:
    """One note a contact and day, written with the day's first event; clearing has its own."""
    assessment = assessments.read(tx, flag.customer_id)
    reasons = reasons_of(assessment.decision) if assessment is not None else ()
    event: NoteEvent
    link = f"{url}/n/{{id}}"
    if _rank(flag.decided) > _rank(flag.written):
        event = StatusSet(on.today, flag.decided, reasons)
        put_day_note(tx, on, flag.customer_id, ledger_note([event], link))
        return
    event = StatusCleared(on.today, was=flag.written, now=flag.decided, reasons=reasons)
    writes.put(
        tx,
        kind="note_contact",
        customer_id=flag.customer_id,
        subject_id=flag.customer_id,
        text=ledger_note([event], link),
        once=f"clear:{flag.customer_id}:{on.today}",
        now=on.now,
    )


def _rank(status: CreditStatus) -> int:
    return list(CreditStatus).index(status)
