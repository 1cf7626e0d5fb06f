"""Write back: bring contact groups and notes in the ledger in step with our decisions.

Compare first, write second: the groups are read before anything changes, every write is a row
before it is a call, and one that a dead run left behind is looked for in the ledger before it is
done again. A flag that a person took off inside the ledger is asked about, never put back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog

from plugin.credit.account import CreditStatus, StepState
from plugin.credit.decisions import Task, TaskKind
from plugin.credit.policy import Mode
from plugin.letters.notes import NoteEvent, StatusCleared, StatusSet, ledger_note
from plugin.letters.words import status_name
from plugin.operations.assess import Ground, ground, morning
from plugin.operations.doors import Doors
from plugin.operations.ledger_writes import do_writes, put_day_note, stopped_until
from plugin.operations.reasons import reasons_of
from plugin.ports import Ledger, LedgerGroup
from plugin.store import Tx, assessments, groups, tasks, timeline, writes
from plugin.store.writes import Flag, LedgerWrite

log = structlog.get_logger()

_FLAGGED = (CreditStatus.WATCH, CreditStatus.STOP)


@dataclass(frozen=True, slots=True)
class _Groups:
    """Our two groups as the ledger has them now; None where one does not exist (yet)."""

    by_status: Mapping[CreditStatus, LedgerGroup | None]
    #: a person gave one of our groups another name: an answer, so no new one is made (rule 31)
    is_renamed: bool = False

    def exists(self, status: CreditStatus) -> bool:
        """True for OPEN, which needs no group, and where the status has its group."""
        return status is CreditStatus.OPEN or self.by_status[status] is not None

    def holds(self, status: CreditStatus, contact_id: str) -> bool:
        group = self.by_status.get(status)
        return group is not None and contact_id in group.members


def write_back(doors: Doors, org_id: UUID) -> datetime | None:
    """Do every waiting write and every flag that differs; says when a held-back one is due."""
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=now)
        differing = writes.differing(tx)
        flagged = writes.flagged(tx)
        pending = writes.waiting(tx, now=now)
        begun = writes.flags_begun(tx)
        next_day = writes.next_waiting(tx, after=now)
    if on.organisation.settled_at is None or on.policy.mode is Mode.DRAFT:
        return None
    if not on.settings.write_back or not (differing or flagged or pending or begun):
        return next_day
    goes_on = stopped_until(doors, on)
    if goes_on is not None:
        return goes_on
    ledger = doors.ledger(org_id)
    if differing or flagged or begun:
        standing = _read_groups(doors, on, ledger)
        unsure = {write.customer_id for write in begun}
        sure = tuple(flag for flag in flagged if flag.customer_id not in unsure)
        _notice_removed(doors, on, standing, sure)
        _take_over(doors, on, standing, begun, flagged)
        with doors.store.tenant(org_id) as tx:
            differing = writes.differing(tx)
        for flag in differing:
            if stopped_until(doors, on) is not None:
                break
            if standing.is_renamed and not standing.exists(flag.decided):
                _ask_about_name(doors, on, flag.customer_id)
            elif _may_write(flag, on.today):
                _change(doors, on, ledger, standing, flag)
    do_writes(doors, on, ledger)
    goes_on = stopped_until(doors, on)
    if goes_on is not None:
        return goes_on
    held = [flag for flag in differing if not _may_write(flag, on.today) and _is_writable(flag)]
    tomorrow = morning(on.organisation, on.today + timedelta(days=1))
    with doors.store.tenant(org_id) as tx:
        next_day = writes.next_waiting(tx, after=now)
    return min((at for at in (tomorrow if held else None, next_day) if at), default=None)


def _is_writable(flag: Flag) -> bool:
    return flag.is_active and not flag.removed_by_person


def _may_write(flag: Flag, today: date) -> bool:
    """At most one change a customer and day, except clearing (rule 30)."""
    if not _is_writable(flag):
        return False
    return flag.decided is CreditStatus.OPEN or flag.written_on != today


def _read_groups(doors: Doors, on: Ground, ledger: Ledger) -> _Groups:
    """Our groups with their members, found by the id that we remember, else by name."""
    names = {
        CreditStatus.WATCH: on.policy.groups.watch,
        CreditStatus.STOP: on.policy.groups.stop,
    }
    listed = ledger.groups()
    with doors.store.tenant(on.organisation.id) as tx:
        remembered = groups.ours(tx)
    found: dict[CreditStatus, LedgerGroup | None] = {}
    for status, name in names.items():
        match = next(
            (group for group in listed if group.id in remembered and group.name == name), None
        ) or next((group for group in listed if group.name == name), None)
        found[status] = ledger.group(match.id) if match is not None else None
        if match is not None and match.id not in remembered:
            with doors.store.tenant(on.organisation.id) as tx:
                groups.remember_ours(tx, match.id, name)
    ours = set(names.values())
    return _Groups(
        found, any(group.id in remembered and group.name not in ours for group in listed)
    )


def _notice_removed(doors: Doors, on: Ground, standing: _Groups, flagged: tuple[Flag, ...]) -> None:
    """A flag that we wrote and that is not there any more was removed by a person (rule 31)."""
    gone = [
        flag.customer_id
        for flag in flagged
        if flag.is_active
        and not flag.removed_by_person
        and flag.written in _FLAGGED
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
    standing: _Groups,
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
            held = (status for status in _FLAGGED if standing.holds(status, write.customer_id))
            stands = next(held, CreditStatus.OPEN)
            found = assessments.read(tx, write.customer_id)
            flag = known.get(write.customer_id)
            written = flag.written if flag is not None else CreditStatus.OPEN
            if stands is not written and (found is None or found.status is not stands):
                since = flag.written_on if flag is not None else None
                writes.flag_written(tx, write.customer_id, stands, on=since or on.today)
            writes.settle(tx, write.id, state=StepState.DROPPED, now=on.now, outcome="looked at")


def _change(doors: Doors, on: Ground, ledger: Ledger, standing: _Groups, flag: Flag) -> None:
    """Move one customer between the groups, by comparison, and intend the note that says why."""
    org_id = on.organisation.id
    with doors.store.tenant(org_id) as tx:
        begun = writes.begin_flag(tx, flag.customer_id, flag.decided, now=on.now)
    for status in _FLAGGED:
        is_in, should = standing.holds(status, flag.customer_id), flag.decided is status
        if should and not is_in:
            group = standing.by_status[status] or _create(doors, on, ledger, standing, status)
            ledger.add_to_group(
                group.id,
                flag.customer_id,
                key=f"{org_id}:add:{group.id}:{flag.customer_id}:{on.now.isoformat()}",
            )
        if is_in and not should:
            held = standing.by_status[status]
            if held is not None:
                ledger.remove_from_group(held.id, flag.customer_id)
    with doors.store.tenant(org_id) as tx:
        writes.flag_written(tx, flag.customer_id, flag.decided, on=on.today)
        writes.settle(tx, begun, state=StepState.DONE, now=on.now)
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


def _create(
    doors: Doors, on: Ground, ledger: Ledger, standing: _Groups, status: CreditStatus
) -> LedgerGroup:
    names = on.policy.groups
    name = names.watch if status is CreditStatus.WATCH else names.stop
    group = ledger.create_group(name, key=f"{on.organisation.id}:group:{name}:{on.today}")
    with doors.store.tenant(on.organisation.id) as tx:
        groups.remember_ours(tx, group.id, name)
    if isinstance(standing.by_status, dict):
        standing.by_status[status] = group
    return group


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
