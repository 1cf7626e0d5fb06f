"""What the frame of every page says: whose books, as of when, and how much waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from plugin.store import Tx, calls, organisations
from plugin.store.organisations import LOST, Organisation
from plugin.store.reading import ledger, setting_up, work

#: changed bank details stand on every page for so long
_TOLD_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The state of an organisation in one line; `stopped_until` is the first day that goes on."""

    org_id: UUID
    name: str
    base_currency: str
    today: date
    is_connected: bool
    #: neither connected nor leaving by somebody's own word: a person has to connect again
    is_lost: bool
    lost_at: datetime | None
    lost_why: str
    settled: bool
    first_synced: bool
    synced_at: datetime | None
    sync_failed: str
    reconciled_to: date | None
    is_stopped: bool
    stopped_until: date | None
    waiting_messages: int
    waiting_calls: int
    open_tasks: int
    #: what customers wrote and nobody has read
    waiting_replies: int
    #: by whom and when the lines on how to pay were changed; None a week later (rule 26)
    pay_changed_at: datetime | None
    pay_changed_by: str

    @property
    def tomorrow(self) -> date:
        """The first day that a hold, a promise or a stop may name."""
        return self.today + timedelta(days=1)


def header(tx: Tx, organisation: Organisation, *, on: date, now: datetime) -> Header:
    """The frame's figures of one organisation on its civil day."""
    progress = setting_up.sync_progress(tx)
    finished = [row.finished_at for row in progress if row.finished_at is not None]
    failed = [row.failed for row in progress if row.failed]
    chosen = organisations.settings(tx)
    changed_at = chosen.how_to_pay_changed_at
    proposed = [row for row in work.waiting(tx) if row.state == "proposed"]
    is_told = changed_at is not None and now < changed_at + _TOLD_FOR
    return Header(
        org_id=organisation.id,
        name=organisation.name,
        base_currency=organisation.base_currency,
        today=on,
        is_connected=organisation.is_connected,
        is_lost=organisation.state in LOST,
        lost_at=None if organisation.is_connected else organisation.state_since,
        lost_why=organisation.state_why,
        settled=organisation.settled_at is not None,
        first_synced=organisation.first_synced_at is not None,
        synced_at=min(max(finished), now) if finished else None,
        sync_failed=failed[0] if failed else "",
        reconciled_to=ledger.reconciled_to(tx),
        is_stopped=organisation.is_stopped(on),
        stopped_until=organisation.stopped_until,
        waiting_messages=sum(row.n for row in proposed if row.channel != "call"),
        waiting_calls=sum(row.n for row in proposed if row.channel == "call"),
        open_tasks=sum(row.n for row in work.task_counts(tx)),
        waiting_replies=calls.count_unread(tx),
        pay_changed_at=changed_at if is_told else None,
        pay_changed_by=chosen.how_to_pay_changed_by,
    )
