"""When the customers of the local Xero pay: each by a habit, the same every time it is asked.

It pays nothing and sends nothing: it says which payments a customer makes on a day. What looks
like chance is drawn from the invoice's own key, so that a rerun of the same days is the same.
"""

import hashlib
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from connectors.sandbox.seed import Habit

THURSDAY = 3
_PART_DAYS = 21


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """What a customer knows of one invoice that it has not paid in full."""

    key: str
    """Anything that stays the same for the invoice: its number or id."""
    due: date
    left: Decimal
    """What is left to pay, in the invoice's currency."""
    mails: tuple[date, ...] = ()
    """Days on which a message naming this invoice arrived, in any order."""
    paid_on: date | None = None
    """Day of the newest payment of a part of it."""


@dataclass(frozen=True, slots=True)
class HabitPayment:
    """The customer pays `amount` of this invoice today."""

    key: str
    amount: Decimal


def pays_today(habit: Habit, invoices: Sequence[OpenInvoice], on: date) -> tuple[HabitPayment, ...]:
    """The payments that a customer with this habit makes on a civil date of the organisation.

    To be asked once a day. Nobody pays on a Saturday or Sunday: what falls there is paid on the
    Monday after. The invoices may come in any order; the answer is in the order of their keys.
    """
    if on.weekday() >= 5:
        return ()
    days = _days_since_last_working_day(on)
    payments = []
    for invoice in sorted(invoices, key=lambda one: one.key):
        if invoice.left <= 0:
            continue
        amount = max((_amount(habit, invoice, day) for day in days), default=Decimal(0))
        if amount > 0:
            payments.append(HabitPayment(invoice.key, amount))
    return tuple(payments)


def _days_since_last_working_day(on: date) -> tuple[date, ...]:
    """Today, and on a Monday the weekend before it."""
    back = 3 if on.weekday() == 0 else 1
    return tuple(on - timedelta(days=days) for days in range(back))


def _amount(habit: Habit, invoice: OpenInvoice, day: date) -> Decimal:
    """What is paid of the invoice for the sake of this day, by each habit's own rule."""
    match habit:
        case Habit.RELIABLE:
            # a day or so before it falls due
            is_due = day >= invoice.due - timedelta(days=_draw(invoice, 3))
        case Habit.END_OF_MONTH:
            is_due = day >= invoice.due and day.day == monthrange(day.year, day.month)[1]
        case Habit.PAY_RUN_THURSDAY:
            is_due = day >= invoice.due and day.weekday() == THURSDAY
        case Habit.SLOW:
            is_due = day >= invoice.due + timedelta(days=18 + _draw(invoice, 20))
        case Habit.AFTER_FIRST_REMINDER:
            is_due = _answers(invoice, day, message=1)
        case Habit.AFTER_SECOND_REMINDER:
            is_due = _answers(invoice, day, message=2)
        case Habit.PART_PAYER:
            return _part(invoice, day)
        case Habit.NEVER:
            is_due = False
    return invoice.left if is_due else Decimal(0)


def _answers(invoice: OpenInvoice, day: date, *, message: int) -> bool:
    """Pays two to four days after the nth message that came once the invoice was late.

    A courtesy before the due date reminds nobody of these.
    """
    late = sorted(mail for mail in invoice.mails if mail > invoice.due)
    if len(late) < message:
        return False
    return day >= late[message - 1] + timedelta(days=2 + _draw(invoice, 3))


def _part(invoice: OpenInvoice, day: date) -> Decimal:
    """Half when it is a week late, half of the rest every three weeks, and all once under 50."""
    start = invoice.paid_on or invoice.due - timedelta(days=_PART_DAYS - 7)
    if day < start + timedelta(days=_PART_DAYS):
        return Decimal(0)
    if invoice.left < 50:
        return invoice.left
    return (invoice.left / 2).quantize(Decimal("0.01"))


def _draw(invoice: OpenInvoice, sides: int) -> int:
    """A number from 0 below `sides`, always the same for the same invoice."""
    digest = hashlib.blake2b(invoice.key.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % sides
