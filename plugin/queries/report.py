"""What happened since an organisation was connected, in words and figures. It decides nothing.

Messages, payments and how soon they were known, flags as they were written into the ledger, what
waits for a person, and of every customer why it is where it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from plugin.letters.words import level_name
from plugin.queries.decisions import decision_shown
from plugin.queries.tasks import open_tasks
from plugin.store import Tx
from plugin.store.reading import happened as read


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A message to a customer; `day` is when it was sent, else when it was proposed."""

    day: date
    customer_id: str
    level: int
    level_name: str
    amount: Decimal
    currency: str
    state: str
    outcome: str
    invoices: tuple[str, ...]
    days_late: int
    mail_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSeen:
    """Money that the ledger recorded; `seconds` of business time until the store knew of it.

    None where no notice told of it and an hourly reading found it.
    """

    invoice: str
    customer_id: str
    day: date
    amount: Decimal
    currency: str
    is_write_off: bool
    seconds: float | None


@dataclass(frozen=True, slots=True)
class FlagChange:
    """A flag as it was moved in the ledger, on a civil day of the organisation."""

    day: date
    customer_id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Needed:
    """What needs a person, as a sentence; `customer_id` is empty where it concerns nobody alone."""

    customer_id: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Why nothing goes now: the kind of reason, its invoice (empty: all of them), its sentence."""

    kind: str
    invoice: str
    words: str


@dataclass(frozen=True, slots=True)
class Owed:
    """What is open and what of it was late at the last review; the bare ledger, no tolerance."""

    currency: str
    open: str
    late: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerNow:
    """A customer as the last review left it; `key` is the ContactNumber, else the ContactID."""

    id: str
    key: str
    name: str
    status: str
    flag: str
    owes: tuple[Owed, ...]
    reasons: tuple[str, ...]
    silences: tuple[Silence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that happened, oldest first; `calls` and `bytes` are our own count."""

    reminders: tuple[Reminder, ...]
    payments: tuple[PaymentSeen, ...]
    flags: tuple[FlagChange, ...]
    needed: tuple[Needed, ...]
    customers: tuple[CustomerNow, ...]
    proofs: int
    calls: int
    bytes: int


def report(tx: Tx, *, today: date, zone: ZoneInfo) -> Report:
    """What happened until now; `today` and `zone` are the organisation's."""
    counted = read.calls(tx)
    return Report(
        reminders=_reminders(tx),
        payments=_payments(tx),
        flags=tuple(
            FlagChange(
                row.at.astimezone(zone).date(),
                row.customer_id,
                row.refs["before"],
                row.refs["after"],
            )
            for row in read.events(tx, "flag")
        ),
        needed=tuple(
            Needed(task.customer_id, task.kind.value, task.words)
            for task in open_tasks(tx, on=today)
        ),
        customers=_customers(tx, today),
        proofs=len(read.events(tx, "proof_sent")),
        calls=int(counted.calls),
        bytes=int(counted.bytes),
    )


def _reminders(tx: Tx) -> tuple[Reminder, ...]:
    return tuple(
        Reminder(
            day=row.day,
            customer_id=row.customer_id,
            level=row.level,
            level_name=level_name(row.level, is_courtesy=row.is_courtesy, is_final=row.is_final),
            amount=row.total,
            currency=row.currency,
            state=row.state,
            outcome=row.outcome or "",
            invoices=tuple(row.numbers or ()),
            days_late=row.days_late or 0,
            mail_id=row.mail_id or "",
        )
        for row in read.messages(tx)
    )


def _payments(tx: Tx) -> tuple[PaymentSeen, ...]:
    return tuple(
        PaymentSeen(
            invoice=row.number,
            customer_id=row.customer_id,
            day=row.paid_on,
            amount=row.amount,
            currency=row.currency,
            is_write_off=row.is_write_off,
            seconds=_seconds(row.recorded_at, row.known_at),
        )
        for row in read.payments(tx)
    )


def _seconds(recorded_at: datetime, known_at: datetime | None) -> float | None:
    return None if known_at is None else round((known_at - recorded_at).total_seconds(), 3)


def _customers(tx: Tx, today: date) -> tuple[CustomerNow, ...]:
    rows = read.decisions(tx)
    named = {
        wait["invoice_id"]
        for row in rows
        for wait in row.decision.get("waits", ())
        if wait.get("invoice_id")
    }
    numbers = read.invoice_numbers(tx, sorted(named))
    found = []
    for row in rows:
        shown = decision_shown(row, today, {})
        waits = row.decision.get("waits", ())
        found.append(
            CustomerNow(
                id=row.id,
                key=row.number or row.id,
                name=row.name,
                status=row.status,
                flag=row.flag,
                owes=tuple(
                    Owed(profile["currency"], profile["open"], profile["late"])
                    for profile in row.decision.get("ageing", ())
                    if profile["open_count"]
                ),
                reasons=shown.status.reasons,
                silences=tuple(
                    Silence(wait["kind"], numbers.get(wait.get("invoice_id") or "", ""), words)
                    for wait, words in zip(waits, shown.waits, strict=True)
                ),
            )
        )
    return tuple(found)
