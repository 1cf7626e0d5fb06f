"""The outbox towards the ledger: every group change, note and date is a row before it is a call.

`once` makes a write one of a kind (the day's note on a contact), whatever is retried. What was
refused, and what nobody knows the outcome of, is `refusals`'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from plugin.credit.account import CreditStatus, StepState
from plugin.store._tx import Tx

#: what the ledger takes in one note, in characters
LONGEST_NOTE = 2500
#: how far ahead a day's note may be put off
_MOST_DAYS = 30


#: the kind of write that enters or empties an invoice's expected payment date
EXPECTED_DATE = "expected_date"
#: the kind of write that drafts an invoice for interest and fees; its text is the reference
DRAFT_CHARGE = "draft_charge"
#: the kind of write that makes a contact, sets its terms, or undoes either: its text says which
CREDIT_CONTACT = "credit_contact"
#: the texts
CREATE, SET_TERMS, PUT_TERMS_BACK, ARCHIVE = "create", "terms", "terms_back", "archive"


@dataclass(frozen=True, slots=True)
class LedgerWrite:
    """One write towards the ledger; `subject_id` is the contact or invoice it is about.

    `round` counts the attempts that certainly came to nothing, `unknowns` those of which nobody
    can say.
    """

    id: UUID
    kind: str
    customer_id: str
    subject_id: str
    text: str
    state: StepState
    outcome: str = ""
    round: int = 0
    unknowns: int = 0


@dataclass(frozen=True, slots=True)
class Flag:
    """A customer whose decided status and the ledger's flag differ."""

    customer_id: str
    decided: CreditStatus
    written: CreditStatus
    written_on: date | None
    removed_by_person: bool
    is_active: bool


def put(
    tx: Tx, *, kind: str, customer_id: str, subject_id: str, text: str, once: str, now: datetime
) -> UUID | None:
    """Write the intention of one write; None where that one already exists.

    `{id}` in the text becomes the write's own id, for the link that marks it.
    """
    write_id = uuid4()
    found: UUID | None = tx.sql(
        "insert into ledger_writes (org_id, id, kind, customer_id, subject_id, text, state, once,"
        " created_at) values (:org, :id, :kind, :customer, :subject, :text, 'approved', :once,"
        " :now) on conflict (org_id, once) do nothing returning id",
        id=write_id,
        kind=kind,
        customer=customer_id,
        subject=subject_id,
        text=text.replace("{id}", str(write_id)),
        once=once,
        now=now,
    ).scalar_one_or_none()
    return found


def put_day_note(
    tx: Tx, customer_id: str, text: str, *, on: date, now: datetime, next_morning: datetime
) -> None:
    """Intend the one note of a contact and day (rule 32); what follows stands in the next day's.

    `on` is the organisation's civil date, `next_morning` the instant when its next day begins.
    """
    day = f"day:{customer_id}:"
    made = put(
        tx,
        kind="note_contact",
        customer_id=customer_id,
        subject_id=customer_id,
        text=text,
        once=f"{day}{on}",
        now=now,
    )
    if made is not None:
        return
    body, _, _ = text.rpartition("\n")
    # a note that has no room left for it is followed by that of the day after
    for later in range(1, _MOST_DAYS):
        write_id = uuid4()
        found = tx.sql(
            "insert into ledger_writes as w (org_id, id, kind, customer_id, subject_id, text,"
            " state, once, created_at) values (:org, :id, 'note_contact', :customer, :customer,"
            " :text, 'approved', :once, :morning) on conflict (org_id, once) do update"
            " set text = cast(:body as text) || ' ' || w.text"
            " where w.state = 'approved' and w.created_at > :now"
            " and length(w.text) + length(cast(:body as text)) < :longest returning id",
            id=write_id,
            customer=customer_id,
            text=text.replace("{id}", str(write_id)),
            once=f"{day}{on + timedelta(days=later)}",
            morning=next_morning + timedelta(days=later - 1),
            body=body,
            now=now,
            longest=LONGEST_NOTE,
        ).scalar_one_or_none()
        if found is not None:
            return


def waiting(tx: Tx, *, now: datetime) -> tuple[LedgerWrite, ...]:
    """Writes that are to be done by now, oldest first.

    Claimed ones are from a run that died or got no answer: they are looked for before they are
    done again, at the time that is kept with them. Flags and groups are compared, not waited for.
    """
    rows = tx.sql(
        "select * from ledger_writes where org_id = :org and state in ('approved', 'claimed')"
        " and kind not in ('flag', 'group_create') and created_at <= :now"
        " and (look_at is null or look_at <= :now)"
        " order by created_at, kind, id",
        now=now,
    )
    return tuple(write_of(row) for row in rows)


def next_waiting(tx: Tx, *, after: datetime) -> datetime | None:
    """The instant from which the next write that waits, for its day or a look, may be done."""
    found: datetime | None = tx.sql(
        "select min(greatest(created_at, look_at)) from ledger_writes where org_id = :org"
        " and state in ('approved', 'claimed') and greatest(created_at, look_at) > :after",
        after=after,
    ).scalar_one()
    return found


def begin_flag(tx: Tx, customer_id: str, status: CreditStatus, *, now: datetime) -> UUID:
    """Claim the move of a customer between our groups, before the ledger is called."""
    begun: UUID = tx.sql(
        "insert into ledger_writes (org_id, id, kind, customer_id, subject_id, text, state, once,"
        " created_at, claimed_at) values (:org, :id, 'flag', :customer, :customer, :status,"
        " 'claimed', 'flag:' || :id, :now, :now) returning id",
        id=uuid4(),
        customer=customer_id,
        status=status.value,
        now=now,
    ).scalar_one()
    return begun


