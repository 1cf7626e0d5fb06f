"""The page of one customer: what happens next, what is owed, what was said. It decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plugin.credit.account import Placement
from plugin.credit.money import Money
from plugin.letters.words import level_name, placement_words
from plugin.queries.customers import LimitChange, limit_changes
from plugin.queries.decisions import Decision, decision_shown
from plugin.queries.expected import date_written, expected_words
from plugin.queries.figures import Figures, customer_figures
from plugin.queries.reminders import MessageLine, messages_of
from plugin.queries.tasks import TaskShown, open_tasks
from plugin.queries.timeline import Said, timeline
from plugin.store import Tx
from plugin.store.reading import Record, work
from plugin.store.reading import customers as read
from plugin.store.writes import EXPECTED_DATE


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """One invoice of the customer; `days_late` is negative before the due date."""

    id: str
    number: str
    reference: str
    issued: date
    due: date
    due_assumed: bool
    total: Money
    balance: Money
    days_late: int
    is_open: bool
    state: str
    sent: bool
    expected_on: date | None
    #: what became of entering a promise in the ledger as the expected date; empty where nothing did
    expected_words: str
    came_back_on: date | None
    reached: str
    placement: str
    never_chased: bool
    never_until: date | None
    pay_link: str


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A credit note, overpayment or deposit with something left of it."""

    number: str
    kind: str
    on: date
    remaining: Money


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One payment; `days_late` counts from the invoice's due date. A write-off is not money."""

    on: date
    number: str
    amount: Money
    days_late: int
    is_write_off: bool


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What was written, or is about to be written, into the ledger."""

    at: datetime
    what: str
    text: str
    state: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPage:
    """Everything known of one customer, on one screen."""

    id: str
    number: str
    name: str
    phone: str
    merged_into: str | None
    archived: bool
    figures: tuple[Figures, ...]
    decision: Decision
    stop_confirmed_by: str | None
    flag_written: str | None
    flag_written_on: date | None
    limit: Money | None
    limit_set_by: str | None
    limit_set_at: datetime | None
    limit_reason: str | None
    limit_history: tuple[LimitChange, ...]
    never_chase: bool
    direct_debit: bool
    set_off_settled: bool
    look_again_on: date | None
    assessed_on: date | None
    messages: tuple[MessageLine, ...]
    tasks: tuple[TaskShown, ...]
    invoices: tuple[InvoiceLine, ...]
    invoice_count: int
    credits: tuple[CreditLine, ...]
    payments: tuple[PaymentLine, ...]
    notes: tuple[NoteLine, ...]
    timeline: tuple[Said, ...]

    @property
    def open_invoices(self) -> tuple[InvoiceLine, ...]:
        """Those with a balance."""
        return tuple(line for line in self.invoices if line.is_open)


def customer_page(tx: Tx, customer_id: str, *, on: date) -> CustomerPage | None:
    """The page of one customer on a civil day; None where there is no such."""
    row = read.customer(tx, customer_id)
    if row is None:
        return None
    invoices = read.invoices_of(tx, customer_id, on=on)
    numbers = {invoice.id: invoice.number for invoice in invoices}
    return CustomerPage(
        id=row.id,
        number=row.number,
        name=row.name,
        phone=_opened(tx, row.phone),
        merged_into=row.merged_into,
        archived=row.status != "active",
        figures=customer_figures(tx, customer_id, on=on),
        decision=decision_shown(row, on, numbers),
        stop_confirmed_by=row.stop_confirmed_by,
        flag_written=row.flag_written,
        flag_written_on=row.flag_written_on,
        limit=Money(row.credit_limit, row.limit_currency) if row.credit_limit is not None else None,
        limit_set_by=row.limit_set_by,
        limit_set_at=row.limit_set_at,
        limit_reason=row.limit_reason,
        limit_history=limit_changes(tx, customer_id),
        never_chase=row.never_chase,
        direct_debit=row.direct_debit,
        set_off_settled=row.set_off_settled,
        look_again_on=row.look_again_on,
        assessed_on=row.assessed_on,
        messages=messages_of(tx, customer_id),
        tasks=open_tasks(tx, on=on, customer_id=customer_id),
        invoices=tuple(_invoice(invoice) for invoice in invoices),
        invoice_count=invoices[0].n_all if invoices else 0,
        credits=_credits(read.credits_of(tx, customer_id)),
        payments=_payments(read.payments_of(tx, customer_id)),
        notes=_notes(work.notes_written(tx, customer_id)),
        timeline=timeline(tx, customer_id=customer_id, size=60).lines,
    )


def _opened(tx: Tx, sealed: bytes | None) -> str:
    return tx.seal.open(sealed) if sealed is not None else ""


def _invoice(row: Record) -> InvoiceLine:
    return InvoiceLine(
        id=row.id,
        number=row.number,
        reference=row.reference,
        issued=row.issued,
        due=row.due,
        due_assumed=row.due_assumed,
        total=Money(row.total, row.currency),
        balance=Money(row.balance, row.currency),
        days_late=row.days_late,
        is_open=row.is_open,
        state=row.state.replace("_", " "),
        sent=row.sent or row.sent_on is not None,
        expected_on=row.expected_on,
        expected_words=expected_words(row),
        came_back_on=row.came_back_on,
        reached=level_name(row.level_sent, is_courtesy=row.level_sent == 0)
        if row.level_sent is not None
        else "",
        placement=placement_words(Placement(row.placement)) if row.placement else "",
        never_chased=row.never_chased,
        never_until=row.never_until,
        pay_link=row.pay_link,
    )


def _credits(rows: Sequence[Record]) -> tuple[CreditLine, ...]:
    return tuple(
        CreditLine(
            row.number,
            row.kind.replace("_", " ").replace("prepayment", "deposit"),
            row.credited_on,
            Money(row.remaining, row.currency),
        )
        for row in rows
    )


def _payments(rows: Sequence[Record]) -> tuple[PaymentLine, ...]:
    return tuple(
        PaymentLine(
            row.paid_on,
            row.number,
            Money(row.amount, row.currency),
            row.days_late,
            row.is_write_off,
        )
        for row in rows
    )


_WRITES = {
    "group_add": "put into the group",
    "group_remove": "taken out of the group",
    "note_contact": "note on the contact",
    "note_invoice": "note on the invoice",
    "expected_date": "expected date of",
    "draft_charge": "draft invoice for interest and fees",
    "credit_contact": "contact or its payment terms",
}


def _notes(rows: Sequence[Record]) -> tuple[NoteLine, ...]:
    return tuple(
        NoteLine(
            row.created_at,
            _WRITES.get(row.kind, row.kind.replace("_", " "))
            + (f" {row.number}" if row.number else ""),
            date_written(row.text) if row.kind == EXPECTED_DATE else row.text,
            row.state,
            row.outcome or "",
        )
        for row in rows
    )
