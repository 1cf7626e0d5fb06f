"""Leaving: what is still to be written into the ledger, what was given up, and what stays there.

It writes nothing into the ledger and decides nothing; the farewell itself is in the operations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plugin.credit.account import CreditStatus, StepState
from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True)
class StillToWrite:
    """The last words that wait for the ledger, by their kind."""

    notes: int
    groups: int
    dates: int

    @property
    def is_nothing(self) -> bool:
        """True where everything was written."""
        return not (self.notes or self.groups or self.dates)


@dataclass(frozen=True, slots=True)
class FlaggedContact:
    """A contact whose flag stands in the ledger, as far as we wrote it."""

    customer_id: str
    name: str
    status: CreditStatus


@dataclass(frozen=True, slots=True)
class DatedInvoice:
    """An invoice that still carries the expected payment date that we wrote."""

    invoice_id: str
    number: str
    customer_name: str
    expected_on: date


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What of ours stands in the ledger; notes stay for ever, because nobody can delete one."""

    groups: tuple[str, ...]
    flagged: tuple[FlaggedContact, ...]
    dated: tuple[DatedInvoice, ...]
    notes: int
    #: why something could not be written, in the ledger's own words where it had any
    refusals: tuple[str, ...]

    @property
    def is_nothing_to_remove(self) -> bool:
        """True where only notes stand there, which stay for ever."""
        return not (self.groups or self.flagged or self.dated)


def still_to_write(tx: Tx) -> StillToWrite:
    """How many notes and group changes wait for the ledger."""
    row = tx.sql(
        "select count(*) filter (where kind like 'note%') as notes,"
        " count(*) filter (where kind = 'group_delete') as groups,"
        " count(*) filter (where kind = 'expected_date') as dates from ledger_writes"
        " where org_id = :org and state in ('approved', 'claimed')"
    ).one()
    return StillToWrite(row.notes, row.groups, row.dates)


def give_up_later(tx: Tx, *, now: datetime, why: str) -> int:
    """Drop what waits for a day after the farewell; says how many writes."""
    return tx.sql(
        "update ledger_writes set state = 'dropped', outcome = :why, settled_at = :now"
        " where org_id = :org and state = 'approved' and created_at > :now",
        now=now,
        why=why,
    ).rowcount


def give_up_all(tx: Tx, *, now: datetime, why: str) -> int:
    """Drop every write that waits, and those whose outcome nobody will ever look for."""
    return tx.sql(
        "update ledger_writes set settled_at = :now, outcome = :why, state ="
        " case when state = 'claimed' then 'unconfirmed' else 'dropped' end"
        " where org_id = :org and state in ('approved', 'claimed')",
        now=now,
        why=why,
    ).rowcount


def take_back(tx: Tx, *, now: datetime) -> int:
    """Somebody connected again before the farewell was over: what of it waits is not written.

    Says how many writes. What was under way is left to be seen in the ledger itself.
    """
    return tx.sql(
        "update ledger_writes set settled_at = :now, outcome = 'connected again before it was"
        " written', state = case when state = 'claimed' then 'unconfirmed' else 'dropped' end"
        " where org_id = :org and state in ('approved', 'claimed') and (once like 'end:%'"
        " or once like 'delete:%' or once like 'expected:leaving:%')",
        now=now,
    ).rowcount


def forget_deleted_groups(tx: Tx) -> None:
    """Of our groups, keep in mind only those that the ledger still has."""
    gone = tx.sql(
        "delete from ledger_groups g using ledger_writes w where g.org_id = :org and g.ours"
        " and w.org_id = :org and w.kind = 'group_delete' and w.subject_id = g.id"
        " and w.state = :done returning g.id",
        done=StepState.DONE.value,
    ).scalars()
    tx.sql(
        "delete from group_members where org_id = :org and group_id = any(:gone)", gone=list(gone)
    )


def flags_taken_off(tx: Tx, statuses: Sequence[CreditStatus], *, on: date) -> None:
    """The groups of these statuses are gone from the ledger, and every flag of theirs with them."""
    tx.sql(
        "update flags set written = 'open', written_on = :on_day, removed_by_person = false"
        " where org_id = :org and written = any(:statuses)",
        statuses=[status.value for status in statuses],
        on_day=on,
    )


def left_behind(tx: Tx) -> LeftBehind:
    """What of ours stands in the ledger now, as far as we know."""
    names = tx.sql("select name from ledger_groups where org_id = :org and ours order by name")
    flagged = tx.sql(
        "select f.customer_id, c.name, f.written from flags f join contacts c"
        " on c.org_id = f.org_id and c.id = f.customer_id where f.org_id = :org"
        " and f.written <> 'open' and not f.removed_by_person order by c.name, c.id"
    )
    dated = tx.sql(
        "select i.id, i.number, c.name, i.expected_on from invoices i left join contacts c"
        " on c.org_id = i.org_id and c.id = i.contact_id where i.org_id = :org"
        " and i.expected_written = i.expected_on and i.state = 'approved'"
        " order by i.expected_on, i.number"
    )
    refusals = tx.sql(
        "select distinct outcome from ledger_writes where org_id = :org and state = 'refused'"
        " and (kind = 'group_delete' or (kind = 'expected_date' and text = ''))"
        " and outcome is not null and created_at >="
        "  (select connected_at from organisations where id = :org) order by outcome"
    )
    return LeftBehind(
        groups=tuple(names.scalars()),
        flagged=tuple(
            FlaggedContact(row.customer_id, row.name, CreditStatus(row.written)) for row in flagged
        ),
        dated=tuple(
            DatedInvoice(row.id, row.number, row.name or "", row.expected_on) for row in dated
        ),
        notes=_notes(tx),
        refusals=tuple(refusals.scalars()),
    )


def _notes(tx: Tx) -> int:
    return int(
        tx.sql(
            "select count(*) from ledger_writes where org_id = :org and kind like 'note%'"
            " and state = 'done'"
        ).scalar_one()
    )