def flags_begun(tx: Tx, *, now: datetime | None = None) -> tuple[LedgerWrite, ...]:
    """Moves between our groups whose outcome nobody noted: a run died, or got no answer.

    With `now`, only those that may be looked for by then.
    """
    rows = tx.sql(
        "select * from ledger_writes where org_id = :org and state = 'claimed' and kind = 'flag'"
        " and (look_at is null or look_at <= coalesce(cast(:now as timestamptz), look_at))"
        " order by created_at, id",
        now=now,
    )
    return tuple(write_of(row) for row in rows)


def read(tx: Tx, write_id: UUID) -> LedgerWrite | None:
    """One write by its id, which is also the mark in the note's link; None where not ours."""
    row = tx.sql(
        "select * from ledger_writes where org_id = any(:orgs) and id = :id",
        orgs=list(tx.org_ids),
        id=write_id,
    ).one_or_none()
    return None if row is None else write_of(row)


def claim(tx: Tx, write_id: UUID, *, now: datetime) -> bool:
    """Take a write for this run; False where somebody else has it."""
    return bool(
        tx.sql(
            "update ledger_writes set state = 'claimed', claimed_at = :now"
            " where org_id = :org and id = :id and state = 'approved'",
            id=write_id,
            now=now,
        ).rowcount
    )


def settle(
    tx: Tx, write_id: UUID, *, state: StepState, now: datetime, outcome: str | None = None
) -> None:
    """Note how a claimed write ended; APPROVED puts it back for another run, a round of its own."""
    tx.sql(
        "update ledger_writes set state = :state, outcome = :outcome, settled_at = :now,"
        " look_at = null, round = round + case when :state = 'approved' then 1 else 0 end"
        " where org_id = :org and id = :id",
        id=write_id,
        state=state.value,
        outcome=outcome,
        now=now,
    )


def take_back(tx: Tx, write_id: UUID) -> bool:
    """A person wants a write not to be done: False where it is done, under way, or perhaps done."""
    return bool(
        tx.sql(
            "update ledger_writes set state = 'dropped', outcome = 'taken back'"
            " where org_id = :org and id = :id and state in ('approved', 'refused')"
            " and unknowns = 0",
            id=write_id,
        ).rowcount
    )


def differing(tx: Tx, *, but_under: Sequence[str] = ()) -> tuple[Flag, ...]:
    """Customers whose decided status is not the one written in the ledger.

    Those under one of the policies `but_under`, which write nothing, are left out.
    """
    rows = tx.sql(
        "select a.customer_id, a.status, coalesce(f.written, 'open') as written, f.written_on,"
        " coalesce(f.removed_by_person, false) as removed, c.status = 'active' as active"
        " from assessments a join contacts c on c.org_id = a.org_id and c.id = a.customer_id"
        " left join flags f on f.org_id = a.org_id and f.customer_id = a.customer_id"
        " where a.org_id = :org and a.status <> coalesce(f.written, 'open')"
        " and not coalesce(a.policy, '') = any(:but) order by a.customer_id",
        but=list(but_under),
    )
    return tuple(_flag(row) for row in rows)


def flagged(tx: Tx) -> tuple[Flag, ...]:
    """Customers that carry a flag in the ledger, as far as we wrote it."""
    rows = tx.sql(
        "select f.customer_id, a.status, f.written, f.written_on, f.removed_by_person as removed,"
        " c.status = 'active' as active from flags f"
        " join assessments a on a.org_id = f.org_id and a.customer_id = f.customer_id"
        " join contacts c on c.org_id = f.org_id and c.id = f.customer_id"
        " where f.org_id = :org and f.written <> 'open' order by f.customer_id"
    )
    return tuple(_flag(row) for row in rows)


def flag_written(tx: Tx, customer_id: str, status: CreditStatus, *, on: date) -> None:
    """Remember which flag now stands in the ledger, and since which day."""
    # the customer first, as in every other decision about one, so that nobody deadlocks
    tx.sql(
        "update assessments set written_on = :on_day"
        " where org_id = :org and customer_id = :customer",
        customer=customer_id,
        on_day=on,
    )
    tx.sql(
        "insert into flags (org_id, customer_id, written, written_on)"
        " values (:org, :customer, :status, :on_day) on conflict (org_id, customer_id)"
        " do update set written = excluded.written, written_on = excluded.written_on,"
        " removed_by_person = false",
        customer=customer_id,
        status=status.value,
        on_day=on,
    )


def flag_removed(tx: Tx, customer_ids: Sequence[str]) -> tuple[str, ...]:
    """A person took these flags off inside the ledger (rule 31); names those not known before."""
    found = tx.sql(
        "update flags set removed_by_person = true where org_id = :org"
        " and customer_id = any(:customers) and not removed_by_person returning customer_id",
        customers=list(customer_ids),
    ).scalars()
    return tuple(found)


def flag_put_back_allowed(tx: Tx, customer_id: str) -> None:
    """A person answered that the flag may be written again."""
    tx.sql(
        "update flags set removed_by_person = false, written = 'open'"
        " where org_id = :org and customer_id = :customer",
        customer=customer_id,
    )


def write_of(row: Row[Any]) -> LedgerWrite:
    """A row of `ledger_writes` as a value."""
    return LedgerWrite(
        row.id, row.kind, row.customer_id, row.subject_id, row.text, StepState(row.state),
        row.outcome or "", row.round, row.unknowns,
    )  # fmt: skip


def _flag(row: Row[Any]) -> Flag:
    return Flag(
        row.customer_id,
        CreditStatus(row.status),
        CreditStatus(row.written),
        row.written_on,
        row.removed,
        row.active,
    )
