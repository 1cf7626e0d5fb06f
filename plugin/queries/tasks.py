"""What needs a person, in words, with the answers that its kind can take. It closes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from plugin.credit.decisions import Task, TaskKind
from plugin.credit.money import Money
from plugin.letters.task_words import task_words
from plugin.queries.decisions import status_shown
from plugin.store import Tx
from plugin.store.reading import Record, work

#: what each kind of task is called when several stand together, most pressing first
HEADINGS: Mapping[TaskKind, str] = MappingProxyType(
    {
        TaskKind.STALE_BOOKS: "Are the books up to date?",
        TaskKind.ANSWERED: "They answered",
        TaskKind.TALK_WAITS: "They propose other terms",
        TaskKind.TALK_UNREAD: "They wrote to you",
        TaskKind.ASKED: "They asked, and a person answers",
        TaskKind.WRONG_PERSON: "Not the right person",
        TaskKind.ORDER_ROUTE: "How their order numbers come",
        TaskKind.SAYS_PAID_AGAIN: "They say again that it is paid",
        TaskKind.SAYS_PAID: "They say that it is paid",
        TaskKind.MATCH_PAYMENT: "Whose payment is this?",
        TaskKind.PAYMENT_BACK: "Payments that went back",
        TaskKind.SAY_STANDING: "What they are before the law",
        TaskKind.PROPOSE_STOP: "Stop selling on terms?",
        TaskKind.UNCONFIRMED: "Did this message arrive?",
        TaskKind.BROKEN_PROMISE: "Promises not kept",
        TaskKind.DISPUTE_OVERDUE: "Disputes past their day",
        TaskKind.PLAN_MISSED: "Plans not kept",
        TaskKind.ANSWER_DISPUTE: "Disputes to answer",
        TaskKind.ISSUE_CREDIT: "Credit notes to write",
        TaskKind.TELL_AGENCY: "Payments to tell an agency of",
        TaskKind.CREDIT_REQUEST: "Asking for credit",
        TaskKind.BEFORE_LEAVING: "Look before these invoices leave",
        TaskKind.BOUNCED: "Messages that came back",
        TaskKind.PLACE_OPENING_DEBT: "Debts from before you connected",
        TaskKind.NEVER_SENT: "Invoices that were never sent",
        TaskKind.ALLOCATE_CREDIT: "Credit to allocate",
        TaskKind.SET_OFF: "Customers you owe as well",
        TaskKind.LADDER_ENDED: "Every reminder has gone",
        TaskKind.HAND_OFF: "Ready to be handed off",
        TaskKind.NO_EMAIL: "No email address",
        TaskKind.NO_NUMBER: "No number to text or call",
        TaskKind.NO_ADDRESS: "No postal address for a letter",
        TaskKind.WRONG_NUMBER: "Numbers that are not theirs",
        TaskKind.FLAG_REMOVED: "Flags taken off inside the ledger",
        TaskKind.LEDGER_REFUSED: "Refused by Xero",
        TaskKind.REPEATING_WHILE_STOPPED: "Repeating invoices of stopped customers",
        TaskKind.LODGE_CLAIM: "Claims to lodge",
        TaskKind.PLAN_TOO_SMALL: "Plans that cover too little",
        TaskKind.REVIEW_HOLD: "Silences to look at again",
        TaskKind.CANNOT_COMPARE: "Cannot compare with the limit",
        TaskKind.LADDER_CHANGED: "Where to go on under another policy",
        TaskKind.GOOD_PAYER_LETTER: "Good-payer letters asked for",
        TaskKind.CHECK_IN: "Ring them to say hello",
        TaskKind.PERSON_DECIDES: "For you to decide",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskShown:
    """One open task as a sentence; `subject` is what it is about, often an invoice id."""

    id: UUID
    customer_id: str
    customer: str
    kind: TaskKind
    subject: str
    words: str
    amount: Money | None
    names: tuple[str, ...]
    opened_at: datetime
    #: why the customer's status is what it is, where that is what is asked about
    reasons: tuple[str, ...]
    #: whose it is: handed to them, or their customer; None = anybody's
    whose_id: UUID | None = None
    whose: str = ""

    def is_for(self, whose: str, me: UUID | None) -> bool:
        """Whether it stands on the list of *mine*, of *nobody*, or of everybody."""
        if whose == "mine":
            return self.whose_id == me
        return whose != "nobody" or self.whose_id is None


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Open tasks of one kind."""

    kind: TaskKind
    heading: str
    tasks: tuple[TaskShown, ...]


def open_tasks(tx: Tx, *, on: date, customer_id: str | None = None) -> tuple[TaskShown, ...]:
    """Open tasks in words, of one customer or of all."""
    return tuple(_task(row, on) for row in work.tasks(tx, customer_id=customer_id))


def task(tx: Tx, task_id: UUID, *, on: date) -> TaskShown | None:
    """One open task; None where it is not open (any more)."""
    rows = work.tasks(tx, task_id=task_id)
    return _task(rows[0], on) if rows else None


def task_groups(
    tx: Tx, *, on: date, whose: str = "", me: UUID | None = None
) -> tuple[TaskGroup, ...]:
    """Open tasks by kind, most pressing kind first; `whose` is empty, *mine* or *nobody*."""
    found = [each for each in open_tasks(tx, on=on) if each.is_for(whose, me)]
    return tuple(
        TaskGroup(kind, heading, its)
        for kind, heading in HEADINGS.items()
        if (its := tuple(each for each in found if each.kind is kind))
    )


def _task(row: Record, on: date) -> TaskShown:
    amount = Money(row.amount, row.currency) if row.amount is not None else None
    kind = TaskKind(row.kind)
    nobody = "All customers" if kind is TaskKind.LEDGER_REFUSED else "One of your customers"
    names = tuple(row.names)
    if kind is TaskKind.CREDIT_REQUEST and names:
        # who asks is in no books yet
        nobody = names[0]
    customer = row.customer_name or nobody
    numbers = {row.subject: row.invoice_number} if row.invoice_number else {}
    return TaskShown(
        id=row.id,
        customer_id=row.customer_id,
        customer=customer,
        kind=kind,
        subject=row.subject,
        words=task_words(Task(kind, row.subject, amount, names), customer, numbers),
        amount=amount,
        names=names,
        opened_at=row.opened_at,
        reasons=status_shown(row, on).reasons if kind is TaskKind.PROPOSE_STOP else (),
        whose_id=row.whose_id,
        whose=row.whose if row.whose_id is not None else "",
    )
